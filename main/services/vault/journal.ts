import type { KeyObject } from 'node:crypto'
import type { CaseKeys } from './case-keys.ts'
import { aesKey, aesOpen, aesSeal, expand, nonceAt, sha256, tagLength } from './crypto.ts'

/** Length of a segment's header. */
export const segmentHeaderLength = 96
/** The longest payload one frame may carry. */
export const longestFrame = 16 * 1024 * 1024
const frameHeadLength = 16

/** Journal segments and sealed runs share one layout and differ in magic, key label and context. */
export type SegmentKind = 'journal' | 'audit' | 'versions'
const kinds = {
  journal: { magic: Buffer.from('CVJRNL1\n'), label: 'jrn', context: Buffer.from('cvf/1/jseg\0') },
  audit: { magic: Buffer.from('CVAUDT1\n'), label: 'aud', context: Buffer.from('cvf/1/aseg\0') },
  versions: { magic: Buffer.from('CVVERS1\n'), label: 'ver', context: Buffer.from('cvf/1/vseg\0') },
} as const

/** What a segment's header says. `first` is the generation of a journal, the first entry's number of an audit segment. */
export interface SegmentHeader {
  readonly first: number
  /** A journal segment's place in its generation; zero in an audit segment. */
  readonly segment: number
  readonly epoch: number
  readonly salt: Buffer
  /** SHA-256 of what came before: see FORMAT.md. */
  readonly link: Buffer
}

/** A segment header as bytes. */
export function encodeSegmentHeader(kind: SegmentKind, caseId: Buffer, header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(segmentHeaderLength)
  kinds[kind].magic.copy(bytes)
  caseId.copy(bytes, 8)
  bytes.writeBigUInt64BE(BigInt(header.first), 24)
  bytes.writeUInt16BE(header.segment, 32)
  bytes.writeUInt32BE(header.epoch, 36)
  header.salt.copy(bytes, 40)
  header.link.copy(bytes, 64)
  return bytes
}

/** Reads a segment header; null when it is not one of this case. */
export function decodeSegmentHeader(kind: SegmentKind, caseId: Buffer, bytes: Buffer): SegmentHeader | null {
  if (bytes.length < segmentHeaderLength) return null
  if (!bytes.subarray(0, 8).equals(kinds[kind].magic) || !bytes.subarray(8, 24).equals(caseId)) return null
  const first = bytes.readBigUInt64BE(24)
  if (bytes.readUInt16BE(34) !== 0 || first > BigInt(Number.MAX_SAFE_INTEGER)) return null
  return {
    first: Number(first),
    segment: bytes.readUInt16BE(32),
    epoch: bytes.readUInt32BE(36),
    salt: bytes.subarray(40, 64),
    link: bytes.subarray(64, 96),
  }
}

/** Seals or opens the frames of one segment, in order. */
export interface FrameCodec {
  /** The next frame, complete, to be written in one call. */
  seal(payload: Uint8Array): Buffer
  /** The payload of the frame at the head of `bytes`; null when it is not the next authentic one. */
  open(frame: Buffer): Buffer | null
}

/** The codec of a segment from its header's bytes; null when the header names an epoch we hold no key of. */
export function frameCodec(
  kind: SegmentKind,
  keys: CaseKeys,
  headerBytes: Buffer,
  epoch: number,
): FrameCodec | null {
  const input = keys.derive(kinds[kind].label, 32, { epoch })
  if (input === undefined) return null
  const all = expand(input, Buffer.concat([kinds[kind].context, headerBytes]), 60)
  const key: KeyObject = aesKey(all.subarray(0, 32))
  const base = Buffer.from(all.subarray(32, 44))
  const state = { next: 0, previousTag: Buffer.from(all.subarray(44, 60)) }
  const advance = (frame: Buffer) => {
    state.next += 1
    state.previousTag = Buffer.from(frame.subarray(frame.length - tagLength))
  }
  return {
    seal(payload) {
      const head = Buffer.alloc(frameHeadLength)
      head.writeUInt32BE(payload.length, 0)
      head.writeUInt32BE(~payload.length >>> 0, 4)
      head.writeBigUInt64BE(BigInt(state.next), 8)
      const aad = Buffer.concat([head, state.previousTag])
      const frame = Buffer.concat([head, aesSeal(key, nonceAt(base, state.next), payload, aad)])
      advance(frame)
      return frame
    },
    open(frame) {
      const head = frame.subarray(0, frameHeadLength)
      if (head.readBigUInt64BE(8) !== BigInt(state.next)) return null
      const aad = Buffer.concat([head, state.previousTag])
      const payload = aesOpen(key, nonceAt(base, state.next), frame.subarray(frameHeadLength), aad)
      if (payload !== null) advance(frame)
      return payload
    },
  }
}

/** A frame read back: what it carries, and the SHA-256 of its stored bytes. */
export interface ReadFrame {
  readonly payload: Buffer
  readonly link: Buffer
}

/** How a segment ends: cleanly, in a write that never finished, or in bytes that are not what was written. */
export type SegmentEnd = 'clean' | 'torn' | 'corrupt'

/** Length of the whole frame at `at`, or null when no sound length stands there. */
function frameLength(bytes: Buffer, at: number): number | null {
  if (at + 8 > bytes.length) return null
  const length = bytes.readUInt32BE(at)
  if (length > longestFrame || bytes.readUInt32BE(at + 4) !== ~length >>> 0) return null
  return frameHeadLength + length + tagLength
}

/**
 * Whether part of the last frame never reached the disk: some sector of it is all zero. A short first piece tells only
 * when it holds the whole length, which is never zero; a shorter one may be zeros by right.
 */
function hasHole(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; ) {
    const end = Math.min(bytes.length, (Math.floor(at / 512) + 1) * 512)
    const zero = bytes.subarray(at, end).every((byte) => byte === 0)
    if (zero && (end - at >= (at === from ? 4 : 8) || end === bytes.length)) return true
    at = end
  }
  return false
}

/**
 * What the bytes after the last good frame are. A crash leaves a frame that stops short, or one with sectors that were
 * never written. Anything else, at the end or before it, was written whole and has been changed since.
 */
function tailOf(bytes: Buffer, at: number): SegmentEnd {
  if (at === bytes.length) return 'clean'
  const length = frameLength(bytes, at)
  if (length !== null && at + length > bytes.length) return 'torn'
  if (length === null && bytes.length - at < 8) return 'torn'
  const wholeTail = length === null || at + length === bytes.length
  return wholeTail && hasHole(bytes, at) ? 'torn' : 'corrupt'
}

/** Reads a segment's frames as far as they are authentic, and says how it ends. */
export function readFrames(codec: FrameCodec, bytes: Buffer): { frames: ReadFrame[]; end: SegmentEnd } {
  const frames: ReadFrame[] = []
  let at = segmentHeaderLength
  for (;;) {
    const length = frameLength(bytes, at)
    if (length === null || at + length > bytes.length) break
    const frame = bytes.subarray(at, at + length)
    const payload = codec.open(frame)
    if (payload === null) break
    frames.push({ payload, link: sha256(frame) })
    at += length
  }
  return { frames, end: tailOf(bytes, at) }
}
