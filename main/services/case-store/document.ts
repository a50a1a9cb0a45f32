import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type ChainHead, emptyChain, follow, type StoredEntry } from '../audit/chain.ts'
import type { BlobMeta } from '../vault/sealed-blob.ts'
import type { SnapshotPart } from '../vault/snapshot.ts'
import type { Loaded } from '../vault/vault.ts'

/** A record of a collection. Frozen: a change is a new record in its place. */
export interface JsonRecord {
  readonly id: string
  readonly [key: string]: unknown
}

/** One step of a change: a record put in its place, or taken away. */
export type Op =
  | readonly ['put', collection: string, id: string, record: unknown]
  | readonly ['del', collection: string, id: string]

/** A step as the journal keeps it: sealed files enter the index in the same frame as the records that name them. */
export type StoredOp = Op | readonly ['blob', uid: string, meta: BlobMeta]

/** One change as the journal keeps it. */
export interface Frame {
  readonly tx: number
  readonly at: number
  readonly actor: string
  readonly ops: readonly StoredOp[]
  readonly audit: readonly StoredEntry[]
  /** The audit chain's head after this change, hexadecimal. */
  readonly head: string
}

/** The case in memory, as `Low` holds it. Only the adapter changes it, and only once the change is on the disk. */
export interface CaseDocument {
  readonly collections: Map<string, Map<string, JsonRecord>>
  readonly blobs: Map<string, BlobMeta>
  readonly bySha256: Map<string, BlobMeta>
  /** Number and time of the last change. */
  tx: number
  at: number
  chain: ChainHead
  /** Audit entries not yet sealed into a file of their own, and the head before the first of them. */
  recent: StoredEntry[]
  recentFrom: ChainHead
}

/** A document with nothing in it. */
export function emptyDocument(caseId: string): CaseDocument {
  const chain = emptyChain(caseId)
  return {
    collections: new Map(),
    blobs: new Map(),
    bySha256: new Map(),
    tx: 0,
    at: 0,
    chain,
    recent: [],
    recentFrom: chain,
  }
}

function addBlob(document: CaseDocument, meta: BlobMeta): void {
  document.blobs.set(meta.uid, meta)
  if (!document.bySha256.has(meta.sha256)) document.bySha256.set(meta.sha256, meta)
}

/** The collections whose records an applied change touched. */
export function applyFrame(document: CaseDocument, frame: Frame): Set<string> {
  const touched = new Set<string>()
  for (const op of frame.ops) {
    if (op[0] === 'blob') {
      addBlob(document, op[2])
      continue
    }
    const [, collection, id] = op
    touched.add(collection)
    const records = document.collections.get(collection) ?? new Map<string, JsonRecord>()
    document.collections.set(collection, records)
    if (op[0] === 'put') records.set(id, op[3] as JsonRecord)
    else records.delete(id)
  }
  document.recent.push(...frame.audit)
  document.tx = frame.tx
  document.at = frame.at
  return touched
}

/** Freezes a record through and through. One frozen already is left alone. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

const blobsPart = 'blobs'
const collectionPart = 'c/'

/** The document as the parts of a snapshot. */
export function partsOf(document: CaseDocument): SnapshotPart[] {
  const part = (name: string, rows: Iterable<unknown>) => ({
    name,
    bytes: Buffer.from(JSON.stringify([...rows])),
  })
  const collections = [...document.collections].map(([name, rows]) =>
    part(collectionPart + name, rows.values()),
  )
  return [part(blobsPart, document.blobs.values()), ...collections]
}

/** Something wrong with what was read, for the caller to raise or to note. */
export interface ReplayFault {
  readonly code: 'corrupt-journal' | 'audit-broken'
  readonly sentence: string
}

/**
 * The document from a snapshot and the changes since. Stops at the first change that does not follow from the one
 * before it, or whose audit entries do not continue the chain, and says so.
 */
export function documentFrom(
  caseId: string,
  loaded: Loaded,
): { document: CaseDocument; fault?: ReplayFault } {
  const document = emptyDocument(caseId)
  const { facts } = loaded
  for (const { name, bytes } of loaded.parts) {
    const rows = JSON.parse(bytes.toString()) as unknown[]
    if (name === blobsPart) for (const meta of rows as BlobMeta[]) addBlob(document, meta)
    else if (name.startsWith(collectionPart))
      document.collections.set(
        name.slice(collectionPart.length),
        new Map((rows as JsonRecord[]).map((record) => [record.id, record])),
      )
  }
  const chain = { seq: facts.auditSeq, hash: facts.auditHead }
  Object.assign(document, { tx: facts.tx, at: facts.at, chain, recentFrom: chain })
  for (const payload of loaded.payloads) {
    const frame = JSON.parse(payload.toString()) as Frame
    if (frame.tx !== document.tx + 1) {
      const sentence = `Changes ${document.tx + 1} to ${frame.tx - 1} are missing from the journal of this case. Restore the folder state from a backup, or open the case read-only to see what came before.`
      return { document, fault: { code: 'corrupt-journal', sentence } }
    }
    const { head, brokenAt } = follow(caseId, document.chain, frame.audit)
    if (brokenAt !== undefined || head.hash !== frame.head) {
      const sentence = `The history of this case does not hold together at entry ${brokenAt ?? head.seq}. Somebody with a key has altered it. Open the case read-only and ask how it came about.`
      return { document, fault: { code: 'audit-broken', sentence } }
    }
    applyFrame(document, frame)
    document.chain = head
  }
  return { document }
}

/** Throws `invalid` unless each step has a usable collection and id, and a record carries the id it is put under. */
export function checkOps(ops: readonly Op[]): void {
  for (const op of ops) {
    const [kind, collection, id] = op
    const named = typeof collection === 'string' && collection !== '' && typeof id === 'string' && id !== ''
    const record = kind === 'put' ? (op[3] as { id?: unknown } | null) : null
    if (named && (kind === 'del' || (typeof record === 'object' && record?.id === id))) continue
    throw new CaseworkError(
      'invalid',
      'A record must have an id and a collection, and stand under its own id.',
    )
  }
}
