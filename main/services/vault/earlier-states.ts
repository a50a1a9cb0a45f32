import { join } from 'node:path'
import type { CaseKeys } from './case-keys.ts'
import { sha256 } from './crypto.ts'
import { type Disk, namesIn, readIfThere } from './disk.ts'
import { decodeSnapshot, type Manifest } from './snapshot.ts'
import { joined, readSegment, segmentName, snapshotName, sortNames, Vanished } from './state-files.ts'

/** Something wrong with a generation before the one that is read: which file, in the folder `state`. */
export interface EarlierFault {
  readonly code: 'corrupt-journal' | 'corrupt-snapshot' | 'forked'
  readonly file: string
}

const headOf = (payload: Buffer): unknown => (JSON.parse(payload.toString()) as { head?: unknown }).head

/**
 * Whether a generation would serve if it were needed: its snapshot opens, its journal holds together, and where the
 * generation after it is kept, it leads to the very state that one begins with. The first fault, or undefined.
 */
export async function earlierFault(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  generation: number,
): Promise<EarlierFault | undefined> {
  const names = sortNames(await namesIn(disk, join(folder, 'state')))
  const read = async (each: number) => {
    if (!names.snapshots.has(each)) return undefined
    const bytes = await readIfThere(disk, join(folder, 'state', snapshotName(each)))
    const snapshot = bytes === undefined ? null : decodeSnapshot(keys, each, bytes)
    return snapshot === null || bytes === undefined
      ? undefined
      : { manifest: snapshot.manifest, hash: sha256(bytes) }
  }
  const own = await read(generation)
  if (own === undefined) return { code: 'corrupt-snapshot', file: snapshotName(generation) }
  const numbers = names.segments.get(generation) ?? []
  const gap = numbers.findIndex((n, i) => n !== i)
  const segments = []
  for (const n of gap === -1 ? numbers : numbers.slice(0, gap))
    segments.push(await readSegment(disk, folder, keys, generation, n))
  const chain = joined(segments, own.hash)
  if (chain.fault !== undefined && chain.fault.code !== 'torn-tail')
    return { code: chain.fault.code, file: chain.fault.name }
  if (gap !== -1) return { code: 'corrupt-journal', file: segmentName(generation, gap) }
  const next = await read(generation + 1)
  if (next === undefined || leadsTo(own, chain.payloads, next.manifest)) return undefined
  return { code: 'corrupt-journal', file: segmentName(generation, Math.max(0, numbers.length - 1)) }
}

/** Every change is one frame, and the last names the head the next state begins with. */
function leadsTo(
  { manifest, hash }: { manifest: Manifest; hash: Buffer },
  payloads: readonly Buffer[],
  next: Manifest,
): boolean {
  if (next.prevGen !== manifest.gen) return true
  const last = payloads.at(-1)
  const head = last === undefined ? manifest.auditHead : headOf(last)
  return (
    next.prevSha256 === hash.toString('hex') &&
    next.tx === manifest.tx + payloads.length &&
    head === next.auditHead
  )
}

/**
 * The generations kept before the newest, newest first. Behind the first of them, a journal without its snapshot is
 * what a removal left.
 */
export async function earlierStates(disk: Disk, folder: string): Promise<number[]> {
  const { snapshots, segments } = sortNames(await namesIn(disk, join(folder, 'state')))
  const all = [...new Set([...snapshots, ...segments.keys()])].sort((a, b) => b - a)
  return all.slice(1).filter((generation, i) => i === 0 || snapshots.has(generation))
}

/**
 * What is wrong with the states kept behind the present one: with all of them, or only with that which would be read
 * if the newest were lost. Nothing is lost by it now.
 */
export async function earlierFaults(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  all: boolean,
): Promise<EarlierFault[]> {
  const faults: EarlierFault[] = []
  for (const generation of (await earlierStates(disk, folder)).slice(0, all ? undefined : 1)) {
    const fault = await earlierFault(disk, folder, keys, generation).catch((thrown) => {
      if (thrown instanceof Vanished) return undefined
      throw thrown
    })
    // A live writer may have let go of it while we looked.
    if (fault !== undefined && (await earlierStates(disk, folder)).includes(generation)) faults.push(fault)
  }
  return faults
}
