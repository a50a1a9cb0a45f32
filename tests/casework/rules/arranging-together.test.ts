import { describe, expect, test } from 'vitest'
import { checkArrangement, documentEntry, type Entry } from '../../../casework/rules/arrangement.ts'
import { allBehindFrozen, droppedUnseen } from '../../../casework/rules/arranging.ts'
import {
  alteredTogether,
  droppedTogether,
  filedTogether,
  nestedTogether,
  steppedTogether,
  withoutTogether,
} from '../../../casework/rules/arranging-together.ts'

/** `A b c .d B e`: sections are capitals, a dot puts a document under the one before it. */
const made = (words: string): readonly Entry[] =>
  words.split(' ').map((word): Entry => {
    if (/^[A-Z]$/.test(word)) return { kind: 'section', letter: word, title: word }
    const depth = word.startsWith('.') ? 1 : 0
    return { ...documentEntry('exhibit', word.slice(depth)), depth }
  })
const told = (entries: readonly Entry[]) => {
  checkArrangement(entries)
  return entries
    .map((each) => (each.kind === 'section' ? each.letter : `${each.depth === 1 ? '.' : ''}${each.id}`))
    .join(' ')
}
const keys = (words: string) => new Set(words.split(' ').map((id) => `exhibit ${id}`))

describe('a step together', () => {
  test.each([
    ['up, beside each other', 'A b c d e', 'c d', -1, 'A c d b e'],
    ['up, apart', 'A b c d e', 'c e', -1, 'A c b e d'],
    ['up, where the first can go no further', 'A b c d', 'b c', -1, 'A b c d'],
    ['up, into the section before', 'A b B c d e', 'c d', -1, 'A b c d B e'],
    ['down, beside each other', 'A b c d e', 'b c', 1, 'A d b c e'],
    ['down, where the last can go no further', 'A b c d', 'c d', 1, 'A b c d'],
    ['down, into the next section', 'A b c B d', 'b c', 1, 'A B b c d'],
    ['with what stands under them', 'A b .c d e', 'd e', -1, 'A d e b .c'],
    ['a document and what stands under it is one', 'A b c .d e', 'c d', -1, 'A c .d b e'],
    ['what stands under another moves among its likes', 'A b .c .d .e', 'd e', -1, 'A b .d .e .c'],
  ] as const)('%s', (_what, before, which, way, after) => {
    expect(told(steppedTogether(made(before), keys(which), way))).toBe(after)
  })
})

describe('put together before another', () => {
  test.each([
    ['behind it', 'A b c d e', 'b d', 5, 'A c e b d'],
    ['before it', 'A b c d e', 'c e', 1, 'A c e b d'],
    ['among themselves', 'A b c d e', 'b d', 3, 'A c b d e'],
    ['in another section', 'A b c B d e', 'b e', 4, 'A c B b e d'],
    ['with what stands under them', 'A b .c d B e', 'b e', 3, 'A b .c e d B'],
    ['never between a document and what stands under it', 'A b .c d e', 'd e', 2, 'A b .c d e'],
  ] as const)('%s', (_what, before, which, to, after) => {
    expect(told(droppedTogether(made(before), keys(which), to))).toBe(after)
  })
  test('at the end of a section, by its letter', () => {
    expect(told(filedTogether(made('A b c B d C e'), keys('b e'), 'B'))).toBe('A c B d b e C')
    expect(told(filedTogether(made('A b c B d'), keys('b'), 'A'))).toBe('A c b B d')
    const same = made('A b')
    expect(filedTogether(same, keys('b'), 'Z')).toBe(same)
  })
})

test('put under the one before, and beside it again', () => {
  expect(told(nestedTogether(made('A b c d e'), keys('c d'), 1))).toBe('A b .c .d e')
  expect(told(nestedTogether(made('A b .c .d e'), keys('c d'), 0))).toBe('A b c d e')
  expect(told(nestedTogether(made('A b c'), keys('b c'), 1))).toBe('A b .c')
})

test('taken out together; what is frozen is marked', () => {
  const after = withoutTogether(made('A b .c d e'), keys('b d e'), keys('e'))
  expect(told(after)).toBe('A c e')
  expect(after.map((each) => each.kind === 'document' && each.taken)).toEqual([false, false, true])
})

test.each([
  ['with what stands under it', 'A b .c d', 'b', 4, 'A d b .c'],
  ['among what stands under the same', 'A b .c .d .e', 'e', 2, 'A b .e .c .d'],
  ['away from it, alone', 'A b .c .d B e', 'c', 6, 'A b .d B e c'],
  ['before another, and not under the one before that', 'A b .c d e .f', 'c', 4, 'A b d c e .f'],
])('moved unseen, one goes %s', (_how, before, moving, to, after) => {
  expect(told(droppedUnseen(made(before), `exhibit ${moving}`, to))).toBe(after)
})

test('what is put behind what is frozen leaves there what stood under the same document', () => {
  const late = allBehindFrozen(made('A b .l .c d'), keys('l'), keys('b c d'), 'continuous')
  expect(told(late)).toBe('A b .c d l')
})

test('the same is said of each, and of an exhibit alone what only an exhibit has', () => {
  const entries = [...made('A b c'), documentEntry('statement', 's')]
  const all = new Set([...keys('b'), 'statement s'])
  const after = alteredTogether(entries, all, { front: true, coversheet: true, audience: ['The jury'] })
  expect(after[1]).toMatchObject({ front: true, coversheet: true, audience: ['The jury'] })
  expect(after[2]).toEqual(entries[2])
  expect(after[3]).toMatchObject({ front: false, coversheet: true, audience: ['The jury'] })
})
