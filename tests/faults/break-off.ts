import { expect, test } from 'vitest'
import type { Amount } from './amounts.ts'
import { howMany } from './amounts.ts'
import { breakOff } from './boundaries.ts'
import { flows } from './flows.ts'
import { mayTrace } from './traced.ts'

/** Every flow killed before each call that changes the disk: what is left opens by itself, and keeps what was acknowledged. */
export function killedAtEveryBoundary(amount: Amount): void {
  const how = howMany(amount, {
    sample: { stride: 64, rounds: 1 },
    whole: { stride: 1, rounds: 1 },
    nightly: { stride: 1, rounds: 5 },
  })
  test.skipIf(!mayTrace).each(flows.map(({ name }) => name))(
    'killed at each call of: %s',
    async (name) => {
      const tally = await breakOff(name, ['SIGKILL'], how)
      console.info(`killed, ${name}: ${tally.struck} times, ${tally.boundaries} boundaries`)
      expect(tally.failures).toEqual([])
      expect(tally.struck).toBe(Math.ceil(tally.boundaries / how.stride) * how.rounds)
    },
    1_800_000,
  )
}

/** Every flow with each call failing once: a typed refusal or success, nothing lost, and the next change is saved. */
export function refusedAtEveryBoundary(amount: Amount): void {
  const how = howMany(amount, {
    sample: { stride: 96, rounds: 1 },
    whole: { stride: 1, rounds: 1 },
    nightly: { stride: 1, rounds: 5 },
  })
  test.skipIf(!mayTrace).each(flows.map(({ name }) => name))(
    'EIO and ENOSPC at each call of: %s',
    async (name) => {
      const tally = await breakOff(name, ['EIO', 'ENOSPC'], how)
      console.info(
        `failed, ${name}: ${tally.struck} times, ${tally.refused} refused, ${tally.boundaries} boundaries`,
      )
      expect(tally.failures).toEqual([])
      expect(tally.struck).toBe(Math.ceil(tally.boundaries / how.stride) * 2 * how.rounds)
    },
    1_800_000,
  )
}
