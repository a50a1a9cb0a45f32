import { expect, test } from 'vitest'
import type { ReadingNote } from '../../../casework/reading.ts'
import { inOrder, notesOn, summaryName, tagsOf } from '../../../renderer/views/reader/notes-model.ts'

const note = (id: string, page: number, over: Partial<ReadingNote> = {}): ReadingNote => ({
  id,
  kind: 'note',
  page,
  quote: '',
  words: '',
  tag: '',
  colour: 'mark',
  boxes: [],
  made: 1,
  changed: 1,
  ...over,
})

test('notes stand in the order of the pages, and down each page', () => {
  const low = note('low', 2, { boxes: [[0, 10, 5, 20]] })
  const high = note('high', 2, { boxes: [[0, 700, 5, 710]] })
  const none = note('none', 2)
  expect(inOrder([none, low, note('first', 1), high]).map(({ id }) => id)).toEqual([
    'first',
    'high',
    'low',
    'none',
  ])
  expect(notesOn([low, note('far', 9)], 1, 3)).toEqual([low])
})

test('tags are each said once', () => {
  expect(
    tagsOf([
      note('a', 1, { tag: 'Debt' }),
      note('b', 1),
      note('c', 2, { tag: 'Dates' }),
      note('d', 3, { tag: 'Debt' }),
    ]),
  ).toEqual(['Dates', 'Debt'])
})

test('the name proposed for a summary is one every file system takes', () => {
  expect(summaryName('R v Whitlock: Trial bundle')).toBe('Notes on R v Whitlock, Trial bundle')
  expect(summaryName('a/b\\c * "d" <e>?')).toBe('Notes on a b c d e')
  expect(summaryName('x'.repeat(300)).length).toBe(120)
})
