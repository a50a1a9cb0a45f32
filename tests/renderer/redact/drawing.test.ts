import { expect, test } from 'vitest'
import {
  arrowed,
  boxBetween,
  firstBox,
  placeAt,
  sharesOf,
  whole,
} from '../../../renderer/views/redact/drawing.ts'

const page = { width: 595.276, height: 841.89, step: 1 }

test('a place on the screen is one on the page, whatever size it is shown at', () => {
  const shown = { left: 100, top: 50, width: 595.276 / 2, height: 841.89 / 2 }
  expect(placeAt({ clientX: 150, clientY: 100 }, shown, page)).toEqual({ x: 100, y: 100 })
  expect(placeAt({ clientX: 0, clientY: 9_000 }, shown, page)).toEqual({ x: 0, y: 841.89 })
})

test('a box is the same whichever way it is drawn, and a click is none', () => {
  const box = { left: 96, top: 99, right: 144, bottom: 120 }
  expect(boxBetween({ x: 100, y: 100 }, { x: 140, y: 118 }, page)).toEqual(box)
  expect(boxBetween({ x: 140, y: 118 }, { x: 100, y: 100 }, page)).toEqual(box)
  expect(boxBetween({ x: 140, y: 118 }, { x: 141, y: 118 }, page)).toBeNull()
})

test('arrows move a box by the grid, and with Shift size it, never off the page nor to nothing', () => {
  const box = firstBox(page)
  const right = arrowed(box, 'ArrowRight', false, page)!
  expect([right.left - box.left, right.right - box.right]).toEqual([12, 12])
  const wider = arrowed(box, 'ArrowRight', true, page)!
  expect([wider.left - box.left, wider.right - box.right]).toEqual([0, 12])
  expect(arrowed(box, 'a', false, page)).toBeNull()
  let small = box
  for (let i = 0; i < 40; i++) small = arrowed(small, 'ArrowLeft', true, page)!
  expect(small.right - small.left).toBe(12)
  let far = box
  for (let i = 0; i < 400; i++) far = arrowed(far, 'ArrowUp', false, page)!
  expect(far.top).toBe(0)
  expect(arrowed(whole(page), 'ArrowDown', false, page)).toEqual(whole(page))
})

test('a box is shown as shares of its page', () => {
  expect(sharesOf(whole(page), page)).toEqual({ left: '0%', top: '0%', width: '100%', height: '100%' })
})
