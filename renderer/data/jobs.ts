import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Method, Params, Result } from '../../casework/contract/contract.ts'
import { type ErrorShape, shapeOf } from '../../casework/contract/errors.ts'
import type { Progress } from '../../casework/contract/wire.ts'

/** A piece of long work, as the drawer shows it. */
export interface Job {
  readonly id: number
  readonly title: string
  readonly at: Progress | null
  readonly state: 'running' | 'done' | 'failed'
  readonly error: ErrorShape | null
}
type Call = <M extends Method>(
  method: M,
  params: Params<M>,
  options: { signal: AbortSignal; onProgress: (at: Progress) => void },
) => Promise<Result<M>>

export interface Jobs {
  readonly list: () => readonly Job[]
  readonly subscribe: (hear: () => void) => () => void
  /** Starts long work under a title; answers or throws as the call does, and shows in the drawer meanwhile. */
  readonly start: <M extends Method>(method: M, params: Params<M>, title: string) => Promise<Result<M>>
  readonly cancel: (id: number) => void
  /** Takes a finished job out of the drawer. */
  readonly dismiss: (id: number) => void
}

/** The list of running and finished jobs of one window. `onFail` hears what a job failed with. */
export function createJobs(call: Call, onFail: (thrown: unknown) => void = () => undefined): Jobs {
  const state: { jobs: readonly Job[]; last: number } = { jobs: [], last: 0 }
  const stops = new Map<number, AbortController>()
  const ears = new Set<() => void>()
  const set = (jobs: readonly Job[]) => {
    state.jobs = jobs
    for (const hear of ears) hear()
  }
  const alter = (id: number, part: Partial<Job>) =>
    set(state.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)))
  const remove = (id: number) => set(state.jobs.filter((job) => job.id !== id))
  return {
    list: () => state.jobs,
    subscribe: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
    start: async (method, params, title) => {
      const id = ++state.last
      const stop = new AbortController()
      stops.set(id, stop)
      set([...state.jobs, { id, title, at: null, state: 'running', error: null }])
      try {
        const result = await call(method, params, {
          signal: stop.signal,
          onProgress: (at) => alter(id, { at }),
        })
        alter(id, { state: 'done' })
        // The drawer keeps the last few that ended well; those that failed stay until they are cleared.
        const done = state.jobs.filter((job) => job.state === 'done')
        const old = new Set(done.slice(0, -5))
        if (old.size > 0) set(state.jobs.filter((job) => !old.has(job)))
        return result
      } catch (thrown) {
        const error = shapeOf(thrown)
        if (error.code === 'cancelled') remove(id)
        else alter(id, { state: 'failed', error })
        onFail(thrown)
        throw thrown
      } finally {
        stops.delete(id)
      }
    },
    cancel: (id) => stops.get(id)?.abort(),
    dismiss: remove,
  }
}

export const JobsContext = createContext<Jobs | null>(null)

/** The window's jobs: start, cancel, dismiss. */
export function useJobs(): Jobs {
  const jobs = useContext(JobsContext)
  if (jobs === null) throw new Error('useJobs is used outside the desk')
  return jobs
}
/** The jobs as they stand, drawn again as they move. */
export function useJobList(): readonly Job[] {
  const jobs = useJobs()
  return useSyncExternalStore(jobs.subscribe, jobs.list)
}
