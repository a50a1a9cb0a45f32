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

/** One sealed run of audit entries: the number of its first entry, the chain before it, and its payloads. */
export interface AuditRun {
  readonly first: number
  /** Head of the chain before the first entry, hexadecimal. */
  readonly before: string
  readonly payloads: readonly Buffer[]
}

function auditName(first: number): string {
  return `${first.toString(16).padStart(16, '0')}.aud`
}

/** The numbers of the first entries of the sealed runs, in order. */
export async function auditRuns(disk: Disk, folder: string): Promise<number[]> {
  const names = await namesIn(disk, join(folder, 'audit'))
  return names
    .filter((name) => /^[0-9a-f]{16}\.aud$/u.test(name))
    .map((name) => Number.parseInt(name.slice(0, 16), 16))
    .sort((a, b) => a - b)
}

/** Reads one sealed run. Throws `audit-broken` when it is not exactly as it was written. */
export async function readAuditRun(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  first: number,
): Promise<AuditRun> {
  const path = join(folder, 'audit', auditName(first))
  const bytes = await readIfThere(disk, path)
  const header = bytes === undefined ? null : decodeSegmentHeader('audit', keys.caseId, bytes)
  const codec =
    bytes === undefined || header === null || header.first !== first || header.segment !== 0
      ? null
      : frameCodec('audit', keys, bytes.subarray(0, segmentHeaderLength), header.epoch)
  const read = codec === null || bytes === undefined ? null : readFrames(codec, bytes)
  if (read === null || header === null || read.end !== 'clean') {
    throw new CaseworkError(
      'audit-broken',
      `The history of this case is damaged at ${path}. Restore that file from a backup; until then the history before it cannot be shown whole.`,
    )
  }
  return { first, before: header.link.toString('hex'), payloads: read.frames.map((f) => f.payload) }
}

/** Seals a run of audit entries into a file of its own, written once. */
export async function writeAuditRun(
  input: { disk: Disk; folder: string; keys: CaseKeys; random: (n: number) => Uint8Array },
  run: AuditRun,
): Promise<void> {
  const { disk, folder, keys } = input
  const header = encodeSegmentHeader('audit', keys.caseId, {
    first: run.first,
    segment: 0,
    epoch: keys.epoch,
    salt: Buffer.from(input.random(24)),
    link: Buffer.from(run.before, 'hex'),
  })
  const codec = frameCodec('audit', keys, header, keys.epoch)
  if (codec === null) throw new CaseworkError('locked', 'The case is closed. Open it again.')
  const bytes = Buffer.concat([header, ...run.payloads.map((p) => codec.seal(p))])
  const path = join(folder, 'audit', auditName(run.first))
  const temporary = `audit-${Buffer.from(input.random(8)).toString('hex')}`
  await writeDurably(disk, { folder, path, temporary }, bytes)
}
