import { type AnyStored, entityOf, type RecordType } from '../../../casework/entities/index.ts'
import { isSealedApart } from '../../../casework/schema.ts'
import type { RecordStore } from './store-slice.ts'

/** What a body field is in the hot document: the uid of the sealed text, '' when there are no words. */
export interface SealedText {
  readonly text: string
}

/** The names of an entity's fields that lie sealed apart, bodies and words, so that the hot document stays small (ruling 8). */
export const bodiesOf = (type: RecordType): readonly string[] =>
  Object.entries(entityOf(type).fields)
    .filter(([, field]) => isSealedApart(field.kind))
    .map(([key]) => key)

/** The record with each body sealed apart, and the sealed texts to be committed with it. */
export async function withBodiesSealed(record: AnyStored, store: RecordStore) {
  const keys = bodiesOf(record.type as RecordType)
  const fields: Record<string, unknown> = { ...(record.fields as object) }
  const blobs: unknown[] = []
  for (const key of keys) {
    const parts = fields[key] as readonly unknown[]
    if (parts.length === 0) {
      fields[key] = { text: '' } satisfies SealedText
      continue
    }
    const sealed = await store.putText(JSON.stringify(parts))
    fields[key] = { text: sealed.uid } satisfies SealedText
    blobs.push(sealed)
  }
  return { record: { ...record, fields } as unknown as { id: string; type: string }, blobs }
}

/** The fields of a record with each sealed text read. A field older than the record's own program is left as it is. */
export async function bodiesRead(
  type: RecordType,
  fields: Readonly<Record<string, unknown>>,
  readText: (uid: string) => Promise<string>,
): Promise<Readonly<Record<string, unknown>>> {
  const read = await Promise.all(
    bodiesOf(type).map(async (key) => {
      const sealed = fields[key] as SealedText | null | undefined
      return [key, sealed?.text ? JSON.parse(await readText(sealed.text)) : []] as const
    }),
  )
  return { ...fields, ...Object.fromEntries(read) }
}
