import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Manifest, readProfile, verifyBundle } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, resources, run } from './workshop.ts'

const front = {
  mark: 'JLB/7',
  producedBy: 'DC Joanne Brennan',
  statement: 'S12',
  description: 'A notebook, blue',
}
const two = (words: string) => content('pdf', pagesPdf([{ words }, { words }]))

test('a cover sheet and an exhibit’s front sheet are the document’s first pages and carry its numbers', async () => {
  const to = join(folder(), 'b.pdf')
  const { documents, manifest } = await build(
    plan([
      document('one', 'Notebook', two('Wages'), {
        ref: 'JLB/7',
        date: '29 Nov 2025',
        coversheet: true,
        front,
      }),
      document('two', 'Broken', content('pdf', Buffer.from('%PDF-1.4 and no more')), { coversheet: true }),
      document('three', 'Letter', two('Dear')),
    ]),
    to,
  )
  expect(documents.map((each) => each.labels)).toEqual([
    ['3', '6'],
    ['7', '8'],
    ['9', '10'],
  ])
  const texts = pageTexts(to)
  expect(texts[2]).toMatch(/JLB\/7[\s\S]*Notebook[\s\S]*29 Nov 2025[\s\S]*Pages 3–6[\s\S]*3\s*$/)
  expect(texts[3]).toMatch(/Exhibit JLB\/7[\s\S]*A notebook, blue[\s\S]*DC Joanne Brennan[\s\S]*S12/)
  expect(texts[3]).toMatch(/Pages\s+3–6/)
  expect(texts[3]).toMatch(/For the use of the court[\s\S]*4\s*$/)
  expect(texts[4]).toContain('Wages')
  expect(texts[6]).toMatch(/Broken[\s\S]*Pages 7–8/)
  expect(texts[7]).toMatch(/could not be printed here/)
  expect(await verifyBundle(to)).toMatchObject({ ok: true, documents: 3 })
  // Pages stand in the bytes of their document one after another, so that each can be checked alone.
  for (const { bytes, pageBytes, pages } of (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest)
    .documents) {
    expect(pageBytes).toHaveLength(pages)
    let last = bytes[0]
    for (const [from, end] of pageBytes) {
      expect(from).toBeGreaterThanOrEqual(last)
      last = end
    }
    expect(last).toBeLessThanOrEqual(bytes[1])
  }
})

test('a translation stands under its original, in the index and among the bookmarks', async () => {
  const to = join(folder(), 'b.pdf')
  const marked = content('pdf', pagesPdf([{ words: 'A' }, { words: 'B' }], '/Outlines 8 0 R'))
  await build(
    plan([
      document('one', 'Statement, in Romanian', marked),
      document('two', 'Translation', two('B'), { depth: 1 }),
      document('three', 'Certificate', two('C'), { depth: 1 }),
      document('four', 'Next', two('D')),
    ]),
    to,
  )
  expect(await verifyBundle(to)).toMatchObject({ ok: true, documents: 4 })
  interface Outline {
    readonly title: string
    readonly kids: readonly Outline[]
  }
  const { outlines } = JSON.parse(run('qpdf', '--json=1', to)) as { outlines: readonly Outline[] }
  const section = outlines.at(-1)!
  expect(section.title).toBe('A Exhibits (pages 3–10)')
  expect(section.kids.map((each) => [each.title, each.kids.map((kid) => kid.title)])).toEqual([
    ['Statement, in Romanian (pages 3–4)', ['Translation (pages 5–6)', 'Certificate (pages 7–8)']],
    ['Next (pages 9–10)', []],
  ])
  const index = pageTexts(to)[1]!
  const column = (words: string) =>
    index
      .split('\n')
      .find((line) => line.includes(words))!
      .indexOf(words)
  expect(column('Translation')).toBeGreaterThan(column('Next'))
})

test('a marking stands at head and foot of what we set, and of nothing else', async () => {
  const to = join(folder(), 'b.pdf')
  const { documents } = await build(
    plan([document('one', 'Letter', two('Dear'))], { marking: 'OFFICIAL-SENSITIVE' }),
    to,
  )
  const texts = pageTexts(to)
  for (const [i, text] of texts.entries()) {
    const ours = i + 1 < documents[0]!.from
    expect(text.split('OFFICIAL-SENSITIVE').length - 1).toBe(ours ? 2 : 0)
  }
})

test('a plain index leaves dates out; a divider lists what it can and says how many more', async () => {
  const to = join(folder(), 'b.pdf')
  const general = readProfile(join(resources, 'profiles', 'general.json'))
  const many = Array.from({ length: 60 }, (_, i) =>
    document(
      `${i}`,
      `Letter ${i}`,
      { kind: 'placeholder', reason: 'Elsewhere.', facts: [] },
      { date: '1 May 2025' },
    ),
  )
  await build(plan(many, { profile: { ...general, dividers: true, indexStyle: 'plain' } }), to)
  expect(await verifyBundle(to)).toMatchObject({ ok: true, documents: 60 })
  const texts = pageTexts(to)
  expect(texts.slice(1, 4).join()).not.toMatch(/Date|1 May 2025/)
  const divider = texts.find((text) => /and \d+ more; the index lists them all/.test(text))!
  const shown = [...divider.matchAll(/Letter \d+ /g)].length
  expect(divider).toContain(`and ${60 - shown} more`)
})

test('a frozen front that needs fewer pages keeps their numbers', async () => {
  const to = join(folder(), 'b.pdf')
  const kept = { style: 'decimal', prefix: '', from: 5 } as const
  const built = await build(
    plan([document('one', 'Letter', two('Dear'), { numbers: kept })], { frozenFront: 4 }),
    to,
  )
  expect(built).toMatchObject({ pages: 6, front: 4 })
  expect(pageTexts(to)[2]).toMatch(/left blank[\s\S]*3\s*$/)
  expect((await verifyBundle(to)).findings).toEqual([])
})
