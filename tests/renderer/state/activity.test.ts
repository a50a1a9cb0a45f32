import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createActivity, lockWords } from '../../../renderer/state/activity.ts'
import { parseAppearance } from '../../../renderer/state/appearance.ts'
import { nextInRing } from '../../../renderer/state/regions.ts'

describe('telling the workbench that someone is here', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
  afterEach(() => void vi.useRealTimers())

  it('tells at most once in fifteen seconds, and never forgets the last sign', () => {
    const told: number[] = []
    const activity = createActivity(Date.now, () => told.push(Date.now() - 1_000_000))
    for (let second = 0; second < 60; second += 1) {
      if (second < 20) activity.felt()
      vi.advanceTimersByTime(1_000)
    }
    expect(told).toEqual([15_000, 30_000])
    // Told at 30 s, looked at at 60 s: half a minute of the ten has gone.
    expect(activity.left(600_000)).toBe(570_000)
  })

  it('the first sign after a quiet spell is told at once; a stopped one tells nothing more', () => {
    const told: number[] = []
    const activity = createActivity(Date.now, () => told.push(Date.now() - 1_000_000))
    vi.advanceTimersByTime(100_000)
    activity.felt()
    expect(told).toEqual([100_000])
    activity.felt()
    activity.stop()
    vi.advanceTimersByTime(100_000)
    expect(told).toEqual([100_000])
  })

  it('says how long is left in minutes, then in seconds', () => {
    expect(lockWords(600_000)).toBe('Locks in 10 min')
    expect(lockWords(60_001)).toBe('Locks in 2 min')
    expect(lockWords(60_000)).toBe('Locks in 60 s')
    expect(lockWords(-5)).toBe('Locks in 0 s')
  })
})

describe('small rules of the window', () => {
  it('the ring of regions has no end', () => {
    expect([nextInRing(-1, 4, false), nextInRing(3, 4, false), nextInRing(0, 4, true)]).toEqual([0, 0, 3])
    expect(nextInRing(-1, 0, false)).toBe(-1)
  })

  it('an appearance that can’t be read is the plain one', () => {
    expect(parseAppearance('{"theme":"dark","text":125}')).toEqual({ theme: 'dark', text: 125 })
    for (const broken of [null, 'x', '{"theme":"pink","text":900}', '[]'])
      expect(parseAppearance(broken)).toEqual({ theme: 'system', text: 100 })
  })
})
