import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What somebody did, before it has its place in the chain. Ids, counts and field names only: never a text. */
export interface AuditNote {
  readonly action: string
  readonly target?: unknown
  readonly detail?: unknown
}

/** One entry as it stands in the chain. `at` is milliseconds since 1970. */
export interface AuditEntry extends AuditNote {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly device: string
  readonly app: string
}

/** An entry as stored: its salt in base64, and the exact text that was hashed. */
export type StoredEntry = readonly [salt: string, text: string]

/** Where a chain stands: how many entries, and the hash over all of them, hexadecimal. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The head of a case's chain before anything was entered: SHA-256(0x02 || case id). */
export function emptyChain(caseId: string): ChainHead {
  return { seq: 0, hash: sha256(Uint8Array.of(2), Buffer.from(caseId, 'hex')).toString('hex') }
}

/**
 * The commitment to an entry: SHA-256(0x00 || salt || entry). The chain is over commitments, so that a copy can show
 * the whole chain and withhold what single entries say.
 */
export function commitment([salt, text]: StoredEntry): Buffer {
  return sha256(Uint8Array.of(0), Buffer.from(salt, 'base64'), Buffer.from(text))
}

/** The head after one more entry of which only the commitment is known: SHA-256(0x01 || case id || number || head before || commitment). */
export function nextAfter(caseId: string, head: ChainHead, committed: Uint8Array): ChainHead {
  const seq = head.seq + 1
  const bytes = Buffer.alloc(89)
  bytes[0] = 1
  bytes.write(caseId, 1, 16, 'hex')
  bytes.writeBigUInt64BE(BigInt(seq), 17)
  bytes.write(head.hash, 25, 32, 'hex')
  bytes.set(committed, 57)
  return { seq, hash: createHash('sha256').update(bytes).digest('hex') }
}

/** The head after one more entry. */
export function next(caseId: string, head: ChainHead, entry: StoredEntry): ChainHead {
  return nextAfter(caseId, head, commitment(entry))
}

/** Puts notes into the chain, in order. `random` gives each its salt of 16 bytes. Throws TypeError for what is no JSON. */
export function enter(
  caseId: string,
  head: ChainHead,
  notes: readonly AuditNote[],
  by: Pick<AuditEntry, 'at' | 'actor' | 'device' | 'app'>,
  random: (n: number) => Uint8Array,
): { entries: StoredEntry[]; head: ChainHead } {
  const entries: StoredEntry[] = []
  let last = head
  for (const { action, target = null, detail = null } of notes) {
    const { at, actor, device, app } = by
    const entry: AuditEntry = { seq: last.seq + 1, at, actor, device, app, action, target, detail }
    const stored: StoredEntry = [Buffer.from(random(16)).toString('base64'), canonicalize(entry) as string]
    entries.push(stored)
    last = next(caseId, last, stored)
  }
  return { entries, head: last }
}

/** The head after a run of stored entries; whether each carries the number of its place is checked too. */
export function follow(
  caseId: string,
  head: ChainHead,
  entries: readonly StoredEntry[],
): { head: ChainHead; brokenAt?: number } {
  let last = head
  for (const entry of entries) {
    last = next(caseId, last, entry)
    if (numberOf(entry) !== last.seq) return { head: last, brokenAt: last.seq }
  }
  return { head: last }
}

/** The number an entry gives itself; undefined for what is no entry. */
function numberOf(entry: StoredEntry): unknown {
  try {
    return (readEntry(entry) as AuditEntry | null)?.seq
  } catch {
    return undefined
  }
}

/** What a stored entry says. */
export function readEntry([, text]: StoredEntry): AuditEntry {
  return JSON.parse(text) as AuditEntry
}
