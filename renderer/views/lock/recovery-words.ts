/** How every recovery key begins; the rest is what differs. An age identity (age-encryption.org/v1). */
export const keyStart = 'AGE-SECRET-KEY-1'
const bare = (text: string) => text.replaceAll(/[\s-]/g, '').toUpperCase()

/** What follows the beginning of a recovery key, in groups of six, as it is shown and printed. */
export const groupsOf = (key: string): readonly string[] =>
  bare(key)
    .replace(bare(keyStart), '')
    .match(/.{1,6}/g) ?? []

/** A recovery key as typed from its sheet: with or without its beginning, in any spacing, in either case. */
export function typedKey(text: string): string {
  const letters = bare(text)
  const start = bare(keyStart)
  return keyStart + (letters.startsWith(start) ? letters.slice(start.length) : letters)
}

/** Whether a group typed again is the one shown; spaces and small letters do not matter. */
export const sameGroup = (typed: string, group: string): boolean => bare(typed) === group

/** Two places among `count` groups to be typed again, from two numbers between 0 and 1. */
export function askedGroups(count: number, first: number, second: number): readonly [number, number] {
  const a = Math.floor(first * count)
  const b = (a + 1 + Math.floor(second * (count - 1))) % count
  return a < b ? [a, b] : [b, a]
}
