import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type ChainHead, emptyChain, follow, type StoredEntry } from '../audit/chain.ts'
import type { BlobMeta } from '../vault/sealed-blob.ts'
import type { HeadSignature, SnapshotPart } from '../vault/snapshot.ts'
import type { Loaded } from '../vault/vault.ts'
import { isBlobMeta, isRecord, readFrame, readRows } from './read-back.ts'

/** A record of a collection. Frozen: a change is a new record in its place. */
export interface JsonRecord {
  readonly id: string
  readonly [key: string]: unknown
}

/** One step of a change: a record put in its place, or taken away. */
export type Op =
  | readonly ['put', collection: string, id: string, record: unknown]
  | readonly ['del', collection: string, id: string]

/**
 * A step as the journal keeps it: sealed files enter the index in the same frame as the records that name them.
 * `before` is the number of the change that last touched the record, 0 for none or unknown; 1.0 wrote none.
 */
export type StoredOp =
  | readonly ['put', collection: string, id: string, record: unknown, before?: number]
  | readonly ['del', collection: string, id: string, before?: number]
  | readonly ['blob', uid: string, meta: BlobMeta]

/** A change as it is kept for good, apart from the history: what was done, when, by whom. */
export interface PastChange {
  readonly tx: number
  readonly at: number
  readonly actor: string
  readonly ops: readonly StoredOp[]
}

/** A signature under the head after entry `seq`. */
export interface SignedHead extends HeadSignature {
  readonly seq: number
}

/** One change as the journal keeps it. */
export interface Frame extends PastChange {
  readonly audit: readonly StoredEntry[]
  /** The audit chain's head after this change, hexadecimal. */
  readonly head: string
  /** A holder's signature under that head. */
  readonly signed?: HeadSignature
}

/** The case in memory, as `Low` holds it. Only the adapter changes it, and only once the change is on the disk. */
export interface CaseDocument {
  readonly collections: Map<string, Map<string, JsonRecord>>
  /** For each collection and id, gone ones too, the number of the change that last touched it; none when unknown. */
  readonly touched: Map<string, Map<string, number>>
  readonly blobs: Map<string, BlobMeta>
  readonly bySha256: Map<string, BlobMeta>
  /** Number and time of the last change. */
  tx: number
  at: number
  chain: ChainHead
  /** Audit entries not yet sealed into a file of their own, and the head before the first of them. */
  recent: StoredEntry[]
  recentFrom: ChainHead
  /** Signatures under heads among the recent entries. */
  recentSigned: SignedHead[]
  /** Changes since the snapshot, and the number of the last one before them. */
  recentChanges: PastChange[]
  sealedTx: number
}

/** A document with nothing in it. */
export function emptyDocument(caseId: string): CaseDocument {
  const chain = emptyChain(caseId)
  return {
    collections: new Map(),
    touched: new Map(),
    blobs: new Map(),
    bySha256: new Map(),
    tx: 0,
    at: 0,
    chain,
    recent: [],
    recentFrom: chain,
    recentSigned: [],
    recentChanges: [],
    sealedTx: 0,
  }
}

function inner<V>(outer: Map<string, Map<string, V>>, name: string): Map<string, V> {
  const found = outer.get(name) ?? new Map<string, V>()
  outer.set(name, found)
  return found
}

/** The steps, each with the number of the change that last touched its record. Steps that name one keep it. */
export function withBefore(document: CaseDocument, ops: readonly StoredOp[]): StoredOp[] {
  const before = (collection: string, id: string) => document.touched.get(collection)?.get(id) ?? 0
  return ops.map((op) => {
    if (op[0] === 'put') return ['put', op[1], op[2], op[3], op[4] ?? before(op[1], op[2])]
    return op[0] === 'del' ? ['del', op[1], op[2], op[3] ?? before(op[1], op[2])] : op
  })
}

function addBlob(document: CaseDocument, meta: BlobMeta): void {
  document.blobs.set(meta.uid, meta)
  if (!document.bySha256.has(meta.sha256)) document.bySha256.set(meta.sha256, meta)
}

/** The collections whose records an applied change touched. */
export function applyFrame(document: CaseDocument, frame: Frame): Set<string> {
  const touched = new Set<string>()
  const ops = withBefore(document, frame.ops)
  for (const op of ops) {
    if (op[0] === 'blob') {
      addBlob(document, op[2])
      continue
    }
    const [, collection, id] = op
    touched.add(collection)
    const records = inner(document.collections, collection)
    inner(document.touched, collection).set(id, frame.tx)
    if (op[0] === 'put') records.set(id, op[3] as JsonRecord)
    else records.delete(id)
  }
  document.recent.push(...frame.audit)
  document.recentChanges.push({ tx: frame.tx, at: frame.at, actor: frame.actor, ops })
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
const touchedPart = 't/'
const gonePart = 'g/'

/** The document as the parts of a snapshot. */
export function partsOf(document: CaseDocument): SnapshotPart[] {
  const part = (name: string, rows: Iterable<unknown>) => ({
    name,
    bytes: Buffer.from(JSON.stringify([...rows])),
  })
  const collections = [...document.collections].flatMap(([name, rows]) => {
    const touched = document.touched.get(name) ?? new Map<string, number>()
    const gone = [...touched].filter(([id]) => !rows.has(id))
    return [
      part(collectionPart + name, rows.values()),
      part(
        touchedPart + name,
        rows.keys().map((id) => touched.get(id) ?? 0),
      ),
      ...(gone.length === 0 ? [] : [part(gonePart + name, gone)]),
    ]
  })
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
    const isIndex = name === blobsPart
    if (!isIndex && !name.startsWith(collectionPart)) continue
    const rows = readRows(bytes)
    if (rows === null || !rows.every(isIndex ? isBlobMeta : isRecord)) throw strangeState(name)
    if (isIndex) for (const meta of rows as BlobMeta[]) addBlob(document, meta)
    else
      document.collections.set(
        name.slice(collectionPart.length),
        new Map((rows as JsonRecord[]).map((record) => [record.id, record])),
      )
  }
  readTouched(document, loaded)
  const chain = { seq: facts.auditSeq, hash: facts.auditHead }
  Object.assign(document, { tx: facts.tx, at: facts.at, chain, recentFrom: chain, sealedTx: facts.tx })
  for (const payload of loaded.payloads) {
    const frame = readFrame(payload)
    if (frame === null) {
      const sentence = `What follows change ${document.tx} in the journal of this case was sealed with its key, but is no change. Open the case read-only, and ask who wrote to it.`
      return { document, fault: { code: 'corrupt-journal', sentence } }
    }
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
    takeHead(document, frame, head)
  }
  return { document }
}

function strangeState(name: string): CaseworkError {
  return new CaseworkError(
    'corrupt-snapshot',
    `The stored state of this case was sealed with its key, but its part ${JSON.stringify(name.slice(0, 40))} is not what a case holds. Restore the folder state from a backup, and ask who wrote to it.`,
  )
}

/** Moves the chain to the head after an applied change, and keeps its signature when it has one. */
export function takeHead(document: CaseDocument, { signed }: Frame, head: ChainHead): void {
  document.chain = head
  if (signed !== undefined) document.recentSigned.push({ seq: head.seq, ...signed })
}

const isGone = (row: unknown): row is [string, number] =>
  Array.isArray(row) && typeof row[0] === 'string' && Number.isSafeInteger(row[1])

/** Which change last touched each record, from the parts that say so. A state of 1.0 has none. */
function readTouched(document: CaseDocument, { parts }: Loaded): void {
  for (const { name, bytes } of parts) {
    const collection = name.slice(touchedPart.length)
    if (name.startsWith(touchedPart)) {
      const numbers = readRows(bytes) as number[] | null
      const touched = inner(document.touched, collection)
      let at = 0
      for (const id of document.collections.get(collection)?.keys() ?? []) {
        const tx = numbers?.[at++] ?? 0
        if (tx > 0) touched.set(id, tx)
      }
    } else if (name.startsWith(gonePart))
      for (const [id, tx] of (readRows(bytes) ?? []).filter(isGone))
        inner(document.touched, collection).set(id, tx)
  }
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
