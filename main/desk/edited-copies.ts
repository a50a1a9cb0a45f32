import { createHash } from 'node:crypto'
import type { RedactionState } from '../../casework/contract/redaction.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import type { FileFacts } from '../../casework/schema.ts'
import type { OpenCase } from './open-cases.ts'

type Exhibit = StoredOf<'exhibit'>
type Mark = StoredOf<'redaction'>

/** What is known of the boxes on one exhibit's file, and of the copy they were burned into. */
export interface Redacted {
  readonly state: RedactionState
  readonly marks: readonly Mark[]
  /** Boxes that were removed. */
  readonly removed: readonly Mark[]
  /** The newest edited copy of the file. */
  readonly edited: StoredOf<'edited'> | null
  /** The file a bundle that is served takes; null where there is none that is as the boxes are. */
  readonly file: FileFacts | null
}

/** Tells one set of boxes from another. */
export const markSetOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')

/** What is known of the boxes of every exhibit; what belongs to another file than the one it has now is left out. */
export function redactedIn({ records }: OpenCase): (exhibit: Exhibit) => Redacted {
  const marks = by(records.list('redaction', { archived: true }))
  const copies = by(records.list('edited'))
  return ({ id, fields: { file } }) => {
    const all = (marks.get(id) ?? []).filter(({ fields }) => fields.sha256 === file?.sha256)
    const live = all.filter(({ archived }) => archived === null)
    const edited =
      (copies.get(id) ?? []).filter(({ fields }) => fields.source === file?.sha256).at(-1) ?? null
    const current = edited !== null && edited.fields.markSet === markSetOf(live.map((mark) => mark.id))
    const state = live.length === 0 ? 'none' : edited === null ? 'marked' : current ? 'burned' : 'behind'
    return {
      state,
      marks: live,
      removed: all.filter(({ archived }) => archived !== null),
      edited,
      file: state === 'burned' ? edited!.fields.file : null,
    }
  }
}

function by<T extends { fields: { exhibit: string | null } }>(all: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>()
  for (const each of all) {
    const key = each.fields.exhibit ?? ''
    const known = found.get(key)
    if (known === undefined) found.set(key, [each])
    else known.push(each)
  }
  return found
}
