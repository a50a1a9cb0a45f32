import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, namesIn, readIfThere, writeDurably } from './disk.ts'
import {
  decodeSegmentHeader,
  encodeSegmentHeader,
  frameCodec,
  readFrames,
  segmentHeaderLength,
} from './journal.ts'

/** What is sealed in runs, apart from the state: the history, and the changes that made it. */
export type RunKind = 'audit' | 'versions'

/** One sealed run: the number of its first entry or change, the 32 bytes it follows (hexadecimal), and its payloads. */
export interface SealedRun {
  readonly first: number
  /** The head of the history before the first entry; zeros for versions. */
  readonly before: string
  readonly payloads: readonly Buffer[]
}

const endings = { audit: 'aud', versions: 'ver' } as const
const damaged = {
  audit: (path: string) =>
    `The history of this case is damaged at ${path}. Restore that file from a backup; until then the history before it cannot be shown whole.`,
  versions: (path: string) =>
    `Earlier versions in this case are damaged at ${path}. Restore that file from a backup; the present versions are not touched by this.`,
} as const

/** Where a run stands within the case folder. */
export function runPath(kind: RunKind, first: number): string {
  return join(kind, `${first.toString(16).padStart(16, '0')}.${endings[kind]}`)
}

/** The numbers the sealed runs of a kind begin at, in order. */
export async function runsIn(disk: Disk, folder: string, kind: RunKind): Promise<number[]> {
  const form = new RegExp(`^[0-9a-f]{16}\\.${endings[kind]}$`, 'u')
  return (await namesIn(disk, join(folder, kind)))
    .filter((name) => form.test(name))
    .map((name) => Number.parseInt(name.slice(0, 16), 16))
    .sort((a, b) => a - b)
}

/** Reads one sealed run. Throws `audit-broken` or `corrupt-journal` when it is not exactly as it was written. */
export async function readRun(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  kind: RunKind,
  first: number,
): Promise<SealedRun> {
  const path = join(folder, runPath(kind, first))
  const bytes = await readIfThere(disk, path)
  const header = bytes === undefined ? null : decodeSegmentHeader(kind, keys.caseId, bytes)
  const codec =
    bytes === undefined || header === null || header.first !== first || header.segment !== 0
      ? null
      : frameCodec(kind, keys, bytes.subarray(0, segmentHeaderLength), header.epoch)
  const read = codec === null || bytes === undefined ? null : readFrames(codec, bytes)
  if (read === null || header === null || read.end !== 'clean')
    throw new CaseworkError(kind === 'audit' ? 'audit-broken' : 'corrupt-journal', damaged[kind](path))
  return { first, before: header.link.toString('hex'), payloads: read.frames.map((f) => f.payload) }
}

/** Seals a run into a file of its own, written once. */
export async function writeRun(
  input: { disk: Disk; folder: string; keys: CaseKeys; random: (n: number) => Uint8Array },
  kind: RunKind,
  run: SealedRun,
): Promise<void> {
  const { disk, folder, keys } = input
  const header = encodeSegmentHeader(kind, keys.caseId, {
    first: run.first,
    segment: 0,
    epoch: keys.epoch,
    salt: Buffer.from(input.random(24)),
    link: Buffer.from(run.before, 'hex'),
  })
  const codec = frameCodec(kind, keys, header, keys.epoch)
  if (codec === null) throw new CaseworkError('locked', 'The case is closed. Open it again.')
  const bytes = Buffer.concat([header, ...run.payloads.map((p) => codec.seal(p))])
  const path = join(folder, runPath(kind, run.first))
  const temporary = `${kind}-${Buffer.from(input.random(8)).toString('hex')}`
  await writeDurably(disk, { folder, path, temporary }, bytes)
}
