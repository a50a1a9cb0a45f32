import { type AnyStored, entityOf, type RecordType, recordTypes } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Citation } from '../../casework/schema.ts'
import type { Reading } from '../services/records/records.ts'
import { titleOf } from './overview.ts'

/**
 * Where a record is used: every record with a field that points at it, read from the register, so that a new kind of
 * thing is found here without a word. What lies within a record, as its custody does, is no use of it.
 */
export function usedIn(records: Reading, type: RecordType, id: string) {
  return recordTypes
    .filter((other) => !entityOf(other).apart && !entityOf(other).within)
    .flatMap((other) =>
      (records.list(other) as readonly AnyStored[]).filter((each) => pointsAt(each, other, type, id)),
    )
    .map((each) => ({ type: each.type, id: each.id, ref: refOf(each), title: titleOf(each) }))
}

function pointsAt(record: AnyStored, of: RecordType, type: RecordType, id: string): boolean {
  const values = record.fields as unknown as Readonly<Record<string, unknown>>
  return Object.entries(entityOf(of).fields).some(([key, field]) => {
    if (field.kind === 'citations')
      return (values[key] as readonly Citation[]).some((each) => each.type === type && each.id === id)
    if (field.refersTo !== type) return false
    return field.kind === 'reference' ? values[key] === id : (values[key] as readonly string[]).includes(id)
  })
}
