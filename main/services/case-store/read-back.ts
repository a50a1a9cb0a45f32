import type { BlobMeta } from '../vault/sealed-blob.ts'
import type { Frame, JsonRecord } from './document.ts'

// What comes out of a seal was put there by a holder, who may have meant harm: a reader relies on the shapes below,
// so it looks at them before. Records themselves are read by their register when they are used.

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0

/** The rows of a document of a snapshot; null when it is no list. */
export function readRows(bytes: Buffer): unknown[] | null {
  try {
    const rows: unknown = JSON.parse(bytes.toString())
    return Array.isArray(rows) ? rows : null
  } catch {
    return null
  }
}

/** Whether a row can be a record: it must be found again by its id. */
export const isRecord = (row: unknown): row is JsonRecord =>
  isObject(row) && isText(row['id']) && row['id'] !== ''

/** Whether a row is an entry of the index of stored files. Its uid becomes a file's name, so it must be one of ours. */
export const isBlobMeta = (row: unknown): row is BlobMeta =>
  isObject(row) &&
  isText(row['uid']) &&
  /^[0-9a-f]{32}$/u.test(row['uid']) &&
  isCount(row['epoch']) &&
  isCount(row['size']) &&
  isText(row['sha256']) &&
  Number.isFinite(row['at']) &&
  isText(row['by'])

function isOp(op: unknown): boolean {
  if (!Array.isArray(op)) return false
  const [kind, collection, id, record] = op as unknown[]
  if (kind === 'blob') return isBlobMeta(op[2]) && op[2].uid === collection
  if (!isText(collection) || collection === '' || !isText(id) || id === '') return false
  return kind === 'del' || (kind === 'put' && isRecord(record) && record.id === id)
}

const isEntry = (entry: unknown) =>
  Array.isArray(entry) && entry.length === 2 && isText(entry[0]) && isText(entry[1])

function isFrame(value: unknown): value is Frame {
  if (!isObject(value) || !isCount(value['tx']) || !Number.isFinite(value['at'])) return false
  if (!isText(value['actor']) || !isText(value['head'])) return false
  const { ops, audit, signed } = value
  if (!Array.isArray(ops) || !ops.every(isOp) || !Array.isArray(audit) || !audit.every(isEntry)) return false
  return signed === undefined || (isObject(signed) && isText(signed['slot']) && isText(signed['sig']))
}

/** One change as the journal keeps it; null when it is not one. */
export function readFrame(payload: Buffer): Frame | null {
  try {
    const frame: unknown = JSON.parse(payload.toString())
    return isFrame(frame) ? frame : null
  } catch {
    return null
  }
}
