import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, diskError, namesIn, systemCode } from './disk.ts'
import { caseOfState } from './state-case.ts'
import { type LoadedState, loadState, segmentName, snapshotName, sortNames } from './state-files.ts'
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

interface Named {
  readonly generation: number
  readonly snapshot: boolean
  readonly epoch: number
}

/** The epochs the files of the state say they were sealed under, in the order the files were written. */
async function epochsNamed(disk: Disk, folder: string, caseId: Buffer): Promise<Named[]> {
  const state = join(folder, 'state')
  const { snapshots, segments } = sortNames(await namesIn(disk, state))
  const named: Named[] = []
  for (const generation of [...new Set([...snapshots, ...segments.keys()])].sort((a, b) => a - b)) {
    const one = async (name: string, snapshot: boolean) =>
      named.push({ generation, snapshot, epoch: await epochOf(disk, join(state, name), caseId) })
    if (snapshots.has(generation)) await one(snapshotName(generation), true)
    for (const segment of segments.get(generation) ?? []) await one(segmentName(generation, segment), false)
  }
  return named
}

/** Whether a file of the state says it was sealed under a later epoch than this one. */
export const namesEpochAbove = async (disk: Disk, folder: string, caseId: Buffer, epoch: number) =>
  (await epochsNamed(disk, folder, caseId)).some((named) => named.epoch > epoch)

/** Whether some file of the state says it was sealed under a later epoch than the header gives keys for. */
const ahead = (named: readonly Named[], keys: CaseKeys) => named.some(({ epoch }) => epoch > keys.epoch)

/**
 * Whether what was read comes from a key that had been given up by then: behind files of a later epoch, or knowing of
 * a header that was written only when its own epoch was over. A holder who was removed could have made such a state.
 */
function outlived(
  { epoch, end, manifest }: LoadedState,
  named: readonly Named[],
  keys: CaseKeys,
  generation: number,
): boolean {
  if (epoch < keys.epoch && (manifest.headerGen ?? 1) >= generation) return true
  if (named.some((each) => each.generation < end.base && each.epoch > epoch)) return true
  // One that names no epoch is not of this case, or damaged: that has been told of.
  const segments = named.filter((each) => !each.snapshot && each.generation >= end.base && each.epoch > 0)
  return segments.some((each, i) => each.epoch < (segments[i - 1]?.epoch ?? epoch))
}

const sentences = {
  foreign: (folder: string) =>
    `The header of ${folder} is that of another case: somebody put it there, and it gives no key to what this case holds. Put its own header.cv back in place, from a backup, and ask who replaced it.`,
  older: (folder: string) =>
    `The header of ${folder} is older than what the case holds: an earlier header.cv was put back, and it gives no key to what was written since. Put the newer header.cv in its place again, from a backup, and ask who replaced it.`,
  outlived: (folder: string) =>
    `The state of ${folder} is sealed with a key that was given up before, when a holder was removed: somebody who had that key has put it there. Do not rely on it. Restore the folder state from a backup.`,
} as const

/**
 * Reads the state under a header's keys. Where the header is of another case than the state, it throws that
 * (`header-tampered`). Where the header is of an earlier epoch than the state, that is what is noted
 * or thrown (`rollback-suspected`), and not the damage it looks like; and where the state is of an epoch that was over.
 * `stale` when the header, of this `generation` when it was unlocked, was replaced meanwhile.
 */
export async function loadUnder(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  generation: number,
): Promise<LoadedState | 'stale'> {
  const unreadable = (code: string) => code === 'corrupt-snapshot' || code === 'corrupt-journal'
  const replaced = async () => (await findHeader(disk, folder)).header.generation > generation
  const code = 'rollback-suspected'
  try {
    const state = await loadState(disk, folder, keys)
    if (await replaced()) return 'stale'
    const named = await epochsNamed(disk, folder, keys.caseId)
    const damaged = state.notices.some((notice) => unreadable(notice.code))
    if (damaged && ahead(named, keys)) {
      const others = state.notices.filter((notice) => !unreadable(notice.code))
      return { ...state, notices: [{ code, sentence: sentences.older(folder) }, ...others] }
    }
    if (!outlived(state, named, keys, generation)) return state
    return { ...state, notices: [{ code, sentence: sentences.outlived(folder) }, ...state.notices] }
  } catch (thrown) {
    const lost = thrown instanceof CaseworkError && unreadable(thrown.code)
    if (lost && (await replaced())) return 'stale'
    const of = lost ? await caseOfState(disk, folder) : undefined
    if (of !== undefined && !of.equals(keys.caseId))
      throw new CaseworkError('header-tampered', sentences.foreign(folder), { cause: thrown })
    if (!lost || !ahead(await epochsNamed(disk, folder, keys.caseId), keys)) throw thrown
    throw new CaseworkError(code, sentences.older(folder), { cause: thrown })
  }
}
