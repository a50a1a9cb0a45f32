import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { AuditRow } from '../../../casework/contract/audit.ts'
import type { Params, Result } from '../../../casework/contract/contract.ts'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import { client } from '../../api.ts'
import { pagesFor } from '../../parts/long-table-model.ts'

/** Entries in a page. The whole of a long audit is never asked for. */
export const pageSize = 500

export interface AuditPages {
  /** The newest answer: how the chain stands, who is in it. */
  readonly standing: Result<'audit.list'> | undefined
  /** How many entries fit the filter. */
  readonly total: number
  readonly rowAt: (index: number) => AuditRow | undefined
  readonly onSee: (from: number, to: number) => void
  readonly error: CaseworkError | null
}

/** The entries that fit a question, by the page, only those in sight. */
export function useAudit(question: Params<'audit.list'>): AuditPages {
  const [seen, setSeen] = useState<readonly number[]>([0])
  const onSee = useCallback((from: number, to: number) => {
    const pages = pagesFor(from, to, pageSize)
    setSeen((before) => (before.join() === pages.join() ? before : pages))
  }, [])
  const pages = seen.includes(0) ? seen : [0, ...seen]
  const answers = useQueries({
    queries: pages.map((page) => {
      const params = { ...question, from: page * pageSize, count: pageSize }
      return {
        queryKey: ['audit.list', params],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.call('audit.list', params, { signal }),
        placeholderData: keepPreviousData,
        // A long audit scrolled through must not pile up here.
        gcTime: 30_000,
      }
    }),
  })
  const first = answers[0]
  const byPage = new Map(
    pages.map((page, index) => [
      page,
      answers[index]?.isPlaceholderData && page > 0 ? undefined : answers[index]?.data,
    ]),
  )
  const failed = answers.find((each) => each.error !== null)?.error ?? null
  const key = answers.map((each) => each.dataUpdatedAt).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages and when they came decide
  const rowAt = useMemo(
    () => (index: number) => byPage.get(Math.floor(index / pageSize))?.entries[index % pageSize],
    [key, seen, question],
  )
  return {
    standing: first?.data,
    total: first?.data?.total ?? 0,
    rowAt,
    onSee,
    error: failed as CaseworkError | null,
  }
}
