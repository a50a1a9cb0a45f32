import canonicalize from 'canonicalize'
import type { EpochKey } from './case-keys.ts'
import { aesKey, aesOpen, aesSeal } from './crypto.ts'

/** What the header keeps for holders alone: who they are, and the keys of earlier epochs. */
export interface Ring {
  readonly name: string
  readonly history: readonly { readonly epoch: number; readonly ck: string }[]
  readonly holders: readonly Holder[]
}

/** One holder as the other holders know them. `slot` is hexadecimal, `edPub` base64, `since` milliseconds. */
export interface Holder {
  readonly slot: string
  readonly recipient: string
  readonly label: string
  readonly edPub: string
  readonly since: number
}

/** JSON in the one form RFC 8785 allows, as UTF-8. Throws a TypeError for what JSON cannot say. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Not JSON.')
  return Buffer.from(text)
}

/** The ring's length once sealed, which the header must know before the ring can be bound to it. */
export function sealedRingLength(ring: Ring): number {
  return 12 + canonicalBytes(ring).length + 16
}

/** Seals the ring to the first 44 bytes of the header it stands in. */
export function sealRing(ring: Ring, key: Uint8Array, nonce: Buffer, prefix: Buffer): Buffer {
  return Buffer.concat([nonce, aesSeal(aesKey(key), nonce, canonicalBytes(ring), prefix)])
}

/** Undoes {@link sealRing}; null when it is not as it was sealed. */
export function openRing(sealed: Buffer, key: Uint8Array, prefix: Buffer): Ring | null {
  if (sealed.length < 28) return null
  const plain = aesOpen(aesKey(key), sealed.subarray(0, 12), sealed.subarray(12), prefix)
  return plain === null ? null : (JSON.parse(plain.toString()) as Ring)
}

/** The keys of earlier epochs that a ring remembers. */
export function earlierKeys(ring: Ring): EpochKey[] {
  return ring.history.map(({ epoch, ck }) => ({ epoch, key: Buffer.from(ck, 'base64') }))
}
