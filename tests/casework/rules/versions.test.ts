import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReadingCard, VersionPage } from '../../../casework/reading.ts'
import { countIn, holdsPage } from '../../../casework/rules/page-runs.ts'
import { earlierVersion, madeBefore, pagesSince, pairVersions } from '../../../casework/rules/versions.ts'

const page = (label: string, digest: string, document = 'one'): VersionPage => ({ label, digest, document })
const pages = (...digests: string[]) => digests.map((digest, at) => page(String(at + 1), digest))

test('late pages between others are new; the others are themselves', () => {
  const before = [page('1', 'cover', ''), page('2', 'a'), page('3', 'b')]
  const after = [page('1', 'cover, version 2', ''), page('2', 'a'), page('2A', 'late'), page('3', 'b')]
  const found = pairVersions(before, after)
  expect(found).toEqual({
    since: [
      { page: 1, stands: 'changed' },
      { page: 2, stands: 'same' },
      { page: 4, stands: 'same' },
    ],
    fresh: [[3, 3]],
    changed: [],
    front: 1,
  })
})

test('a page that moved is followed; one whose number shows something else changed; the rest is gone', () => {
  const found = pairVersions(pages('a', 'b', 'c', 'd'), pages('new', 'a', 'b', 'other'))
  expect(found.since.map(({ page: to, stands }) => [to, stands])).toEqual([
    [2, 'moved'],
    [3, 'moved'],
    [null, 'gone'],
    [4, 'changed'],
  ])
  expect(found.fresh).toEqual([[1, 1]])
  expect(found.changed).toEqual([[4, 4]])
})

test('pages that look alike are told apart only where none came and none went', () => {
  const shifted = pairVersions(pages('a', 'blank', 'b', 'blank'), pages('new', 'a', 'blank', 'b', 'blank'))
  expect(shifted.since.map(({ page: to }) => to)).toEqual([2, 3, 4, 5])
  const fewer = pairVersions(pages('a', 'blank', 'b', 'blank'), pages('blank', 'a', 'x', 'y'))
  expect(fewer.since[1]).toEqual({ page: null, stands: 'gone' })
})

test('the same number in another document is another page', () => {
  const found = pairVersions([page('1', 'a'), page('2', 'b')], [page('1', 'a'), page('2', 'c', 'two')])
  expect(found.since[1]).toEqual({ page: null, stands: 'gone' })
  expect([found.fresh, found.changed]).toEqual([[[2, 2]], []])
})

const somePages = fc.array(
  fc.record({
    label: fc.constantFrom('1', '2', '2A', '3', '4', 'A5', ''),
    digest: fc.constantFrom('a', 'b', 'c', 'd', 'blank'),
    document: fc.constantFrom('one', 'two', ''),
  }),
  { maxLength: 14 },
)

test('whatever the versions: no page is taken twice, none is passed over, and what is said of each is true', () => {
  fc.assert(
    fc.property(somePages, somePages, (before, after) => {
      const { since, fresh, changed, front } = pairVersions(before, after)
      expect(since).toHaveLength(before.length)
      const taken = since.flatMap(({ page: to }) => (to === null ? [] : [to]))
      expect(new Set(taken).size).toBe(taken.length)
      for (const [at, { page: to, stands }] of since.entries()) {
        const was = before[at]!
        const now = to === null ? undefined : after[to - 1]!
        expect(now === undefined).toBe(stands === 'gone')
        if (stands === 'same') expect([now!.label, now!.digest]).toEqual([was.label, was.digest])
        if (stands === 'moved') expect(now!.digest).toBe(was.digest)
        if (stands === 'changed') expect([now!.label, now!.document]).toEqual([was.label, was.document])
        if (stands === 'changed') expect(now!.digest === was.digest && now!.label === was.label).toBe(false)
      }
      const settled = since.filter(({ stands }) => stands === 'same' || stands === 'moved').length
      const count = (runs: typeof fresh) => countIn(runs, 1, after.length)
      expect(settled + count(fresh) + count(changed) + front).toBe(after.length)
      for (const [at, { document }] of after.entries())
        if (document === '') expect(holdsPage(fresh, at + 1) || holdsPage(changed, at + 1)).toBe(false)
    }),
  )
})

test('a version laid over itself is the same, page by page', () => {
  fc.assert(
    fc.property(somePages, (all) => {
      const { since, fresh, changed, front } = pairVersions(all, all)
      expect(since.every(({ stands }) => stands === 'same')).toBe(true)
      expect([fresh, changed, front]).toEqual([[], [], 0])
    }),
  )
})

const card = (over: Partial<ReadingCard>): ReadingCard => ({
  sha256: 'a'.repeat(64),
  name: 'one.pdf',
  title: 'R v Whitlock: Trial bundle',
  first: 1,
  opened: 1,
  made: { key: 'k', holder: 'Asha Verity', at: '2026-03-20T10:00:00Z', volume: 1 },
  pages: [],
  ...over,
})
const later = card({
  sha256: 'b'.repeat(64),
  first: 2,
  made: { key: 'k', holder: 'Asha Verity', at: '2026-04-01T10:00:00Z', volume: 1 },
})

test('a bundle is an earlier version of another by its title, its seal and when it was made', () => {
  expect(earlierVersion(card({}), later)).toBe('seal')
  expect(earlierVersion(card({ title: ' r v  whitlock: trial BUNDLE' }), later)).toBe('seal')
  expect(earlierVersion(card({ made: { ...later.made!, key: 'other', at: '2026-03-01' } }), later)).toBe(
    'other-seal',
  )
  expect(earlierVersion(card({ made: null }), later)).toBe('title')
  expect(earlierVersion(card({ made: { ...card({}).made!, key: '' } }), later)).toBe('title')
  // Another title, another volume, itself, none at all, and the older of the two.
  expect(earlierVersion(card({ title: 'R v Hoxha' }), later)).toBeNull()
  expect(earlierVersion(card({ made: { ...card({}).made!, volume: 2 } }), later)).toBeNull()
  expect(earlierVersion(later, later)).toBeNull()
  expect(earlierVersion(card({ title: '' }), { ...later, title: '' })).toBeNull()
  expect(earlierVersion(later, card({}))).toBeNull()
  // What the manifests say counts before when either was first read.
  expect(madeBefore(card({ first: 9 }), later)).toBe(true)
  expect(madeBefore(card({ first: 9, made: null }), later)).toBe(false)
})

test('pages are held against those of a version by digests made in the same way', () => {
  const now = { pages: [{ ...page('1', 'new way'), first: 'old way' }, page('2', 'only way')] }
  expect(pagesSince({ digests: 2 }, now)).toBe(now.pages)
  expect(pairVersions([page('1', 'old way')], pagesSince({}, now)).since).toEqual([
    { page: 1, stands: 'same' },
  ])
  expect(pagesSince({}, now)[1]!.digest).toBe('only way')
})
