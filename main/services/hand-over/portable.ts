import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { type AnyStored, entityOf, type RecordType } from '../../../casework/entities/index.ts'
import { type FileFacts, isSealedApart } from '../../../casework/schema.ts'
import { refusal } from './tar-reader.ts'

/**
 * A record as it travels: without what only one case can read. A body is `{text: sha256}` of its sealed text or
 * `{text: ''}`; a file has no `blob`. Every field of the register is there.
 */
export type Portable = Omit<AnyStored, 'fields'> & { readonly fields: Readonly<Record<string, unknown>> }

/** A sealed file that a record names: its SHA-256, its size where the record says, and of which body it is the text. */
export interface NamedFile {
  readonly sha256: string
  readonly bytes: number | null
  readonly bodyOf: { readonly type: RecordType; readonly key: string } | null
}

interface SealedText {
  readonly text: string
}
type Fields = Readonly<Record<string, unknown>>
const noBlob = '0'.repeat(32)

// The one place that tells a body and a file from other fields: each is changed as its kind needs, the rest stays.
function eachField(
  type: RecordType,
  fields: Fields,
  change: { body: (value: unknown, key: string) => unknown; file: (value: unknown, key: string) => unknown },
): Fields {
  const { fields: known, blank, upgraded } = entityOf(type)
  const all: Fields = { ...(blank as Fields), ...upgraded(fields) }
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => {
      const kind = known[key]?.kind ?? 'text'
      const of = isSealedApart(kind) ? change.body : kind === 'file' ? change.file : undefined
      return [key, of === undefined ? value : of(value, key)]
    }),
  )
}

const textOf = (value: unknown): string =>
  Array.isArray(value) || value === null ? '' : (value as SealedText).text

/** A record of the store as it travels. `shaOf` gives the SHA-256 of a sealed file by its uid. */
export function toPortable(record: AnyStored, shaOf: (uid: string) => string): Portable {
  const fields = eachField(record.type as RecordType, record.fields as unknown as Fields, {
    body: (value) => {
      const uid = textOf(value)
      return { text: uid === '' ? '' : shaOf(uid) } satisfies SealedText
    },
    file: (value) => {
      if (value === null) return null
      const { blob, ...facts } = value as FileFacts
      shaOf(blob)
      return facts
    },
  })
  return { ...record, fields }
}

/** The record as a store keeps it. `uidOf` gives the uid of a sealed file by its SHA-256. */
export function toStored(record: Portable, uidOf: (sha256: string) => string): AnyStored {
  const fields = eachField(record.type as RecordType, record.fields, {
    body: (value) => ({ text: textOf(value) === '' ? '' : uidOf(textOf(value)) }),
    file: (value) =>
      value === null ? null : { blob: uidOf((value as FileFacts).sha256), ...(value as object) },
  })
  return { ...record, fields } as unknown as AnyStored
}

/** The sealed files a record names. */
export function filesOf(record: Portable): readonly NamedFile[] {
  const type = record.type as RecordType
  const found: NamedFile[] = []
  eachField(type, record.fields, {
    body: (value, key) => {
      if (textOf(value) !== '') found.push({ sha256: textOf(value), bytes: null, bodyOf: { type, key } })
    },
    file: (value) => {
      if (value === null) return
      const { sha256, bytes } = value as FileFacts
      found.push({ sha256, bytes, bodyOf: null })
    },
  })
  return found
}

/** What two records must have in common to be the same: their fields, and whether they are archived. Hexadecimal. */
export function contentOf(record: Portable): string {
  const content = { fields: record.fields, archived: record.archived !== null }
  return createHash('sha256').update(canonicalText(content)).digest('hex')
}

/** JSON in its one form. */
export const canonicalText = (value: unknown): string => canonicalize(value) ?? 'null'

/** Reads a record as it travels. Refuses what the register does not know, without repeating any of it. */
export function readPortable(type: RecordType, value: unknown): Portable {
  const wrong = () =>
    refusal(`a ${entityOf(type).name.one.toLowerCase()} in it is not what the register knows as one`)
  const given = value as { fields?: unknown } | null
  if (typeof given !== 'object' || given === null) throw wrong()
  if (typeof given.fields !== 'object' || given.fields === null) throw wrong()
  const bodies = new Map<string, SealedText>()
  const files = new Set<string>()
  const fields = eachField(type, given.fields as Fields, {
    body: (body, key) => {
      const text = isSealedText(body) ? body.text : Array.isArray(body) && body.length === 0 ? '' : null
      if (text === null) throw wrong()
      bodies.set(key, { text })
      return []
    },
    file: (file, key) => {
      if (file === null) return null
      if (typeof file !== 'object' || 'blob' in (file as object)) throw wrong()
      files.add(key)
      return { ...(file as object), blob: noBlob }
    },
  })
  const read = entityOf(type).stored.safeParse({ ...given, fields })
  if (!read.success) throw wrong()
  const stored = read.data as unknown as AnyStored
  const back = eachField(type, stored.fields as unknown as Fields, {
    body: (_, key) => bodies.get(key) ?? { text: '' },
    file: (file) => {
      if (file === null) return null
      const { blob: _, ...facts } = file as FileFacts
      return facts
    },
  })
  return { ...stored, fields: back }
}

const isSealedText = (value: unknown): value is SealedText =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  /^(?:[0-9a-f]{64})?$/.test(String((value as { text?: unknown }).text)) &&
  typeof (value as { text?: unknown }).text === 'string'

/** Reads a sealed text as the field it is to be. Refuses what is none. */
export function checkBody({ type, key }: { type: RecordType; key: string }, bytes: Buffer): void {
  const wrong = () => refusal('a text in it is not what its record says it is')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (entityOf(type).fields[key]?.schema.safeParse(JSON.parse(text)).success !== true) throw wrong()
  } catch {
    throw wrong()
  }
}
