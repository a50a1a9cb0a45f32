import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  type BundlePlan,
  type Manifest,
  readProfile,
  rehearseBundle,
  verifyBundle,
  volumePath,
} from '../../../../main/services/bundle/index.ts'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, resources, run, tools } from './workshop.ts'

const profile = (limits: BundlePlan['profile']['limits']): BundlePlan['profile'] => ({
  ...readProfile(join(resources, 'profiles', 'general.json')),
  dividers: true,
  limits,
})
const letter = (id: string, pages: number) =>
  document(
    id,
    `Document ${id}`,
    content('pdf', pagesPdf(Array.from({ length: pages }, () => ({ words: `Words of ${id}` })))),
  )
/** A picture of so many bytes that cannot be packed smaller. */
const picture = (id: string, size: number) => {
  const bytes = Buffer.alloc(size, 7)
  bytes.set([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 40, 0, 40, 1, 1, 0x11, 0])
  return document(id, `Picture ${id}`, content('jpeg', bytes))
}
const byPages = (pages: number, beyond: 'volumes' | 'stops' | 'warns' = 'volumes') =>
  plan([], {
    profile: profile({ pages, megabytes: null, beyond }),
    sections: [
      { title: 'First', documents: [letter('a', 3), letter('b', 2)] },
      { title: 'Second', documents: [letter('c', 2), letter('d', 4), letter('e', 1)] },
    ],
  })

test('volumes are cut between documents, number on, and have the whole index each', async () => {
  const at = folder()
  const to = join(at, 'Bundle.pdf')
  const built = await build(byPages(10), to)
  expect(built.volumes.map(({ bundle, pages }) => [basename(bundle), pages])).toEqual([
    ['Bundle vol 1.pdf', 8],
    ['Bundle vol 2.pdf', 10],
  ])
  expect(built).toMatchObject({ bundle: volumePath(to, 1), pages: 8, sha256: built.volumes[0]!.sha256 })
  expect(built.documents.map((each) => [each.volume, each.from, ...each.labels].join(' '))).toEqual([
    '1 4 4 6',
    '1 7 7 8',
    '2 4 12 13',
    '2 6 14 17',
    '2 10 18 18',
  ])
  for (const [v, { bundle, manifest, sha256, bytes }] of built.volumes.entries()) {
    expect(await verifyBundle(bundle)).toMatchObject({ ok: true, findings: [], documents: v === 0 ? 2 : 3 })
    const file = readFileSync(bundle)
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256)
    expect(file.length).toBe(bytes)
    const record = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
    expect(record.volume).toBe(v + 1)
    expect(record.volumes?.map((each) => each.sha256)).toEqual(built.volumes.map((each) => each.sha256))
    const [cover, index] = pageTexts(bundle)
    expect(cover).toContain(`Volume ${v + 1} of 2`)
    expect(cover).toContain(v === 0 ? '1 of 2: pages 1 to 8' : '2 of 2: pages 9 to 18')
    for (const row of [
      /Document a +1 +4–6/,
      /Document b +1 +7–8/,
      /Document d +2 +14–17/,
      /Document e +2 +18/,
    ])
      expect(index).toMatch(row)
    expect(run('pdfinfo', bundle)).toContain(`Trial bundle, volume ${v + 1} of 2`)
  }
  const links = (path: string) =>
    [...run('qpdf', '--qdf', path, '-').matchAll(/\/Contents \((Document [a-z]), pages?/g)].map(
      (match) => match[1],
    )
  expect(new Set(links(volumePath(to, 1)))).toEqual(new Set(['Document a', 'Document b']))
  expect(new Set(links(volumePath(to, 2)))).toEqual(new Set(['Document c', 'Document d', 'Document e']))
})

test('a volume is held against those beside it, and says which are not there', async () => {
  const at = folder()
  const { volumes } = await build(byPages(8), join(at, 'Bundle.pdf'))
  const [first, second, third] = volumes.map(({ bundle }) => bundle) as [string, string, string]
  const othersOf = async (path: string) =>
    (await verifyBundle(path)).others.map(({ volume, file, stands }) => [volume, file, stands])
  expect(await othersOf(first)).toEqual([
    [2, 'Bundle vol 2.pdf', 'same'],
    [3, 'Bundle vol 3.pdf', 'same'],
  ])
  const bytes = readFileSync(second)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(second, bytes)
  rmSync(third)
  expect(await verifyBundle(first)).toMatchObject({
    ok: false,
    others: [{ stands: 'another' }, { stands: 'absent' }],
    findings: [
      {
        rule: 'volume',
        sentence: '“Bundle vol 2.pdf” beside it is not the volume 2 that was built with it.',
      },
    ],
  })
  const alone = await build(byPages(100), join(at, 'Alone.pdf'))
  expect(await othersOf(alone.bundle)).toEqual([])
})

test('a manifest that names a volume in another folder is not one', async () => {
  const { manifest, bundle } = await build(byPages(10), join(folder(), 'Bundle.pdf'))
  const record = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const volumes = record.volumes!.map((each) => ({ ...each, file: `../${each.file}` }))
  writeFileSync(manifest, JSON.stringify({ ...record, volumes }))
  const { ok, others, findings } = await verifyBundle(bundle)
  expect([ok, others, findings[0]?.rule]).toEqual([false, [], 'manifest'])
})

test('a section may be cut too, and is divided once', async () => {
  const to = join(folder(), 'Bundle.pdf')
  const built = await build({ ...byPages(9), profile: { ...byPages(9).profile, numbering: 'sections' } }, to)
  expect(built.documents.map((each) => [each.volume, ...each.labels].join(' '))).toEqual([
    '1 A2 A4',
    '1 A5 A6',
    '2 B2 B3',
    '2 B4 B7',
    '3 B8 B8',
  ])
  for (const { bundle } of built.volumes) expect((await verifyBundle(bundle)).findings).toEqual([])
  expect(pageTexts(volumePath(to, 3))[0]).toContain('3 of 3: pages v to B8')
  expect(pageTexts(volumePath(to, 3))).toHaveLength(3)
})

test('no volume passes the megabytes allowed, and the same plan is cut the same way', async () => {
  const at = folder()
  const what = plan([], {
    profile: profile({ pages: null, megabytes: 3, beyond: 'volumes' }),
    sections: [
      {
        title: 'Pictures',
        documents: Array.from({ length: 9 }, (_, i) => picture(String(i), 700_000 + i * 50_000)),
      },
    ],
  })
  const built = await build(what, join(at, 'one.pdf'))
  expect(built.volumes.length).toBeGreaterThan(2)
  for (const { bytes } of built.volumes) expect(bytes).toBeLessThanOrEqual(3_000_000)
  expect(built.report.filter((line) => line.kind === 'limit')).toEqual([])
  const again = await build(what, join(at, 'two.pdf'))
  expect(again.volumes.map((each) => each.sha256)).toEqual(built.volumes.map((each) => each.sha256))
  const rehearsed = await rehearseBundle(what, tools(''))
  expect(rehearsed.volumes.map((each) => each.sha256)).toEqual(built.volumes.map((each) => each.sha256))
})

test('a document longer than the limit stands in a volume of its own, and the report says so', async () => {
  const { volumes, report } = await build(byPages(5), join(folder(), 'b.pdf'))
  expect(volumes).toHaveLength(5)
  expect(report.filter((line) => line.kind === 'limit').map((line) => line.sentence)).toEqual([
    expect.stringMatching(/^Volume 1 is 6 pages; .* at most 5 pages\. One document alone is longer/),
    expect.stringMatching(/^Volume 4 is 6 pages/),
  ])
})

test('where a limit stops, nothing is left behind; where it warns, the report says so', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  await expect(build(byPages(10, 'stops'), to)).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringMatching(
      /The bundle is 16 pages; “.*” takes at most 10 pages\. Take documents out/,
    ),
  })
  expect(readdirSync(at)).toEqual([])
  const { report, volumes } = await build(byPages(10, 'warns'), to)
  expect(volumes).toHaveLength(1)
  expect(report).toContainEqual(expect.objectContaining({ kind: 'limit' }))
  const within = await build(byPages(16, 'warns'), join(at, 'c.pdf'))
  expect(within.report.map(({ kind }) => kind)).not.toContain('limit')
})

test('all volumes land or none: a taken name and a stopped build leave nothing', async () => {
  const at = folder()
  const to = join(at, 'b.pdf')
  writeFileSync(volumePath(to, 2), 'mine')
  await expect(build(byPages(10), to)).rejects.toMatchObject({ code: 'exists' })
  expect(readdirSync(at)).toEqual(['b vol 2.pdf'])
  expect(readFileSync(volumePath(to, 2), 'utf8')).toBe('mine')
  const linked = join(at, 'c.pdf')
  symlinkSync(join(at, 'no-such'), volumePath(linked, 2))
  await expect(build(byPages(10), linked)).rejects.toMatchObject({ code: 'exists' })
  expect(readdirSync(at)).toEqual(['b vol 2.pdf', 'c vol 2.pdf'])
  rmSync(volumePath(linked, 2))
  const other = join(at, 'other.pdf')
  const stop = new AbortController()
  const stopped = build(byPages(10), other, {
    signal: stop.signal,
    onProgress: (done) => done === 4 && stop.abort(),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(readdirSync(at)).toEqual(['b vol 2.pdf'])
})

test('a bundle frozen in volumes keeps its numbers in all of them, whatever is put in late', async () => {
  const at = folder()
  for (const numbering of ['continuous', 'sections', 'tabs'] as const) {
    const plain = { ...byPages(10), profile: { ...byPages(10).profile, numbering } }
    const first = await build(plain, join(at, `${numbering}.pdf`))
    const kept = new Map(first.documents.map((each) => [each.id, each.numbers]))
    const { numbers } = first.documents[1]!
    const late = `${numbers.style === 'decimal' ? `${numbers.prefix}${numbers.from + 1}` : ''}`
    const frozen: BundlePlan = {
      ...plain,
      frozenFront: first.front,
      version: 'Version 2, frozen on 3 April 2026',
      changes: [{ what: 'added', title: 'Document late', pages: `${late}A` }],
      sections: plain.sections.map((section, s) => ({
        ...section,
        ...(first.sections[s]!.divider ? { divider: first.sections[s]!.divider } : {}),
        documents: [
          ...section.documents.map((each) => ({ ...each, numbers: kept.get(each.id)! })),
          ...(s === 0
            ? [{ ...letter('late', 1), numbers: { style: 'letters' as const, prefix: late, from: 1 } }]
            : []),
        ],
      })),
    }
    const second = await build(frozen, join(at, `${numbering} 2.pdf`))
    expect(second.volumes).toHaveLength(2)
    for (const { bundle } of second.volumes) expect((await verifyBundle(bundle)).findings).toEqual([])
    const before = new Map(first.documents.map((each) => [each.id, each.labels]))
    for (const each of second.documents)
      expect(each.labels).toEqual(each.id === 'late' ? [`${late}A`, `${late}A`] : before.get(each.id))
    const own = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as Manifest).pageLabels
    expect(own(second.volumes[1]!.manifest)).toEqual(own(first.volumes[1]!.manifest))
  }
})

/** A page with bookmarks whose words take far more room than is reckoned for them. */
function bookmarked(id: string) {
  const count = 200
  const items = Array.from({ length: count }, (_, i) => {
    const next = i + 1 < count ? `/Next ${8 + i} 0 R` : ''
    return `<< /Title <FEFF${'0416'.repeat(300)}> /Parent 6 0 R /Dest [4 0 R /Fit] ${next} >>`
  })
  const bytes = samplePdf([
    '<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [4 0 R] >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
    { dict: '', data: Buffer.from('BT /F1 12 Tf 100 400 Td (Words) Tj ET') },
    `<< /Type /Outlines /First 7 0 R /Last ${6 + count} 0 R /Count ${count} >>`,
    ...items,
  ])
  return document(id, `Document ${id}`, content('pdf', bytes))
}

test('what takes more room than was reckoned does not carry a volume past its limit', async () => {
  const what = plan(
    Array.from({ length: 20 }, (_, i) => bookmarked(String(i))),
    {
      profile: profile({ pages: null, megabytes: 1, beyond: 'volumes' }),
    },
  )
  const { volumes, report } = await build(what, join(folder(), 'b.pdf'))
  expect(volumes.length).toBeGreaterThan(1)
  expect(volumes.length).toBeLessThan(10)
  for (const { bytes, bundle } of volumes) {
    expect(bytes).toBeLessThanOrEqual(1_000_000)
    expect((await verifyBundle(bundle)).findings).toEqual([])
  }
  expect(report.filter((line) => line.kind === 'limit')).toEqual([])
})
