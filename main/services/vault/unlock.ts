import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { readIdentity, type Signer, signerOf } from './age-keys.ts'
import { type CaseKeys, caseKeys, deriveKey } from './case-keys.ts'
import { type Disk, readIfThere } from './disk.ts'
import { chooseHeader, type Header, headerAuthentic, headerPrefix } from './header.ts'
import { type Kdf, passphraseBytes } from './passphrase.ts'
import { completeRing, earlierKeys, openRing, type Ring } from './ring.ts'
import {
  openPassphraseSlot,
  openSlotWithIdentity,
  passphraseSlot,
  type Slot,
  type SlotOutcome,
} from './slots.ts'
import { caseOfState } from './state-case.ts'

/** What somebody brings to open a case: a passphrase, or an age identity such as the printed recovery key. */
export type Secret = { readonly passphrase: string } | { readonly identity: string }

/** A header whose MAC is good, and the keys it gave. */
export interface Unlocked {
  readonly header: Header
  readonly keys: CaseKeys
  readonly ring: Ring
  /** The slot that opened, hexadecimal. */
  readonly slot: string
  readonly identity: string
  readonly signer: Signer
}

/** The header of a case: the better of its two copies, and which copy needs writing again. */
export interface FoundHeader {
  readonly header: Header
  readonly repair: readonly ('first' | 'second')[]
  readonly damaged: boolean
}

/** The two copies of the header, in the order they are written. */
export const headerNames = { first: 'header.cv', second: 'header.cv.bak' } as const

/** Reads both copies of a case's header. Throws `not-a-case`, `damaged-header`, `newer-version` or `header-tampered`. */
export async function findHeader(disk: Disk, folder: string): Promise<FoundHeader> {
  const copies = [
    await readIfThere(disk, join(folder, headerNames.first)),
    await readIfThere(disk, join(folder, headerNames.second)),
  ] as const
  const alone = chooseHeader(...copies)
  const chosen =
    alone === 'header-tampered' ? chooseHeader(...copies, await caseOfState(disk, folder)) : alone
  if (chosen === 'header-tampered')
    throw new CaseworkError(
      chosen,
      `The two copies of the header of ${folder} are of different cases, and what it holds is of neither. Restore header.cv from a backup.`,
    )
  if (chosen === 'not-a-case')
    throw new CaseworkError(
      chosen,
      `${folder} is not a case: it has no case header. Choose the folder that holds header.cv.`,
    )
  if (chosen === 'damaged-header')
    throw new CaseworkError(
      chosen,
      `Both copies of the header of ${folder} are damaged. Restore header.cv from a backup.`,
    )
  if (chosen === 'newer-version')
    throw new CaseworkError(
      chosen,
      `${folder} was made by a newer Turnstone. Install that version to open it. Nothing was changed.`,
    )
  return chosen
}

function tampered(folder: string): CaseworkError {
  return new CaseworkError(
    'header-tampered',
    `The header of ${folder} was changed by somebody without its key. Do not use it; restore header.cv from a backup.`,
  )
}

/** The slots in the order to try them: the one last used first. */
function inOrder(slots: readonly Slot[], preferred: string | undefined): Slot[] {
  const rank = (slot: Slot) => (slot.id.toString('hex') === preferred ? 0 : 1)
  return [...slots].sort((a, b) => rank(a) - rank(b))
}

async function openBySlots(
  folder: string,
  header: Header,
  secret: Secret,
  kdf: Kdf,
  preferred: string | undefined,
): Promise<{ slot: Slot; identity: string; key: Buffer }> {
  const outcomes: SlotOutcome['outcome'][] = []
  const passphrase = 'passphrase' in secret ? passphraseBytes(secret.passphrase) : undefined
  const identity = 'identity' in secret ? await readIdentity(secret.identity) : undefined
  try {
    for (const slot of inOrder(header.slots, preferred)) {
      if (passphrase !== undefined && slot.type !== passphraseSlot) continue
      const tried =
        passphrase !== undefined
          ? await openPassphraseSlot(slot, passphrase, kdf, header.caseId, header.epoch)
          : await openSlotWithIdentity(slot, identity as string, header.caseId, header.epoch)
      if (tried.outcome === 'opened') return { slot, identity: tried.identity, key: tried.key }
      outcomes.push(tried.outcome)
    }
  } finally {
    passphrase?.fill(0)
  }
  if (outcomes.includes('tampered')) throw tampered(folder)
  if (outcomes.length > 0 && outcomes.every((o) => o === 'bad-cost'))
    throw new CaseworkError(
      'kdf-params',
      `${folder} asks for a passphrase check of a cost that is not allowed, so it was not tried. Restore header.cv from a backup.`,
    )
  if (passphrase !== undefined && outcomes.length > 0)
    throw new CaseworkError(
      'wrong-passphrase',
      `That passphrase does not open ${folder}. Check it and try again.`,
    )
  throw new CaseworkError(
    'not-a-recipient',
    `That key does not open ${folder}. Use a passphrase or the recovery key of this case.`,
  )
}

/**
 * Opens a header with a secret. Throws `wrong-passphrase`, `not-a-recipient`, `kdf-params`, `header-tampered`, and
 * `invalid` for a secret that cannot be one.
 */
export async function unlock(
  folder: string,
  header: Header,
  secret: Secret,
  kdf: Kdf,
  preferred?: string,
): Promise<Unlocked> {
  const opened = await openBySlots(folder, header, secret, kdf, preferred)
  const present = { epoch: header.epoch, key: opened.key }
  const macKey = deriveKey(present, header.caseId, 'hdr-mac', 64)
  if (!headerAuthentic(header, macKey)) throw tampered(folder)
  const ringKey = deriveKey(present, header.caseId, 'ring', 32)
  const written = openRing(header.ring, ringKey, headerPrefix(header, header.bytes.length))
  if (written === null) throw tampered(folder)
  const withPassphrase = header.slots.filter((slot) => slot.type === passphraseSlot)
  const ring = completeRing(written, new Set(withPassphrase.map((slot) => slot.id.toString('hex'))))
  const caseId = Buffer.from(header.caseId)
  return {
    header,
    keys: caseKeys(caseId, present, earlierKeys(ring)),
    ring,
    slot: opened.slot.id.toString('hex'),
    identity: opened.identity,
    signer: signerOf(opened.identity, caseId),
  }
}
