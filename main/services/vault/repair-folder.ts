import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { checkCrypto } from './crypto.ts'
import { type Disk, readIfThere, realDisk, writeDurably } from './disk.ts'
import { decodeHeader, type Header } from './header.ts'
import { namesEpochAbove } from './header-age.ts'
import { acquireLock } from './lock.ts'
import { overlaid } from './overlay.ts'
import { storedBlobs } from './presence.ts'
import { damagedFolder, type Mending, makeFolder } from './put-back.ts'
import { mendFiles, mendState } from './repair-state.ts'
import { caseOfState } from './state-case.ts'
import { type LoadedState, loadState } from './state-files.ts'
import type { VaultSurroundings } from './surroundings.ts'
import { findHeader, headerNames, type Secret, type Unlocked, unlock } from './unlock.ts'
import { prepareFolders } from './vault.ts'

const lostHeader: ReadonlySet<string> = new Set(['damaged-header', 'not-a-case', 'header-tampered'])
const notOpened: ReadonlySet<string> = new Set(['wrong-passphrase', 'not-a-recipient'])
const copies = [headerNames.first, headerNames.second]

function refuse(sentence: string): CaseworkError {
  return new CaseworkError('invalid', sentence, { at: 'from' })
}

/** The header of a folder and what it gives, or undefined when it is lost or is not that of its state. */
async function openedBy(
  disk: Disk,
  folder: string,
  secret: Secret,
  s: VaultSurroundings,
): Promise<Unlocked | undefined> {
  try {
    const { header } = await findHeader(disk, folder)
    const of = await caseOfState(disk, folder)
    if (of !== undefined && !of.equals(header.caseId)) return undefined
    return await unlock(folder, header, secret, s.kdf)
  } catch (thrown) {
    if (thrown instanceof CaseworkError && lostHeader.has(thrown.code)) return undefined
    throw thrown
  }
}

/** Refuses a backup that is the case itself, lies within it, or has no header of a case. Its header, when it has. */
export async function checkBackup(disk: Disk, folder: string, from: string): Promise<Header> {
  const [own, other] = await Promise.all([realpath(folder), realpath(from).catch(() => undefined)])
  if (other === undefined) throw new CaseworkError('not-found', `There is no folder ${from}.`, { at: 'from' })
  if (other === own || other.startsWith(own + sep))
    throw refuse(`${from} is the case itself, or within it. Choose a backup of it.`)
  return (await findHeader(disk, from)).header
}

/** Refuses a backup of another case. */
export function sameCase(from: string, theirs: Buffer, ours: Buffer): void {
  if (!theirs.equals(ours))
    throw refuse(`${from} is a backup of another case. Nothing was changed. Choose a backup of this one.`)
}

async function putHeader(mending: Mending, header: Header): Promise<string[]> {
  const { disk, folder, random } = mending
  const done: string[] = []
  const name = () => `header-${Buffer.from(random(8)).toString('hex')}`
  for (const copy of copies) {
    const path = join(folder, copy)
    const there = await readIfThere(disk, path)
    if (there?.equals(header.bytes) === true) continue
    await mending.stillOurs()
    if (there !== undefined) {
      await makeFolder(disk, join(folder, damagedFolder))
      const aside = join(folder, damagedFolder, `${copy}.${name()}`)
      await writeDurably(disk, { folder, path: aside, temporary: name() }, there)
    }
    await writeDurably(disk, { folder, path, temporary: name(), replace: true }, header.bytes)
    done.push(copy)
  }
  return done
}

/** What a state says of the rest of the case: the header's generation it knows of, and the uids of its stored files. */
export interface KnownByState {
  readonly headerGen: number
  readonly blobs: { has(uid: string): boolean }
}

function older(why: string): CaseworkError {
  return new CaseworkError(
    'conflict',
    `The backup is older than the case: ${why}. Nothing was changed. Use a newer backup, or open the backup as a case of its own.`,
    { at: 'from' },
  )
}

/**
 * Mends a case that may open no more: its header, where both copies are lost or older than the state, and its state,
 * from a backup. Takes the case's lock meanwhile. `known` says what a state says of the rest: a header before the one it knows of is not put back,
 * since somebody removed since could open the case with it. Gives the paths brought back; what was replaced is
 * kept in `damaged/`. Throws what opening throws for a wrong secret, `invalid` for a place that is no backup of this
 * case, `conflict` for a backup older than the case, `held`.
 */
export async function repairFolder(
  input: { folder: string; secret: Secret; from: string; takeOver: boolean },
  s: VaultSurroundings,
  known: (state: LoadedState, caseId: string) => KnownByState,
): Promise<string[]> {
  checkCrypto()
  const { folder, from } = input
  const disk = s.disk ?? realDisk
  const backup = await checkBackup(disk, folder, from)
  const { unlocked, own } = await unlockedBy(input, backup, disk, s, known)
  const { header, keys } = unlocked
  try {
    sameCase(from, backup.caseId, keys.caseId)
    await prepareFolders(disk, folder)
    const lock = await acquireLock(folder, { ...s, disk, takeOver: input.takeOver })
    try {
      const chosen = new Set<string>(own ? [] : await headersIn(disk, from))
      const over = own ? disk : overlaid(disk, folder, from, chosen)
      const { generation } = header
      const { state, files, lost } = await mendState({ disk: over, folder, from, keys, generation })
      const { headerGen, blobs } = known(state, keys.caseId.toString('hex'))
      if (!own && headerGen > generation)
        throw older('who can open it was changed since, and somebody removed could open it again')
      // A state nobody can read any more is known by what lies beside it: who opens the case, and its stored files.
      if (lost && headerGen < generation) throw older('who can open it was changed since')
      const more = lost ? [...(await storedBlobs(disk, folder))].filter((uid) => !blobs.has(uid)).length : 0
      if (more > 0)
        throw older(`${more} of its stored files are not in the backup, and would belong to nothing`)
      const mending = { disk, folder, random: s.random, stillOurs: lock.confirm }
      const put = own ? [] : await putHeader(mending, header)
      return [...put, ...(await mendFiles(mending, from, files, keys))]
    } finally {
      await lock.release()
    }
  } finally {
    keys.wipe()
  }
}

type Known = (state: LoadedState, caseId: string) => KnownByState

/** Whether the state of a folder knows of a header above the one that stands there: then that was put back. */
async function putBackHeader(
  disk: Disk,
  folder: string,
  there: Header,
  { keys }: Unlocked,
  known: Known,
): Promise<boolean> {
  if (await namesEpochAbove(disk, folder, keys.caseId, there.epoch)) return true
  try {
    const state = await loadState(disk, folder, keys)
    return known(state, keys.caseId.toString('hex')).headerGen > there.generation
  } catch (thrown) {
    if (thrown instanceof CaseworkError) return false
    throw thrown
  }
}

/**
 * What opens a case to be mended: its own header; or, where that is lost or was put back from an earlier time, which the
 * secret of now need not open, that of the backup.
 */
async function unlockedBy(
  { folder, secret, from }: { folder: string; secret: Secret; from: string },
  backup: Header,
  disk: Disk,
  s: VaultSurroundings,
  known: Known,
): Promise<{ readonly unlocked: Unlocked; readonly own: boolean }> {
  const here = await openedBy(disk, folder, secret, s).catch((thrown: unknown) => {
    if (thrown instanceof CaseworkError && notOpened.has(thrown.code)) return thrown
    throw thrown
  })
  if (here === undefined)
    return { unlocked: await fromBackup(disk, folder, from, backup, secret, s), own: false }
  const there = here instanceof CaseworkError ? (await findHeader(disk, folder)).header : here.header
  if (backup.caseId.equals(there.caseId) && backup.generation > there.generation) {
    const theirs = await unlock(from, backup, secret, s.kdf).catch(() => undefined)
    if (theirs !== undefined && (await putBackHeader(disk, folder, there, theirs, known))) {
      if (!(here instanceof CaseworkError)) here.keys.wipe()
      return { unlocked: theirs, own: false }
    }
    theirs?.keys.wipe()
  }
  if (here instanceof CaseworkError) throw here
  return { unlocked: here, own: true }
}

async function headersIn(disk: Disk, from: string): Promise<string[]> {
  const sound: string[] = []
  for (const name of copies) {
    const bytes = await readIfThere(disk, join(from, name))
    if (bytes !== undefined && typeof decodeHeader(bytes) !== 'string') sound.push(name)
  }
  return sound
}

async function fromBackup(
  disk: Disk,
  folder: string,
  from: string,
  backup: Header,
  secret: Secret,
  s: VaultSurroundings,
): Promise<Unlocked> {
  const of = await caseOfState(disk, folder)
  if (of !== undefined) sameCase(from, backup.caseId, of)
  return await unlock(from, backup, secret, s.kdf)
}
