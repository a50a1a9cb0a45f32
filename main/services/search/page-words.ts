import { folded } from '../../../casework/rules/words.ts'

/** The words of a page as they are compared: accents laid aside, one space between, a word broken at a line's end whole. */
export function comparable(lines: readonly (readonly { readonly text: string }[])[]): string {
  const text = lines.map((words) => words.map((word) => word.text).join(' ')).join('\n')
  return folded(text.replace(/(\p{L})[-\u2010]\n(?=\p{Ll})/gu, '$1')).replace(/\s+/g, ' ')
}

/** As few letters as are looked for: fewer stand on every page. */
const fewest = 3

/**
 * A test of whether a page holds the words asked for: 2 as they stand, 1 each of them somewhere, 0 not all of them.
 * Without a word of three letters nothing is found.
 */
export function asking(words: string): (comparablePage: string) => 0 | 1 | 2 {
  const plain = folded(words.trim()).replace(/\s+/g, ' ')
  const each = plain.split(' ')
  if (!each.some((word) => [...word].length >= fewest)) return () => 0
  return (page) => (page.includes(plain) ? 2 : each.every((word) => page.includes(word)) ? 1 : 0)
}
