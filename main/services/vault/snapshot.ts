import type { CaseKeys } from './case-keys.ts'
import { openMessage, sealMessage } from './cobblestone.ts'
import { sha256 } from './crypto.ts'
import { readManifest } from './manifest-shape.ts'
import { canonicalBytes } from './ring.ts'

/** One document within a snapshot: a name and its bytes. */
export interface SnapshotPart {
  readonly name: string
  readonly bytes: Buffer
}

/** What the store above says of itself at a snapshot. All of it stands in the manifest. */
export interface StateFacts {
  /** Number of the last change. */
  readonly tx: number
  readonly at: number
  readonly auditSeq: number
  /** Head of the audit chain, hexadecimal. */
  readonly auditHead: string
  readonly blobCount: number
  readonly blobBytes: number
  readonly blobRoot: string
  /** The header's generation when it was written; 1.0 wrote none, and its headers are all of generation 1. */
  readonly headerGen?: number
}

/** A holder's signature under a head of the history: whose slot (hexadecimal), and the Ed25519 signature, base64. */
export interface HeadSignature {
  readonly slot: string
  readonly sig: string
}

/** What a snapshot says of itself. */
export interface Manifest extends StateFacts {
  readonly v: 1
  readonly gen: number
  readonly prevGen: number
  readonly prevSha256: string
  readonly minReader: number
  readonly minWriter: number
  readonly docs: readonly { readonly name: string; readonly len: number; readonly sha256: string }[]
  readonly device: string
  readonly app: string
  /** The audit head, signed by the holder who wrote the snapshot. */
  readonly signed: HeadSignature
}

const magic = Buffer.from('CVSNAP1\n')
const prefixLength = 64

/** The text a holder signs: an audit head in the manner of a signed note. */
export function headText(caseId: Buffer, seq: number, headHex: string): string {
  return `cvf/${caseId.toString('hex')}\n${seq}\n${Buffer.from(headHex, 'hex').toString('base64')}\n`
}

/** The next length up that hides all but the order of magnitude (Padmé): at most 12 % more. */
export function paddedLength(length: number): number {
  if (length < 2) return length
  const e = Math.floor(Math.log2(length))
  const step = 2 ** (e - (Math.floor(Math.log2(e)) + 1))
  return step <= 1 ? length : Math.ceil(length / step) * step
}

function prefixOf(caseId: Buffer, generation: number, epoch: number): Buffer {
  const prefix = Buffer.alloc(prefixLength)
  magic.copy(prefix)
  caseId.copy(prefix, 8)
  prefix.writeBigUInt64BE(BigInt(generation), 24)
  prefix.writeUInt32BE(epoch, 32)
  return prefix
}

/** A snapshot file. `salt` is 24 fresh random bytes. */
export function encodeSnapshot(
  keys: CaseKeys,
  salt: Uint8Array,
  manifest: Omit<Manifest, 'v' | 'docs'>,
  parts: readonly SnapshotPart[],
): Buffer {
  const docs = parts.map((p) => ({
    name: p.name,
    len: p.bytes.length,
    sha256: sha256(p.bytes).toString('hex'),
  }))
  const head = canonicalBytes({ v: 1, ...manifest, docs })
  const length = parts.reduce((sum, p) => sum + p.bytes.length, 4 + head.length)
  const plain = Buffer.alloc(paddedLength(length))
  plain.writeUInt32BE(head.length)
  let at = 4 + head.copy(plain, 4)
  for (const part of parts) at += part.bytes.copy(plain, at)
  const prefix = prefixOf(keys.caseId, manifest.gen, keys.epoch)
  const sealed = sealMessage(keys.derive('snap', 32) as Buffer, salt, prefix, plain)
  plain.fill(0)
  return Buffer.concat([prefix, sealed])
}

/** Reads a snapshot of the expected generation; null when it is not exactly as it was written. */
export function decodeSnapshot(
  keys: CaseKeys,
  generation: number,
  bytes: Buffer,
): { epoch: number; manifest: Manifest; parts: SnapshotPart[] } | null {
  if (bytes.length < prefixLength) return null
  const epoch = bytes.readUInt32BE(32)
  const prefix = prefixOf(keys.caseId, generation, epoch)
  const key = keys.derive('snap', 32, { epoch })
  if (key === undefined || !prefix.equals(bytes.subarray(0, prefixLength))) return null
  const plain = openMessage(key, prefix, bytes.subarray(prefixLength))
  if (plain === null) return null
  const read = readManifest(plain)
  if (read === null) return null
  const { manifest } = read
  const parts: SnapshotPart[] = []
  let at = read.end
  for (const { name, len } of manifest.docs) {
    parts.push({ name, bytes: plain.subarray(at, at + len) })
    at += len
  }
  return { epoch, manifest, parts }
}

/** Whether every part of a snapshot still has the hash its manifest gives. */
export function partsMatch(snapshot: { manifest: Manifest; parts: readonly SnapshotPart[] }): boolean {
  return snapshot.parts.every(
    (part, i) => sha256(part.bytes).toString('hex') === snapshot.manifest.docs[i]?.sha256,
  )
}
