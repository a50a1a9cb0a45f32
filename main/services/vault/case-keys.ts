import { CaseworkError } from '../../../casework/contract/errors.ts'
import { expand } from './crypto.ts'

/** What a derived key is for. One label, one algorithm. */
export type KeyLabel = 'hdr-mac' | 'ring' | 'snap' | 'jrn' | 'blob' | 'aud' | 'ver'

/** The case key of one epoch. */
export interface EpochKey {
  readonly epoch: number
  readonly key: Buffer
}

/** The keys of one open case. The case key itself encrypts nothing; everything is derived from it. */
export interface CaseKeys {
  readonly caseId: Buffer
  /** The present epoch: what is sealed from now on is sealed under it. */
  readonly epoch: number
  /** K(label, extra, length) of FORMAT.md, for the given epoch or the present one. Undefined for an epoch unknown. */
  derive(label: KeyLabel, length: number, of?: { extra?: Uint8Array; epoch?: number }): Buffer | undefined
  /** A copy of the present case key, for wrapping to holders. Whoever asks for it overwrites it. Throws once wiped. */
  present(): EpochKey
  /** Goes on in a new epoch; earlier ones stay readable. Takes over the buffer. */
  advance(next: EpochKey): void
  /** Overwrites the key bytes. Nothing can be derived afterwards. */
  wipe(): void
}

function info(label: KeyLabel, caseId: Uint8Array, epoch: number, extra: Uint8Array): Buffer {
  const e = Buffer.alloc(4)
  e.writeUInt32BE(epoch)
  return Buffer.concat([Buffer.from(`cvf/1/${label}\0`), caseId, e, extra])
}

/** K(label, extra, length) = HKDF-Expand-SHA-512 of an epoch's case key. */
export function deriveKey(
  caseKey: EpochKey,
  caseId: Uint8Array,
  label: KeyLabel,
  length: number,
  extra: Uint8Array = Buffer.alloc(0),
): Buffer {
  return expand(caseKey.key, info(label, caseId, caseKey.epoch, extra), length)
}

/** The keys of a case from its present key and those of earlier epochs. Takes over the buffers and wipes them later. */
export function caseKeys(caseId: Buffer, present: EpochKey, earlier: readonly EpochKey[]): CaseKeys {
  const known = new Map([...earlier, present].map((k) => [k.epoch, k]))
  const now = { epoch: present.epoch }
  return {
    caseId,
    get epoch() {
      return now.epoch
    },
    derive(label, length, of = {}) {
      const key = known.get(of.epoch ?? now.epoch)
      return key === undefined ? undefined : deriveKey(key, caseId, label, length, of.extra)
    },
    present() {
      const key = known.get(now.epoch)
      if (key === undefined) throw new CaseworkError('locked', 'The case is closed. Open it again to go on.')
      return { epoch: key.epoch, key: Buffer.from(key.key) }
    },
    advance(next) {
      known.set(next.epoch, next)
      now.epoch = next.epoch
    },
    wipe() {
      for (const k of known.values()) k.key.fill(0)
      known.clear()
    },
  }
}
