import { expect, test } from 'vitest'
import { stepFrom } from '../../../renderer/views/reader/word-caret.ts'

// Two lines of three words, and a third of one.
const words = [
  { x: 10, y: 10 },
  { x: 50, y: 11 },
  { x: 90, y: 10 },
  { x: 12, y: 30 },
  { x: 55, y: 30 },
  { x: 88, y: 30 },
  { x: 60, y: 50 },
]

test('arrows go from word to word and from line to line', () => {
  expect(stepFrom(words, 0, 'right')).toBe(1)
  expect(stepFrom(words, 0, 'left')).toBe(0)
  expect(stepFrom(words, 6, 'right')).toBe(6)
  expect(stepFrom(words, 1, 'down')).toBe(4)
  expect(stepFrom(words, 5, 'down')).toBe(6)
  expect(stepFrom(words, 6, 'down')).toBe(6)
  expect(stepFrom(words, 3, 'up')).toBe(0)
  expect(stepFrom(words, 0, 'up')).toBe(0)
  expect(stepFrom(words, 1, 'start')).toBe(0)
  expect(stepFrom(words, 3, 'end')).toBe(5)
})
