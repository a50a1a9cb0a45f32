import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { comparisonWords } from '../../../../casework/rules/comparison-words.ts'
import type { ComparedPage } from '../../../../main/services/bundle/bundle-pages.ts'
import { comparePages } from '../../../../main/services/bundle/compare.ts'
import { compareBundles } from '../../../../main/services/bundle/index.ts'
import { PageDigests } from '../../../../main/services/bundle/page-digest.ts'
import { pagesOf } from '../../../../main/services/bundle/page-tree.ts'
import type { BundleDocument } from '../../../../main/services/bundle/plan.ts'
import { PdfReader } from '../../../../main/services/bundle/reader.ts'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, plan, run } from './workshop.ts'

const at = folder()
const pdf = (...words: string[]) => content('pdf', pagesPdf(words.map((each) => ({ words: each }))))
const account = (third = 'Third') =>
  document('acc', 'Account 4410', pdf('First', 'Second', third, 'Fourth'), { ref: 'JLB/3' })
const notes = document(
  'notes',
  'Notes, Nguyễn',
  content('text', Buffer.from('Łódź and Đặng.\n'.repeat(90))),
  { ref: 'JLB/4' },
)
const recording = document('rec', 'Recording', {
  kind: 'placeholder',
  reason: 'A recording cannot be printed.',
  facts: [['Length', '4 minutes']],
})
// Letters no other document has, so that the typefaces of the bundle come out otherwise.
const late = document(
  'late',
  'Žluťoučký kůň',
  content('text', Buffer.from('@#%& ŽĚŠČ ὀρθός\n'.repeat(120))),
  { ref: 'JLB/15' },
)

async function built(name: string, documents: readonly BundleDocument[]): Promise<string> {
  const path = join(at, name)
  await build(plan(documents), path)
  return path
}
const first = built('a.pdf', [account(), notes, recording])
const range = (from: number, to: number) => ({ from: String(from), to: String(to), pages: to - from + 1 })

describe('two versions of a bundle', () => {
  test('are the same when they are, and when a file was only written otherwise', async () => {
    const path = await first
    expect(await compareBundles(path, path)).toMatchObject({ same: true, changed: [], moved: [] })
    for (const [name, ...how] of [
      ['packed', '--stream-data=preserve', '--object-streams=generate'],
      ['plain', '--stream-data=preserve', '--linearize'],
    ]) {
      const other = join(at, `${name}.pdf`)
      run('qpdf', ...how, path, other)
      const found = await compareBundles(path, other)
      expect(found, name).toMatchObject({ same: true, changed: [], moved: [], added: [], removed: [] })
      expect(comparisonWords(found)).toEqual(['Every page is the same.'])
    }
  })

  test('with a document more at the end differ in that document and the front pages alone', async () => {
    const other = await built('more.pdf', [account(), notes, recording, late])
    const found = await compareBundles(await first, other)
    expect(found).toMatchObject({ same: false, changed: [], moved: [], removed: [] })
    expect(found.unchanged).toEqual([{ ...range(3, 9), document: '' }])
    expect(found.added).toHaveLength(1)
    expect(found.added[0]).toMatchObject({ from: '10', document: 'JLB/15 Žluťoučký kůň' })
    expect(found.front).toMatchObject({ a: 2, b: 2 })
    const [same, fresh, front] = comparisonWords(found)
    expect(same).toBe('Pages 3 to 9 are the same.')
    expect(fresh).toMatch(/^\d+ pages are new: 10 to \d+ \(JLB\/15 Žluťoučký kůň\)\.$/)
    expect(front).toContain('Cover, index and dividers, told apart: 2 pages; different:')
  })

  test('with a document before the others are told as moved, and without it as gone', async () => {
    const other = await built('before.pdf', [late, account(), notes, recording])
    const found = await compareBundles(await first, other)
    expect(found).toMatchObject({ changed: [], removed: [], unchanged: [] })
    const shift = found.added[0]!.pages
    expect(found.added).toEqual([{ ...range(3, 2 + shift), document: 'JLB/15 Žluťoučký kůň' }])
    expect(found.moved.map(({ a, b }) => [a.document, a.from, b.from])).toEqual([
      ['JLB/3 Account 4410', '3', String(3 + shift)],
      ['JLB/4 Notes, Nguyễn', '7', String(7 + shift)],
      ['Recording', '9', String(9 + shift)],
    ])
    const back = await compareBundles(other, await first)
    expect(back.removed).toEqual(found.added)
    expect(back).toMatchObject({ added: [], changed: [] })
  })

  test('tell a page whose faulty content was set apart from its number as moved', async () => {
    const faulty = document('odd', 'Odd', content('pdf', pagesPdf([{ words: 'Odd) Tj /F1 Tf (still' }])))
    const before = await built('odd.pdf', [faulty])
    const found = await compareBundles(before, await built('odd-later.pdf', [late, faulty]))
    expect(found).toMatchObject({ changed: [], removed: [] })
    expect(found.moved.map(({ a }) => a.document)).toEqual(['Odd'])
    expect(run('qpdf', '--qdf', before, '-')).toContain('/TurnstonePage Do')
  })

  test('with one page of one document another are told by that page', async () => {
    const other = await built('changed.pdf', [account('Thirds'), notes, recording])
    const found = await compareBundles(await first, other)
    const page = { ...range(5, 5), document: 'JLB/3 Account 4410' }
    expect(found).toMatchObject({ changed: [{ a: page, b: page }], moved: [], added: [], removed: [] })
    expect(comparisonWords(found)[1]).toBe('1 page is changed: 5 (JLB/3 Account 4410).')
    const words = document(
      'notes',
      'Notes, Nguyễn',
      content('text', Buffer.from(`${'Łódź and Đặng.\n'.repeat(89)}Łódź und Đặng.\n`)),
      { ref: 'JLB/4' },
    )
    const set = await compareBundles(await first, await built('set.pdf', [account(), words, recording]))
    expect(set.changed.map(({ b }) => b.from)).toEqual(['8'])
  })

  test('take in a page put into the middle of a document', async () => {
    const more = document('acc', 'Account 4410', pdf('First', 'Second', 'Between', 'Third', 'Fourth'), {
      ref: 'JLB/3',
    })
    const found = await compareBundles(await first, await built('middle.pdf', [more, notes, recording]))
    expect(found.added.map(({ from, to }) => [from, to])).toEqual([['5', '5']])
    expect(found).toMatchObject({ changed: [], removed: [], unchanged: [{ from: '3', to: '4' }] })
    expect(found.moved[0]).toMatchObject({ a: { from: '5', to: '6' }, b: { from: '6', to: '7' } })
  })

  test('are refused when one is no PDF or not there, and stopped when asked', async () => {
    const path = await first
    writeFileSync(join(at, 'x.pdf'), 'words')
    await expect(compareBundles(path, join(at, 'x.pdf'))).rejects.toMatchObject({ code: 'unreadable' })
    await expect(compareBundles(path, join(at, 'no.pdf'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(compareBundles(at, path)).rejects.toMatchObject({ code: 'not-a-file' })
    const stop = new AbortController()
    const going = compareBundles(path, path, { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(going).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('of twenty thousand pages the ones that moved and changed are found at once', () => {
  const pages = (count: number, off: number): ComparedPage[] =>
    Array.from({ length: count }, (_, i) => ({
      label: String(i + 1 + off),
      digest: i % 10 === 0 ? 'blank' : `d${i}`,
      document: `D${Math.floor(i / 500)}`,
      place: i % 500,
    }))
  const before = pages(20_000, 0)
  const after = [
    ...Array.from({ length: 3 }, (_, i) => ({
      label: String(i + 1),
      digest: `n${i}`,
      document: 'New',
      place: i,
    })),
    ...pages(20_000, 3),
  ].map((page, i) => (i === 9_999 ? { ...page, digest: 'other' } : page))
  const found = comparePages(before, after)
  expect(found.added).toEqual([{ from: '1', to: '3', pages: 3, document: 'New' }])
  expect(found.changed.map(({ a, b }) => [a.from, b.from])).toEqual([['9997', '10000']])
  expect(found.removed).toEqual([])
})

describe('the digest of a page', () => {
  const catalog = '<< /Type /Catalog /Pages 2 0 R >>'
  const tree = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'
  const page = (extra: string) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] ${extra} >>`
  const digestOf = (...objects: Parameters<typeof samplePdf>[0]) => {
    const reader = new PdfReader(samplePdf([catalog, tree, ...objects]))
    const pages = pagesOf(reader)
    return new PageDigests(reader, pages).of(pages[0]!)
  }
  const data = (words: string) => ({ dict: '', data: Buffer.from(words) })

  test('is the same whatever the objects are called and in what order keys stand', () => {
    const one = digestOf(
      page('/Contents 4 0 R /Resources << /A 5 0 R /B 6 0 R >>'),
      data('q Q'),
      '<< /X 1 /Y 2 >>',
      '[6 0 R]',
    )
    const two = digestOf(
      page('/Resources << /B 4 0 R /A 6 0 R >> /Contents 5 0 R'),
      '[4 0 R]',
      data('q Q'),
      '<< /Y 2 /X 1 >>',
    )
    expect(two).toBe(one)
  })

  test('is another for another box, turn, stream, filter, or value however deep', () => {
    const all = [
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q Q'), '[[6 0 R]]', '<< /X (a) >>'),
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q Q'), '[[6 0 R]]', '<< /X (b) >>'),
      digestOf(page('/Contents 4 0 R /Resources << /A 5 0 R >>'), data('q q'), '[[6 0 R]]', '<< /X (a) >>'),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >> /Rotate 90'),
        data('q Q'),
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >> /CropBox [0 0 50 50]'),
        data('q Q'),
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
      digestOf(
        page('/Contents 4 0 R /Resources << /A 5 0 R >>'),
        { dict: '/Z 1', data: Buffer.from('q Q') },
        '[[6 0 R]]',
        '<< /X (a) >>',
      ),
    ]
    expect(new Set(all).size).toBe(all.length)
  })

  test('ends on rings and long chains, and is the same from wherever a ring is entered by other numbers', () => {
    const ring = (a: number, b: number) => [
      page(`/Resources << /A ${a} 0 R >>`),
      ...[4, 5].map((n) => (n === a ? `<< /Next ${b} 0 R /N 1 >>` : `<< /Next ${a} 0 R /N 2 >>`)),
    ]
    expect(digestOf(...ring(4, 5))).toBe(digestOf(...ring(5, 4)))
    expect(
      digestOf(page('/Resources << /A 4 0 R >>'), '<< /Next 5 0 R /N 1 >>', '<< /Next 4 0 R /N 3 >>'),
    ).not.toBe(digestOf(...ring(4, 5)))
    const chain = (last: string) =>
      digestOf(
        page('/Resources << /A 4 0 R >>'),
        ...Array.from({ length: 20_000 }, (_, i) => (i === 19_999 ? last : `<< /Next ${i + 5} 0 R >>`)),
      )
    expect(chain('(x)')).not.toBe(chain('(y)'))
  })

  test('does not depend on which page of a file was looked at before', async () => {
    const reader = new PdfReader(
      samplePdf([
        catalog,
        '<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>',
        page('/Resources << /A 5 0 R >>'),
        page('/Resources << /A 6 0 R >>'),
        '<< /Next 6 0 R /N 1 >>',
        '<< /Next 7 0 R /N 2 >>',
        '<< /Next 5 0 R /N 3 >>',
      ]),
    )
    const pages = pagesOf(reader)
    const forwards = new PageDigests(reader, pages)
    const backwards = new PageDigests(reader, pages)
    const one = pages.map((each) => forwards.of(each))
    const two = pages.toReversed().map((each) => backwards.of(each))
    expect(two.toReversed()).toEqual(one)
  })

  test('of any graph depends on nothing but what is in it', () => {
    const state = { seed: 7 }
    const dice = (sides: number) => {
      state.seed = (state.seed * 48_271) % 2_147_483_647
      return state.seed % sides
    }
    for (let round = 0; round < 300; round++) {
      const count = 2 + dice(7)
      const kids = Array.from({ length: count }, () => Array.from({ length: dice(4) }, () => dice(count)))
      const entries = Array.from({ length: 4 }, () => dice(count))
      const digests = (order: readonly number[], backwards: boolean) => {
        const at = (i: number) => 3 + entries.length + order[i]!
        const bodies: string[] = []
        for (const [i, list] of kids.entries())
          bodies[order[i]!] = `<< /N ${i} /K [${list.map((each) => `${at(each)} 0 R`).join(' ')}] >>`
        const reader = new PdfReader(
          samplePdf([
            catalog,
            `<< /Type /Pages /Count 4 /Kids [${entries.map((_, i) => `${3 + i} 0 R`).join(' ')}] >>`,
            ...entries.map((each) => page(`/Resources << /A ${at(each)} 0 R >>`)),
            ...bodies,
          ]),
        )
        const pages = pagesOf(reader)
        const made = new PageDigests(reader, pages)
        const found = (backwards ? pages.toReversed() : pages).map((each) => made.of(each))
        return backwards ? found.toReversed() : found
      }
      const plain = kids.map((_, i) => i)
      const one = digests(plain, false)
      expect(digests(plain, true), `round ${round}`).toEqual(one)
      expect(digests(plain.toReversed(), false), `round ${round}`).toEqual(one)
    }
  })
})
