import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ErrorShape, shapeOf } from '../../casework/contract/errors.ts'
import { useJobs } from './jobs.ts'

/** A value that outlives the screen but not the lock. */
export function useKept<T>(name: string, first: T): readonly [T, (next: T | ((before: T) => T)) => void] {
  const queries = useQueryClient()
  const key = ['kept', name]
  const now = () => queries.getQueryData<T>(key) ?? first
  const value = useQuery<T>({
    queryKey: key,
    queryFn: now,
    initialData: now,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  }).data as T
  const set = (next: T | ((before: T) => T)) =>
    void queries.setQueryData<T>(key, typeof next === 'function' ? (next as (before: T) => T)(now()) : next)
  return [value, set]
}

/** Long work of one screen: none, under way, done or failed. */
export type Work<R> =
  | { readonly step: 'none' }
  | { readonly step: 'running'; readonly job: number; readonly stopping: boolean }
  | { readonly step: 'done'; readonly result: R }
  | { readonly step: 'failed'; readonly error: ErrorShape }

/** Work that goes on while another screen is shown; what came of it waits until dismissed or locked. */
export function useWork<R>(name: string) {
  const jobs = useJobs()
  const [work, set] = useKept<Work<R>>(name, { step: 'none' })
  return {
    work,
    start: (begin: () => Promise<R>) => {
      const doing = begin()
      set({ step: 'running', job: jobs.list().at(-1)?.id ?? 0, stopping: false })
      doing.then(
        (result) => set({ step: 'done', result }),
        (thrown: unknown) => {
          const error = shapeOf(thrown)
          set(error.code === 'cancelled' ? { step: 'none' } : { step: 'failed', error })
        },
      )
    },
    cancel: () => {
      if (work.step !== 'running') return
      set({ ...work, stopping: true })
      jobs.cancel(work.job)
    },
    dismiss: () => set({ step: 'none' }),
  }
}
