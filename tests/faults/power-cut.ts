import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openCase, type Secret, type Surroundings } from '../../main/services/case-store/index.ts'
import { rememberingKdf, room, surroundings } from '../main/services/case-store/room.ts'
import { type Amount, howMany } from './amounts.ts'
import { dice, seededBytes } from './chance.ts'
import { type Flow, flowNamed } from './flows.ts'
import { digestOf, openAgain } from './judge.ts'
import { drawnFate, type Fate, momentAfter, plainFates, type Remains, remainsOf } from './power-states.ts'
import { recordingDisk } from './recording-disk.ts'

/** The flows a power cut is tried on, in two halves of about the same length. */
export const cutFlows = [
  ['create', 'save', 'import of 16,384 B', 'lock take-over'],
  ['snapshot', 'prune', 'header rewrite (a holder added)', 'epoch rotation (a holder removed)'],
] as const

const kdf = rememberingKdf()

/** A flow gone through once: the calls it made, and after how many of them each step was acknowledged. */
async function goThrough(flow: Flow, root: string) {
  const folder = join(root, 'a')
  mkdirSync(root)
  const s = surroundings({ kdf, random: seededBytes(flow.name) })
  const secret = await flow.prepare(folder, s)
  const { disk, recording } = recordingDisk(root)
  const states: string[] = []
  const acked: number[] = []
  const look = async () => {
    acked.push(recording.calls.length)
    states.push(await digestIn(folder, secret, s))
  }
  await flow.act(folder, secret, { ...s, disk }, { begin: look, ack: look, hold: () => {} })
  return { recording, states, acked, secret, at: s.now() }
}

async function digestIn(folder: string, secret: Secret, s: Surroundings): Promise<string> {
  if (!existsSync(join(folder, 'header.cv'))) return 'none'
  const store = await openCase(folder, secret, s, { readOnly: true })
  try {
    return digestOf(store)
  } finally {
    await store.close()
  }
}

/** What cutting the power of one flow in so many ways came to. */
export interface CutTally {
  /** Cuts made, and the different states they left, each of which was opened. */
  readonly cuts: number
  readonly states: number
  readonly failures: readonly string[]
}

/**
 * Cuts the power in as many ways as asked, and opens what each leaves on the disk. Before those drawn by lot come the
 * plain ones, after each call.
 */
export async function cutPower(name: string, wanted: number): Promise<CutTally> {
  const flow = flowNamed(name)
  const place = room()
  const failures: string[] = []
  try {
    const { recording, states, acked, secret, at } = await goThrough(flow, join(place.path, 'run'))
    const [first] = acked as [number]
    const all = recording.calls.length - first + 1
    const moments = Array.from({ length: all }, (_, i) => momentAfter(recording, first + i))
    const roll = dice(wanted)
    const known = new Map<string, string>()
    const tally = { cuts: 0 }
    const folder = join(place.path, 'tried', 'a')

    const judged = async (remains: Remains): Promise<string> => {
      rmSync(dirname(folder), { recursive: true, force: true })
      remains.lay(dirname(folder))
      const later = surroundings({
        kdf,
        random: seededBytes(`judge ${remains.key}`),
        now: () => at + 3_600_000 + known.size,
        host: { name: 'desk-1', bootId: 'boot-2', pid: process.pid, startTime: 2 },
      })
      const may = { beMissing: true, headerChanged: flow.changesHeader === true }
      const found = await openAgain(folder, secret, later, may).catch((thrown: Error) => thrown)
      return found instanceof Error ? found.message : found.digest
    }
    const cut = async (after: number, fate: Fate) => {
      const moment = moments[after - first] as (typeof moments)[number]
      const remains = remainsOf(recording, moment, fate)
      const digest = known.get(remains.key) ?? (await judged(remains))
      known.set(remains.key, digest)
      tally.cuts += 1
      const acks = acked.filter((calls) => calls <= after).length - 1
      if (![states[acks], states[acks + 1]].includes(digest))
        failures.push(`${name}, after call ${after} with ${acks} acknowledged: ${digest}; ${told(fate)}`)
    }

    // Fewer are asked for than there are plain ones when only a sample is made: then every so many-th.
    const plain = moments.flatMap((moment) => [...plainFates(moment)].map((fate) => ({ moment, fate })))
    const stride = Math.max(1, Math.floor((plain.length * 2) / wanted))
    for (const { moment, fate } of plain.filter((_, i) => i % stride === 0)) await cut(moment.after, fate)
    // Most is at stake while bytes are on their way. A short flow has fewer states than asked for: in the end the lot
    // draws nothing new.
    const underWay = moments.filter(({ files }) => files.length > 0)
    while (known.size < wanted && tally.cuts < wanted * 20) {
      const among = roll(4) > 0 ? underWay : moments
      const moment = among[roll(among.length)] as (typeof moments)[number]
      await cut(moment.after, drawnFate(moment, roll))
    }
    return { ...tally, states: known.size, failures }
  } finally {
    place.clear()
  }
}

const told = ({ lost, torn }: Fate) =>
  `names lost ${[...lost]}, torn ${[...torn].map(([node, t]) => `${node}: ${t.length} bytes without sectors ${[...t.lost]}`)}`

/** The tests of some flows at an amount. */
export function powerCutIn(names: readonly string[], amount: Amount): void {
  const wanted = howMany(amount, { sample: 30, whole: 5_000, nightly: 50_000 })
  test.each(names)(
    'the power cut during: %s',
    async (name) => {
      const { cuts, states, failures } = await cutPower(name, wanted)
      console.info(`power cut, ${name}: ${cuts} cuts, ${states} states`)
      expect(failures.slice(0, 5)).toEqual([])
      expect(cuts).toBeGreaterThanOrEqual(wanted)
      expect(states).toBeGreaterThan(Math.min(wanted, 5_000) / 3)
    },
    7_200_000,
  )
}
