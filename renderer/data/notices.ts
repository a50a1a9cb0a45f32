import type { Notice } from '../../casework/contract/wire.ts'

type Changed = Extract<Notice, { kind: 'changed' }>

/** Whether an answer kept under `key` ([method, params]) may be out of date after a change. */
export function staleAfter(notice: Changed, key: readonly unknown[]): boolean {
  const [method, params] = key as [string, { caseId?: string | null; type?: string } | undefined]
  if (method === 'places.list') return false
  const about = params?.caseId ?? null
  if (about !== null && notice.caseId !== null && about !== notice.caseId) return false
  if (method === 'records.list' && params?.type !== undefined && notice.types.length > 0)
    return notice.types.includes(params.type)
  return true
}
