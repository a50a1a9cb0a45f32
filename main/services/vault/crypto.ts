import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
} from 'node:crypto'
import { CaseworkError } from '../../../casework/contract/errors.ts'

/** Length of an AES-256-GCM tag in bytes. */
export const tagLength = 16

/** SHA-256 of the parts laid end to end. 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** HMAC-SHA-512. 64 bytes. */
export function hmac512(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sha512', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

/** HKDF-Expand with SHA-512, RFC 5869 §2.3. `prk` must already be uniformly random. */
export function expand(prk: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let made = 0, block: Buffer = Buffer.alloc(0), n = 1; made < length; made += block.length, n += 1) {
    block = hmac512(prk, block, info, Uint8Array.of(n))
    blocks.push(block)
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** HKDF with SHA-512 (extract, then expand), RFC 5869. */
export function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return expand(hmac512(salt, ikm), info, length)
}

/** A key object for AES-256-GCM: a raw key is set up anew for every call, at twice the price. */
export function aesKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes)
}

/** AES-256-GCM: ciphertext with its 16-byte tag behind it. `nonce` is 12 bytes and never repeats under a key. */
export function aesSeal(key: KeyObject, nonce: Uint8Array, plain: Uint8Array, aad?: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  if (aad !== undefined) cipher.setAAD(aad)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Undoes {@link aesSeal}; null when the bytes are not exactly what was sealed under this key, nonce and aad. */
export function aesOpen(
  key: KeyObject,
  nonce: Uint8Array,
  sealed: Uint8Array,
  aad?: Uint8Array,
): Buffer | null {
  if (sealed.length < tagLength) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  if (aad !== undefined) decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagLength))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    return null
  }
  return plain
}

/** `base` with `counter` folded into its last six bytes, big-endian: the nonce of one chunk or frame. */
export function nonceAt(base: Uint8Array, counter: number): Buffer {
  const nonce = Buffer.from(base)
  const high = Math.floor(counter / 0x1_0000_0000)
  nonce.writeUInt16BE((nonce.readUInt16BE(6) ^ high) & 0xffff, 6)
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (counter >>> 0)) >>> 0, 8)
  return nonce
}

const knownAnswers: readonly (() => boolean)[] = [
  // FIPS 180-4, "abc".
  () => sha256(Buffer.from('abc')).toString('hex').startsWith('ba7816bf8f01cfea414140de5dae2223'),
  // RFC 4231 test case 2.
  () =>
    hmac512(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))
      .toString('hex')
      .startsWith('164b7a7bfcf819e2e395fbe73b56e0a3'),
  // GCM specification, test case 14: all-zero key, nonce and block.
  () =>
    aesSeal(aesKey(Buffer.alloc(32)), Buffer.alloc(12), Buffer.alloc(16)).toString('hex') ===
    'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  // A changed tag must be refused.
  () => {
    const sealed = aesSeal(aesKey(Buffer.alloc(32)), Buffer.alloc(12), Buffer.alloc(16))
    sealed[31] = (sealed[31] as number) ^ 1
    return aesOpen(aesKey(Buffer.alloc(32)), Buffer.alloc(12), sealed) === null
  },
]

/**
 * Computes published answers with this machine's cryptography.
 * Throws `runtime-crypto` when one differs: nothing may then be opened or written.
 */
export function checkCrypto(): void {
  if (knownAnswers.every((answer) => answer())) return
  throw new CaseworkError(
    'runtime-crypto',
    'This computer gave a wrong answer to a cryptography self-test, so no case was opened. Restart it; if this returns, do not use it for casework.',
  )
}
