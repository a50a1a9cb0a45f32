import { expect, test } from 'vitest'
import { comparedAt, gather } from '../../../renderer/views/reader/use-search.ts'

test('a find is shown with the words around it, though lines were joined before they were compared', () => {
  // The page's own text is three characters longer from the tenth on.
  const find = {
    _pageContents: ['No. Pages Statement of V1', undefined],
    _pageDiffs: [
      [
        [0, 4, 10],
        [0, 1, 3],
      ] as const,
      null,
    ],
    pageMatches: [[13], undefined],
    pageMatchesLength: [[9], undefined],
  }
  const { found, total, through, done } = gather(find, 2)
  expect(found).toEqual([{ page: 1, nth: 0, before: 'No. Pages ', words: 'Statement', after: ' of V1' }])
  expect([total, through, done]).toEqual([1, 1, false])
})

test('places are the same where nothing was evened out', () => {
  expect(comparedAt(null, 7)).toBe(7)
  expect(comparedAt([[0], [0]], 7)).toBe(7)
})

test('all finds are counted, and five hundred listed', () => {
  const many = Array.from({ length: 400 }, (_, at) => at)
  const page = { contents: 'x'.repeat(400), lengths: many.map(() => 1) }
  const find = {
    _pageContents: [page.contents, page.contents],
    _pageDiffs: [null, null],
    pageMatches: [many, many],
    pageMatchesLength: [page.lengths, page.lengths],
  }
  const all = gather(find, 2)
  expect(all.total).toBe(800)
  expect(all.found).toHaveLength(500)
  expect(all.done).toBe(true)
})
