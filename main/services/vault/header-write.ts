import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { deriveKey, type EpochKey } from './case-keys.ts'
import { type Disk, readIfThere, writeDurably } from './disk.ts'
import {
  decodeHeader,
  encodeHeader,
  type Header,
  headerAuthentic,
  headerLength,
  headerPrefix,
  longestHeader,
  minor,
} from './header.ts'
import { openRing, type Ring, sealedRingLength, sealRing } from './ring.ts'
import type { Slot } from './slots.ts'
import { headerNames } from './unlock.ts'

/** What a header is made of, before it is sealed. */
export interface HeaderDraft {
  readonly caseId: Buffer
  readonly generation: number
  readonly slots: readonly Slot[]
  readonly ring: Ring
  /** Optional fields we do not know, kept byte for byte. */
  readonly more: Buffer
}

/** A header sealed under a case key. `nonce` is 12 random bytes. Throws `too-large` for one the format has no room for. */
export function sealHeader(draft: HeaderDraft, caseKey: EpochKey, nonce: Buffer): Buffer {
  const { caseId, ring, more } = draft
  const length = headerLength(draft.slots, sealedRingLength(ring), more.length)
  if (length > longestHeader)
    throw new CaseworkError(
      'too-large',
      'The header of this case has no room for that: too many holders with long keys. Remove one who no longer needs the case, then try again.',
    )
  const bare = { ...draft, minor, epoch: caseKey.epoch }
  const prefix = headerPrefix(bare, length)
  const sealed = sealRing(ring, deriveKey(caseKey, caseId, 'ring', 32), nonce, prefix)
  return encodeHeader({ ...bare, ring: sealed }, deriveKey(caseKey, caseId, 'hdr-mac', 64))
}

/** A header's bytes read as a reader with the case key reads them; null when any part of it does not hold. */
export function readSealedHeader(
  bytes: Buffer | undefined,
  caseKey: EpochKey,
  caseId: Buffer,
): Header | null {
  const header = bytes === undefined ? 'not-a-case' : decodeHeader(bytes)
  if (typeof header === 'string') return null
  const ring = () =>
    openRing(header.ring, deriveKey(caseKey, caseId, 'ring', 32), headerPrefix(header, header.bytes.length))
  return headerAuthentic(header, deriveKey(caseKey, caseId, 'hdr-mac', 64)) && ring() !== null ? header : null
}

/**
 * Puts a new header in the place of the old one, in both copies, and reads both again. When it throws, the old one has
 * been put back, or, where the disk refused that too, one of the two stands whole: nothing may then be sealed under a
 * key that only the new one gives.
 */
export async function replaceHeader(
  input: { disk: Disk; folder: string; random: (n: number) => Uint8Array },
  old: Buffer,
  next: Buffer,
  sound: (bytes: Buffer | undefined) => boolean,
): Promise<void> {
  const { disk, folder } = input
  const put = async (name: string, bytes: Buffer) => {
    const path = join(folder, name)
    const temporary = `header-${Buffer.from(input.random(8)).toString('hex')}`
    await writeDurably(disk, { folder, path, temporary, replace: true }, bytes)
    return path
  }
  const names = [headerNames.first, headerNames.second]
  try {
    for (const name of names) {
      const path = await put(name, next)
      if (!sound(await readIfThere(disk, path)))
        throw new CaseworkError('io-error', `${path} did not read back as it was written. Check the disk.`)
    }
  } catch (thrown) {
    // A copy that took the new bytes but was not confirmed may be gone after a power cut: it must not be relied on.
    for (const name of names) {
      const there = await readIfThere(disk, join(folder, name)).catch(() => undefined)
      if (there === undefined || !there.equals(old)) await put(name, old).catch(() => undefined)
    }
    throw thrown
  }
}
