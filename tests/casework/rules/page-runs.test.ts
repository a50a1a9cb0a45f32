import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countIn, holdsPage, withoutPages, withPages } from '../../../casework/rules/page-runs.ts'

test('pages join where they touch, and come apart again', () => {
  expect(withPages([[1, 3]], 4, 6)).toEqual([[1, 6]])
  expect(withPages([[5, 6]], 1, 2)).toEqual([
    [1, 2],
    [5, 6],
  ])
  expect(withoutPages([[1, 6]], 3, 3)).toEqual([
    [1, 2],
    [4, 6],
  ])
  expect(
    countIn(
      [
        [1, 2],
        [4, 6],
      ],
      2,
      5,
    ),
  ).toBe(3)
  expect(holdsPage([[4, 6]], 6)).toBe(true)
  expect(holdsPage([[4, 6]], 7)).toBe(false)
})

test('they say of each page what a plain set of pages says', () => {
  const span = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 9 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (acts) => {
      const plain = new Set<number>()
      let runs: [number, number][] = []
      for (const [from, more, add] of acts) {
        runs = (add ? withPages : withoutPages)(runs, from, from + more)
        for (let page = from; page <= from + more; page++) add ? plain.add(page) : plain.delete(page)
      }
      for (let page = 1; page <= 50; page++) expect(holdsPage(runs, page)).toBe(plain.has(page))
      expect(countIn(runs, 1, 50)).toBe(plain.size)
      // As few runs as will do, in order.
      for (let at = 1; at < runs.length; at++) expect(runs[at]![0]).toBeGreaterThan(runs[at - 1]![1] + 1)
    }),
  )
})
