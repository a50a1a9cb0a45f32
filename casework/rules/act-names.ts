import { type AnyStored, entityOf, type RecordType } from '../entities/index.ts'
import { changedFields } from './changes.ts'
import { refOf } from './references.ts'

/** A save as undo sees it: the record before (null when it was made) and after, and which version was brought back. */
export interface Saved {
  readonly before: AnyStored | null
  readonly after: AnyStored
  readonly restored?: number | undefined
}

/** The longest a title may be within a name, in characters. */
const titleLength = 30

/** The name of an act for a menu, to stand after Undo or Redo: `adding A4`, `change of V1: occupation`. */
export function actName({ before, after, restored }: Saved): string {
  const thing = called(after)
  if (before === null) return `adding ${thing}`
  if (restored !== undefined) return `bringing back version ${restored} of ${thing}`
  if (before.archived === null && after.archived !== null) return `archiving ${thing}`
  if (before.archived !== null && after.archived === null) return `bringing back ${thing}`
  const type = after.type as RecordType
  const keys = changedFields(type, before.fields as never, after.fields as never)
  const names = keys.map((key) => lower(entityOf(type).fields[key]?.label ?? key))
  if (names.length === 0) return `change of ${thing}`
  return names.length < 3
    ? `change of ${thing}: ${names.join(' and ')}`
    : `change of ${thing}: ${names[0]} and ${names.length - 1} more`
}

/** The name of what was frozen or served: `freezing B1`. */
export const stoodName = (after: AnyStored): string =>
  `${(after.fields as { readonly state?: string }).state === 'served' ? 'serving' : 'freezing'} ${called(after)}`

function called(record: AnyStored): string {
  const { apart, name, title } = entityOf(record.type as RecordType)
  if (record.type === 'case') return 'the case details'
  // The contact page's own reference is shown nowhere, and nothing of its contents ever is.
  if (apart) return `a ${lower(name.one)}`
  const ref = refOf(record)
  if (ref !== '') return ref
  const words = title(record.fields as never).trim()
  const short = words.length > titleLength ? `${words.slice(0, titleLength - 1).trimEnd()}…` : words
  return short === '' ? `the ${lower(name.one)}` : `“${short}”`
}

const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1)
