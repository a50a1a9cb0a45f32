import { CaseworkError } from '../../../casework/contract/errors.ts'
import { hkdf } from './crypto.ts'

/**
 * Argon2id, version 0x13, 32 bytes out. Handed in, so that it can run in a process of its own.
 * The bytes it returns are overwritten once used: a caller that keeps them must hand out copies.
 */
export type Kdf = (input: {
  passphrase: Uint8Array
  salt: Uint8Array
  memoryKiB: number
  passes: number
  lanes: number
}) => Promise<Uint8Array>

/** What deriving a key from a passphrase costs. */
export interface KdfCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** The cost a new passphrase slot gets unless told otherwise. */
export const defaultCost: KdfCost = { memoryKiB: 262_144, passes: 3, lanes: 4 }

/**
 * The passphrase as bytes, prepared after RFC 8265 OpaqueString: other spaces become U+0020, then NFC.
 * Throws `invalid` for an empty or blank passphrase and for control characters or broken surrogate pairs.
 */
export function passphraseBytes(passphrase: string): Buffer {
  const prepared = passphrase.replace(/\p{Zs}/gu, ' ').normalize('NFC')
  if (prepared.trim() === '') {
    throw new CaseworkError('invalid', 'The passphrase is empty. Type it and try again.', {
      at: 'passphrase',
    })
  }
  if (/\p{Cc}/u.test(prepared) || !prepared.isWellFormed()) {
    throw new CaseworkError(
      'invalid',
      'The passphrase holds a control character, such as a tab or a line end. Use letters, figures, signs and spaces.',
      { at: 'passphrase' },
    )
  }
  return Buffer.from(prepared)
}

/** Whether the cost is one we are willing to pay. Checked before any memory is asked for. */
export function costAllowed({ memoryKiB, passes, lanes }: KdfCost): boolean {
  const within = (n: number, low: number, high: number) => Number.isInteger(n) && n >= low && n <= high
  return within(memoryKiB, 19_456, 2_097_152) && within(passes, 1, 16) && within(lanes, 1, 16)
}

/** The key-encryption key of a passphrase slot and the commitment that tells a right passphrase from a wrong one. */
export async function slotKeys(
  kdf: Kdf,
  passphrase: Uint8Array,
  slot: { salt: Buffer; cost: KdfCost; caseId: Buffer; slotId: Buffer; type: number },
): Promise<{ kek: Buffer; commitment: Buffer }> {
  const ikm = await kdf({ passphrase, salt: slot.salt, ...slot.cost })
  const info = Buffer.concat([Buffer.from('cvf/1/slot\0'), Uint8Array.of(slot.type), slot.slotId])
  const both = hkdf(ikm, slot.caseId, info, 64)
  ikm.fill(0)
  return { kek: both.subarray(0, 32), commitment: both.subarray(32) }
}
