import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type AuditEntry, emptyChain, follow, readEntry, type StoredEntry } from '../audit/chain.ts'
import type { Finding } from '../vault/check-files.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { CaseDocument } from './document.ts'

const entriesPerFrame = 256

/**
 * Seals the entries since the last run into a file of their own. A run that a crash left behind without its snapshot
 * holds a first part of them already; only the rest is written then.
 */
export async function sealRecent(sealed: SealedCase, document: CaseDocument): Promise<void> {
  const from = { ...document.recentFrom }
  let rest = document.recent
  for (const first of await sealed.runs('audit')) {
    if (first <= from.seq) continue
    const entries = entriesOf((await sealed.readRun('audit', first)).payloads)
    const head = follow(sealed.id, from, rest.slice(0, entries.length)).head
    Object.assign(from, head)
    rest = rest.slice(entries.length)
  }
  if (rest.length === 0) return
  const payloads: Buffer[] = []
  for (let i = 0; i < rest.length; i += entriesPerFrame)
    payloads.push(Buffer.from(JSON.stringify({ audit: rest.slice(i, i + entriesPerFrame) })))
  await sealed.writeRun('audit', { first: from.seq + 1, before: from.hash, payloads })
}

function entriesOf(payloads: readonly Buffer[]): StoredEntry[] {
  return payloads.flatMap((payload) => (JSON.parse(payload.toString()) as { audit: StoredEntry[] }).audit)
}

async function walk(sealed: SealedCase, document: CaseDocument): Promise<StoredEntry[]> {
  let head = emptyChain(sealed.id)
  const all: StoredEntry[] = []
  const take = (entries: readonly StoredEntry[]) => {
    const followed = follow(sealed.id, head, entries)
    if (followed.brokenAt !== undefined) throw broken(followed.brokenAt)
    head = followed.head
    all.push(...entries)
  }
  for (const first of await sealed.runs('audit')) {
    if (first > document.recentFrom.seq) break
    const run = await sealed.readRun('audit', first)
    if (first !== head.seq + 1 || run.before !== head.hash) throw broken(head.seq + 1)
    take(entriesOf(run.payloads))
  }
  // A run may reach past the snapshot when a crash came between the two; the journal repeats what it holds.
  if (head.seq < document.recentFrom.seq) throw broken(head.seq + 1)
  take(document.recent.slice(head.seq - document.recentFrom.seq))
  if (head.hash !== document.chain.hash) throw broken(head.seq)
  return all
}

function broken(seq: number): CaseworkError {
  return new CaseworkError(
    'audit-broken',
    `The history of this case does not hold together at entry ${seq}. Restore the folder audit from a backup, or ask how it came about.`,
  )
}

/** Every audit entry from the first, oldest first, the chain proved on the way. Throws `audit-broken`. */
export async function history(sealed: SealedCase, document: CaseDocument): Promise<AuditEntry[]> {
  return (await walk(sealed, document)).map(readEntry)
}

/** What is wrong with the whole chain, if anything. */
export async function checkHistory(sealed: SealedCase, document: CaseDocument): Promise<Finding[]> {
  try {
    await walk(sealed, document)
    return []
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError)) throw thrown
    return [{ code: thrown.code, sentence: thrown.message, what: 'audit' }]
  }
}
