import canonicalize from 'canonicalize'
import type { EpochKey } from './case-keys.ts'
import { aesKey, aesOpen, aesSeal } from './crypto.ts'

/** What the header keeps for holders alone: who they are, and the keys of earlier epochs. */
export interface Ring {
  readonly name: string
  readonly history: readonly { readonly epoch: number; readonly ck: string }[]
  readonly holders: readonly Holder[]
  readonly past: readonly PastHolder[]
}

/** How a holder opens the case. */
export type HolderKind = 'passphrase' | 'identity' | 'recovery' | 'escrow'

/** One holder as the other holders know them. `slot` is hexadecimal, `edPub` base64, `since` milliseconds. */
export interface Holder {
  readonly slot: string
  readonly recipient: string
  readonly label: string
  /** Empty until a holder added by recipient first opens the case for writing. */
  readonly edPub: string
  readonly since: number
  readonly kind: HolderKind
}

/** A holder who was removed, or a key that was replaced: kept so that what it signed can still be checked. */
export interface PastHolder {
  readonly slot: string
  readonly label: string
  readonly edPub: string
  readonly since: number
  readonly until: number
}

/** What the recovery key made with a case is called in its ring. */
export const recoveryLabel = 'Recovery key'

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

/** A ring as 1.0 wrote it, completed: who is which kind of holder was then told by the slot's type and the label. */
export function completeRing(ring: Ring, passphraseSlots: ReadonlySet<string>): Ring {
  const kindOf = ({ slot, label }: Holder): HolderKind => {
    if (passphraseSlots.has(slot)) return 'passphrase'
    return label === recoveryLabel ? 'recovery' : 'identity'
  }
  const holders = ring.holders.map((holder) => ({ ...holder, kind: holder.kind ?? kindOf(holder) }))
  return { ...ring, holders, past: ring.past ?? [] }
}

/** The keys of earlier epochs that a ring remembers. */
export function earlierKeys(ring: Ring): EpochKey[] {
  return ring.history.map(({ epoch, ck }) => ({ epoch, key: Buffer.from(ck, 'base64') }))
}
