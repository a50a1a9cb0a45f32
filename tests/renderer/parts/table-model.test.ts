import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { between, moved, sameIds, sorted, toggled, windowOf } from '../../../renderer/parts/table-model.ts'

describe('the table', () => {
  it('a key never leads out of the rows', () => {
    const moves = fc.constantFrom('up', 'down', 'page-up', 'page-down', 'first', 'last')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat(499),
        moves,
        fc.integer({ min: 1, max: 40 }),
        (count, at, move, page) => {
          const to = moved(Math.min(at, count - 1), move as 'up', count, page)
          return to >= 0 && to < count
        },
      ),
    )
    expect([moved(3, 'down', 9, 4), moved(3, 'page-down', 9, 4), moved(3, 'last', 9, 4)]).toEqual([4, 7, 8])
  })

  it('a Shift-selection holds both ends in either direction', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    expect(between(ids, 1, 3)).toEqual(['b', 'c', 'd'])
    expect(between(ids, 3, 1)).toEqual(['b', 'c', 'd'])
    expect(between(ids, 2, 2)).toEqual(['c'])
  })

  it('turning a row over twice leaves the selection as it was, and never alters it in place', () => {
    const before = new Set(['a'])
    expect(toggled(toggled(before, 'b'), 'b')).toEqual(before)
    expect([...before]).toEqual(['a'])
  })

  it('a selection made anew of the same rows is the same selection', () => {
    expect(sameIds(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true)
    expect(sameIds(new Set(['a', 'b']), new Set(['a', 'c']))).toBe(false)
    expect(sameIds(new Set(['a']), new Set(['a', 'c']))).toBe(false)
  })

  it('draws every row in sight of ten thousand, and few others', () => {
    fc.assert(
      fc.property(fc.nat(320_000), fc.integer({ min: 100, max: 1_200 }), (scroll, height) => {
        const { from, to } = windowOf(10_000, 32, scroll, height)
        const first = Math.floor(scroll / 32)
        const last = Math.min(10_000, Math.ceil((scroll + height) / 32))
        return from <= Math.min(first, 10_000) && to >= last && to - from <= Math.ceil(height / 32) + 18
      }),
    )
  })

  it('sorts references as people count, and steadily', () => {
    const rows = ['JLB/12', 'JLB/9', 'AWŁ/2', 'JLB/1']
    expect(sorted(rows, (row) => row, false)).toEqual(['AWŁ/2', 'JLB/1', 'JLB/9', 'JLB/12'])
    expect(sorted(rows, (row) => row, true)[0]).toBe('JLB/12')
    const ties = [
      { id: 1, key: 'x' },
      { id: 2, key: 'x' },
    ]
    expect(sorted(ties, (row) => row.key, false).map((row) => row.id)).toEqual([1, 2])
    expect(sorted(ties, (row) => row.key, true).map((row) => row.id)).toEqual([1, 2])
  })
})
