import { timingSafeEqual } from 'node:crypto'
import { hmac512, sha256 } from './crypto.ts'
import { decodeSlot, encodeSlot, type Slot } from './slots.ts'

/** The format's major and minor version that this program writes. */
export const major = 1
export const minor = 1

const magic = Buffer.from('894356460d0a1a0a', 'hex')
const suite = 1
const fixedLength = 64
const trailerLength = 72
const macLength = 64
/** The longest a header may be, and the most slots it may have. */
export const longestHeader = 524_288
export const mostSlots = 64

/** A header's contents, as read and before its MAC is known to be good. */
export interface Header {
  readonly minor: number
  readonly caseId: Buffer
  readonly generation: number
  readonly epoch: number
  readonly slots: readonly Slot[]
  readonly ring: Buffer
  /** Optional fields we do not know, kept byte for byte. */
  readonly more: Buffer
  /** The whole file. */
  readonly bytes: Buffer
}

/** Why a header copy cannot be used. */
export type HeaderFault = 'not-a-case' | 'damaged-header' | 'newer-version' | 'header-tampered'

/** The first 44 bytes of a header: what the ring is bound to. */
export function headerPrefix(
  of: Pick<Header, 'caseId' | 'generation' | 'epoch' | 'minor'>,
  length: number,
): Buffer {
  const head = Buffer.alloc(44)
  magic.copy(head)
  head.writeUInt16BE(major, 8)
  head.writeUInt16BE(of.minor, 10)
  head.writeUInt32BE(length, 12)
  of.caseId.copy(head, 16)
  head.writeBigUInt64BE(BigInt(of.generation), 32)
  head.writeUInt32BE(of.epoch, 40)
  return head
}

/** Length of a header with these variable parts, rounded up to whole 512-byte sectors. */
export function headerLength(slots: readonly Slot[], ringLength: number, moreLength: number): number {
  const slotBytes = slots.reduce((sum, slot) => sum + encodeSlot(slot).length, 0)
  return Math.ceil((fixedLength + slotBytes + ringLength + moreLength + trailerLength) / 512) * 512
}

/** The header as bytes, with its damage check and its MAC under the 64-byte `macKey`. */
export function encodeHeader(header: Omit<Header, 'bytes'>, macKey: Uint8Array): Buffer {
  const length = headerLength(header.slots, header.ring.length, header.more.length)
  const bytes = Buffer.alloc(length)
  headerPrefix(header, length).copy(bytes)
  bytes.writeUInt16BE(suite, 44)
  bytes.writeUInt16BE(header.slots.length, 46)
  bytes.writeUInt32BE(header.ring.length, 48)
  Buffer.concat([...header.slots.map(encodeSlot), header.ring, header.more]).copy(bytes, fixedLength)
  sha256(bytes.subarray(0, length - trailerLength)).copy(bytes, length - trailerLength, 0, 8)
  hmac512(macKey, bytes.subarray(0, length - macLength)).copy(bytes, length - macLength)
  return bytes
}

/** The optional fields up to the zero padding; null when they do not parse, 'newer' for a critical one. */
function decodeMore(bytes: Buffer): Buffer | 'newer' | null {
  let at = 0
  while (at + 6 <= bytes.length && bytes.readUInt16BE(at) !== 0) {
    // None is defined yet, so a critical field is always from a later version.
    if ((bytes.readUInt16BE(at) & 0x8000) !== 0) return 'newer'
    at += 6 + bytes.readUInt32BE(at + 2)
  }
  if (at > bytes.length || bytes.subarray(at).some((byte) => byte !== 0)) return null
  return bytes.subarray(0, at)
}

/** Reads one copy of the header, or says which fault it has. Trusts nothing: the MAC comes later. */
export function decodeHeader(bytes: Buffer): Header | Exclude<HeaderFault, 'header-tampered'> {
  if (bytes.length < magic.length || !bytes.subarray(0, magic.length).equals(magic)) return 'not-a-case'
  if (bytes.length < fixedLength + trailerLength || bytes.length > longestHeader) return 'damaged-header'
  const end = bytes.length - trailerLength
  if (bytes.readUInt32BE(12) !== bytes.length) return 'damaged-header'
  if (
    !sha256(bytes.subarray(0, end))
      .subarray(0, 8)
      .equals(bytes.subarray(end, end + 8))
  )
    return 'damaged-header'
  if (bytes.readUInt16BE(8) > major || bytes.readUInt16BE(44) > suite) return 'newer-version'
  if (bytes.readUInt16BE(8) !== major || bytes.readUInt16BE(44) !== suite) return 'damaged-header'
  const generation = bytes.readBigUInt64BE(32)
  if (generation > BigInt(Number.MAX_SAFE_INTEGER)) return 'damaged-header'
  const epoch = bytes.readUInt32BE(40)
  const count = bytes.readUInt16BE(46)
  if (epoch === 0 || count === 0 || count > mostSlots || bytes.subarray(52, fixedLength).some((b) => b !== 0))
    return 'damaged-header'
  const slots: Slot[] = []
  let at = fixedLength
  while (slots.length < count) {
    const next = decodeSlot(bytes.subarray(0, end), at)
    if (next === null) return 'damaged-header'
    slots.push(next.slot)
    at = next.end
  }
  const ringEnd = at + bytes.readUInt32BE(48)
  if (ringEnd > end) return 'damaged-header'
  const more = decodeMore(bytes.subarray(ringEnd, end))
  if (more === 'newer') return 'newer-version'
  if (more === null) return 'damaged-header'
  return {
    minor: bytes.readUInt16BE(10),
    caseId: bytes.subarray(16, 32),
    generation: Number(generation),
    epoch,
    slots,
    ring: bytes.subarray(at, ringEnd),
    more,
    bytes,
  }
}

/** Whether the header's MAC was made with this key: nobody without the case key has changed a byte. */
export function headerAuthentic(header: Header, macKey: Uint8Array): boolean {
  const at = header.bytes.length - macLength
  return timingSafeEqual(hmac512(macKey, header.bytes.subarray(0, at)), header.bytes.subarray(at))
}

/**
 * What two copies of the header come to: the newer good one, and whether the other needs writing again. Of two that
 * name different cases only that of the case `belongs` names is one of ours; where it is neither, `header-tampered`.
 */
export function chooseHeader(
  first: Buffer | undefined,
  second: Buffer | undefined,
  belongs?: Buffer,
): { header: Header; repair: readonly ('first' | 'second')[]; damaged: boolean } | HeaderFault {
  const read = (bytes: Buffer | undefined) => (bytes === undefined ? 'not-a-case' : decodeHeader(bytes))
  const [a, b] = [read(first), read(second)]
  if (a === 'newer-version' || b === 'newer-version') return 'newer-version'
  if (typeof a === 'string' && typeof b === 'string')
    return a === 'not-a-case' && b === 'not-a-case' ? 'not-a-case' : 'damaged-header'
  if (typeof a === 'string') return { header: b as Header, repair: ['first'], damaged: true }
  if (typeof b === 'string') return { header: a, repair: ['second'], damaged: true }
  if (!a.caseId.equals(b.caseId)) {
    if (belongs?.equals(a.caseId) === true) return { header: a, repair: ['second'], damaged: true }
    if (belongs?.equals(b.caseId) === true) return { header: b, repair: ['first'], damaged: true }
    return 'header-tampered'
  }
  if (a.generation > b.generation) return { header: a, repair: ['second'], damaged: false }
  if (b.generation > a.generation) return { header: b, repair: ['first'], damaged: false }
  return { header: a, repair: a.bytes.equals(b.bytes) ? [] : ['second'], damaged: false }
}
