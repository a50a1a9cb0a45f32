import { expect, test } from 'vitest'
import type { ReadingNote } from '../../../casework/reading.ts'
import { notesSummary, summaryMarkdown } from '../../../casework/rules/notes-summary.ts'

const bundle = {
  name: 'trial.pdf',
  title: 'R v Whitlock',
  pages: 6,
  sha256: 'ab'.repeat(32),
  labels: ['i', 'ii', 'A1', 'A2', 'B1', 'B2'],
  outline: [
    { title: 'Statements', page: 3, depth: 0, ranged: true },
    { title: 'Statement of V1', page: 3, depth: 1, ranged: true },
    { title: 'A heading inside it', page: 4, depth: 2, ranged: false },
    { title: 'Notebook', page: 5, depth: 1, ranged: true },
  ],
}
const note = (over: Partial<ReadingNote>): ReadingNote => ({
  id: 'aaaa',
  kind: 'note',
  page: 3,
  quote: '',
  words: '',
  tag: '',
  colour: 'mark',
  boxes: [],
  made: 1,
  changed: 1,
  ...over,
})

test('notes stand in the order of the pages, by the printed number and the document', () => {
  const { title, lead, notes } = notesSummary(bundle, [
    note({ page: 5, words: 'First entry in a different hand?' }),
    note({ page: 4, quote: 'I  owed\nhim', boxes: [[0, 10, 5, 20]], kind: 'highlight' }),
    note({ page: 4, quote: 'higher up', boxes: [[0, 500, 5, 510]], kind: 'highlight', tag: 'Debt' }),
    note({ page: 1, kind: 'bookmark' }),
  ])
  expect(title).toBe('Notes on R v Whitlock')
  expect(lead).toContain('4 notes on trial.pdf, 6 pages')
  expect(notes.map(({ page, document, quote }) => [page, document, quote])).toEqual([
    ['i', '', ''],
    ['A2', 'Statement of V1', 'higher up'],
    ['A2', 'Statement of V1', 'I owed him'],
    ['B1', 'Notebook', ''],
  ])
})

test('one tag alone, and a page without a printed number by its place', () => {
  const some = [note({ tag: 'Debt' }), note({ tag: 'Dates', page: 2 })]
  const summary = notesSummary({ ...bundle, labels: [] }, some, 'Dates')
  expect(summary.notes.map(({ page }) => page)).toEqual(['2'])
  expect(summary.lead).toContain('1 note tagged Dates')
})

test('Markdown says what was written, whatever was written', () => {
  const text = summaryMarkdown(
    notesSummary(bundle, [
      note({ words: '# not a heading\n1. nor a list\n<b>*plain*</b>', quote: '[x](y)', tag: 'A_b' }),
    ]),
    bundle.sha256,
  )
  expect(text).toContain('# Notes on R v Whitlock\n')
  expect(text).toContain('**p.A1** [A\\_b]')
  expect(text).toContain('> \\[x\\](y)')
  expect(text).toContain('\\# not a heading  \n\\1. nor a list  \n\\<b\\>\\*plain\\*\\</b\\>')
  expect(text).toContain(bundle.sha256)
})

test('a note from an earlier version says so where its page changed, and stands apart where it is gone', () => {
  const summary = notesSummary(bundle, [
    note({ page: 1, words: 'lost', carried: { from: '99', stands: 'gone' } }),
    note({ page: 5, words: 'changed', carried: { from: 'B1', stands: 'changed' } }),
    note({ page: 6, words: 'moved', carried: { from: 'B1', stands: 'moved' } }),
  ])
  expect(summary.notes.map(({ page, document, since }) => [page, document, since])).toEqual([
    ['B1', 'Notebook', 'Written on an earlier version of this page'],
    ['B2', 'Notebook', ''],
    ['99', 'Pages that are not in this version', ''],
  ])
  const text = summaryMarkdown(summary, bundle.sha256)
  expect(text).toContain('**p.B1** Written on an earlier version of this page\n\nchanged')
  expect(text).toContain('## Pages that are not in this version\n\n**p.99**\n\nlost')
})

test('a box says that it is one, since no words tell what it holds', () => {
  const boxed = note({ page: 5, kind: 'box', boxes: [[1, 2, 3, 4]], words: 'The stamp', tag: 'Dates' })
  const summary = notesSummary(bundle, [boxed, note({ page: 5 })])
  expect(summary.notes.map(({ box }) => box)).toEqual([true, false])
  expect(summaryMarkdown(summary, bundle.sha256)).toContain('**p.B1** [Dates] Box on the page\n\nThe stamp')
})
