import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type AuditNote, readEntry, type StoredEntry } from '../audit/chain.ts'
import type { NewHolder } from '../vault/holder-acts.ts'
import type { Holder, PastHolder } from '../vault/ring.ts'
import type { Roster, SealedCase } from '../vault/sealed-case.ts'
import type { Notice } from '../vault/state-files.ts'

/** Who can open a case, and how that changes. Every act is durable, in both copies of the header, when it resolves. */
export interface CaseHolders {
  list(): Roster
  /** Throws `invalid` (the label, passphrase or recipient), `conflict` (a name or recipient twice, the 65th), `too-large`. */
  add(holder: NewHolder): Promise<{ slot: string }>
  /** A further recovery key, given once, here, and kept nowhere. */
  addRecoveryKey(): Promise<{ slot: string; recoveryKey: string }>
  /** The case goes on under a new key. Throws `not-found`, `conflict` for the last holder, `read-only-newer`. */
  remove(slot: string): Promise<{ epoch: number }>
  /** Of whoever has the case open; `newKey` begins a new epoch too. Throws `invalid`, `conflict` without a passphrase. */
  changePassphrase(passphrase: string, newKey?: boolean): Promise<void>
  /** Throws `wrong-passphrase` unless it is that of whoever has the case open. */
  confirm(passphrase: string): Promise<void>
}

/** What the header showed when the case was opened, and what of it belongs in the history. */
export interface HeaderMet {
  readonly notices: readonly Notice[]
  readonly notes: readonly AuditNote[]
}

/** What happened to who can open the case, as its entry in the history says. */
export type KeysChange =
  | 'holder-added'
  | 'recovery-key-added'
  | 'holder-removed'
  | 'passphrase-changed'
  | 'key-changed'
  | 'holder-enrolled'

const noteOf = (what: KeysChange, slot: string, { epoch, headerGen }: Roster): AuditNote => {
  return { action: 'keys-changed', target: { type: 'case' }, detail: { what, slot, epoch, headerGen } }
}

/** The generation of the header that the state last knew of: from its manifest, or from an entry since. */
export function notedHeader(manifestGen: number | undefined, recent: readonly StoredEntry[]): number {
  // A header of 1.0 was written once, and never again.
  const known = { at: manifestGen ?? 1 }
  for (const entry of recent) {
    const { detail } = readEntry(entry)
    const named = (detail as { headerGen?: unknown } | null | undefined)?.headerGen
    if (typeof named === 'number') known.at = named
  }
  return known.at
}

/**
 * Holds the header against what the state knows of it, and for writing enters the signing key of a holder added by
 * recipient. Throws `rollback-suspected` for writing under a header older than the state, unless told to go on.
 */
export async function meetHeader(
  sealed: Pick<SealedCase, 'folder' | 'roster' | 'readOnly' | 'holders' | 'holder' | 'notices'>,
  noted: number,
  goOn: boolean,
): Promise<HeaderMet> {
  const { headerGen, epoch } = sealed.roster
  const notices: Notice[] = []
  const notes: AuditNote[] = []
  const target = { type: 'case' }
  if (headerGen < noted) {
    const code = 'rollback-suspected'
    const sentence = `The header of ${sealed.folder} is older than what the case holds: an earlier header.cv was put back. Somebody who was removed since may be able to open it, and somebody added may not. Restore header.cv from a backup; or go on, and look at the list of holders.`
    if (!sealed.readOnly && !goOn) throw new CaseworkError(code, sentence, { at: 'goOn' })
    notices.push({ code, sentence })
    notes.push({ action: 'went-on', target, detail: { code, epoch, headerGen } })
  }
  // Behind damage in the journal the entry that knew of the header cannot be read: that is one fault, and told as one.
  const unread = sealed.notices.some(({ code }) => code === 'corrupt-journal' || code === 'forked')
  if (headerGen > noted && !unread) {
    const code = 'header-changed'
    const sentence = `Who can open ${sealed.folder} was changed, and the history did not yet say so: the computer stopped in the middle, or somebody wrote the header elsewhere. Look at the list of holders.`
    notices.push({ code, sentence })
    notes.push({ action: 'noticed', target, detail: { code, epoch, headerGen } })
  }
  if (!sealed.readOnly && (await sealed.holders.enrol()))
    notes.push(noteOf('holder-enrolled', sealed.holder.slot, sealed.roster))
  return { notices, notes }
}

/** What the acts need of the store: its queue, its way of writing notes, and its snapshot, which may fail. */
interface Store {
  readonly sealed: SealedCase
  readonly queue: <T>(work: () => Promise<T>) => Promise<T>
  readonly usable: () => void
  readonly enter: (notes: readonly AuditNote[]) => Promise<void>
  readonly snapshot: () => Promise<void>
}

/**
 * The acts of an open case, each whole within the store's queue: the header first, then its entry in the history, then
 * for a new epoch a snapshot under it. Once the header stands the act has happened; an entry that could not be written
 * behind it is owed, and `settle` writes it before the next change. One owed when the case is left is found missing at
 * the next opening, by the header's generation.
 */
export function caseHolders({ sealed, queue, usable, enter, snapshot }: Store): {
  holders: CaseHolders
  settle(): Promise<void>
} {
  const owed: AuditNote[] = []
  const settle = async () => {
    if (owed.length === 0) return
    await enter([...owed])
    owed.length = 0
  }
  const act = <T>(
    what: KeysChange,
    work: (holders: SealedCase['holders']) => Promise<T>,
    slotOf: (done: T) => string,
  ) =>
    queue(async () => {
      usable()
      const { epoch } = sealed.roster
      const done = await work(sealed.holders)
      owed.push(noteOf(what, slotOf(done), sealed.roster))
      await settle()
        // A frame that failed voids its segment; a second one begins in another, which may well go through.
        .catch(settle)
        .then(() => (sealed.roster.epoch === epoch ? undefined : snapshot()))
        .catch(() => undefined)
      return done
    })
  const own = () => sealed.holder.slot

  return {
    settle,
    holders: {
      list() {
        usable()
        return sealed.roster
      },
      add: (holder) =>
        act(
          'holder-added',
          (acts) => acts.add(holder),
          ({ slot }) => slot,
        ),
      addRecoveryKey: () =>
        act(
          'recovery-key-added',
          (acts) => acts.addRecoveryKey(),
          ({ slot }) => slot,
        ),
      async remove(slot) {
        await act(
          'holder-removed',
          (acts) => acts.remove(slot),
          () => slot,
        )
        return { epoch: sealed.roster.epoch }
      },
      changePassphrase: (passphrase, newKey = false) =>
        act(
          newKey ? 'key-changed' : 'passphrase-changed',
          (acts) => acts.changePassphrase(passphrase, newKey),
          own,
        ),
      confirm: (passphrase) =>
        queue(async () => {
          usable()
          await sealed.holders.confirm(passphrase)
        }),
    },
  }
}

export type { Holder, NewHolder, PastHolder, Roster }
