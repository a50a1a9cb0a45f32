import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { amountAsked } from '../../../faults/amounts.ts'
import { newCase, outcome, reopen, room, surroundings } from '../case-store/room.ts'
import { failingDisk } from './failing-disk.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

// Day by day every fourth call is refused.
const step = amountAsked() === 'sample' ? 4 : 1

test('a case whose recovery key could not be given is not left behind, whichever call fails', {
  timeout: 60_000,
}, async () => {
  const { disk, fault } = failingDisk()
  const s = surroundings({ disk })
  mkdirSync(place.at('in'))
  let refused = 0
  for (let at = 0; ; at += step) {
    Object.assign(fault, { at, code: 'EIO', sticky: false, calls: 0, hit: false })
    const made = await newCase(place.at('in', 'a'), s).catch(() => undefined)
    fault.at = -1
    if (made === undefined) {
      refused += 1
      expect(existsSync(place.at('in', 'a')), `call ${at}`).toBe(false)
      continue
    }
    await made.store.close()
    const again = await reopen(place.at('in', 'a'), s)
    await again.close()
    if (!fault.hit) break
    const { rmSync } = await import('node:fs')
    rmSync(place.at('in', 'a'), { recursive: true })
  }
  expect(refused).toBeGreaterThan(30 / step)
})

test('what is left of a case that was never made is swept by the next one, when it is old and held by nobody', async () => {
  const s = surroundings({ now: () => Date.now() })
  const leave = (name: string, old: boolean, lock?: object) => {
    const path = place.at(name)
    mkdirSync(join(path, 'lock'), { recursive: true })
    if (lock !== undefined) writeFileSync(join(path, 'lock', 'owner.json'), JSON.stringify(lock))
    const at = new Date(Date.now() - (old ? 2 : 0.5) * 86_400_000)
    utimesSync(path, at, at)
  }
  leave('a.0123456789ab.part', true)
  leave('a.1123456789ab.part', false)
  leave('a.2123456789ab.part', true, { ...s.host, host: 'desk-9', nonce: 'x', since: 0, at: Date.now() })
  leave('b.3123456789ab.part', true)
  leave('a.part', true)
  const { store } = await newCase(place.at('a'), s)
  await store.close()
  expect(readdirSync(place.path).sort()).toEqual(
    ['a', 'a.1123456789ab.part', 'a.2123456789ab.part', 'a.part', 'b.3123456789ab.part'].sort(),
  )
  expect(await outcome(newCase(place.at('a'), s))).toBe('exists')
})
