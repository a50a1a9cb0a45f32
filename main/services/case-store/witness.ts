import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { AuditNote, ChainHead } from '../audit/chain.ts'
import type { Disk } from '../vault/disk.ts'
import { findHeader } from '../vault/unlock.ts'

/** What somewhere outside a case remembers of it: the last head it saw there, and by which keys it knows the case. */
export interface Witnessed {
  readonly caseId: string
  readonly folder: string
  /** The number of the last entry, and the head after it, hexadecimal. */
  readonly seq: number
  readonly head: string
  /** The number of the last change. */
  readonly tx: number
  readonly at: number
  /** The signing keys it first knew the case by, base64. */
  readonly edPubs: readonly string[]
}

/** Something done to a case that could not be entered in it then. */
export interface Owed {
  readonly what: 'read-only-opening' | 'failed-unlock' | 'entry'
  readonly at: number
  /** For an entry: what it says. */
  readonly note?: AuditNote | undefined
}

/** A memory of cases outside of them, as this machine keeps one. Its writes fail with the disk's errors. */
export interface Witness {
  /** What it remembers of a case; `set-aside` when what it had was not as it wrote it, and it begins anew. */
  recall(caseId: string): Witnessed | 'set-aside' | undefined
  /** The case it last knew in a folder. */
  caseIn(folder: string): string | undefined
  /** Remembers a newer head. One older than it has is left out; `anew` forgets what it had. */
  keep(seen: Witnessed, anew?: boolean): void
  owed(caseId: string): readonly Owed[]
  owe(caseId: string, owed: Owed): void
  /** The oldest so many of what was owed now stand in the case. */
  settle(caseId: string, count: number): void
}

/** What the witness had to say of a case, asked before the case was read: a writer may move on meanwhile. */
export interface Recalled {
  readonly caseId: string
  readonly known: Witnessed | 'set-aside' | undefined
  readonly before: string | undefined
  /** The case stands where it was last seen, and was never seen here: a copy, as a backup is, and older by nature. */
  readonly copy: boolean
}

/** Asks a witness about the case in a folder. Throws as `findHeader` does where there is no case. */
export async function recall(witness: Witness, folder: string, disk: Disk): Promise<Recalled> {
  const caseId = (await findHeader(disk, folder)).header.caseId.toString('hex')
  const before = witness.caseIn(folder)
  // A case that was since opened elsewhere was moved there, and its old place is free for another.
  const last = before === undefined || before === caseId ? undefined : witness.recall(before)
  const moved = typeof last === 'object' && last.folder !== folder
  const known = witness.recall(caseId)
  const elsewhere = typeof known === 'object' && known.folder !== folder ? known.folder : undefined
  const copy = before !== caseId && elsewhere !== undefined && (await holdsCase(disk, elsewhere, caseId))
  return { caseId, known, before: moved ? undefined : before, copy }
}

const holdsCase = (disk: Disk, folder: string, caseId: string): Promise<boolean> =>
  findHeader(disk, folder).then(
    ({ header }) => header.caseId.toString('hex') === caseId,
    () => false,
  )

/** What an opened case shows, to be held against what was remembered of it. */
export interface Shown {
  readonly caseId: string
  readonly folder: string
  readonly chain: ChainHead
  /** Every signing key the case has or had, base64. */
  readonly edPubs: readonly string[]
  /** The head after an entry, hexadecimal. Throws `audit-broken` when it cannot be worked out. */
  headAt(seq: number): Promise<string>
}

/** What a case and the memory outside it disagree about. */
export interface Disagreement {
  readonly code: 'case-substituted' | 'rollback-suspected' | 'audit-broken'
  readonly sentence: string
}

/**
 * What is wrong between a case and what was remembered of it, if anything: `case-substituted` or `rollback-suspected`;
 * and `audit-broken` when the part of the history that would tell is damaged.
 */
export async function compare({ known, before }: Recalled, shown: Shown): Promise<Disagreement | null> {
  const { folder, chain } = shown
  if (before !== undefined && before !== shown.caseId)
    return {
      code: 'case-substituted',
      sentence: `${folder} holds another case than the one this machine knew there. Ask who put it there before you use it.`,
    }
  if (known === undefined || known === 'set-aside') return null
  if (known.edPubs.length > 0 && !known.edPubs.some((key) => shown.edPubs.includes(key)))
    return {
      code: 'case-substituted',
      sentence: `${folder} carries the number of a case this machine knows, but none of the keys it was signed with. Ask who made it before you use it.`,
    }
  const older = (why: string): Disagreement => ({
    code: 'rollback-suspected',
    sentence: `${folder} is not the state this machine last saw: ${why} Somebody may have put an older copy in its place. Ask, or compare with a backup, before you go on.`,
  })
  if (chain.seq < known.seq)
    return older(`its history ends at entry ${chain.seq}, and entry ${known.seq} had been seen.`)
  try {
    if ((await shown.headAt(known.seq)) !== known.head)
      return older(`its history up to entry ${known.seq} is another one.`)
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError) || thrown.code !== 'audit-broken') throw thrown
    return { code: 'audit-broken', sentence: thrown.message }
  }
  return null
}

/** The notes that pay what is owed: openings counted, with when they were; entries each with the time it is about. */
export function notesOf(owed: readonly Owed[]): AuditNote[] {
  const times = 50
  const entries = owed.flatMap(({ note, at }) => {
    if (note === undefined) return []
    return [{ ...note, detail: { ...(typeof note.detail === 'object' ? note.detail : {}), at } }]
  })
  const counted = (['read-only-opening', 'failed-unlock'] as const).flatMap((what) => {
    const at = owed.filter((each) => each.what === what).map((each) => each.at)
    if (at.length === 0) return []
    const detail = { count: at.length, first: at[0], last: at.at(-1), times: at.slice(-times) }
    return [{ action: what, target: { type: 'case' }, detail }]
  })
  return [...counted, ...entries]
}
