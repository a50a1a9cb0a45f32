import { type AnyStored, entityOf, type RecordType, recordTypes } from '../entities/index.ts'
import type { Citation } from '../schema.ts'

/** A record named by kind and id. */
export interface Named {
  readonly type: string
  readonly id: string
}

/** Every record the fields of a record point at, by the register's word: references and citations. */
export function referencesOf(record: AnyStored): readonly Named[] {
  const values = record.fields as unknown as Readonly<Record<string, unknown>>
  return Object.entries(entityOf(record.type as RecordType).fields).flatMap(([key, field]) => {
    const value = values[key]
    if (value === null || value === undefined) return []
    if (field.kind === 'reference') return [{ type: field.refersTo ?? '', id: value as string }]
    if (field.kind === 'references')
      return (value as readonly string[]).map((id) => ({ type: field.refersTo ?? '', id }))
    if (field.kind === 'citations')
      return (value as readonly Citation[]).map(({ type, id }) => ({ type, id }))
    return []
  })
}

/** Kinds that are only added to and are about another record: they come along with it, as custody with its exhibit. */
const ledgers = recordTypes.filter((type) => {
  const { appendOnly, fields } = entityOf(type)
  return appendOnly && Object.values(fields).some((field) => field.kind === 'reference')
})

/** What a part of a case comes to, and the contact pages that were left out of it. */
export interface Part {
  /** In the order of the records given. */
  readonly records: readonly AnyStored[]
  readonly left: number
}

/**
 * The chosen records with all they refer to, and what those refer to, and the ledgers of each. Kinds kept apart are
 * never in a part, chosen or not; `left` counts those that were chosen or belong to a record of the part.
 */
export function partOf(records: readonly AnyStored[], chosen: readonly Named[]): Part {
  const key = ({ type, id }: Named) => `${type}/${id}`
  const byKey = new Map(records.map((record) => [key(record), record]))
  const about = new Map<string, AnyStored[]>()
  for (const record of records) {
    const { apart } = entityOf(record.type as RecordType)
    if (!apart && !ledgers.includes(record.type as RecordType)) continue
    for (const target of referencesOf(record)) {
      const known = about.get(key(target))
      if (known === undefined) about.set(key(target), [record])
      else known.push(record)
    }
  }
  const taken = new Set<string>()
  const left = new Set<string>()
  const waiting: Named[] = [...chosen]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const record = byKey.get(key(next))
    if (record === undefined || taken.has(key(next))) continue
    if (entityOf(record.type as RecordType).apart) {
      left.add(key(next))
      continue
    }
    taken.add(key(next))
    waiting.push(...referencesOf(record), ...(about.get(key(next)) ?? []))
  }
  return { records: records.filter((record) => taken.has(key(record))), left: left.size }
}
