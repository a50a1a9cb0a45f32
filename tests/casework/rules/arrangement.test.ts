import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  added,
  blockAt,
  checkArrangement,
  documentEntry,
  type Entry,
  keyOf,
  nested,
  stepped,
  without,
} from '../../../casework/rules/arrangement.ts'
import { behindFrozen, dropped, freeLetter, sectionAdded } from '../../../casework/rules/arranging.ts'

/** `A s1 s2> B` : sections by their letters, documents by name, those that stand under another with a `>`. */
const read = (words: string): Entry[] =>
  words
    .split(' ')
    .filter(Boolean)
    .map((word) =>
      /^[A-Z]/.test(word)
        ? { kind: 'section', letter: word, title: `Section ${word}` }
        : { ...documentEntry('exhibit', word.replace('>', '')), depth: word.endsWith('>') ? 1 : 0 },
    )
const said = (entries: readonly Entry[]): string =>
  entries
    .map((entry) => (entry.kind === 'section' ? entry.letter : entry.id + (entry.depth === 1 ? '>' : '')))
    .join(' ')
const at = (entries: readonly Entry[], name: string) =>
  entries.findIndex((entry) => (entry.kind === 'section' ? entry.letter : entry.id) === name)
const edited = (
  words: string,
  name: string,
  edit: (entries: readonly Entry[], at: number) => readonly Entry[],
) => {
  const entries = read(words)
  return said(edit(entries, at(entries, name)))
}

describe('a step', () => {
  const up = (entries: readonly Entry[], from: number) => stepped(entries, from, -1)
  const down = (entries: readonly Entry[], from: number) => stepped(entries, from, 1)

  test('takes a document past its neighbour with all that stands under either', () => {
    expect(edited('A a b b1> c', 'b', up)).toBe('A b b1> a c')
    expect(edited('A a a1> b b1>', 'a', down)).toBe('A b b1> a a1>')
    expect(edited('A a a1> b', 'b', up)).toBe('A b a a1>')
  })
  test('goes on into the next section and back, and stops at the ends', () => {
    expect(edited('A a B b', 'a', down)).toBe('A B a b')
    expect(edited('A B a b', 'a', up)).toBe('A a B b')
    expect(edited('A a B b', 'a', up)).toBe('A a B b')
    expect(edited('A a B b', 'b', down)).toBe('A a B b')
  })
  test('of what stands under a document is one line; above that document it stands for itself', () => {
    expect(edited('A a a1> a2>', 'a1', down)).toBe('A a a2> a1>')
    expect(edited('A a a1>', 'a1', up)).toBe('A a1 a')
  })
  test('takes a section past a section with its documents', () => {
    expect(edited('A a B b C', 'B', up)).toBe('B b A a C')
    expect(edited('A a B b C', 'A', down)).toBe('B b A a C')
    expect(edited('A a B b C', 'C', down)).toBe('A a B b C')
  })
})

describe('other edits', () => {
  test('nesting needs a document above, and lets go again', () => {
    expect(edited('A a b', 'b', (e, i) => nested(e, i, 1))).toBe('A a b>')
    expect(edited('A a b', 'a', (e, i) => nested(e, i, 1))).toBe('A a b')
    expect(edited('A a b>', 'b', (e, i) => nested(e, i, 0))).toBe('A a b')
  })
  test('what lost the document above it stands for itself; a section’s documents join the one before', () => {
    expect(edited('A a b>', 'a', without)).toBe('A b')
    expect(edited('A a b b1> b2> c c1>', 'b', without)).toBe('A a b1 b2 c c1>')
    expect(edited('A a a1> a2>', 'a1', without)).toBe('A a a2>')
    expect(edited('A a B b', 'B', without)).toBe('A a b')
    expect(edited('A a B b', 'A', without)).toBe('B b')
  })
  test('what is added comes at the end of the section one is in', () => {
    const put = (words: string, name: string) =>
      edited(words, name, (e, i) => added(e, i, [documentEntry('exhibit', 'x')]))
    expect(put('A a B b', 'a')).toBe('A a x B b')
    expect(put('A a B', 'B')).toBe('A a B x')
    expect(said(added([], 0, [documentEntry('exhibit', 'x')]))).toBe('')
  })
  test('a drop never parts a document from what stands under it, nor a section from its documents', () => {
    const drop = (words: string, name: string, before: string) => {
      const entries = read(words)
      const from = at(entries, name)
      const to = before === '' ? entries.length : at(entries, before)
      return said(dropped(entries, from, to))
    }
    expect(drop('A a a1> b', 'b', 'a1')).toBe('A a a1> b')
    expect(drop('A a a1> b c', 'c', 'a1')).toBe('A a a1> c b')
    expect(drop('A a B b', 'b', 'A')).toBe('A b a B')
    expect(drop('A a B b C', 'C', 'b')).toBe('A a B b C')
    expect(drop('A a B b', 'a', '')).toBe('A B b a')
  })
  test('a new section comes after the one at hand, under the next letter that is free', () => {
    const entries = read('A a C')
    expect(freeLetter(entries, 1)).toBe('B')
    expect(freeLetter(entries, 2)).toBe('D')
    expect(freeLetter([], 0)).toBe('A')
    expect(said(sectionAdded(entries, 1, { letter: 'B', title: 'New' }))).toBe('A a B C')
    expect(said(sectionAdded([], 0, { letter: 'A', title: 'New' }))).toBe('A')
  })
  test('a late document goes behind the last frozen page of its scope', () => {
    const entries = read('A a x B b C')
    const frozen = new Set(['exhibit a', 'exhibit b'])
    expect(said(behindFrozen(entries, 2, frozen, 'continuous'))).toBe('A a B b x C')
    expect(said(behindFrozen(read('A x a B b C'), 1, frozen, 'sections'))).toBe('A a x B b C')
  })
})

test('no edit loses, doubles or strands anything', () => {
  const words = fc
    .array(fc.constantFrom('section', 'top', 'under'), { minLength: 1, maxLength: 12 })
    .map((kinds) => {
      const entries: Entry[] = [{ kind: 'section', letter: 'A', title: 'A' }]
      for (const [n, kind] of kinds.entries()) {
        if (kind === 'section') entries.push({ kind, letter: String.fromCharCode(66 + n), title: 'S' })
        else {
          const depth = kind === 'under' && entries.at(-1)?.kind === 'document' ? 1 : 0
          entries.push({ ...documentEntry('exhibit', `e${n}`), depth })
        }
      }
      return entries
    })
  fc.assert(
    fc.property(words, fc.nat(12), fc.nat(13), fc.constantFrom(-1, 1), (entries, a, b, way) => {
      const from = a % entries.length
      for (const next of [
        stepped(entries, from, way as -1 | 1),
        dropped(entries, from, b),
        nested(entries, from, way === 1 ? 1 : 0),
      ]) {
        checkArrangement(next)
        expect(next.map(keyOf).toSorted()).toEqual(entries.map(keyOf).toSorted())
      }
      checkArrangement(without(entries, from))
      expect(blockAt(entries, from)).toBeGreaterThan(0)
    }),
  )
})
