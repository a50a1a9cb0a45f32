import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type Signer, signerOf } from './age-keys.ts'
import type { CaseKeys, EpochKey } from './case-keys.ts'
import type { Disk } from './disk.ts'
import { readSealedHeader, replaceHeader, sealHeader } from './header-write.ts'
import type { Ring } from './ring.ts'
import { openSlotWithIdentity, type Slot } from './slots.ts'
import type { Unlocked } from './unlock.ts'

/** What a header is to become. */
export interface HeaderChange {
  readonly slots: readonly Slot[]
  readonly ring: Ring
  /** A new case key, with which a new epoch begins. */
  readonly caseKey?: EpochKey
  /** The slot and identity of whoever has the case open, where they become others. */
  readonly own?: { readonly slot: string; readonly identity: string }
}

/** The header of an open case. What it says changes with every rewrite that went through, and with none that did not. */
export interface OpenHeader {
  readonly generation: number
  readonly slots: readonly Slot[]
  readonly ring: Ring
  /** Of whoever has the case open: their slot (hexadecimal), identity and signing key. */
  readonly slot: string
  readonly identity: string
  readonly signer: Signer
  /** Writes the header anew, both copies, one generation on. Throws the disk's errors and `too-large`. */
  rewrite(change: HeaderChange): Promise<void>
}

/** The header as it was unlocked. */
export function openHeader(
  input: { disk: Disk; folder: string; keys: CaseKeys; random: (n: number) => Uint8Array },
  { header, ring, slot, identity, signer }: Unlocked,
): OpenHeader {
  const { keys } = input
  const { caseId } = keys
  const { generation, slots, more, bytes } = header
  const state = { generation, slots, ring, slot, identity, signer, bytes }

  // Nothing replaces a good header that would shut out whoever is writing it.
  const opensToUs = async (
    slots: readonly Slot[],
    own: { slot: string; identity: string },
    key: EpochKey,
  ) => {
    const mine = slots.find(({ id }) => id.toString('hex') === own.slot)
    if (mine === undefined) return
    const tried = await openSlotWithIdentity(mine, own.identity, caseId, key.epoch)
    if (tried.outcome === 'opened' && tried.key.equals(key.key)) return
    throw new CaseworkError(
      'runtime-crypto',
      'A key just sealed did not open again. Nothing was replaced. Restart the computer.',
    )
  }

  return {
    get generation() {
      return state.generation
    },
    get slots() {
      return state.slots
    },
    get ring() {
      return state.ring
    },
    get slot() {
      return state.slot
    },
    get identity() {
      return state.identity
    },
    get signer() {
      return state.signer
    },
    async rewrite(change) {
      const key = change.caseKey ?? keys.present()
      const own = change.own ?? state
      try {
        await opensToUs(change.slots, own, key)
        const generation = state.generation + 1
        const draft = { caseId, generation, slots: change.slots, ring: change.ring, more }
        const bytes = sealHeader(draft, key, Buffer.from(input.random(12)))
        const sound = (there: Buffer | undefined) =>
          there?.equals(bytes) === true && readSealedHeader(there, key, caseId)?.generation === generation
        await replaceHeader(input, state.bytes, bytes, sound)
        Object.assign(state, { generation, slots: change.slots, ring: change.ring, bytes })
        if (change.own !== undefined)
          Object.assign(state, { ...change.own, signer: signerOf(change.own.identity, caseId) })
        if (change.caseKey !== undefined) keys.advance({ epoch: key.epoch, key: Buffer.from(key.key) })
      } finally {
        key.key.fill(0)
      }
    },
  }
}
