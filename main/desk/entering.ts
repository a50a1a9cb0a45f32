import { CaseworkError } from '../../casework/contract/errors.ts'
import type { AuditNote } from '../services/case-store/index.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/**
 * Enters in the history that something leaves a case, and signs the head over it. A case open for reading only is not
 * written to: there this machine remembers the entry, which enters the case when it is next opened for writing.
 */
export async function enterLeaving(held: OpenCase, desk: Desk, note: AuditNote): Promise<void> {
  const { store } = held
  if (!store.readOnly) {
    await store.commit({ ops: [], audit: [note], actor: desk.user, signed: true })
    return
  }
  const { witness } = desk.store
  if (witness === undefined)
    throw new CaseworkError(
      'permission',
      'This case is open for reading only, and what leaves it could not be entered in its history. Open it for writing first.',
    )
  witness.owe(store.id, { what: 'entry', at: desk.now(), note: { target: null, detail: null, ...note } })
}

/** Signs the present head, before something that names it leaves the case. Read-only it does nothing. */
export async function signHead(held: OpenCase, desk: Desk): Promise<void> {
  if (!held.store.readOnly) await held.store.commit({ ops: [], audit: [], actor: desk.user, signed: true })
}
