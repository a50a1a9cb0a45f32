import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notesSummary } from '../../../../casework/rules/notes-summary.ts'
import { notesPdf, PdfProblem, readOver } from '../../../../main/services/bundle/index.ts'
import { pagesPdf, samplePdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan, resources } from './workshop.ts'

const over = (bytes: Uint8Array) => {
  const path = join(folder(), 'any.pdf')
  writeFileSync(path, bytes)
  return readOver(path)
}

test('a bundle of ours: its numbers, its bookmarks without their ranges, whether it is fiction', async () => {
  const to = join(folder(), 'out.pdf')
  const two = pagesPdf([{ words: 'one' }, { words: 'two' }])
  await build(
    plan([document('d1', 'First', content('pdf', two)), document('d2', 'Second', content('pdf', two))], {
      fictional: true,
    }),
    to,
  )
  const bytes = readFileSync(to)
  const seen = await readOver(to)
  expect(seen.bytes).toBe(bytes.length)
  expect(seen.labels).toHaveLength(seen.pages)
  expect(new Set(seen.labels).size).toBe(seen.pages)
  expect(seen.fictional).toBe(true)
  const documents = seen.outline.filter(({ depth }) => depth === 1)
  expect(documents.length).toBeGreaterThanOrEqual(2)
  expect(documents.every(({ ranged, title }) => ranged && !/\(page/.test(title))).toBe(true)
  expect(seen.outline.every(({ page }) => page >= 1 && page <= seen.pages)).toBe(true)
})

test('any PDF: no numbers of its own, named destinations, pages named by their place, circles', async () => {
  const plain = await over(pagesPdf([{ words: 'a' }, { words: 'b' }, { words: 'c' }]))
  expect(plain).toMatchObject({ pages: 3, labels: [], outline: [], title: '', fictional: false })
  const looped = samplePdf([
    '<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R/Dests<</there [3 0 R /Fit]>>>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>',
    '<</First 5 0 R/Last 6 0 R/Count 2>>',
    '<</Title(By name)/Parent 4 0 R/Dest/there/Next 6 0 R>>',
    '<</Title(By its place)/Parent 4 0 R/Dest[0 /Fit]/Next 5 0 R>>',
  ])
  expect((await over(looped)).outline.map(({ title, page }) => [title, page])).toEqual([
    ['By name', 1],
    ['By its place', 1],
  ])
  await expect(over(Buffer.from('no pdf'))).rejects.toThrow(PdfProblem)
})

test('notes set on paper say their pages, quotes and words, over as many sheets as they take', async () => {
  const notes = Array.from({ length: 60 }, (_, at) => ({
    id: `note${at}`,
    kind: 'highlight' as const,
    page: (at % 9) + 1,
    quote: `the room, the food and the overalls ${at}`,
    words: 'Nguyễn Thị Hường says the same.',
    tag: 'Debt',
    colour: 'mark' as const,
    boxes: [],
    made: at,
    changed: at,
  }))
  const bundle = { name: 'b.pdf', title: 'R v W', pages: 9, sha256: 'ab'.repeat(32), labels: [], outline: [] }
  const pdf = notesPdf(
    notesSummary(bundle, notes),
    { ...bundle, fictional: true },
    { fonts: join(resources, 'fonts') },
  )
  const path = join(folder(), 'notes.pdf')
  writeFileSync(path, pdf)
  const pages = pageTexts(path)
  expect(pages.length).toBeGreaterThan(2)
  const all = pages.join('\n')
  expect(all).toContain('Notes on R v W')
  expect(all).toContain('Nguyễn Thị Hường')
  for (let at = 0; at < 60; at++) expect(all).toContain(`overalls ${at}”`)
  expect(pages.every((page, at) => page.includes(`Page ${at + 1} of ${pages.length}`))).toBe(true)
  expect((await over(pdf)).title).toBe('Notes on R v W')
})
