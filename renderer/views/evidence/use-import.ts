import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ErrorShape } from '../../../casework/contract/errors.ts'
import { shapeOf } from '../../../casework/contract/errors.ts'
import type { ImportItem } from '../../../casework/contract/shapes.ts'
import { useJobs } from '../../data/jobs.ts'

export type ImportState =
  | { readonly step: 'running'; readonly job: number; readonly stopping: boolean }
  | { readonly step: 'done'; readonly items: readonly ImportItem[] }
  | { readonly step: 'failed'; readonly error: ErrorShape }

/**
 * The import of a case: at most one at a time. It goes on while another screen is shown, and its verdicts wait until
 * they are dismissed or the case is locked.
 */
export function useImport(caseId: string) {
  const queries = useQueryClient()
  const jobs = useJobs()
  const key = ['evidence-import', caseId]
  const state = useQuery<ImportState | null>({
    queryKey: key,
    queryFn: () => queries.getQueryData<ImportState | null>(key) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  }).data
  const set = (next: ImportState | null) => queries.setQueryData<ImportState | null>(key, next)
  return {
    state: state ?? null,
    start: (from: readonly string[], producer: string) => {
      const work = jobs.start('evidence.add', { caseId, from: [...from], producer }, 'Bringing in files')
      set({ step: 'running', job: jobs.list().at(-1)?.id ?? 0, stopping: false })
      work.then(
        ({ items }) => set({ step: 'done', items }),
        (thrown: unknown) => set({ step: 'failed', error: shapeOf(thrown) }),
      )
    },
    cancel: () => {
      if (state?.step !== 'running') return
      set({ ...state, stopping: true })
      jobs.cancel(state.job)
    },
    dismiss: () => set(null),
  }
}
