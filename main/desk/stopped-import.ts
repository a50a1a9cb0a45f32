import type { ImportItem } from '../../casework/contract/shapes.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

const taken = ({ verdict }: ImportItem) => verdict !== 'refused'

/**
 * Puts on record how far an import came that was stopped: whoever locked, or was locked, no longer sees its list.
 * Nothing where it came to its end.
 */
export async function recordStopped(held: OpenCase, desk: Desk, items: readonly ImportItem[]): Promise<void> {
  const left = items.filter(({ code }) => code === 'cancelled')
  if (left.length === 0) return
  await held.records.add('intake', {
    files: items.length,
    taken: items.filter(taken).length,
    left: left.length,
    next: left[0]!.file.slice(0, 1_024),
  })
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['intake'] })
}

/** What to say, on opening, of an import that was stopped and that nothing was taken in after; nothing otherwise. */
export function stoppedImportNotices({ records }: OpenCase): string[] {
  const last = records.list('intake').at(-1)
  if (last === undefined) return []
  if (records.list('exhibit', { archived: true }).some(({ made }) => made.at > last.made.at)) return []
  const { files, left, next } = last.fields
  return [
    `An import was stopped before its end: ${counted(left ?? 0, 'file')} of ${(files ?? 0).toLocaleString('en-GB')} ${left === 1 ? 'was' : 'were'} not taken, from “${next}” on. Import the same files again: those already in the case are recognised.`,
  ]
}
