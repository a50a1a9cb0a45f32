import { readdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newCase, outcome, put, reopen, room, surroundings } from '../case-store/room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const gone = 2 ** 30
const desk = { name: 'desk-1', bootId: 'boot-1', pid: process.pid, startTime: 1 }
const now = Date.UTC(2026, 2, 1, 9, 30)

test('a second opener is told who holds the case and since when, and may still read', async () => {
  const s = surroundings({ host: desk, now: () => now })
  const { store } = await newCase(place.at('a'), s)
  await expect(reopen(place.at('a'), s)).rejects.toMatchObject({
    code: 'held',
    message: expect.stringMatching(/desk-1 \(process \d+\) since 2026-03-01 09:30 UTC/),
  })
  await expect(reopen(place.at('a'), { ...s, takeOver: true })).rejects.toMatchObject({ code: 'held' })
  const reader = await reopen(place.at('a'), s, { readOnly: true })
  await reader.close()
  await store.close()
  expect(readdirSync(place.at('a'))).not.toContain('lock')
  await (await reopen(place.at('a'), s)).close()
})

test('a lock this machine left behind is taken over without asking, noted, and its loser writes no more', async () => {
  const cases = [
    { left: { ...desk, pid: gone }, finder: desk, later: 0 },
    { left: desk, finder: { ...desk, startTimeOf: () => 2 }, later: 0 },
    { left: { ...desk, bootId: 'boot-0' }, finder: desk, later: 61_000 },
  ]
  for (const [i, { left, finder, later }] of cases.entries()) {
    const folder = place.at(`c${i}`)
    const first = await newCase(folder, surroundings({ host: left, now: () => now }))
    const second = await reopen(folder, surroundings({ host: finder, now: () => now + later }))
    expect(second.notices.map((n) => n.code)).toEqual(['lock-taken-over'])
    expect((await second.history()).map((e) => e.action)).toEqual([
      'case-created',
      'opened',
      'opened',
      'noticed',
    ])
    const lost = first.store.commit({ ops: [put('n', { id: '1' })], audit: [], actor: 'x' })
    expect(await outcome(lost)).toBe('lock-lost')
    await first.store.close()
    await second.commit({ ops: [put('n', { id: '2' })], audit: [], actor: 'x' })
    await second.close()
    const last = await reopen(folder, surroundings({ host: finder }))
    expect([last.list('n'), last.notices]).toEqual([[{ id: '2' }], []])
    await last.close()
  }
})

test('another machine\u2019s lock is taken over only once silent, and only when told to', async () => {
  const s = surroundings({ host: { ...desk, name: 'desk-2', pid: gone }, now: () => now })
  const theirs = await newCase(place.at('a'), s)
  const at = (ms: number, takeOver: boolean) =>
    reopen(place.at('a'), surroundings({ host: desk, now: () => now + ms, takeOver }))
  expect(await outcome(at(30_000, true))).toBe('held')
  expect(await outcome(at(-30_000, true))).toBe('held')
  expect(await outcome(at(61_000, false))).toBe('held')
  const mine = await at(61_000, true)
  expect(mine.notices.map((n) => n.code)).toEqual(['lock-taken-over'])
  await mine.close()
  await theirs.store.close()
})

test('of many who try at once, one opens the case', async () => {
  const s = surroundings({ host: { ...desk, pid: gone }, now: () => now })
  const before = await newCase(place.at('a'), s)
  const me = surroundings({ host: desk, now: () => now })
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => reopen(place.at('a'), me)))
  const opened = tries.filter((t) => t.status === 'fulfilled')
  expect(opened).toHaveLength(1)
  for (const each of tries)
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'held' })
  for (const each of opened) await each.value.close()
  await before.store.close()
})

test('a case folder with a link or a file where a folder belongs is not written to', async () => {
  const { store } = await newCase(place.at('a'), surroundings())
  await store.close()
  const { rmSync, symlinkSync, mkdirSync } = await import('node:fs')
  mkdirSync(place.at('outside'))
  writeFileSync(place.at('outside', 'precious'), 'x')
  rmSync(place.at('a', 'tmp'), { recursive: true })
  symlinkSync(place.at('outside'), place.at('a', 'tmp'))
  expect(await outcome(reopen(place.at('a'), surroundings()))).toBe('invalid')
  expect(readdirSync(place.at('outside'))).toEqual(['precious'])
})
