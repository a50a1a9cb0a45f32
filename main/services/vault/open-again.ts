import type { CaseKeys } from './case-keys.ts'
import type { OpenFolder } from './open-folder.ts'
import { type SealedCase, sealedCase } from './sealed-case.ts'
import { loadState } from './state-files.ts'
import { findHeader } from './unlock.ts'
import type { Loaded } from './vault.ts'

/** Keys on loan: whoever borrowed them leaves them whole. */
function borrowed(keys: CaseKeys): CaseKeys {
  return {
    caseId: keys.caseId,
    get epoch() {
      return keys.epoch
    },
    derive: (label, length, of) => keys.derive(label, length, of),
    present: () => keys.present(),
    advance: (next) => keys.advance(next),
    wipe: () => {},
  }
}

/**
 * Opens a folder of the same case, such as a copy, read-only and with the keys already held: nobody types a secret a
 * second time. It reads only what stands in that folder. Throws what reading a state throws.
 */
export async function openAgain(
  held: OpenFolder,
  folder: string,
): Promise<{ sealed: SealedCase; loaded: Loaded }> {
  const { disk, surroundings, unlocked } = held
  const { header } = await findHeader(disk, folder)
  const state = await loadState(disk, folder, unlocked.keys)
  const mine = { ...unlocked, header, keys: borrowed(unlocked.keys) }
  const sealed = sealedCase(folder, surroundings, disk, mine, state, undefined, state.notices)
  const { manifest: facts, epoch, parts, payloads } = state
  return { sealed, loaded: { facts, epoch, parts, payloads } }
}
