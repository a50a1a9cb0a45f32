import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, diskError, namesIn, systemCode } from './disk.ts'
import { type LoadedState, loadState } from './state-files.ts'
import { findHeader } from './unlock.ts'

// Where a snapshot and a journal segment name their epoch, before anything sealed begins.
const epochAt = { snap: 32, jrn: 36 } as const

async function epochOf(disk: Disk, path: string, caseId: Buffer): Promise<number> {
  const ending = path.endsWith('.snap') ? 'snap' : 'jrn'
  const bytes = Buffer.alloc(40)
  try {
    const file = await disk.open(path, 'r')
    await file.read(bytes, 0, bytes.length, 0).finally(() => file.close())
  } catch (thrown) {
    // A live writer removes what it no longer needs.
    if (systemCode(thrown) === 'ENOENT') return 0
    throw diskError(thrown, 'read', path)
  }
  return bytes.subarray(8, 24).equals(caseId) ? bytes.readUInt32BE(epochAt[ending]) : 0
}

/** Whether some file of the state says it was sealed under a later epoch than the header gives keys for. */
async function aheadOf(disk: Disk, folder: string, keys: CaseKeys): Promise<boolean> {
  for (const name of await namesIn(disk, join(folder, 'state')))
    if (
      /^[0-9a-f]{16}(?:\.[0-9a-f]{4}\.jrn|\.snap)$/u.test(name) &&
      (await epochOf(disk, join(folder, 'state', name), keys.caseId)) > keys.epoch
    )
      return true
  return false
}

const sentence = (folder: string) =>
  `The header of ${folder} is older than what the case holds: an earlier header.cv was put back, and it gives no key to what was written since. Put the newer header.cv in its place again, from a backup, and ask who replaced it.`

/**
 * Reads the state under a header's keys. Where the header is of an earlier epoch than the state, that is what is noted
 * or thrown (`rollback-suspected`), and not the damage it looks like. `stale` when the header, of this `generation` when
 * it was unlocked, was replaced meanwhile.
 */
export async function loadUnder(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  generation: number,
): Promise<LoadedState | 'stale'> {
  const unreadable = (code: string) => code === 'corrupt-snapshot' || code === 'corrupt-journal'
  const replaced = async () => (await findHeader(disk, folder)).header.generation > generation
  try {
    const state = await loadState(disk, folder, keys)
    if (await replaced()) return 'stale'
    if (!state.notices.some(({ code }) => unreadable(code)) || !(await aheadOf(disk, folder, keys)))
      return state
    const others = state.notices.filter(({ code }) => !unreadable(code))
    return { ...state, notices: [{ code: 'rollback-suspected', sentence: sentence(folder) }, ...others] }
  } catch (thrown) {
    const lost = thrown instanceof CaseworkError && unreadable(thrown.code)
    if (lost && (await replaced())) return 'stale'
    if (!lost || !(await aheadOf(disk, folder, keys))) throw thrown
    throw new CaseworkError('rollback-suspected', sentence(folder), { cause: thrown })
  }
}
