import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { AuditNote } from '../audit/chain.ts'
import { type Disk, realDisk } from '../vault/disk.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { Notice } from '../vault/state-files.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { CaseDocument } from './document.ts'
import { compare, notesOf, type Recalled, recall, type Witness } from './witness.ts'

/** How a case is opened, as far as the memory outside it is concerned. */
export interface Watching {
  readonly witness?: Witness | undefined
  /** What the witness said before the case was read; undefined where there is none or it could not be asked. */
  readonly recalled?: Recalled | undefined
  /** Why it could not be asked. */
  readonly trouble?: Notice | undefined
  /** Somebody was told what is wrong and goes on. */
  readonly goOn?: boolean | undefined
  /** The case was made just now: whatever was known of its place is of no account. */
  readonly fresh?: boolean | undefined
}

/** A case held against the memory outside it, from its opening to its closing. */
export interface Watch {
  readonly notices: readonly Notice[]
  /** Those of them that a check finds wrong with the case: a backup is older than the case it is of, and not wrong for it. */
  readonly doubts: readonly Notice[]
  /** What enters the history with the opening. */
  readonly notes: readonly AuditNote[]
  /** The notes are durable. */
  entered(now: number): void
  /** Gives the present head to the witness; for when one was just signed. Never throws: the case comes first. */
  keep(now: number): void
}

/**
 * Asks the witness about a folder, before the case is read. A witness that cannot be asked does not keep a case shut;
 * that is a notice.
 */
export async function beginWatch(
  folder: string,
  s: { readonly witness?: Witness; readonly disk?: Disk },
  { goOn, fresh }: Pick<Watching, 'goOn' | 'fresh'>,
): Promise<Watching> {
  const { witness } = s
  if (witness === undefined) return { goOn, fresh }
  try {
    return { witness, recalled: await recall(witness, folder, s.disk ?? realDisk), goOn, fresh }
  } catch (thrown) {
    // Where there is no case the opening itself says so, and better.
    if (thrown instanceof CaseworkError) return { goOn, fresh }
    return { trouble: unasked, goOn, fresh }
  }
}

/** Remembers that somebody tried a secret that does not open the case. Nothing of the secret is kept. */
export function noteFailure({ witness, recalled }: Watching, thrown: unknown, at: number): void {
  if (!(thrown instanceof CaseworkError) || !failures.has(thrown.code)) return
  if (witness !== undefined && recalled !== undefined)
    attempt(() => witness.owe(recalled.caseId, { what: 'failed-unlock', at }), undefined)
}

const failures: ReadonlySet<string> = new Set(['wrong-passphrase', 'not-a-recipient'])
const unasked: Notice = {
  code: 'io-error',
  sentence:
    'What this machine remembers of the case could not be read, so an older copy in its place would not be noticed. Look at the folder where Turnstone keeps its settings.',
}
const silent: Watch = { notices: [], doubts: [], notes: [], entered: () => undefined, keep: () => undefined }

/**
 * Holds an opened case against what was remembered of it. For writing it throws `rollback-suspected` or
 * `case-substituted` unless somebody goes on, and `audit-broken` where the history cannot tell; read-only these are
 * notices, and the opening itself is remembered as owed. `at` of the error is `goOn` where going on is a way.
 */
export async function watchOver(
  sealed: SealedCase,
  trail: AuditTrail,
  document: () => CaseDocument,
  { witness, recalled, trouble, goOn, fresh }: Watching,
  now: number,
): Promise<Watch> {
  if (witness === undefined) return trouble === undefined ? silent : { ...silent, notices: [trouble] }
  const edPubs = trail.keys().flatMap(({ edPub }) => (edPub === '' ? [] : [edPub]))
  const shown = {
    caseId: sealed.id,
    folder: sealed.folder,
    chain: trail.head(),
    edPubs,
    headAt: async (seq: number) => (await trail.headAt(seq)).hash,
  }
  const wrong = recalled === undefined || fresh === true ? null : await compare(recalled, shown)
  const anew = fresh === true || (wrong !== null && goOn === true) || recalled?.known === 'set-aside'
  const refused = wrong !== null && (goOn !== true || wrong.code === 'audit-broken')
  if (refused && !sealed.readOnly)
    throw new CaseworkError(wrong.code, wrong.sentence, wrong.code === 'audit-broken' ? {} : { at: 'goOn' })
  // Whoever goes on was told already; that they did is entered by itself.
  const told = wrong !== null && goOn === true && !sealed.readOnly ? null : wrong
  const notices = [told, trouble, recalled?.known === 'set-aside' ? setAside : null].filter(
    (notice) => notice !== null && notice !== undefined,
  )
  const owed = sealed.readOnly ? [] : attempt(() => witness.owed(sealed.id), [])
  if (sealed.readOnly)
    attempt(() => witness.owe(sealed.id, { what: 'read-only-opening', at: now }), undefined)
  const state = { anew, stopped: sealed.readOnly && wrong !== null }
  const keep = (at: number) => {
    if (state.stopped) return
    const { chain, tx } = document()
    const { id: caseId, folder } = sealed
    const seen = { caseId, folder, seq: chain.seq, head: chain.hash, tx, at, edPubs }
    attempt(() => witness.keep(seen, state.anew), undefined)
    state.anew = false
  }
  const wentOn: AuditNote[] =
    wrong === null ? [] : [{ action: 'went-on', target: { type: 'case' }, detail: { code: wrong.code } }]
  const aged = wrong?.code === 'rollback-suspected' && recalled?.copy === true
  return {
    notices,
    doubts: told === null || aged ? [] : [told],
    notes: sealed.readOnly ? [] : [...wentOn, ...notesOf(owed)],
    entered(at) {
      attempt(() => witness.settle(sealed.id, owed.length), undefined)
      keep(at)
    },
    keep,
  }
}

const setAside: Notice = {
  code: 'io-error',
  sentence:
    'What this machine remembered of the case was not as it wrote it. It was set aside, and this machine remembers the case anew from here.',
}

// The case is not held up by the machine's own folder: what cannot be kept there is met again, and said, at the next opening.
function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
