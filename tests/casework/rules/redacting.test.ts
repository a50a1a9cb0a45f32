import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covers, grid, pictureStep, snapped, touches } from '../../../casework/rules/redacting.ts'

const page = { width: 595.276, height: 841.89, step: 1 }

test('a box is moved out to the grid and never off the page', () => {
  expect(snapped({ left: 13, top: 4, right: 35, bottom: 17 }, page)).toEqual({
    left: 12,
    top: 3,
    right: 36,
    bottom: 18,
  })
  expect(snapped({ left: -20, top: 830, right: 700, bottom: 900 }, page)).toEqual({
    left: 0,
    top: 828,
    right: 596,
    bottom: 842,
  })
  expect(snapped({ left: 700, top: 0, right: 710, bottom: 10 }, page)).toBeNull()
})

test('names of about one length get boxes of one width', () => {
  const widths = [48.2, 50.1, 53.7, 57.9].map((wide) => {
    const box = snapped({ left: 72, top: 100, right: 72 + wide, bottom: 112 }, page)!
    return box.right - box.left
  })
  expect(new Set(widths).size).toBe(1)
})

test('whatever is drawn, all of it is covered, on lines of the grid, and again the same', () => {
  const side = fc.double({ min: 0, max: 590, noNaN: true })
  fc.assert(
    fc.property(side, side, side, side, (a, b, c, d) => {
      const drawn = {
        left: Math.min(a, b),
        right: Math.max(a, b) + 1,
        top: Math.min(c, d),
        bottom: Math.max(c, d) + 1,
      }
      const box = snapped(drawn, page)!
      expect(box.left).toBeLessThanOrEqual(drawn.left + 1e-4)
      expect(box.right).toBeGreaterThanOrEqual(Math.min(drawn.right, page.width) - 1e-4)
      expect(box.left % grid.across).toBe(0)
      expect(box.right === 596 || box.right % grid.across === 0).toBe(true)
      expect(snapped(box, page)).toEqual(box)
    }),
  )
})

test('a picture has a grid of its own size', () => {
  const step = pictureStep(4000, 3000)
  const box = snapped(
    { left: 1000, top: 1000, right: 1001, bottom: 1001 },
    { width: 4000, height: 3000, step },
  )!
  expect(box.right - box.left).toBeGreaterThan(50)
})

test('a word that is only touched is not one that was meant', () => {
  const box = { left: 0, top: 0, right: 12, bottom: 12 }
  const word = { left: 10, top: 2, right: 40, bottom: 11 }
  expect([touches(box, word), covers(box, word)]).toEqual([true, false])
})
