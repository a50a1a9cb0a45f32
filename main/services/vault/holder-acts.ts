import { CaseworkError } from '../../../casework/contract/errors.ts'
import { readRecipient, signerOf } from './age-keys.ts'
import type { CaseKeys, EpochKey } from './case-keys.ts'
import { freeLabel, readLabel, refuseTwice } from './holder-rules.ts'
import type { HeaderChange, OpenHeader } from './open-header.ts'
import { costAllowed, defaultCost, passphraseBytes } from './passphrase.ts'
import { type Holder, type PastHolder, type Ring, recoveryLabel } from './ring.ts'
import {
  newIdentitySlot,
  newPassphraseSlot,
  openPassphraseSlot,
  passphraseSlot,
  recipientSlot,
  rewrapSlot,
  type Slot,
} from './slots.ts'
import type { VaultSurroundings } from './surroundings.ts'

/** Somebody who shall be able to open the case: with a passphrase, or by an age recipient of their own. */
export type NewHolder = { readonly label: string } & (
  | { readonly passphrase: string }
  | { readonly recipient: string; readonly kind: 'identity' | 'escrow' }
)

/** What can be done about who can open a case. Each act that changes something writes the header anew, once. */
export interface HolderActs {
  /** Throws `invalid` (the label, passphrase or recipient), `conflict` (a name or recipient twice, the 65th), `too-large`. */
  add(holder: NewHolder): Promise<{ slot: string }>
  /** A further recovery key, given once, here, and kept nowhere. */
  addRecoveryKey(): Promise<{ slot: string; recoveryKey: string }>
  /** Begins a new epoch. Throws `not-found`, `conflict` for the last holder, `read-only-newer` with slots we do not know. */
  remove(slot: string): Promise<void>
  /**
   * The passphrase of whoever has the case open. With `newKey` they get a fresh identity, and so a fresh slot, under a
   * new epoch. Throws `conflict` for a holder without a passphrase.
   */
  changePassphrase(passphrase: string, newKey: boolean): Promise<void>
  /** Throws `wrong-passphrase` unless it is that of whoever has the case open; `conflict` for a holder without one. */
  confirm(passphrase: string): Promise<void>
  /** Enters the signing key of whoever has the case open, if it is not known yet. Whether the header was written. */
  enrol(): Promise<boolean>
}

const hex = (slot: Slot) => slot.id.toString('hex')

/** The acts over an open header. They must not overlap: each takes up where the one before it ended. */
export function holderActs(
  s: Pick<VaultSurroundings, 'now' | 'random' | 'kdf' | 'cost'>,
  keys: CaseKeys,
  header: OpenHeader,
): HolderActs {
  const { caseId } = keys
  const random = (n: number) => Buffer.from(s.random(n))

  /** Runs `work` with the present case key and overwrites it afterwards. */
  const withKey = async <T>(work: (key: EpochKey) => Promise<T>): Promise<T> => {
    const key = keys.present()
    return await work(key).finally(() => key.key.fill(0))
  }
  const passphraseSlotFor = async (
    passphrase: string,
    key: EpochKey,
    of: { id: Buffer; identity?: string },
  ) => {
    const cost = s.cost ?? defaultCost
    if (!costAllowed(cost))
      throw new CaseworkError('kdf-params', 'The cost of the passphrase check is out of bounds.')
    const bytes = passphraseBytes(passphrase)
    const input = { ...of, salt: random(32), nonce: random(12), passphrase: bytes, cost, kdf: s.kdf }
    return await newPassphraseSlot(input, key, caseId).finally(() => bytes.fill(0))
  }
  const enter = async (slot: Slot, holder: Omit<Holder, 'slot' | 'since'>) => {
    const entry = { ...holder, slot: hex(slot), since: s.now() }
    const { ring } = header
    await header.rewrite({
      slots: [...header.slots, slot],
      ring: { ...ring, holders: [...ring.holders, entry] },
    })
    return { slot: entry.slot }
  }
  const edPubOf = (identity: string) => signerOf(identity, caseId).publicKey

  const ownSlot = (): { at: number; slot: Slot } => {
    const at = header.slots.findIndex((slot) => hex(slot) === header.slot)
    const slot = header.slots[at]
    if (slot === undefined)
      throw new CaseworkError(
        'conflict',
        'You are no longer one of those who can open this case. Ask one of them to do it.',
      )
    if (slot.type !== passphraseSlot)
      throw new CaseworkError(
        'conflict',
        'You opened this case with a key of your own, which has no passphrase here. Open it with your passphrase, or add a holder with a new one.',
      )
    return { at, slot }
  }

  /** Slots and ring under a new case key: the same holders, the present key among the earlier ones. */
  const turned = async (slots: readonly Slot[], ring: Ring): Promise<Required<Omit<HeaderChange, 'own'>>> => {
    const next = { epoch: keys.epoch + 1, key: random(32) }
    const recipients = new Map(ring.holders.map((h) => [h.slot, h.recipient]))
    const wrapped = await Promise.all(
      slots.map(async (slot) => {
        const recipient = recipients.get(hex(slot))
        const made = recipient === undefined ? null : await rewrapSlot(slot, recipient, next, caseId)
        if (made !== null) return made
        throw new CaseworkError(
          'read-only-newer',
          'Somebody can open this case in a way this version does not know, and could not be given its new key. Install the newer version and do it there. Nothing was changed.',
        )
      }),
    )
    const history = await withKey(async ({ epoch, key }) => [
      ...ring.history,
      { epoch, ck: key.toString('base64') },
    ])
    return { slots: wrapped, ring: { ...ring, history }, caseKey: next }
  }
  const past = ({ slot, label, edPub, since }: Holder): PastHolder => ({
    slot,
    label,
    edPub,
    since,
    until: s.now(),
  })

  return {
    async add(what) {
      const label = readLabel(what.label)
      refuseTwice(header, { label })
      if ('passphrase' in what) {
        const made = await withKey((key) => passphraseSlotFor(what.passphrase, key, { id: random(16) }))
        const { recipient, identity } = made
        return await enter(made.slot, { label, recipient, edPub: edPubOf(identity), kind: 'passphrase' })
      }
      const recipient = await readRecipient(what.recipient)
      refuseTwice(header, { label, recipient })
      const slot = await withKey((key) => recipientSlot(random(16), recipient, key, caseId))
      return await enter(slot, { label, recipient, edPub: '', kind: what.kind })
    },
    async addRecoveryKey() {
      const label = freeLabel(header, recoveryLabel)
      refuseTwice(header, { label })
      const { slot, identity, recipient } = await withKey((key) => newIdentitySlot(random(16), key, caseId))
      const entered = await enter(slot, { label, recipient, edPub: edPubOf(identity), kind: 'recovery' })
      return { ...entered, recoveryKey: identity }
    },
    async remove(slot) {
      const { ring, slots } = header
      const gone = ring.holders.find((h) => h.slot === slot)
      if (gone === undefined)
        throw new CaseworkError('not-found', 'There is no such holder any more. Look at the list again.')
      const left = slots.filter((each) => hex(each) !== slot)
      if (left.length === 0)
        throw new CaseworkError(
          'conflict',
          'Nobody else can open this case: without its last holder it would be lost. Add another holder first.',
        )
      const holders = ring.holders.filter((h) => h !== gone)
      await header.rewrite(await turned(left, { ...ring, holders, past: [...ring.past, past(gone)] }))
    },
    async changePassphrase(passphrase, newKey) {
      const { at, slot } = ownSlot()
      if (!newKey) {
        const { identity } = header
        const made = await withKey((key) => passphraseSlotFor(passphrase, key, { id: slot.id, identity }))
        await header.rewrite({ slots: header.slots.with(at, made.slot), ring: header.ring })
        return
      }
      const { ring } = header
      const mine = ring.holders.find((h) => h.slot === header.slot) as Holder
      const others = { ...ring, holders: ring.holders.filter((h) => h !== mine) }
      const change = await turned(header.slots.toSpliced(at, 1), others)
      const made = await passphraseSlotFor(passphrase, change.caseKey, { id: random(16) })
      const { identity, recipient } = made
      const me = { ...mine, slot: hex(made.slot), recipient, edPub: edPubOf(identity), since: s.now() }
      const holders = ring.holders.map((h) => (h === mine ? me : h))
      await header.rewrite({
        ...change,
        slots: change.slots.toSpliced(at, 0, made.slot),
        ring: { ...change.ring, holders, past: [...ring.past, past(mine)] },
        own: { slot: me.slot, identity },
      })
    },
    async confirm(passphrase) {
      const { slot } = ownSlot()
      const bytes = passphraseBytes(passphrase)
      const tried = await openPassphraseSlot(slot, bytes, s.kdf, caseId, keys.epoch).finally(() =>
        bytes.fill(0),
      )
      if (tried.outcome === 'opened') {
        tried.key.fill(0)
        return
      }
      throw new CaseworkError('wrong-passphrase', 'That is not your passphrase. Check it and try again.', {
        at: 'passphrase',
      })
    },
    async enrol() {
      const { ring } = header
      const mine = ring.holders.find((h) => h.slot === header.slot)
      if (mine === undefined || mine.edPub !== '') return false
      const holders = ring.holders.map((h) => (h === mine ? { ...h, edPub: header.signer.publicKey } : h))
      await header.rewrite({ slots: header.slots, ring: { ...ring, holders } })
      return true
    },
  }
}
