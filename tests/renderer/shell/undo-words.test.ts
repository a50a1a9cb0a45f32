import { expect, test } from 'vitest'
import { offerWords, turnedWords } from '../../../renderer/shell/undo-words.ts'

test('the button names what it takes back, and says of what stands that it does', () => {
  expect(offerWords('undo', null, false)).toBe('Nothing to undo')
  expect(offerWords('undo', 'adding A4', false)).toBe('Undo adding A4 (Ctrl Z)')
  expect(offerWords('redo', 'adding A4', false)).toBe('Redo adding A4 (Ctrl Y)')
  expect(offerWords('undo', 'freezing B1', true)).toBe('Freezing B1 can’t be undone (Ctrl Z)')
  expect(offerWords('redo', 'change of B1: arrangement', true)).toBe(
    'Change of B1: arrangement can’t be done again (Ctrl Y)',
  )
})

test('what was turned is named after it was', () => {
  expect(turnedWords('undo', 'adding A4')).toBe('Undone: adding A4')
  expect(turnedWords('redo', 'Change of V1')).toBe('Done again: change of V1')
})
