import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  between,
  type Draft,
  isSeen,
  leastSide,
  moved,
  pointsOf,
  sized,
  spoken,
} from '../../../renderer/views/reader/draft-box.ts'

const box: Draft = { left: 0.2, top: 0.4, right: 0.5, bottom: 0.6 }
/** A page of 200 by 100 points that is seen twice as large, unturned: its own points count from the foot. */
const view = {
  viewport: {
    width: 400,
    height: 200,
    convertToPdfPoint: (x: number, y: number) => [x / 2, 100 - y / 2],
    convertToViewportPoint: (x: number, y: number) => [x * 2, (100 - y) * 2],
  },
}

test('a box stands in the points of its page, left and bottom first', () => {
  expect(pointsOf(box, view)).toEqual([40, 40, 100, 60])
})

test('it is the same whichever corner it was dragged from, and ends at the edge of the page', () => {
  expect(between(0.5, 0.6, 0.2, 0.4)).toEqual(box)
  expect(between(0.5, 0.5, 1.7, -3)).toEqual({ left: 0.5, top: 0, right: 1, bottom: 0.5 })
})

test('a speck is not kept', () => {
  expect(isSeen(between(0.5, 0.5, 0.5, 0.9))).toBe(false)
  expect(isSeen(between(0.5, 0.5, 0.5 + leastSide * 1.01, 0.9))).toBe(true)
})

test('where it stands is told in hundredths of the page', () => {
  expect(spoken(box)).toBe('20 to 50 across, 40 to 60 down, of 100')
})

test('whatever keys are pressed, it stays on the page, can be seen, and only Shift changes its size', () => {
  const step = fc.tuple(
    fc.boolean(),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let now = box
      for (const [size, across, down] of steps) {
        const next = (size ? sized : moved)(now, across, down)
        expect(Math.min(next.left, next.top)).toBeGreaterThanOrEqual(-1e-9)
        expect(Math.max(next.right, next.bottom)).toBeLessThanOrEqual(1 + 1e-9)
        expect(next.right - next.left).toBeGreaterThan(leastSide - 1e-6)
        if (!size) expect(next.right - next.left).toBeCloseTo(now.right - now.left, 9)
        else expect([next.left, next.top]).toEqual([now.left, now.top])
        now = next
      }
    }),
  )
})
