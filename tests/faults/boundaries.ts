import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openCase, type Secret, type Surroundings, thisHost } from '../../main/services/case-store/index.ts'
import { cheap, rememberingKdf, room } from '../main/services/case-store/room.ts'
import { seededBytes } from './chance.ts'
import { type Flow, flowNamed } from './flows.ts'
import { digestOf, openAgain } from './judge.ts'
import { type Boundary, changing, type Fault, looking, Tracer } from './traced.ts'

/** What an enumeration of one flow came to. `failures` names each boundary that broke the rule, and how. */
export interface Tally {
  readonly flow: string
  readonly boundaries: number
  readonly struck: number
  readonly refused: number
  readonly failures: readonly string[]
}

const kdf = rememberingKdf()

function surroundingsFor(seed: string): Surroundings {
  return { now: Date.now, random: seededBytes(seed), kdf, cost: cheap, host: thisHost(Date.now) }
}

/** The states a flow goes through, from before its first step to after its last, each as its digest. */
async function statesOf(flow: Flow, folder: string, secret: Secret, s: Surroundings): Promise<string[]> {
  const look = async () => {
    if (!existsSync(join(folder, 'header.cv'))) return 'none'
    const store = await openCase(folder, secret, s, { readOnly: true })
    try {
      return digestOf(store)
    } finally {
      await store.close()
    }
  }
  const states: string[] = []
  await flow.act(folder, secret, s, {
    begin: async () => {
      states.push(await look())
    },
    ack: async () => {
      states.push(await look())
    },
    hold: () => {},
  })
  return states
}

/**
 * Breaks a flow off at every boundary there is (or at every `stride`-th), in a fresh copy of the same case each time,
 * and opens what is left.
 */
export async function breakOff(
  name: string,
  faults: readonly Fault['how'][],
  { stride, rounds }: { stride: number; rounds: number },
): Promise<Tally> {
  const flow = flowNamed(name)
  const place = room()
  const kills = faults.includes('SIGKILL')
  const tracer = new Tracer(join(place.path, 'calls'), kills)
  const failures: string[] = []
  const tally = { struck: 0, refused: 0, boundaries: 0 }
  try {
    const base = join(place.path, 'base')
    const secret = await flow.prepare(base, surroundingsFor(`${name} base`))
    const folder = join(place.path, 'run', 'a')
    const fresh = () => {
      rmSync(dirname(folder), { recursive: true, force: true })
      if (existsSync(base)) cpSync(base, folder, { recursive: true })
      else mkdirSync(dirname(folder))
    }
    fresh()
    const states = await statesOf(flow, folder, secret, surroundingsFor(`${name} states`))
    fresh()
    const calls = kills ? changing : [...changing, ...looking]
    const seed = `${name} act`
    const counted = await tracer.count({ flow: name, folder, secret, seed }, calls)
    if (counted.run.acks !== states.length - 1) throw new Error(`${name} said ${counted.run.acks} acks`)
    const chosen = counted.boundaries.filter((_, i) => i % stride === 0)
    const all = Array.from({ length: rounds }, () => chosen).flat()
    tally.boundaries = counted.boundaries.length
    for (const boundary of all)
      for (const how of faults) {
        fresh()
        const wrong = await strikeOnce(
          tracer,
          flow,
          { folder, secret, seed, states },
          { ...boundary, how },
          tally,
        )
        if (wrong !== undefined) failures.push(`${name}, ${how} at ${boundary.call} ${boundary.n}: ${wrong}`)
      }
  } finally {
    tracer.end()
    place.clear()
  }
  return { flow: name, ...tally, failures }
}

async function strikeOnce(
  tracer: Tracer,
  flow: Flow,
  at: { folder: string; secret: Secret; seed: string; states: readonly string[] },
  fault: Fault,
  tally: { struck: number; refused: number },
): Promise<string | undefined> {
  const { folder, secret, seed, states } = at
  const run = await tracer.strike({ flow: flow.name, folder, secret, seed }, fault)
  if (!run.hit) return 'the blow did not strike'
  tally.struck += 1
  if (run.untyped !== undefined) return `said ${run.untyped}`
  if (run.refused !== undefined) tally.refused += 1
  try {
    const s = surroundingsFor(`${flow.name} judge ${fault.call} ${fault.n} ${fault.how}`)
    const { digest } = await openAgain(folder, secret, s, {
      beMissing: states[run.acks] === 'none',
      headerChanged: flow.changesHeader === true,
    })
    const undone = run.refused !== undefined && flow.refusedIsUndone
    const allowed = [states[run.acks], ...(undone ? [] : [states[run.acks + 1]])]
    if (!allowed.includes(digest))
      return `${run.acks} acknowledged, and it holds state ${states.indexOf(digest)}`
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

export type { Boundary }
