import { CaseworkError, type ErrorShape } from '../../casework/contract/errors.ts'
import type { Notice, Reply } from '../../casework/contract/wire.ts'
import type { Connection } from '../dispatch.ts'
import type { JobProcess } from '../jobs/powers.ts'
import type { Link, Served } from '../link.ts'

/** What a workbench process is told, and what it says. One channel carries everything, its jobs' words included. */
export type ToWorkbench =
  | { readonly start: WorkbenchStart }
  | { readonly open: number }
  | { readonly hear: number; readonly message: unknown }
  | { readonly shut: number }
  | { readonly request: number; readonly serve: { readonly address: string; readonly range: string | null } }
  | { readonly request: number; readonly grant: readonly string[] }
  | { readonly job: number; readonly says: unknown }
  | { readonly job: number; readonly ended: number | null }
  | { readonly end: true }
export type FromWorkbench =
  | { readonly to: number; readonly reply: Reply }
  | { readonly request: number; readonly result: unknown }
  | { readonly request: number; readonly error: ErrorShape }
  | { readonly startJob: number }
  | { readonly tellJob: number; readonly message: unknown }
  | { readonly killJob: number }
  | { readonly wiped: true }
export interface WorkbenchStart {
  readonly machineDir: string
  readonly resourcesDir: string
  readonly user: string
  readonly version: string
}
export interface ChildLinkSettings {
  readonly start: WorkbenchStart
  /** Starts a fresh process running `workbench-process.ts`. */
  readonly startWorkbench: () => JobProcess
  /** Starts a fresh process running `main/jobs/process.ts`. */
  readonly startJob: () => JobProcess
}

interface Window {
  readonly reply: (message: Reply) => void
  readonly waiting: Map<number, () => void>
}
interface Request {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}
/** One life of the workbench process, with the jobs it asked for. */
interface Life {
  readonly process: JobProcess
  readonly jobs: Map<number, JobProcess>
  readonly ended: Promise<void>
  /** It has said that it is locking, and will end: what is asked now waits for the next one. */
  locking: boolean
}

const lockedAway = () =>
  new CaseworkError('locked', 'The cases were locked before that was answered. Open the case and try again.')
const timeToEnd = 5_000

/**
 * A link over a workbench in a process of its own, which is where the keys are. The process ends when a lock has wiped
 * it, and the next thing asked starts a fresh one: windows stay connected, and what was still unanswered answers
 * `locked`. The process starts none itself, for it could not under Electron: it asks here for its jobs' processes, and
 * they end with it.
 */
export function childLink(settings: ChildLinkSettings): Link {
  const windows = new Map<number, Window>()
  const requests = new Map<number, Request>()
  const state: { life: Life | null; last: number; closed: boolean } = { life: null, last: 0, closed: false }
  const next = () => ++state.last

  const begin = (): Life => {
    const process = settings.startWorkbench()
    const jobs = new Map<number, JobProcess>()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const life: Life = { process, jobs, ended, locking: false }
    process.onExit(() => {
      for (const job of jobs.values()) job.kill()
      jobs.clear()
      if (state.life === life) state.life = null
      abandon(life.locking ? null : 'ended')
      resolve()
    })
    process.onMessage((message) => {
      const said = message as FromWorkbench
      if ('wiped' in said) {
        life.locking = true
        process.kill()
      } else hear(life, said)
    })
    process.send({ start: settings.start } satisfies ToWorkbench)
    for (const id of windows.keys()) process.send({ open: id } satisfies ToWorkbench)
    return life
  }
  const living = (): Life => {
    if (state.closed) throw new CaseworkError('locked', 'Turnstone is closing.')
    state.life ??= begin()
    return state.life
  }
  const tell = (message: ToWorkbench) => living().process.send(message)

  /** Answers everything unanswered. A lock has been told of by the workbench itself; a crash is told of here. */
  const abandon = (why: (Notice & { kind: 'locked' })['why'] | null) => {
    for (const { reject } of [...requests.values()]) reject(lockedAway())
    requests.clear()
    for (const { reply, waiting } of windows.values()) {
      for (const [id, done] of [...waiting]) {
        waiting.delete(id)
        reply({ id, error: lockedAway().shape() })
        done()
      }
      if (why !== null && !state.closed) reply({ notice: { kind: 'locked', why } })
    }
  }

  const hear = (life: Life, said: Exclude<FromWorkbench, { wiped: true }>) => {
    if ('to' in said) {
      const window = windows.get(said.to)
      if (window === undefined) return
      const done = 'id' in said.reply ? window.waiting.get(said.reply.id) : undefined
      if ('id' in said.reply) window.waiting.delete(said.reply.id)
      if ('notice' in said.reply && said.reply.notice.kind === 'locked') startLocking(life)
      window.reply(said.reply)
      done?.()
    } else if ('request' in said) {
      const request = requests.get(said.request)
      requests.delete(said.request)
      if ('error' in said) request?.reject(new CaseworkError(said.error.code, said.error.message))
      else request?.resolve(said.result as never)
    } else if ('startJob' in said) startJob(life, said.startJob)
    else if ('tellJob' in said) life.jobs.get(said.tellJob)?.send(said.message)
    else life.jobs.get(said.killJob)?.kill()
  }

  const startLocking = (life: Life) => {
    if (life.locking) return
    life.locking = true
    const late = setTimeout(() => life.process.kill(), timeToEnd)
    void life.ended.then(() => clearTimeout(late))
  }
  /** Acts now or, while a lock is under way, once the locked process is gone. */
  const afterLock = <T>(act: () => Promise<T>): Promise<T> =>
    state.life?.locking ? state.life.ended.then(act) : act()

  const startJob = (life: Life, id: number) => {
    const job = settings.startJob()
    life.jobs.set(id, job)
    job.onMessage((says) => life.process.send({ job: id, says } satisfies ToWorkbench))
    job.onExit((ended) => {
      life.jobs.delete(id)
      life.process.send({ job: id, ended } satisfies ToWorkbench)
    })
  }

  const request = <T>(
    what: { serve: { address: string; range: string | null } } | { grant: readonly string[] },
  ) =>
    afterLock(
      () =>
        new Promise<T>((resolve, reject) => {
          const id = next()
          requests.set(id, { resolve: resolve as (value: never) => void, reject })
          tell({ request: id, ...what })
        }),
    )

  return {
    connect(reply): Connection {
      const id = next()
      const window: Window = { reply, waiting: new Map() }
      windows.set(id, window)
      state.life?.process.send({ open: id } satisfies ToWorkbench)
      return {
        receive: (message) =>
          afterLock(
            () =>
              new Promise<void>((done) => {
                const ask = askNumber(message)
                if (state.closed) {
                  if (ask !== null) reply({ id: ask, error: lockedAway().shape() })
                  return done()
                }
                // A number in use twice is for the door to refuse; the first asker's answer must not be lost over it.
                if (ask === null || window.waiting.has(ask)) done()
                else window.waiting.set(ask, done)
                tell({ hear: id, message })
              }),
          ),
        close() {
          windows.delete(id)
          for (const done of window.waiting.values()) done()
          window.waiting.clear()
          state.life?.process.send({ shut: id } satisfies ToWorkbench)
        },
      }
    },
    serve: (address, range) => request<Served>({ serve: { address, range } }),
    grant: (paths) => request<readonly string[]>({ grant: paths }),
    async close() {
      state.closed = true
      const { life } = state
      if (life === null) return
      life.process.send({ end: true } satisfies ToWorkbench)
      const late = setTimeout(() => life.process.kill(), timeToEnd)
      await life.ended
      clearTimeout(late)
    },
  }
}

function askNumber(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('ask' in message) || !('id' in message))
    return null
  return Number.isSafeInteger(message.id) && typeof message.ask === 'string' ? (message.id as number) : null
}
