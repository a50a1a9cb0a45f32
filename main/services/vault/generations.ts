import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, namesIn, readIfThere, syncFolder } from './disk.ts'
import { decodeSnapshot } from './snapshot.ts'
import { segmentName, snapshotName, sortNames } from './state-files.ts'

const day = 86_400_000
const daysKept = 7
/** Below this much free space, earlier days' states are let go of, in bytes. */
const roomNeeded = 2 ** 30

/** Which of the earlier generations to keep for their day: the newest of each of the last seven days (UTC). */
export function keptForTheirDay(dated: ReadonlyMap<number, number>, now: number): Set<number> {
  const newest = new Map<number, number>()
  for (const [generation, at] of dated) {
    const on = Math.floor(at / day)
    const ago = Math.floor(now / day) - on
    if (ago < 0 || ago >= daysKept) continue
    newest.set(on, Math.max(generation, newest.get(on) ?? 0))
  }
  return new Set(newest.values())
}

async function roomy(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= roomNeeded
  } catch {
    return true
  }
}

/**
 * Removes generations below `keep`, all but the newest of each of the last seven days while there is room. A file that
 * will not go is tried again after the next snapshot; names that are not ours are left alone. `dates` remembers when
 * the snapshots that were looked into were made, so that each is opened once.
 */
export async function pruneGenerations(
  input: { disk: Disk; folder: string; keys: CaseKeys },
  keep: number,
  now: number,
  dates: Map<number, number>,
): Promise<void> {
  const { disk, folder, keys } = input
  const state = join(folder, 'state')
  const { snapshots, segments } = sortNames(await namesIn(disk, state))
  const old = [...new Set([...snapshots, ...segments.keys()])].filter((generation) => generation < keep)
  if (old.length === 0) return
  const dated = new Map<number, number>()
  for (const generation of old) {
    const at = dates.get(generation) ?? (await madeAt(disk, state, keys, generation).catch(() => undefined))
    if (at === undefined) continue
    dates.set(generation, at)
    dated.set(generation, at)
  }
  const kept = (await roomy(folder)) ? keptForTheirDay(dated, now) : new Set<number>()
  const flushed = () =>
    syncFolder(disk, state).then(
      () => true,
      () => false,
    )
  for (const generation of old) {
    if (kept.has(generation)) continue
    dates.delete(generation)
    const gone = async (name: string) =>
      await disk.unlink(join(state, name)).then(
        () => true,
        () => false,
      )
    // The snapshot first, for good: a journal without one is known for what is left of a generation that was let go.
    if (snapshots.has(generation)) {
      const sure = (await gone(snapshotName(generation))) && (await flushed())
      if (!sure) continue
    }
    for (const segment of segments.get(generation) ?? []) await gone(segmentName(generation, segment))
  }
}

async function madeAt(
  disk: Disk,
  state: string,
  keys: CaseKeys,
  generation: number,
): Promise<number | undefined> {
  const bytes = await readIfThere(disk, join(state, snapshotName(generation)))
  return bytes === undefined ? undefined : decodeSnapshot(keys, generation, bytes)?.manifest.at
}
