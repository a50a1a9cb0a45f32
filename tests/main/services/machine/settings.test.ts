import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { locksFor, openSettings } from '../../../../main/services/machine/settings.ts'

const made = { folder: '' }
beforeEach(() => {
  made.folder = mkdtempSync(join(tmpdir(), 'turnstone-test-'))
})
afterEach(() => rmSync(made.folder, { recursive: true, force: true }))

test('at first every trigger is on', () => {
  expect(openSettings(made.folder).now()).toEqual({
    lockMinutes: 10,
    lockWithScreen: true,
    lockAtSleep: true,
  })
})

test('a change is kept, and leaves the rest', () => {
  openSettings(made.folder).set({ lockMinutes: 2 })
  openSettings(made.folder).set({ lockAtSleep: false })
  expect(openSettings(made.folder).now()).toEqual({
    lockMinutes: 2,
    lockWithScreen: true,
    lockAtSleep: false,
  })
})

test.each(['', '[', '{"lockMinutes":0}', '{"lockMinutes":100000}', '{"lockWithScreen":"no"}', '{"more":1}'])(
  'settings that can not be read never turn a lock off: %s',
  (text) => {
    writeFileSync(join(made.folder, 'settings.json'), text)
    expect(openSettings(made.folder).now()).toEqual({
      lockMinutes: 10,
      lockWithScreen: true,
      lockAtSleep: true,
    })
  },
)

test('a time that is none is refused and nothing is kept', () => {
  const settings = openSettings(made.folder)
  expect(() => settings.set({ lockMinutes: 0 })).toThrow()
  expect(settings.now().lockMinutes).toBe(10)
})

test('the screen and sleep are triggers of their own; whatever is asked for, or idle, always locks', () => {
  const screenOnly = { lockMinutes: 10, lockWithScreen: true, lockAtSleep: false }
  const sleepOnly = { lockMinutes: 10, lockWithScreen: false, lockAtSleep: true }
  const neither = { lockMinutes: 10, lockWithScreen: false, lockAtSleep: false }
  const reasons = ['screen', 'sleep', 'idle', 'asked']
  const of = (settings: typeof neither) => reasons.filter((why) => locksFor(why, settings))
  expect(of(screenOnly)).toEqual(['screen', 'idle', 'asked'])
  expect(of(sleepOnly)).toEqual(['sleep', 'idle', 'asked'])
  expect(of(neither)).toEqual(['idle', 'asked'])
})
