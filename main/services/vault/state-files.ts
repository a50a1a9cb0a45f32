import { join } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { sha256 } from './crypto.ts'
import { type Disk, namesIn, readIfThere } from './disk.ts'
import {
  decodeSegmentHeader,
  frameCodec,
  type ReadFrame,
  readFrames,
  segmentHeaderLength,
} from './journal.ts'
import { decodeSnapshot, type Manifest, type SnapshotPart } from './snapshot.ts'

/** Something met at opening that the user should know of, though the case could be opened. */
export interface Notice {
  readonly code: ErrorCode | 'lock-taken-over' | 'shared-place' | 'header-changed'
  readonly sentence: string
  /** The stored files it is about, by uid: whatever refers to them cannot be shown. */
  readonly blobs?: readonly string[]
}

/** A notice about the folder `state`; `file` is the one in it that is meant. */
export interface StateNotice extends Notice {
  readonly code: ErrorCode
  readonly file?: string
}

/** Everything the folder `state` says: the newest sound snapshot, and what the journal adds to it. */
export interface LoadedState {
  /** The epoch the snapshot was sealed under. */
  readonly epoch: number
  readonly manifest: Manifest
  readonly parts: readonly SnapshotPart[]
  readonly payloads: readonly Buffer[]
  readonly notices: readonly StateNotice[]
  /** Where writing goes on. */
  readonly end: {
    /** Newest generation that has any file. */
    readonly generation: number
    /** Generation of the snapshot that was read. */
    readonly base: number
    readonly nextSegment: number
    readonly link: Buffer
    readonly snapshotHash: Buffer
    readonly snapshotLength: number
    readonly journalBytes: number
    readonly frames: number
  }
}

/** `state/<generation>.snap` and `state/<generation>.<segment>.jrn`. */
export function snapshotName(generation: number): string {
  return `${generation.toString(16).padStart(16, '0')}.snap`
}
export function segmentName(generation: number, segment: number): string {
  return `${generation.toString(16).padStart(16, '0')}.${segment.toString(16).padStart(4, '0')}.jrn`
}

interface StateNames {
  readonly snapshots: ReadonlySet<number>
  readonly segments: ReadonlyMap<number, readonly number[]>
  readonly strange: readonly string[]
}

/** Sorts the names in `state`. A copy some sync program made beside ours is `strange`. */
export function sortNames(names: readonly string[]): StateNames {
  const snapshots = new Set<number>()
  const segments = new Map<number, number[]>()
  const strange: string[] = []
  for (const name of [...names].sort()) {
    const [, generation, segment] = /^([0-9a-f]{16})(?:\.([0-9a-f]{4})\.jrn|\.snap)$/u.exec(name) ?? []
    if (generation === undefined) {
      if (/^[0-9a-f]{16}/u.test(name)) strange.push(name)
      continue
    }
    const number = Number.parseInt(generation, 16)
    if (segment === undefined) snapshots.add(number)
    else segments.set(number, [...(segments.get(number) ?? []), Number.parseInt(segment, 16)])
  }
  return { snapshots, segments, strange }
}

/** A journal segment, read. */
export interface Segment {
  readonly name: string
  readonly link: Buffer
  readonly frames: readonly ReadFrame[]
  readonly end: 'clean' | 'torn' | 'corrupt'
  readonly length: number
}

/** Thrown within when a file named a moment ago is gone: a live writer pruned it, and the look begins again. */
export class Vanished extends Error {}

/** Reads one journal segment; one that is not of this case and place counts as damaged. Throws {@link Vanished}. */
export async function readSegment(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  generation: number,
  segment: number,
): Promise<Segment> {
  const name = segmentName(generation, segment)
  const bytes = await readIfThere(disk, join(folder, 'state', name))
  if (bytes === undefined) throw new Vanished()
  const header = decodeSegmentHeader('journal', keys.caseId, bytes)
  const codec =
    header === null || header.first !== generation || header.segment !== segment
      ? null
      : frameCodec('journal', keys, bytes.subarray(0, segmentHeaderLength), header.epoch)
  if (header === null || codec === null)
    return { name, link: Buffer.alloc(0), frames: [], end: 'corrupt', length: bytes.length }
  return { name, link: header.link, ...readFrames(codec, bytes), length: bytes.length }
}

/** One generation's journal read as far as it holds together. */
export interface Chain {
  readonly payloads: Buffer[]
  readonly link: Buffer
  readonly bytes: number
  readonly fault?: { code: 'corrupt-journal' | 'forked' | 'torn-tail'; name: string }
}

/**
 * Joins a generation's segments. Each names the frame it continues; the segment before may hold one frame more, whose
 * writing was reported as failed and which therefore never happened.
 */
export function joined(segments: readonly Segment[], start: Buffer): Chain {
  const payloads: Buffer[] = []
  let link = start
  let bytes = 0
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]
    if (!segment.link.equals(link))
      return { payloads, link, bytes, fault: { code: 'corrupt-journal', name: segment.name } }
    const links = [link, ...segment.frames.map((f) => f.link)]
    let count = segment.frames.length
    if (next !== undefined) {
      count = links.findLastIndex((l) => l.equals(next.link))
      if (count === -1 || segment.frames.length - count > 1) {
        payloads.push(...segment.frames.map((f) => f.payload))
        const code = count === 0 ? 'forked' : 'corrupt-journal'
        return { payloads, link: links.at(-1) as Buffer, bytes, fault: { code, name: next.name } }
      }
    }
    payloads.push(...segment.frames.slice(0, count).map((f) => f.payload))
    link = links[count] as Buffer
    bytes += segment.length
    if (next === undefined && segment.end !== 'clean') {
      const code = segment.end === 'torn' ? 'torn-tail' : 'corrupt-journal'
      return { payloads, link, bytes, fault: { code, name: segment.name } }
    }
  }
  return { payloads, link, bytes }
}

const sentences = {
  'torn-tail': (name: string) =>
    `The last change was not completed when the case was last open, and was left out (${name}). Check the last thing you did and do it again if it is missing.`,
  'corrupt-journal': (name: string) =>
    `The journal of this case is damaged at ${name}. Restore that file from a backup, or open the case read-only to see everything up to the damage.`,
  forked: (name: string) =>
    `This case was written in two places at once (${name}). Both copies are kept. Open it read-only, and decide which to go on with.`,
  'corrupt-snapshot': (name: string) =>
    `The stored state ${name} is damaged or missing. An earlier state and the journal were used instead; nothing was lost. Restore the file from a backup or keep working.`,
} as const

/** The newest snapshot that is sound, trying backwards from the newest generation. */
async function readNewestSnapshot(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  names: StateNames,
  newest: number,
) {
  for (const base of [...names.snapshots].sort((a, b) => b - a)) {
    const bytes = await readIfThere(disk, join(folder, 'state', snapshotName(base)))
    if (bytes === undefined) throw new Vanished()
    const snapshot = decodeSnapshot(keys, base, bytes)
    if (snapshot !== null) return { base, snapshot, hash: sha256(bytes), length: bytes.length }
  }
  throw new CaseworkError(
    'corrupt-snapshot',
    `The stored state ${snapshotName(newest)} is damaged and no earlier one is left. Restore the folder state from a backup.`,
  )
}

async function loadOnce(disk: Disk, folder: string, keys: CaseKeys): Promise<LoadedState> {
  const names = sortNames(await namesIn(disk, join(folder, 'state')))
  const generation = Math.max(0, ...names.snapshots, ...names.segments.keys())
  const { base, snapshot, hash, length } = await readNewestSnapshot(disk, folder, keys, names, generation)
  const notices: StateNotice[] = []
  const note = (code: keyof typeof sentences, name: string) =>
    notices.push({ code, sentence: sentences[code](name), file: name })
  if (base !== generation) note('corrupt-snapshot', snapshotName(generation))
  for (const name of names.strange) note('forked', name)
  const payloads: Buffer[] = []
  let end = { nextSegment: 0, link: hash, bytes: 0 }
  let snapshotHash = hash
  for (let g = base; g <= generation; g += 1) {
    const numbers = names.segments.get(g) ?? []
    const gap = numbers.findIndex((n, i) => n !== i)
    const segments: Segment[] = []
    for (const n of gap === -1 ? numbers : numbers.slice(0, gap))
      segments.push(await readSegment(disk, folder, keys, g, n))
    // A later generation begins at a snapshot we could not open; its bytes still tell what the journal continues.
    if (g !== base) {
      const bytes = await readIfThere(disk, join(folder, 'state', snapshotName(g)))
      snapshotHash = bytes === undefined ? Buffer.alloc(0) : sha256(bytes)
    }
    const start = g === base ? hash : (segments[0]?.link ?? snapshotHash)
    const chain = joined(segments, start)
    payloads.push(...chain.payloads)
    end = {
      nextSegment: numbers.length === 0 ? 0 : (numbers.at(-1) as number) + 1,
      link: chain.link,
      bytes: end.bytes + chain.bytes,
    }
    if (gap !== -1) note('corrupt-journal', segmentName(g, gap))
    if (chain.fault !== undefined) note(chain.fault.code, chain.fault.name)
    if (gap !== -1 || (chain.fault !== undefined && chain.fault.code !== 'torn-tail')) break
  }
  return {
    ...snapshot,
    payloads,
    notices,
    end: {
      generation,
      base,
      nextSegment: end.nextSegment,
      link: end.link,
      snapshotHash,
      snapshotLength: length,
      journalBytes: end.bytes,
      frames: payloads.length,
    },
  }
}

/**
 * Reads the state of a case. Damage that leaves something readable comes back as notices; the caller decides whether
 * it may write. Throws `corrupt-snapshot` when no snapshot can be read at all.
 */
export async function loadState(disk: Disk, folder: string, keys: CaseKeys): Promise<LoadedState> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await loadOnce(disk, folder, keys)
    } catch (thrown) {
      if (!(thrown instanceof Vanished) || tries === 5) throw thrown
    }
  }
}
