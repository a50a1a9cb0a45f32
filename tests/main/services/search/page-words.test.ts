import { expect, test } from 'vitest'
import { asking, comparable } from '../../../../main/services/search/page-words.ts'

const page = (...lines: readonly string[]) =>
  comparable(lines.map((line) => line.split(' ').map((text) => ({ text }))))

test('words are found as they stand, or each of them somewhere, accents and case laid aside', () => {
  const words = page('Hường was seen at', '14 Harbour Lane.')
  expect(asking('huong was')(words)).toBe(2)
  expect(asking('seen at 14')(words)).toBe(2)
  expect(asking('  lane   HARBOUR ')(words)).toBe(1)
  expect(asking('harbour road')(words)).toBe(0)
})

test('a word broken at the end of a line is whole, and a hyphen within one stays', () => {
  expect(asking('harbour')(page('at the har-', 'bour wall'))).toBe(2)
  expect(asking('40-12-77')(page('Account 40-12-77', 'was closed'))).toBe(2)
  expect(asking('12-34')(page('from 12-', '34 on'))).toBe(0)
})

test('too little to look for finds nothing', () => {
  for (const words of ['', '  ', 'a', 'at', 'at a']) expect(asking(words)(page('a cat at a lane'))).toBe(0)
  expect(asking('at a lane')(page('a cat at a lane'))).toBe(2)
})
