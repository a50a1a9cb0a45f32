import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { client } from '../../api.ts'
import { useAsk } from '../../data/ask.ts'
import { type EvidenceRow, rowOf, type Verdicts, verdictsOf } from './rows.ts'

const none: Verdicts = new Map()
/** A large ledger comes in parts, so that no one answer keeps the workbench from the next question. */
const part = 2_000

/** Every exhibit of a case as rows, with the verdict of its last check once the ledger has been read. */
export function useEvidence(caseId: string): {
  readonly rows: readonly EvidenceRow[]
  readonly pending: boolean
  readonly error: CaseworkError | null
} {
  const list = useAsk('records.list', { caseId, type: 'exhibit' })
  const ledger = useQuery({
    queryKey: ['records.list', { caseId, type: 'custody', parts: part }],
    queryFn: async ({ signal }) => {
      const entries: StoredOf<'custody'>[] = []
      for (let from = 0, total = 1; from < total; from += part) {
        const answer = await client.call(
          'records.list',
          { caseId, type: 'custody', from, count: part },
          { signal },
        )
        total = answer.total
        entries.push(...(answer.records as readonly StoredOf<'custody'>[]))
      }
      return verdictsOf(entries)
    },
    enabled: list.data !== undefined,
    placeholderData: (before) => before,
  })
  const verdicts = ledger.data ?? none
  const rows = useMemo(
    () =>
      ((list.data?.records ?? []) as readonly StoredOf<'exhibit'>[])
        .filter((record) => record.archived === null)
        .map((record) => rowOf(record, verdicts)),
    [list.data, verdicts],
  )
  return { rows, pending: list.isPending, error: list.error }
}
