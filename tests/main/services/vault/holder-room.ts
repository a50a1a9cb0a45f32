import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuditEntry, CaseStore, Secret } from '../../../../main/services/case-store/index.ts'
import { realDisk } from '../../../../main/services/vault/disk.ts'
import { decodeHeader, type Header } from '../../../../main/services/vault/header.ts'
import { findHeader, type Unlocked, unlock } from '../../../../main/services/vault/unlock.ts'
import { put, rememberingKdf, surroundings } from '../case-store/room.ts'

/** A second holder's passphrase. */
export const theirs = 'lamp staple battery horse correct'
/** Surroundings in which a passphrase is stretched once. */
export const s = surroundings({ kdf: rememberingKdf() })

export const headerIn = (folder: string) => decodeHeader(readFileSync(join(folder, 'header.cv'))) as Header
export const slotOf = (store: CaseStore, label: string) =>
  store.holders.list().holders.find((h) => h.label === label)?.slot as string
export const labels = (store: CaseStore) => store.holders.list().holders.map((h) => h.label)
export const note = (store: CaseStore, id: string) =>
  store.commit({ ops: [put('n', { id })], audit: [{ action: 'alteration' }], actor: 'x' })
export const keyChanges = (entries: readonly AuditEntry[]) =>
  entries.filter((e) => e.action === 'keys-changed').map((e) => e.detail as Record<string, unknown>)
/** The age file of an identity's slot. */
export const ageFile = (of: Header, slot: string) => {
  const { body } = of.slots.find((each) => each.id.toString('hex') === slot) as Header['slots'][number]
  return body.subarray(2, 2 + body.readUInt16BE(0))
}
/** What a secret gives of a header, apart from the state. */
export const unlocked = async (secret: Secret, folder: string): Promise<Unlocked> =>
  await unlock(folder, (await findHeader(realDisk, folder)).header, secret, s.kdf)
