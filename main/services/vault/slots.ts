import { timingSafeEqual } from 'node:crypto'
import { newIdentity, recipientOf, unwrap, wrap } from './age-keys.ts'
import type { EpochKey } from './case-keys.ts'
import { aesKey, aesOpen, aesSeal, sha256 } from './crypto.ts'
import { costAllowed, type Kdf, type KdfCost, slotKeys } from './passphrase.ts'

/** One holder's way in, as it stands in the header. Types we do not know are kept as they are. */
export interface Slot {
  readonly type: number
  readonly flags: number
  readonly id: Buffer
  readonly body: Buffer
}

/** A slot's type: a holder with a passphrase, or one who brings an age identity. */
export const passphraseSlot = 1
export const identitySlot = 2

const slotHead = 20
const fixedPart = 44
// Fixed part, commitment, nonce: what stands before the first length field of a passphrase slot's body.
const sealedIdAt = fixedPart + 32 + 12

/** A slot as bytes, with its damage check. */
export function encodeSlot(slot: Slot): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt8(slot.type, 0)
  head.writeUInt8(slot.flags, 1)
  head.writeUInt16BE(slot.body.length, 2)
  const bytes = Buffer.concat([head, slot.id, slot.body])
  return Buffer.concat([bytes, sha256(bytes).subarray(0, 4)])
}

/** The slot that begins at `at` and where it ends; null when the bytes there are no whole slot, or one of ours with a flag we know nothing of. */
export function decodeSlot(bytes: Buffer, at: number): { slot: Slot; end: number } | null {
  if (at + slotHead > bytes.length) return null
  const bodyEnd = at + slotHead + bytes.readUInt16BE(at + 2)
  if (bodyEnd + 4 > bytes.length) return null
  if (
    !sha256(bytes.subarray(at, bodyEnd))
      .subarray(0, 4)
      .equals(bytes.subarray(bodyEnd, bodyEnd + 4))
  )
    return null
  const [type, flags] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)]
  if (flags !== 0 && (type === passphraseSlot || type === identitySlot)) return null
  const slot = {
    type,
    flags,
    id: bytes.subarray(at + 4, at + slotHead),
    body: bytes.subarray(at + slotHead, bodyEnd),
  }
  return { slot, end: bodyEnd + 4 }
}

interface PassphraseBody {
  readonly cost: KdfCost
  readonly salt: Buffer
  readonly commitment: Buffer
  readonly nonce: Buffer
  readonly sealedId: Buffer
  readonly age: Buffer
}

function field(body: Buffer, at: number): Buffer | null {
  if (at + 2 > body.length) return null
  const end = at + 2 + body.readUInt16BE(at)
  return end > body.length ? null : body.subarray(at + 2, end)
}

function decodePassphraseBody(body: Buffer): PassphraseBody | null {
  if (body.length < sealedIdAt || body.readUInt8(9) !== 0x13 || body.readUInt16BE(10) !== 0) return null
  const sealedId = field(body, sealedIdAt)
  const age = sealedId === null ? null : field(body, sealedIdAt + 2 + sealedId.length)
  if (sealedId === null || age === null || sealedIdAt + 4 + sealedId.length + age.length !== body.length)
    return null
  return {
    cost: { memoryKiB: body.readUInt32BE(0), passes: body.readUInt32BE(4), lanes: body.readUInt8(8) },
    salt: body.subarray(12, fixedPart),
    commitment: body.subarray(fixedPart, fixedPart + 32),
    nonce: body.subarray(fixedPart + 32, sealedIdAt),
    sealedId,
    age,
  }
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function sealedIdAad(caseId: Buffer, slotId: Buffer, type: number, fixed: Buffer): Buffer {
  return Buffer.concat([Buffer.from('cvf/slot/1\0'), caseId, slotId, Uint8Array.of(type), fixed])
}

/** What a slot's age file holds: the case key, and the case and epoch it belongs to, since age binds no context. */
function keyRecord(caseKey: EpochKey, caseId: Buffer): Buffer {
  const epoch = Buffer.alloc(4)
  epoch.writeUInt32BE(caseKey.epoch)
  return Buffer.concat([caseKey.key, caseId, epoch])
}

/** A slot just made, and the identity that opens it. */
export interface NewSlot {
  readonly slot: Slot
  readonly identity: string
  readonly recipient: string
}

async function wrapKey(caseKey: EpochKey, caseId: Buffer, recipient: string): Promise<Buffer> {
  const record = keyRecord(caseKey, caseId)
  return await wrap(record, recipient).finally(() => record.fill(0))
}

/** A slot for a holder who brings an age identity of their own, of which we know the recipient alone. */
export async function recipientSlot(
  id: Buffer,
  recipient: string,
  caseKey: EpochKey,
  caseId: Buffer,
): Promise<Slot> {
  return { type: identitySlot, flags: 0, id, body: sized(await wrapKey(caseKey, caseId, recipient)) }
}

/** A slot for an age identity made here: the printed recovery key. */
export async function newIdentitySlot(id: Buffer, caseKey: EpochKey, caseId: Buffer): Promise<NewSlot> {
  const { identity, recipient } = await newIdentity()
  return { slot: await recipientSlot(id, recipient, caseKey, caseId), identity, recipient }
}

/**
 * The same slot with another case key, for whose wrapping nobody's secret is needed. Null for a slot that cannot be
 * given one: of a type we do not know, or not as it was written.
 */
export async function rewrapSlot(
  slot: Slot,
  recipient: string,
  caseKey: EpochKey,
  caseId: Buffer,
): Promise<Slot | null> {
  if (slot.type === identitySlot) return { ...slot, body: sized(await wrapKey(caseKey, caseId, recipient)) }
  const body = slot.type === passphraseSlot ? decodePassphraseBody(slot.body) : null
  if (body === null) return null
  const kept = slot.body.subarray(0, sealedIdAt + 2 + body.sealedId.length)
  return { ...slot, body: Buffer.concat([kept, sized(await wrapKey(caseKey, caseId, recipient))]) }
}

/**
 * A slot for a holder with a passphrase. `salt` is 32 random bytes, `nonce` 12. The identity within is a new one unless
 * the holder has one already, whose passphrase changes.
 */
export async function newPassphraseSlot(
  input: {
    id: Buffer
    salt: Buffer
    nonce: Buffer
    passphrase: Uint8Array
    cost: KdfCost
    kdf: Kdf
    identity?: string
  },
  caseKey: EpochKey,
  caseId: Buffer,
): Promise<NewSlot> {
  const { id, salt, nonce, cost } = input
  const fixed = Buffer.alloc(fixedPart)
  fixed.writeUInt32BE(cost.memoryKiB, 0)
  fixed.writeUInt32BE(cost.passes, 4)
  fixed.writeUInt8(cost.lanes, 8)
  fixed.writeUInt8(0x13, 9)
  salt.copy(fixed, 12)
  const { identity, recipient } =
    input.identity === undefined
      ? await newIdentity()
      : { identity: input.identity, recipient: await recipientOf(input.identity) }
  const keys = await slotKeys(input.kdf, input.passphrase, {
    salt,
    cost,
    caseId,
    slotId: id,
    type: passphraseSlot,
  })
  const aad = sealedIdAad(caseId, id, passphraseSlot, fixed)
  const sealedId = aesSeal(aesKey(keys.kek), nonce, Buffer.from(identity), aad)
  const age = await wrapKey(caseKey, caseId, recipient)
  const body = Buffer.concat([fixed, keys.commitment, nonce, sized(sealedId), sized(age)])
  keys.kek.fill(0)
  return { slot: { type: passphraseSlot, flags: 0, id, body }, identity, recipient }
}

/** What trying a slot came to. */
export type SlotOutcome =
  | { readonly outcome: 'opened'; readonly identity: string; readonly key: Buffer }
  | { readonly outcome: 'not-mine' }
  | { readonly outcome: 'bad-cost' }
  | { readonly outcome: 'tampered' }

async function openAge(age: Buffer, identity: string, caseId: Buffer, epoch: number): Promise<Buffer | null> {
  const record = await unwrap(age, identity)
  if (record === null || record.length !== 52) return null
  const belongs = record.subarray(32, 48).equals(caseId) && record.readUInt32BE(48) === epoch
  return belongs ? record.subarray(0, 32) : null
}

/** Tries a passphrase on a passphrase slot. Costs one run of the KDF, unless the slot asks for a cost out of bounds. */
export async function openPassphraseSlot(
  slot: Slot,
  passphrase: Uint8Array,
  kdf: Kdf,
  caseId: Buffer,
  epoch: number,
): Promise<SlotOutcome> {
  const body = decodePassphraseBody(slot.body)
  if (body === null) return { outcome: 'tampered' }
  if (!costAllowed(body.cost)) return { outcome: 'bad-cost' }
  const keys = await slotKeys(kdf, passphrase, { ...body, caseId, slotId: slot.id, type: slot.type })
  // GCM does not commit to its key, so the commitment is compared before anything is decrypted.
  if (!timingSafeEqual(keys.commitment, body.commitment)) return { outcome: 'not-mine' }
  const aad = sealedIdAad(caseId, slot.id, slot.type, slot.body.subarray(0, fixedPart))
  const identity = aesOpen(aesKey(keys.kek), body.nonce, body.sealedId, aad)?.toString()
  keys.kek.fill(0)
  const key = identity === undefined ? null : await openAge(body.age, identity, caseId, epoch)
  return identity === undefined || key === null
    ? { outcome: 'tampered' }
    : { outcome: 'opened', identity, key }
}

/** Tries an age identity on a slot of either type. */
export async function openSlotWithIdentity(
  slot: Slot,
  identity: string,
  caseId: Buffer,
  epoch: number,
): Promise<SlotOutcome> {
  const age =
    slot.type === identitySlot ? field(slot.body, 0) : (decodePassphraseBody(slot.body)?.age ?? null)
  const key = age === null ? null : await openAge(age, identity, caseId, epoch)
  return key === null ? { outcome: 'not-mine' } : { outcome: 'opened', identity, key }
}
