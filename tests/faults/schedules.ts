import { AsyncLocalStorage } from 'node:async_hooks'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CaseworkError } from '../../casework/contract/errors.ts'
import {
  type CaseStore,
  createCase,
  openCase,
  type Surroundings,
} from '../../main/services/case-store/index.ts'
import { type Disk, realDisk } from '../../main/services/vault/disk.ts'
import { passphrase, put, rememberingKdf, room, surroundings } from '../main/services/case-store/room.ts'
import { type Amount, howMany } from './amounts.ts'
import { dice, seededBytes } from './chance.ts'
import { described } from './judge.ts'

// Two programs and one case. What each does, and whose call comes to the disk next, is drawn by lot.

const kdf = rememberingKdf()
const start = Date.UTC(2026, 2, 1, 9)
const day = 86_400_000

/** A program, as often killed and started again as comes about. */
interface Program {
  readonly name: string
  readonly pid: number
  readonly machine: string
  /** How far its machine's clock is off. */
  skew: number
  /** Grows whenever it is started: another process of the same number. */
  life: number
  store: CaseStore | undefined
}

/** Lets calls on the disk through one at a time, the next one drawn by lot once every program at work has asked. */
class Turnstile {
  readonly #roll: (limit: number) => number
  readonly #whose = new AsyncLocalStorage<{ program: Program; life: number }>()
  readonly #waiting: { who: Program; go: () => void }[] = []
  readonly #atWork = new Set<Program>()
  #passing = false
  readonly #files: FileHandle[] = []
  constructor(roll: (limit: number) => number) {
    this.#roll = roll
  }

  /** Goes through the work of a program, its calls waiting for their turns. */
  async work(program: Program, work: () => Promise<void>): Promise<void> {
    this.#atWork.add(program)
    try {
      await this.#whose.run({ program, life: program.life }, work)
    } finally {
      this.#atWork.delete(program)
      this.#next()
    }
  }

  #next(): void {
    if (this.#passing) return
    const asking = new Set(this.#waiting.map(({ who }) => who))
    if (this.#waiting.length === 0 || [...this.#atWork].some((program) => !asking.has(program))) return
    const [one] = this.#waiting.splice(this.#roll(this.#waiting.length), 1)
    this.#passing = true
    one?.go()
  }

  async #pass<T>(call: () => Promise<T>): Promise<T> {
    const whose = this.#whose.getStore()
    if (whose === undefined || !this.#atWork.has(whose.program)) return await call()
    await new Promise<void>((go) => {
      this.#waiting.push({ who: whose.program, go })
      this.#next()
    })
    try {
      return await call()
    } finally {
      this.#passing = false
      // What the program does next without the disk comes before anybody's next call.
      setImmediate(() => this.#next())
    }
  }

  /** Closes what programs that were killed had open. */
  async end(): Promise<void> {
    for (const file of this.#files) await file.close().catch(() => {})
  }

  /** The disk, as programs that wait their turns see it. */
  disk(): Disk {
    const turned = <T extends (...input: never[]) => Promise<unknown>>(call: T): T =>
      ((...input: Parameters<T>) => this.#pass(() => call(...input))) as T
    const handled = ['write', 'sync', 'datasync']
    return {
      open: (async (...input: Parameters<Disk['open']>) => {
        const file = await this.#pass(() => realDisk.open(...input))
        this.#files.push(file)
        return new Proxy(file, {
          get: (target, name) => {
            const value = Reflect.get(target, name, target) as unknown
            if (typeof value !== 'function') return value
            if (!handled.includes(String(name))) return value.bind(target)
            return (...args: unknown[]) => this.#pass(() => value.apply(target, args))
          },
        })
      }) as Disk['open'],
      rename: turned(realDisk.rename),
      unlink: turned(realDisk.unlink),
      mkdir: turned(realDisk.mkdir as never) as Disk['mkdir'],
      rm: turned(realDisk.rm),
      readdir: turned(realDisk.readdir as never) as Disk['readdir'],
      readFile: turned(realDisk.readFile as never) as Disk['readFile'],
      lstat: turned(realDisk.lstat as never) as Disk['lstat'],
    }
  }
}

/** What a schedule came to: how often somebody opened, saved and was refused, by code; and what was wrong. */
export interface Schedule {
  readonly counts: ReadonlyMap<string, number>
  readonly wrong: readonly string[]
}

const fitting = ['held', 'lock-lost', 'locked', 'conflict']

/** Goes through one schedule of two programs, on one machine or on two. */
export async function goThrough(seed: number): Promise<Schedule> {
  const roll = dice(seed)
  const place = room()
  const folder = join(place.path, 'a')
  const counts = new Map<string, number>()
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  const wrong: string[] = []
  const clock = { at: start }
  const twoMachines = roll(3) === 0
  // Two process numbers that are surely in use: what tells a dead one from a live one is when it was started.
  const programs: readonly Program[] = [process.pid, process.ppid].map((pid, i) => ({
    name: 'AB'[i] as string,
    pid,
    machine: twoMachines ? `desk-${i + 1}` : 'desk-1',
    skew: 0,
    life: 1,
    store: undefined,
  }))
  const lifeOf = (pid: number) => programs.find((program) => program.pid === pid)?.life
  const turnstile = new Turnstile(roll)
  const disk = turnstile.disk()
  const own = (program: Program, takeOver = false): Surroundings =>
    surroundings({
      kdf,
      disk,
      random: seededBytes(`${seed} ${program.name} ${program.life} ${clock.at}`),
      now: () => clock.at + program.skew,
      takeOver,
      host: {
        name: program.machine,
        bootId: program.machine,
        pid: program.pid,
        startTime: program.life,
        startTimeOf: lifeOf,
      },
    })
  /** Every change acknowledged, in order, and by which opening. */
  const acknowledged: { id: string; by: string }[] = []
  const tick = { n: 0 }

  const refusedBy = (thrown: unknown, doing: string) => {
    if (!(thrown instanceof CaseworkError)) wrong.push(`${doing}: ${described(thrown)}`)
    else if (!fitting.includes(thrown.code)) wrong.push(`${doing}: ${thrown.code}, ${thrown.message}`)
    else count(`${doing}: ${thrown.code}`)
  }
  const open = async (program: Program, takeOver: boolean) => {
    if (program.store !== undefined) return
    try {
      program.store = await openCase(folder, { passphrase }, own(program, takeOver))
      count('opened')
    } catch (thrown) {
      refusedBy(thrown, 'opening')
    }
  }
  const save = async (program: Program) => {
    const { store } = program
    if (store === undefined) return
    tick.n += 1
    const id = `change ${tick.n}`
    try {
      await store.commit({ ops: [put('n', { id })], audit: [{ action: 'a' }], actor: program.name })
      acknowledged.push({ id, by: `${program.name}${program.life}` })
      count('saved')
    } catch (thrown) {
      refusedBy(thrown, 'saving')
    }
  }
  const close = async (program: Program) => {
    await program.store?.close()
    program.store = undefined
  }
  const look = async (program: Program) => {
    const before = acknowledged.map(({ id }) => id)
    try {
      const store = await openCase(folder, { passphrase }, own(program), { readOnly: true })
      const seen = new Set(store.list('n').map(({ id }) => id))
      if (before.some((id) => !seen.has(id))) wrong.push('a reader missed what was acknowledged')
      await store.close()
      count('looked')
    } catch (thrown) {
      refusedBy(thrown, 'looking')
    }
  }
  const kill = (program: Program) => {
    // Nothing of it runs any more: its opening is let go of without a word, its lock stands.
    program.store = undefined
    program.life += 1
    count('killed')
  }
  const step = async (program: Program) => {
    const which = roll(20)
    if (which < 6) await open(program, roll(2) === 0)
    else if (which < 14) for (let n = roll(3); n >= 0; n -= 1) await save(program)
    else if (which < 16) await close(program)
    else if (which < 18) await look(program)
    else if (which === 18) kill(program)
    else if (roll(2) === 0) clock.at += 61_000 + roll(120_000)
    else program.skew = ([-day, 0, day] as const)[roll(3)] as number
  }
  try {
    const made = await createCase(
      folder,
      { name: 'Lantern', passphrase, holder: 'x' },
      own(programs[0] as Program),
    )
    await made.store.close()
    for (let round = 0; round < 12; round += 1) {
      clock.at += 1_000
      // Now by turns, now both at once.
      if (roll(2) === 0) await step(programs[roll(2)] as Program)
      else await Promise.all(programs.map((program) => turnstile.work(program, () => step(program))))
    }
    // What acknowledged anything is never contradicted: the case opens and holds all of it, in its order.
    for (const program of programs) await close(program)
    clock.at += 10 * day
    for (const program of programs) program.skew = 0
    const last = await openCase(folder, { passphrase }, own(programs[0] as Program, true))
    const usual = ['lock-taken-over', 'torn-tail']
    const strange = last.notices.filter(({ code }) => !usual.includes(code))
    if (strange.length > 0) wrong.push(`opens with ${strange.map(({ code }) => code)}`)
    const held = last.list('n').map(({ id }) => id)
    const sure = acknowledged.map(({ id }) => id)
    const lost = sure.filter((id) => !held.includes(id))
    if (lost.length > 0) wrong.push(`lost ${lost}`)
    const order = held.filter((id) => sure.includes(id))
    if (order.join() !== sure.join() && lost.length === 0)
      wrong.push(`held as ${order}, acknowledged as ${sure}`)
    const { ok, findings } = await last.verify({ full: true })
    if (!ok) wrong.push(`does not check out: ${findings.map(({ code }) => code)}`)
    await last.close()
  } catch (thrown) {
    wrong.push(described(thrown))
  } finally {
    await turnstile.end()
    place.clear()
  }
  return { counts, wrong }
}

/** The test of as many schedules as the amount asks for. */
export function twoPrograms(amount: Amount): void {
  const many = howMany(amount, { sample: 40, whole: 200, nightly: 10_000 })
  test(`two programs and one case, ${many} schedules: never two writers`, async () => {
    const all = new Map<string, number>()
    const wrong: string[] = []
    for (let seed = 1; seed <= many; seed += 1) {
      const came = await goThrough(seed)
      for (const [what, n] of came.counts) all.set(what, (all.get(what) ?? 0) + n)
      wrong.push(...came.wrong.map((each) => `schedule ${seed}: ${each}`))
    }
    console.info(`schedules: ${JSON.stringify(Object.fromEntries(all))}`)
    expect(wrong.slice(0, 5)).toEqual([])
    // What is to be tried has come about.
    for (const what of ['opened', 'saved', 'looked', 'killed', 'opening: held', 'saving: lock-lost'])
      expect(all.get(what) ?? 0, what).toBeGreaterThan(0)
  }, 7_200_000)
}
