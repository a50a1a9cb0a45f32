import { resolve } from 'node:path'
import type { VaultSurroundings } from '../vault/surroundings.ts'
import type { Secret } from '../vault/unlock.ts'
import { type OpenOptions, vault } from '../vault/vault.ts'
import { emptyDocument } from './document.ts'
import { frameOf, openStore } from './open-store.ts'
import { factsOf } from './state-facts.ts'
import type { CaseStore } from './store.ts'
import { beginWatch, noteFailure, type Watching } from './watch.ts'
import type { Witness } from './witness.ts'

export type { AuditEntry, AuditNote } from '../audit/chain.ts'
export type { Finding } from '../vault/check-files.ts'
export type { Host } from '../vault/host.ts'
export { stillRuns, thisHost } from '../vault/host.ts'
export type { Kdf, KdfCost } from '../vault/passphrase.ts'
export type { BlobAccess, BlobMeta } from '../vault/sealed-blob.ts'
export type { Notice } from '../vault/state-files.ts'
export type { Secret } from '../vault/unlock.ts'
export type { AuditTrail } from './audit-trail.ts'
export type { JsonRecord, Op } from './document.ts'
export type { CaseHolders } from './holders.ts'
export type { Repaired, RepairOptions } from './repair.ts'
export { repairClosed } from './repair-closed.ts'
export type { CaseStore, Change, SealedBlob, SealOptions } from './store.ts'

export type { Witness } from './witness.ts'

/** Everything a case needs from the world. */
export interface Surroundings extends VaultSurroundings {
  /** A memory of cases outside of them: what shows that an older copy, or another case, was put in a case's place. */
  readonly witness?: Witness
}

/**
 * Makes a case in a folder that does not exist or is empty, and opens it. The recovery key is an age identity: it is
 * given once, here, and kept nowhere; whatever fails before it is given, no case is left behind. Throws `exists`, `not-found`, `invalid` (the passphrase), and the disk's errors.
 */
export async function createCase(
  folder: string,
  what: { name: string; passphrase: string; holder?: string },
  s: Surroundings,
): Promise<{ store: CaseStore; recoveryKey: string }> {
  const holder = what.holder ?? ''
  const begin = (id: Buffer) => {
    const caseId = id.toString('hex')
    const document = emptyDocument(caseId)
    const facts = { ...factsOf(document), at: s.now() }
    const note = { action: 'case-created', target: { type: 'case' }, detail: { format: 1 } }
    const by = { caseId, at: facts.at, device: s.host.name, app: s.app ?? '', random: s.random }
    const { bytes } = frameOf(document, { ops: [], audit: [note], actor: holder }, by)
    return { facts, first: bytes }
  }
  const path = resolve(folder)
  const { identity, recoveryKey } = await vault.create(path, { ...what, holder, begin }, s)
  // A case that cannot be opened now would be left with a recovery key that nobody was given.
  const store = await openCase(path, { identity }, s, { fresh: true }).catch(async (thrown) => {
    await vault.withdraw(path, s)
    throw thrown
  })
  return { store, recoveryKey }
}

/**
 * Opens a case with a passphrase or an age identity. Read-only it takes no lock and writes nothing, and copes with
 * somebody else writing. `preferSlot` is the holder to try first, as {@link CaseStore.holder} named it; `goOn` opens for
 * writing although the header or the state is older than what was seen, or another case stands in its place; `fresh` says
 * that the case was made just now, so that nothing known of its place counts.
 * Throws one code per cause, as FORMAT.md lists them under "What can be wrong".
 */
export async function openCase(
  folder: string,
  secret: Secret,
  s: Surroundings,
  options: OpenOptions & Pick<Watching, 'goOn' | 'fresh'> = {},
): Promise<CaseStore> {
  const path = resolve(folder)
  const watching = await beginWatch(path, s, options)
  const { sealed, loaded } = await vault.open(path, secret, s, options).catch((thrown: unknown) => {
    noteFailure(watching, thrown, s.now())
    throw thrown
  })
  try {
    return await openStore(sealed, loaded, { ...s, ...watching })
  } catch (thrown) {
    await sealed.close()
    throw thrown
  }
}
