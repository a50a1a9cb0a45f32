import { join } from 'node:path'
import { holdsIdleLock } from '../casework/contract/holding.ts'
import type { Notice, Reply } from '../casework/contract/wire.ts'
import { type Desk, londonDay } from './desk/desk.ts'
import { openUnfinishedNamed } from './desk/landing-names.ts'
import { openCases } from './desk/open-cases.ts'
import { openReadings } from './desk/reading.ts'
import { serve } from './desk/serve.ts'
import { type Door, type Handlers, noticed, openDoor } from './dispatch.ts'
import { attentionHandlers } from './handlers/attention.ts'
import { auditHandlers } from './handlers/audit.ts'
import { bundleHandlers } from './handlers/bundle.ts'
import { caseHandlers } from './handlers/cases.ts'
import { evidenceHandlers } from './handlers/evidence.ts'
import { handOverHandlers } from './handlers/hand-over.ts'
import { historyHandlers } from './handlers/history.ts'
import { holderHandlers } from './handlers/holders.ts'
import { machineHandlers } from './handlers/machine.ts'
import { readingHandlers } from './handlers/reading.ts'
import { recordHandlers } from './handlers/records.ts'
import { redactionHandlers } from './handlers/redaction.ts'
import { settingsHandlers } from './handlers/settings.ts'
import { statementHandlers } from './handlers/statements.ts'
import { textHandlers } from './handlers/text.ts'
import { upkeepHandlers } from './handlers/upkeep.ts'
import type { JobRunner } from './jobs/run.ts'
import type { Link } from './link.ts'
import type { Kdf, KdfCost, Surroundings } from './services/case-store/index.ts'
import { openKnownCases } from './services/machine/known-cases.ts'
import { openPlaces } from './services/machine/places.ts'
import { openReadingStore } from './services/machine/reading-store.ts'
import { locksFor, openSettings } from './services/machine/settings.ts'
import { openWitness } from './services/machine/witness.ts'

/** What the workbench can't know by itself. Time, chance and processes come in here and nowhere else. */
export interface WorkbenchSurroundings {
  readonly now: () => number
  readonly newId: () => string
  readonly random: (count: number) => Uint8Array
  readonly kdf: Kdf
  readonly kdfCost?: KdfCost
  readonly run: JobRunner
  readonly machineDir: string
  readonly resourcesDir: string
  readonly user: string
  readonly version: string
  readonly machine: Surroundings['host']
  readonly takeOver?: boolean
  readonly lockMinutes?: number
  /** Where what nobody foresaw is written in full. Given the error only; never a record. */
  readonly log?: (thrown: unknown) => void
}
export interface Workbench extends Link {
  /** Hears that everything was locked and wiped: whoever runs the workbench in a process of its own now ends it. */
  onEnded(hear: () => void): void
}

const idleCheck = 5_000
/** A watch that comes this much late was asleep with the machine, in milliseconds. */
const sleptFor = 60_000
/** How long the idle lock waits for work that would be left half done, in milliseconds. */
const longestHeld = 60 * 60_000
/** How long a lock waits for commands already under way, in milliseconds. */
const lockPatience = 3_000

/** How long the end of the program waits for what was left on drives to be taken away, in milliseconds. */
const sweepPatience = 2_000

/** Puts everything together. What it gives is all that a host needs. */
export function createWorkbench(s: WorkbenchSurroundings): Workbench {
  const windows = new Set<{ reply: (message: Reply) => void; connection: Door }>()
  const ended = new Set<() => void>()
  const locking: { until: Promise<void> | null } = { until: null }
  const settings = openSettings(s.machineDir)
  const lockMinutes = () => s.lockMinutes ?? settings.now().lockMinutes
  const seen = { at: s.now(), watched: s.now() }
  const witness = openWitness(s.machineDir, s.random)
  const cases = openCases({ ...s, witness })
  const readings = openReadings(s.run, openReadingStore(s.machineDir, s.random))
  const unfinished = openUnfinishedNamed(s.machineDir, s.random, s.machine)
  const swept = unfinished.sweep()
  const tell = (notice: Notice) => {
    for (const { reply } of windows) reply(noticed(notice))
  }

  const desk: Desk = {
    now: s.now,
    newId: s.newId,
    today: () => londonDay(s.now()),
    user: s.user,
    version: s.version,
    get lockMinutes() {
      return lockMinutes()
    },
    resourcesDir: s.resourcesDir,
    paper: { fonts: join(s.resourcesDir, 'fonts'), forms: join(s.resourcesDir, 'forms') },
    cases,
    readings,
    known: openKnownCases(s.machineDir),
    places: openPlaces(s.random(16)),
    unfinished,
    run: s.run,
    tell,
    store: {
      now: s.now,
      random: s.random,
      kdf: s.kdf,
      host: s.machine,
      app: `Turnstone ${s.version}`,
      witness,
      ...(s.kdfCost === undefined ? {} : { cost: s.kdfCost }),
      ...(s.takeOver === undefined ? {} : { takeOver: s.takeOver }),
    },
    touch: () => {
      seen.at = s.now()
    },
    lock(why) {
      if (!locksFor(why, settings.now())) return Promise.resolve()
      locking.until ??= Promise.resolve()
        .then(() => lockAll(why))
        .finally(() => {
          locking.until = null
        })
      return locking.until
    },
  }
  const lockAll = async (why: Parameters<Desk['lock']>[0]) => {
    // The window empties first; what is running is told to stop; then the stores close and their keys go.
    tell({ kind: 'locked', why })
    // Words that were on their way to the disk get there; nothing holds a lock up for long.
    const quiet = Promise.all([...windows].map(({ connection }) => connection.quiet('machine.lock')))
    await Promise.race([quiet, new Promise((late) => setTimeout(late, lockPatience).unref())])
    await Promise.all([cases.closeAll(), readings.closeAll()])
    // The answer to whoever asked must leave before the process that sends it ends.
    setTimeout(() => {
      for (const hear of ended) hear()
    }, 50)
  }
  const handlers: Handlers = {
    ...machineHandlers(desk),
    ...caseHandlers(desk),
    ...recordHandlers(desk),
    ...evidenceHandlers(desk),
    ...textHandlers(desk),
    ...redactionHandlers(desk),
    ...statementHandlers(desk),
    ...attentionHandlers(desk),
    ...bundleHandlers(desk),
    ...auditHandlers(desk),
    ...historyHandlers(desk),
    ...upkeepHandlers(desk),
    ...handOverHandlers(desk),
    ...holderHandlers(desk),
    ...settingsHandlers(desk, settings),
    ...readingHandlers(desk),
  }
  /** An import somebody left running overnight is not cut short for want of a hand on the mouse; nor is it waited for long. */
  const held = (over: number) =>
    over < longestHeld && [...windows].some(({ connection }) => connection.busyWith(holdsIdleLock))
  const watch = setInterval(() => {
    const now = s.now()
    const slept = now - seen.watched >= idleCheck + sleptFor
    seen.watched = now
    if (cases.all().length === 0 && readings.count() === 0) {
      // With nothing open nobody need be here. The time counts from when there is something to lock.
      seen.at = now
      return
    }
    const over = now - seen.at - lockMinutes() * 60_000
    if (over >= 0 && !held(over)) void desk.lock('idle')
    // A host that hears the machine go to sleep has locked before; this is for those that can't hear it.
    else if (slept) void desk.lock('sleep')
  }, idleCheck)
  watch.unref()

  // While a lock is under way, words for a case that is still open go through, to be kept; all else waits for its end. A
  // case unlocked in that moment would be found open, and closed behind the window that believes it has it.
  const waits = (message: unknown) => {
    const { ask, with: params } = (message ?? {}) as { ask?: unknown; with?: { caseId?: unknown } | null }
    if (locking.until === null || ask === undefined || ask === 'machine.lock') return false
    const named = params?.caseId
    return ask === 'cases.unlock' || typeof named !== 'string' || cases.find(named) === undefined
  }

  return {
    connect(reply) {
      const connection = openDoor(handlers, reply, s.log ?? (() => undefined), s.now)
      const window = { reply, connection }
      windows.add(window)
      seen.at = s.now()
      return {
        receive: async (message) => {
          if (waits(message)) await locking.until
          await connection.receive(message)
        },
        close: () => {
          windows.delete(window)
          connection.close()
        },
      }
    },
    serve: (address, range) => serve(desk, address, range),
    grant: async (paths) => paths.map((path) => desk.places.grant(path)),
    async close() {
      clearInterval(watch)
      for (const { connection } of windows) connection.close()
      windows.clear()
      // A drive that doesn't answer is tried again at the next start.
      await Promise.race([swept, new Promise((late) => setTimeout(late, sweepPatience).unref())])
      await Promise.all([cases.closeAll(), readings.closeAll()])
    },
    onEnded: (hear) => void ended.add(hear),
  }
}
