import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestThreads } from '../../../../main/services/bundle/digest-threads.ts'
import { type Digest, type Digests, ownDigests, PLACES } from '../../../../main/services/bundle/digests.ts'
import { type BundlePlan, manifestPath } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan } from './workshop.ts'

type Order = 'update' | 'document' | 'page' | 'shared' | 'endPage' | 'endDocument' | 'save' | 'back' | 'so'
const orders = fc.array(
  fc.tuple(
    fc.constantFrom<Order>(
      'update',
      'document',
      'page',
      'shared',
      'endPage',
      'endDocument',
      'save',
      'back',
      'so',
    ),
    fc.nat({ max: 200_000 }),
  ),
  { maxLength: 60 },
)

/** All that digests say when told so, in order. */
function told(digests: Digests, what: readonly (readonly [Order, number])[]): string[] {
  const parts: Digest[] = []
  const places: number[] = []
  const said: string[] = []
  for (const [i, [order, n]] of what.entries()) {
    if (order === 'update') digests.update(Buffer.alloc(n, i))
    else if (order === 'document') digests.begin('document', true)
    else if (order === 'page' || order === 'shared') digests.begin('page', order === 'page')
    else if (order === 'endPage' || order === 'endDocument') {
      const into = { sha256: '' }
      parts.push(into)
      digests.finish(order === 'endPage' ? 'page' : 'document', into)
    } else if (order === 'save') places.push(digests.save())
    else if (order === 'back' && places.length > 0) digests.restore(places.pop()!)
    else if (order === 'so') said.push(digests.so().toString('hex'))
  }
  said.push(digests.end())
  return [...said, ...parts.map(({ sha256 }) => sha256)]
}

test('threads give the digests one would make oneself, of several files at once', () => {
  const thread = new DigestThreads()
  try {
    fc.assert(
      fc.property(fc.array(orders, { minLength: 1, maxLength: 3 }), (files) => {
        // More places than are kept are another test.
        fc.pre(files.every((file) => file.filter(([order]) => order === 'save').length < PLACES))
        const threaded = files.map(() => thread.file())
        expect(files.map((file, i) => told(threaded[i]!, file))).toEqual(
          files.map((file) => told(ownDigests(), file)),
        )
      }),
      { numRuns: 60 },
    )
  } finally {
    thread.stop()
  }
})

test('a place that is no longer kept is refused, not guessed', () => {
  const thread = new DigestThreads()
  for (const digests of [ownDigests(), thread.file()]) {
    const first = digests.save()
    for (let i = 0; i < PLACES; i++) digests.save()
    expect(() => digests.restore(first)).toThrow('no longer kept')
  }
  thread.stop()
})

test('a bundle is the same, byte for byte, whether or not it was hashed on threads', async () => {
  const at = folder()
  const pages = (count: number) =>
    pagesPdf(Array.from({ length: count }, (_, i) => ({ words: `Page ${i} of ${count}` })))
  const picture = Buffer.alloc(700_000, 7)
  picture.set([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 40, 0, 40, 1, 1, 0x11, 0])
  const base = plan([
    document('1', 'Pages', content('pdf', pages(5))),
    // Begun, given up and taken back: what was hashed of it must be forgotten.
    document('2', 'A picture that ends early', content('jpeg', picture.subarray(0, 400_000))),
    document('3', 'A broken file', content('pdf', Buffer.from('%PDF-1.7 and nothing'))),
    document('4', 'A picture', content('jpeg', picture)),
    document('5', 'More pages', content('pdf', pages(9))),
  ])
  const limits = { pages: 13, megabytes: null, beyond: 'volumes' } as const
  const plans: BundlePlan[] = [base, { ...base, profile: { ...base.profile, limits } }]
  for (const [p, each] of plans.entries()) {
    const alone = await build(each, join(at, `alone ${p}.pdf`))
    const beside = await build(each, join(at, `beside ${p}.pdf`), { threads: true })
    expect(beside.volumes.length).toBe(p + 1)
    for (const [v, { bundle }] of beside.volumes.entries()) {
      const other = alone.volumes[v]!.bundle
      expect(readFileSync(bundle).equals(readFileSync(other))).toBe(true)
      const manifests = [bundle, other].map((path) =>
        readFileSync(manifestPath(path), 'utf8').replaceAll(/(alone|beside) /g, ''),
      )
      expect(manifests[0]).toBe(manifests[1])
    }
  }
})
