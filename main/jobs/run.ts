import { CaseworkError, type ErrorShape } from '../../casework/contract/errors.ts'
import type { Progress } from '../../casework/contract/wire.ts'
import { type Input, type JobName, jobs, type Output } from './index.ts'
import type { JobProcess, Powers } from './powers.ts'

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (at: Progress) => void
  /** Hears parts of the result as they are ready, in order, before the result itself. */
  readonly onPart?: (part: unknown) => void
  /** Milliseconds without progress after which the process is ended and `stalled` is thrown. */
  readonly patience?: number
}
/** Runs a job wherever the host runs jobs. Rejects with the job's own CaseworkError, or `JobDied` when its process ended. */
export type JobRunner = <N extends JobName>(
  name: N,
  input: Input<N>,
  options?: RunOptions,
) => Promise<Output<N>>

/** The process ended without an answer: out of memory, crashed, or out of patience. `last` is its last progress. */
export class JobDied extends Error {
  readonly last: Progress | null
  constructor(name: string, last: Progress | null) {
    super(`The process running ${name} ended without an answer.`)
    this.name = 'JobDied'
    this.last = last
  }
}

/** What goes to a job's process, and what comes back. */
export type ToJob = { readonly run: JobName; readonly input: unknown } | { readonly stop: true }
export type FromJob =
  | { readonly progress: Progress }
  | { readonly part: unknown }
  | { readonly done: unknown }
  | { readonly failed: ErrorShape; readonly stack?: string }

/**
 * Jobs in processes of their own, so that a hostile file can at worst end the process that reads it. A process that
 * only looked at files is used again; one that held a key ends with its job.
 */
export function jobsOver(powers: Powers): JobRunner & { close(): void } {
  const idle: JobProcess[] = []
  const alive = new Set<JobProcess>()
  const hire = (): JobProcess => {
    const rested = idle.pop()
    if (rested !== undefined) return rested
    const fresh = powers.spawn()
    alive.add(fresh)
    return fresh
  }
  const dismiss = (process: JobProcess) => {
    alive.delete(process)
    process.kill()
  }

  const run: JobRunner = (name, input, options = {}) =>
    new Promise((resolve, reject) => {
      if (options.signal?.aborted) return reject(stopped())
      const process = hire()
      const state = {
        settled: false,
        last: null as Progress | null,
        timer: undefined as NodeJS.Timeout | undefined,
      }
      const settle = (act: () => void, keep: boolean) => {
        if (state.settled) return
        state.settled = true
        clearTimeout(state.timer)
        if (keep && jobs[name].reuse && idle.length < 2) idle.push(process)
        else dismiss(process)
        act()
      }
      const wait = () => {
        clearTimeout(state.timer)
        if (options.patience !== undefined)
          state.timer = setTimeout(
            () => settle(() => reject(new JobDied(name, state.last)), false),
            options.patience,
          )
      }
      process.onMessage((message) => {
        const heard = message as FromJob
        if (state.settled) return
        wait()
        if ('progress' in heard) {
          state.last = heard.progress
          options.onProgress?.(heard.progress)
        } else if ('part' in heard) options.onPart?.(heard.part)
        else if ('done' in heard) settle(() => resolve(heard.done as never), true)
        else settle(() => reject(errorFrom(heard)), true)
      })
      process.onExit(() => {
        alive.delete(process)
        const at = idle.indexOf(process)
        if (at >= 0) idle.splice(at, 1)
        settle(() => reject(options.signal?.aborted ? stopped() : new JobDied(name, state.last)), false)
      })
      options.signal?.addEventListener(
        'abort',
        () => {
          if (state.settled) return
          process.send({ stop: true } satisfies ToJob)
          // A job deep in one file may not hear; a killed process is as safe as a cancelled one.
          state.timer = setTimeout(() => settle(() => reject(stopped()), false), 2_000)
        },
        { once: true },
      )
      wait()
      process.send({ run: name, input } satisfies ToJob)
    })

  return Object.assign(run, {
    close: () => {
      for (const process of [...alive]) dismiss(process)
    },
  })
}

/** Jobs in this very process: for tests. */
export const jobsInline: JobRunner = async (name, input, options = {}) => {
  const job = (await jobs[name].job()) as (input: unknown, tools: unknown) => Promise<never>
  return job(input, {
    signal: options.signal ?? new AbortController().signal,
    progress: options.onProgress ?? (() => undefined),
    part: options.onPart ?? (() => undefined),
  })
}

const stopped = () => new CaseworkError('cancelled', 'Stopped, as asked. Nothing was left half done.')

function errorFrom({ failed, stack }: { failed: ErrorShape; stack?: string }): Error {
  if (failed.code === 'internal') return new Error(stack ?? failed.message)
  return new CaseworkError(failed.code, failed.message, failed.at === undefined ? {} : { at: failed.at })
}
