import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type CaseStore, openCase } from '../../main/services/case-store/index.ts'
import { put, rememberingKdf, room, surroundings } from '../main/services/case-store/room.ts'
import { type Amount, howMany } from './amounts.ts'
import { seededBytes } from './chance.ts'
import { flowNamed } from './flows.ts'
import { described, digestOf, openAgain } from './judge.ts'
import { type Refusal, refusingDisk } from './refusing-disk.ts'

/** Codes that mean the same to the program take turns from call to call; at night each is tried at each. */
const byTurns: readonly (readonly Refusal[])[] = [['ENOSPC', 'EDQUOT'], ['EIO', 'EINTR'], ['short']]
const each: readonly (readonly Refusal[])[] = byTurns.flat().map((how) => [how])
const kdf = rememberingKdf()

/** What refusing the calls of one flow came to. */
export interface RefusedTally {
  readonly tried: number
  readonly refused: number
  readonly failures: readonly string[]
}

/** Refuses each call of a flow in turn (or each `stride`-th), once and from then on; `ways` take turns within a row. */
export async function refuseCalls(
  name: string,
  stride: number,
  ways: readonly (readonly Refusal[])[],
): Promise<RefusedTally> {
  const flow = flowNamed(name)
  const place = room()
  const tally = { tried: 0, refused: 0, failures: [] as string[] }
  try {
    const base = join(place.path, 'base')
    const folder = join(place.path, 'run', 'a')
    const own = (seed: string) => surroundings({ kdf, random: seededBytes(`${name} ${seed}`) })
    const secret = await flow.prepare(base, own('base'))
    const fresh = () => {
      rmSync(dirname(folder), { recursive: true, force: true })
      if (existsSync(base)) cpSync(base, folder, { recursive: true })
      else mkdirSync(dirname(folder))
    }
    const states: string[] = []
    const look = async () => {
      if (!existsSync(join(folder, 'header.cv'))) return void states.push('none')
      const store = await openCase(folder, secret, own('look'), { readOnly: true })
      states.push(digestOf(store))
      await store.close()
    }
    fresh()
    await flow.act(folder, secret, own('states'), { begin: look, ack: look, hold: () => {} })

    const attempt = async (at: number, how: Refusal, sticky: boolean): Promise<boolean> => {
      fresh()
      const { disk, armed, twice } = refusingDisk()
      const held: { store?: CaseStore; acks: number } = { acks: 0 }
      const watch = {
        begin: async () => void Object.assign(armed, { at, how, sticky }),
        ack: async () => {
          held.acks += 1
        },
        hold: (store: CaseStore) => void Object.assign(held, { store }),
      }
      const came = await flow.act(folder, secret, { ...own(`${at} ${how}`), disk }, watch).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      const { hit } = armed
      armed.at = -1
      if (!hit) return false
      tally.tried += 1
      const say = (wrong: string) =>
        void tally.failures.push(`${name}, ${how}${sticky ? ' for good' : ''} at call ${at}: ${wrong}`)
      if (came !== undefined) {
        tally.refused += 1
        if (!(came instanceof CaseworkError)) say(`untyped: ${described(came)}`)
        // The disk answers again, and so the same opening goes on; every other time it is closed at once instead.
        const store = at % 2 === 0 ? held.store : undefined
        const later = { ops: [put('n', { id: 'later in the same opening' })], audit: [], actor: 'x' }
        const again = await store?.commit(later).catch((thrown: unknown) => thrown)
        if (again !== undefined && !(again instanceof CaseworkError && again.code === 'locked'))
          say(`cannot go on: ${described(again)}`)
        await held.store?.close()
      }
      if (twice.length > 0) say(`one nonce twice: ${twice.join(', ')}`)
      const may = { beMissing: states[held.acks] === 'none', headerChanged: flow.changesHeader === true }
      const found = await openAgain(folder, secret, own(`judge ${at} ${how}`), may).catch(
        (thrown: Error) => thrown,
      )
      if (found instanceof Error) {
        say(found.message)
        return true
      }
      const undone = came !== undefined && flow.refusedIsUndone
      const allowed = [states[held.acks], ...(undone ? [] : [states[held.acks + 1]])]
      if (!allowed.includes(found.digest))
        say(`${held.acks} acknowledged, and it holds state ${states.indexOf(found.digest)}`)
      return true
    }
    for (const turns of ways)
      for (const sticky of [false, true]) {
        let at = 0
        while (await attempt(at, turns[at % turns.length] as Refusal, sticky)) at += stride
      }
    return tally
  } finally {
    place.clear()
  }
}

/** The tests of some flows at an amount. */
export function callsRefusedIn(names: readonly string[], amount: Amount): void {
  const { stride, ways } = howMany(amount, {
    sample: { stride: 61, ways: byTurns },
    whole: { stride: 1, ways: byTurns },
    nightly: { stride: 1, ways: each },
  })
  test.each(names)(
    'each call of the disk refused, once and for good: %s',
    async (name) => {
      const { tried, refused, failures } = await refuseCalls(name, stride, ways)
      console.info(`refused, ${name}: ${tried} calls, ${refused} refused`)
      expect(failures.slice(0, 5)).toEqual([])
      expect(tried).toBeGreaterThanOrEqual(6)
    },
    3_600_000,
  )
}
