/**
 * A text with accents and unusual letters laid aside, for finding `huong` where `Hường` is written. Letters that do
 * not decompose (ł, đ, ø) are named; the original is always what is shown.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁđĐøØßæÆœŒðÐþÞı]/g, (letter) => plain[letter] ?? letter)
    .toLowerCase()

const plain: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ø: 'o',
  Ø: 'O',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
}

/**
 * A text of at most so many characters. What is too long is cut where a word ends, and without the “and” or “v” before
 * what is gone; within a word only where hardly anything would be left otherwise.
 */
export function cutAtWord(text: string, most: number): string {
  const characters = [...text]
  const room = Math.max(0, most)
  if (characters.length <= room) return text
  const head = characters.slice(0, room).join('')
  const whole = /\s/.test(characters[room]!) ? head : head.replace(/\s+\S*$/, '')
  const kept = [...whole].length * 2 >= room ? whole : head
  return kept.trim().replace(/\s+(?:and|&|v)$/i, '')
}

/** "1 exhibit", "2 exhibits". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
