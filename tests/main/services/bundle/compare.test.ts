import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { comparisonWords, damageWords } from '../../../../casework/rules/comparison-words.ts'
import type { ComparedPage } from '../../../../main/services/bundle/bundle-pages.ts'
import { comparePages } from '../../../../main/services/bundle/compare.ts'
import { compareBundles, manifestPath } from '../../../../main/services/bundle/index.ts'
import type { BundleDocument } from '../../../../main/services/bundle/plan.ts'
import { boxesFor, burn } from '../../jobs/burning.ts'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'
import { build, buildSealed, content, document, folder, plan, run } from './workshop.ts'

const at = folder()
const data = (words: string) => ({ dict: '', data: Buffer.from(words, 'latin1') })
const form = (words: string, more = '') => ({
  dict: `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${more}`,
  data: Buffer.from(words),
})
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
      ['generated', '--object-streams=generate'],
      ['joined', '--coalesce-contents', '--recompress-flate', '--compression-level=1'],
      ['open', '--qdf'],
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

  test('with an edited copy in place of a document differ in the pages with boxes alone', async () => {
    // Both pages share one list of resources, of which each uses a part.
    const shared = samplePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 2 /Kids [4 0 R 5 0 R] /Resources 3 0 R >>',
      '<< /Font << /F1 6 0 R /F2 7 0 R >> /XObject << /Fm1 10 0 R /Fm2 11 0 R >> >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 8 0 R >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 9 0 R >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>',
      data('BT /F1 12 Tf 72 700 Td (Hermione wrote this.) Tj ET /Fm1 Do'),
      data('BT /F2 12 Tf 72 700 Td (Nothing here is hidden.) Tj ET /Fm2 Do'),
      form('0 0 50 50 re f', '/Resources << /Font << /F1 6 0 R >> >>'),
      form('9 9 50 50 re f', '/Resources << /Font << /F1 6 0 R /F2 7 0 R >> >>'),
    ])
    const { bytes } = await burn(shared, await boxesFor(shared, ['Hermione']))
    const letter = (pdf: Uint8Array, title = 'Letter') =>
      document('let', title, content('pdf', Buffer.from(pdf)))
    const before = await built('whole.pdf', [letter(shared)])
    const found = await compareBundles(before, await built('edited.pdf', [letter(bytes)]))
    expect(found).toMatchObject({
      unchanged: [range(4, 4)],
      changed: [{ b: range(3, 3) }],
      moved: [],
      added: [],
    })
    const renamed = await built('renamed.pdf', [letter(bytes, 'Letter (edited copy)')])
    const other = await compareBundles(before, renamed)
    expect(other).toMatchObject({ unchanged: [range(4, 4)], removed: [range(3, 3)], added: [range(3, 3)] })
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

  test('of which one is damaged are compared as far as they can be read, and that is said', async () => {
    const path = await first
    const bytes = readFileSync(path)
    const cut = (name: string, length: number) => {
      writeFileSync(join(at, name), bytes.subarray(0, length))
      return join(at, name)
    }
    expect((await compareBundles(path, path)).damage).toEqual({ a: [], b: [] })
    const tail = await compareBundles(path, cut('tail.pdf', bytes.length - 30))
    expect(tail).toMatchObject({ same: true, damage: { a: [] } })
    expect(tail.damage.b).toEqual([
      'Its table of contents was damaged and was rebuilt from the objects found.',
      'The file ends early, so pages may be missing: ask for another copy.',
    ])
    expect(comparisonWords(tail, tail.damage)).toEqual(['Every page that could be read is the same.'])
    const names = { a: 'a.pdf', b: 'tail.pdf' }
    expect(damageWords(tail.damage, names)).toHaveLength(1)
    expect(damageWords(tail.damage, names)[0]).toMatch(
      /^There is something wrong with the second file, tail\.pdf\. .*ends early.*some may be missing or changed/,
    )
    const half = await compareBundles(cut('half.pdf', bytes.length / 2), path)
    expect(half.damage.a.join(' ')).toContain('ends early')
    expect(half.damage.b).toEqual([])
  })

  test('of which one is not the file of its manifest are told so', async () => {
    const path = await first
    const bytes = readFileSync(path)
    const [sealed, other] = [join(at, 'sealed.pdf'), join(at, 'other.pdf')]
    await buildSealed(plan([account()]), sealed)
    expect((await compareBundles(sealed, sealed)).damage).toEqual({ a: [], b: [] })
    writeFileSync(other, bytes)
    copyFileSync(manifestPath(sealed), manifestPath(other))
    const words = 'It is not, to the byte, the file that the manifest beside it speaks of.'
    expect((await compareBundles(sealed, other)).damage).toEqual({ a: [], b: [words] })
    const same = readFileSync(sealed)
    same[same.length - 3] = 32
    writeFileSync(other, same)
    expect((await compareBundles(sealed, other)).damage.b.at(-1)).toBe(words)
    writeFileSync(manifestPath(other), 'nothing')
    expect((await compareBundles(other, sealed)).damage.a.at(-1)).toBe(
      'The manifest beside it cannot be read.',
    )
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
