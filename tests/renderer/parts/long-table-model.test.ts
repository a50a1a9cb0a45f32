import { describe, expect, test } from 'vitest'
import {
  drawnHeight,
  pagesFor,
  rowAtTop,
  scrollTo,
  tallest,
} from '../../../renderer/parts/long-table-model.ts'

describe('a table longer than a browser can draw', () => {
  const [million, row, height] = [1_000_000, 32, 600]

  test('is never drawn taller than it can be, and reaches its first and last row', () => {
    expect(drawnHeight(million, row)).toBe(tallest)
    expect(rowAtTop(million, row, 0, height)).toBe(0)
    expect(rowAtTop(million, row, tallest - height, height)).toBeCloseTo(million - height / row, 6)
  })

  test.each([0, 1, 499_999, 750_123, 999_900])('row %i can be brought to the top', (top) => {
    expect(rowAtTop(million, row, scrollTo(million, row, top, height), height)).toBeCloseTo(top, 4)
  })

  test('a short one scrolls as it stands', () => {
    expect(drawnHeight(100, row)).toBe(3_200)
    expect(rowAtTop(100, row, 320, height)).toBe(10)
    expect(scrollTo(100, row, 10, height)).toBe(320)
  })
})

test('only the pages in sight are asked for', () => {
  expect(pagesFor(0, 30, 500)).toEqual([0])
  expect(pagesFor(490, 520, 500)).toEqual([0, 1])
  expect(pagesFor(499_990, 500_000, 500)).toEqual([999])
  expect(pagesFor(0, 0, 500)).toEqual([0])
})
