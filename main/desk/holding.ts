import { CaseworkError } from '../../casework/contract/errors.ts'
import type { CaseStore } from '../services/case-store/index.ts'

/** Lets somebody open the case with a passphrase of their own. Throws `invalid` for that of whoever adds them. */
export async function addWithPassphrase(store: CaseStore, label: string, passphrase: string) {
  // With one passphrase for two, whatever either does is entered under one name.
  if (await isOwn(store, passphrase))
    throw new CaseworkError(
      'invalid',
      'That is your own passphrase. Each holder has one that nobody else knows, so that the history can tell them apart. Let them choose theirs.',
      { at: 'passphrase' },
    )
  return await store.holders.add({ label, passphrase })
}

/** Changes the passphrase of whoever has the case open. Throws `invalid` for the one they have. */
export async function changePassphrase(store: CaseStore, passphrase: string, newKey: boolean) {
  if (await isOwn(store, passphrase))
    throw new CaseworkError(
      'invalid',
      'That is the passphrase you have now. Choose another; nothing was changed.',
      { at: 'passphrase' },
    )
  await store.holders.changePassphrase(passphrase, newKey)
}

/**
 * Shuts a holder out. Throws `conflict` where only a recovery key or an escrow would be left: a case that nobody at work
 * can open is a sheet of paper away from being lost.
 */
export async function removeHolder(store: CaseStore, slot: string) {
  const { holders } = store.holders.list()
  const going = holders.find((each) => each.slot === slot)
  const works = (kind: string) => kind === 'passphrase' || kind === 'identity'
  const left = holders.filter((each) => each !== going && works(each.kind))
  if (going !== undefined && works(going.kind) && left.length === 0)
    throw new CaseworkError(
      'conflict',
      'Nobody else opens this case with a passphrase or an identity of their own: only what is kept for emergencies would be left. Add another holder first.',
    )
  return await store.holders.remove(slot)
}

async function isOwn(store: CaseStore, passphrase: string): Promise<boolean> {
  try {
    await store.holders.confirm(passphrase)
    return true
  } catch (thrown) {
    // A holder with a key of their own has no passphrase here, and that is a conflict.
    if (thrown instanceof CaseworkError && ['wrong-passphrase', 'conflict'].includes(thrown.code))
      return false
    throw thrown
  }
}
