import { type AuditEntry, follow, readEntry, type StoredEntry } from '../audit/chain.ts'
import type { Finding } from '../vault/check-files.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import { brokenAt, entriesOf, payloadsOf } from './audit-runs.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { CaseDocument } from './document.ts'

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
  const first = from.seq + 1
  await sealed.writeRun('audit', {
    first,
    before: from.hash,
    payloads: payloadsOf(first, rest, document.recentSigned),
  })
}

/** Every audit entry from the first, oldest first, the chain proved on the way. Throws `audit-broken`. */
export async function history(sealed: SealedCase, trail: AuditTrail): Promise<AuditEntry[]> {
  const end = trail.head()
  const all: AuditEntry[] = []
  let head = await trail.headAt(0)
  for await (const { before, entries } of trail.stretches(1)) {
    if (before.seq !== head.seq || before.hash !== head.hash) throw brokenAt(head.seq + 1)
    const followed = follow(sealed.id, head, entries)
    if (followed.brokenAt !== undefined) throw brokenAt(followed.brokenAt)
    head = followed.head
    all.push(...entries.map((entry: StoredEntry) => readEntry(entry)))
  }
  if (head.seq < end.seq || (head.seq === end.seq && head.hash !== end.hash)) throw brokenAt(head.seq)
  return all
}

/** What is wrong with the whole chain and its signatures, if anything. */
export async function checkHistory(
  trail: AuditTrail,
  signal?: AbortSignal,
): Promise<{ entries: number; findings: Finding[] }> {
  const { entries, faults } = await trail.verify(signal === undefined ? {} : { signal })
  const findings = faults.map(({ sentence }) => ({ code: 'audit-broken' as const, sentence, what: 'audit' }))
  return { entries, findings }
}
