import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReadingNote, VersionPage } from '../../../casework/reading.ts'
import { carryOver, standsFirm } from '../../../casework/rules/carrying.ts'
import { holdsPage, runsOf } from '../../../casework/rules/page-runs.ts'
import { pairVersions } from '../../../casework/rules/versions.ts'

const note = (page: number, over: Partial<ReadingNote> = {}): ReadingNote => ({
  id: `note${page}`,
  kind: 'note',
  page,
  quote: '',
  words: `on ${page}`,
  tag: '',
  colour: 'mark',
  boxes: [[1, 2, 3, 4]],
  made: 1,
  changed: 2,
  ...over,
})
const pages = (...digests: string[]): VersionPage[] =>
  digests.map((digest, at) => ({ label: `A${at + 1}`, digest, document: 'one' }))
const labels = pages('', '', '', '', '').map(({ label }) => label)
const all = { notes: true, bookmarks: true, read: true }

describe('what a reader kept of an earlier version', () => {
  const versions = pairVersions(pages('a', 'b', 'c', 'd'), [
    ...pages('a', 'other', 'd'),
    { label: 'B1', digest: 'new', document: 'one' },
  ])

  test('stands on the same page, follows what moved, and says what changed or is gone', () => {
    const kept = { notes: [note(1), note(2), note(3), note(4)], read: [[1, 4]] as [number, number][] }
    const over = carryOver(kept, labels, versions, all)
    expect(over.notes.map(({ page, carried, words }) => [words, page, carried])).toEqual([
      ['on 1', 1, { from: 'A1', stands: 'same' }],
      ['on 2', 2, { from: 'A2', stands: 'changed' }],
      // Its number now bears what stood on the next page, which is followed; so its own is gone.
      ['on 3', 2, { from: 'A3', stands: 'gone' }],
      ['on 4', 3, { from: 'A4', stands: 'moved' }],
    ])
    expect(over.read).toEqual([
      [1, 1],
      [3, 3],
    ])
  })

  test('goes along only as it is chosen', () => {
    const kept = { notes: [note(1), note(2, { kind: 'bookmark' })], read: [[1, 1]] as [number, number][] }
    const taken = (what: Partial<typeof all>) =>
      carryOver(kept, labels, versions, { notes: false, bookmarks: false, read: false, ...what })
    expect(taken({})).toEqual({ notes: [], read: [] })
    expect(taken({ notes: true }).notes.map(({ kind }) => kind)).toEqual(['note'])
    expect(taken({ bookmarks: true }).notes.map(({ kind }) => kind)).toEqual(['bookmark'])
    expect(taken({ read: true })).toEqual({ notes: [], read: [[1, 1]] })
  })

  test('what was in doubt stays in doubt over another version', () => {
    const same = pairVersions(pages('a', 'b'), pages('a', 'b'))
    const doubted = [
      note(1, { carried: { from: 'A9', stands: 'gone' } }),
      note(2, { carried: { from: 'A2', stands: 'changed' } }),
      note(2, { carried: { from: 'A2', stands: 'moved' } }),
    ]
    const over = carryOver({ notes: doubted, read: [] }, labels, same, all)
    expect(over.notes.map(({ carried }) => carried)).toEqual([
      { from: 'A9', stands: 'gone' },
      { from: 'A2', stands: 'changed' },
      { from: 'A2', stands: 'same' },
    ])
    expect(over.notes.map(standsFirm)).toEqual([false, false, true])
  })
})

test('whatever the versions: no note is lost or altered, and none stands firm on a page that shows something else', () => {
  const some = fc.array(
    fc.record({
      label: fc.constantFrom('1', '2', '2A', '3', ''),
      digest: fc.constantFrom('a', 'b', 'c', 'blank'),
      document: fc.constantFrom('one', 'two', ''),
    }),
    { minLength: 1, maxLength: 12 },
  )
  const spots = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 })
  fc.assert(
    fc.property(some, some, spots, spots, (before, after, noted, seen) => {
      const notes = noted.filter((page) => page <= before.length).map((page, at) => note(page, { made: at }))
      const read = runsOf(seen.filter((page) => page <= before.length))
      const printed = before.map(({ label }) => label)
      const over = carryOver({ notes, read }, printed, pairVersions(before, after), all)
      expect(over.notes).toHaveLength(notes.length)
      for (const [at, carried] of over.notes.entries()) {
        const was = notes[at]!
        expect({ ...carried, page: was.page, carried: undefined }).toEqual({ ...was, carried: undefined })
        expect(carried.page).toBeGreaterThanOrEqual(1)
        expect(carried.page).toBeLessThanOrEqual(after.length)
        expect(carried.carried!.from).toBe(printed[was.page - 1] || String(was.page))
        const shows = [before[was.page - 1]!.digest, after[carried.page - 1]!.digest]
        if (standsFirm(carried)) expect(shows[1]).toBe(shows[0])
        if (carried.carried!.stands === 'same')
          expect(after[carried.page - 1]!.label).toBe(before[was.page - 1]!.label)
      }
      // What counts as read shows what was read.
      const readBefore = new Set(
        before.flatMap(({ digest }, at) => (holdsPage(read, at + 1) ? [digest] : [])),
      )
      for (const [at, { digest }] of after.entries())
        if (holdsPage(over.read, at + 1)) expect(readBefore.has(digest)).toBe(true)
    }),
  )
})
