import { createCipheriv, type KeyObject, timingSafeEqual } from 'node:crypto'
import { aesKey, aesOpen, expand, nonceAt, tagLength } from './crypto.ts'

/** Plaintext bytes in every chunk but the last, which is always shorter and may be empty. */
export const chunkLength = 16_384
const sealedChunkLength = chunkLength + tagLength
/** Salt and commitment, before the first chunk. */
export const prefixLength = 56
const saltLength = 24

// C2SP chunked-encryption with HKDF-Expand-SHA-512 and AES-256-GCM, known there as Cobblestone-256.
const construction = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0')

/** The keys of one message: what its input key, salt and context come to. */
export interface MessageKeys {
  readonly aead: KeyObject
  readonly base: Buffer
  readonly prefix: Buffer
}

/** Derives a message's keys. `salt` is 24 bytes, random, and never used twice with one input key. */
export function messageKeys(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array): MessageKeys {
  const all = expand(inputKey, Buffer.concat([construction, salt, context]), 76)
  const keys = {
    aead: aesKey(all.subarray(0, 32)),
    base: Buffer.from(all.subarray(32, 44)),
    prefix: Buffer.concat([salt, all.subarray(44, 76)]),
  }
  all.fill(0)
  return keys
}

/**
 * The keys of a message that exists, from its first 56 bytes. Null when it was sealed under another key or for
 * another place: the commitment is compared before anything is decrypted.
 */
export function keysOfMessage(
  inputKey: Uint8Array,
  prefix: Uint8Array,
  context: Uint8Array,
): MessageKeys | null {
  if (prefix.length !== prefixLength) return null
  const keys = messageKeys(inputKey, prefix.subarray(0, saltLength), context)
  return timingSafeEqual(keys.prefix, prefix) ? keys : null
}

/** Length of the sealed form of `plain` bytes. */
export function sealedLength(plain: number): number {
  return prefixLength + plain + tagLength * (Math.floor(plain / chunkLength) + 1)
}

/** Length of the plaintext of a sealed message, or null when no message has that length. */
export function plainLength(sealed: number): number | null {
  const body = sealed - prefixLength
  const full = Math.floor(body / sealedChunkLength)
  const last = body - full * sealedChunkLength - tagLength
  return body < tagLength || last < 0 ? null : full * chunkLength + last
}

/** Where chunk `index` begins in the sealed message. */
export function chunkOffset(index: number): number {
  return prefixLength + index * sealedChunkLength
}

/**
 * Seals consecutive chunks from `first` on into `out`, and says how many bytes that took. `plain` is whole chunks,
 * or, when `last`, whole chunks and the short one that ends the message.
 */
export function sealChunks(
  keys: MessageKeys,
  first: number,
  plain: Buffer,
  out: Buffer,
  last: boolean,
): number {
  const count = Math.floor(plain.length / chunkLength) + (last ? 1 : 0)
  let at = 0
  for (let i = 0; i < count; i += 1) {
    const cipher = createCipheriv('aes-256-gcm', keys.aead, nonceAt(keys.base, first + i))
    at += cipher.update(plain.subarray(i * chunkLength, (i + 1) * chunkLength)).copy(out, at)
    cipher.final()
    at += cipher.getAuthTag().copy(out, at)
  }
  return at
}

/**
 * Opens consecutive sealed chunks from `first` on into `out`. Returns the number of the first chunk that is not
 * authentic, or -1 when all are.
 */
export function openChunks(keys: MessageKeys, first: number, sealed: Buffer, out: Buffer): number {
  for (let i = 0, at = 0; i * sealedChunkLength < sealed.length; i += 1) {
    const chunk = sealed.subarray(i * sealedChunkLength, (i + 1) * sealedChunkLength)
    const plain = aesOpen(keys.aead, nonceAt(keys.base, first + i), chunk)
    if (plain === null) return first + i
    at += plain.copy(out, at)
  }
  return -1
}

/** A whole message sealed in memory. */
export function sealMessage(
  inputKey: Uint8Array,
  salt: Uint8Array,
  context: Uint8Array,
  plain: Buffer,
): Buffer {
  const keys = messageKeys(inputKey, salt, context)
  const out = Buffer.allocUnsafe(sealedLength(plain.length))
  keys.prefix.copy(out)
  sealChunks(keys, 0, plain, out.subarray(prefixLength), true)
  return out
}

/** A whole message opened in memory; null when its length, commitment or any chunk is not as it was sealed. */
export function openMessage(inputKey: Uint8Array, context: Uint8Array, sealed: Buffer): Buffer | null {
  const length = plainLength(sealed.length)
  if (length === null) return null
  const keys = keysOfMessage(inputKey, sealed.subarray(0, prefixLength), context)
  if (keys === null) return null
  const out = Buffer.allocUnsafe(length)
  return openChunks(keys, 0, sealed.subarray(prefixLength), out) === -1 ? out : null
}
