import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { checkCrypto } from './crypto.ts'
import { type Disk, diskError, namesIn, realDisk, syncFolder, systemCode, writeDurably } from './disk.ts'
import { minor } from './header.ts'
import { loadUnder } from './header-age.ts'
import { acquireLock, type Lock, lockIsLive } from './lock.ts'
import { caseFolders, type NewCase, withdrawNewCase, writeNewCase } from './new-case.ts'
import { type SealedCase, sealedCase } from './sealed-case.ts'
import type { SnapshotPart, StateFacts } from './snapshot.ts'
import type { LoadedState, Notice } from './state-files.ts'
import type { VaultSurroundings } from './surroundings.ts'
import { findHeader, headerNames, type Secret, type Unlocked, unlock } from './unlock.ts'

/** What a case held when it was opened: documents as of the newest snapshot, and the changes since, in order. */
export interface Loaded {
  readonly facts: StateFacts
  /** The epoch the snapshot was sealed under; a removal that a crash cut short leaves it behind the header's. */
  readonly epoch: number
  readonly parts: readonly SnapshotPart[]
  readonly payloads: readonly Buffer[]
}

/** How to open. `takeOver`: from a machine that has fallen silent. `preferSlot`: the holder to try first. */
export interface OpenOptions {
  readonly readOnly?: boolean
  readonly preferSlot?: string
  readonly takeOver?: boolean
}

/** Makes the folders of a case that are missing, durably. Throws `invalid` for one that is a link or a file. */
export async function prepareFolders(disk: Disk, folder: string): Promise<void> {
  for (const name of caseFolders) {
    const path = join(folder, name)
    try {
      if (!(await disk.lstat(path)).isDirectory())
        throw new CaseworkError(
          'invalid',
          `${path} is not a folder of its own. Nothing was written. Restore the case from a backup.`,
        )
    } catch (thrown) {
      if (systemCode(thrown) !== 'ENOENT') throw diskError(thrown, 'use', path)
      await disk
        .mkdir(path, { mode: 0o700 })
        .then(() => syncFolder(disk, folder))
        .catch((failed) => Promise.reject(diskError(failed, 'create', path)))
    }
  }
}

async function sweep(disk: Disk, folder: string): Promise<void> {
  const tmp = join(folder, 'tmp')
  for (const name of await namesIn(disk, tmp))
    await disk.rm(join(tmp, name), { recursive: true, force: true }).catch(() => {})
}

/** Refuses to write to what a newer version made, or to what is damaged; both can still be read. */
function mayWrite(folder: string, unlocked: Unlocked, state: LoadedState): void {
  if (unlocked.header.minor > minor || state.manifest.minWriter > minor)
    throw new CaseworkError(
      'read-only-newer',
      `${folder} was written by a newer Turnstone. Open it read-only, or install that version.`,
    )
  const forbidding: readonly string[] = ['corrupt-journal', 'forked', 'rollback-suspected']
  const bad = state.notices.find((n) => forbidding.includes(n.code))
  if (bad !== undefined) throw new CaseworkError(bad.code, bad.sentence)
}

/**
 * Opens a case folder. For writing it takes the lock, sweeps what a crash left in `tmp` and repairs the header's second
 * copy; read-only it writes nothing at all. Throws the codes of FORMAT.md, "What can be wrong".
 */
async function open(
  folder: string,
  secret: Secret,
  s: VaultSurroundings,
  options: OpenOptions = {},
): Promise<{ sealed: SealedCase; loaded: Loaded }> {
  checkCrypto()
  const disk = s.disk ?? realDisk
  const readOnly = options.readOnly === true
  const found = await findHeader(disk, folder)
  const unlocked = await unlock(folder, found.header, secret, s.kdf, options.preferSlot)
  const notices: Notice[] = []
  let lock: Lock | undefined
  try {
    if (!readOnly) {
      await prepareFolders(disk, folder)
      lock = await acquireLock(folder, { ...s, disk, takeOver: options.takeOver ?? s.takeOver === true })
      if (lock.takenFrom !== undefined) {
        const sentence = `The case had been left open on ${lock.takenFrom} and was taken over.`
        notices.push({ code: 'lock-taken-over', sentence })
      }
      if (!(await findHeader(disk, folder)).header.bytes.equals(found.header.bytes))
        throw new CaseworkError('conflict', `${folder} was changed while it was being opened. Open it again.`)
    }
    const state = await loadUnder(disk, folder, unlocked.keys, found.header.generation)
    if (state === 'stale') {
      // Whoever writes holds the lock, so only a reader meets a header that moved on under them.
      unlocked.keys.wipe()
      await lock?.release()
      return await open(folder, secret, s, options)
    }
    if (state.manifest.minReader > minor)
      throw new CaseworkError(
        'newer-version',
        `${folder} was written by a newer Turnstone. Install that version to open it.`,
      )
    if (!readOnly) mayWrite(folder, unlocked, state)
    const busy = readOnly && (await lockIsLive(folder, disk, s.host, s.now()))
    notices.push(...state.notices.filter((n) => !(busy && n.code === 'torn-tail')))
    if (found.damaged) {
      const done = readOnly
        ? 'It will be written again when the case is opened for writing.'
        : 'It was written again.'
      notices.push({
        code: 'damaged-header',
        sentence: `One of the two copies of the header of ${folder} was damaged. ${done}`,
      })
    }
    if (!readOnly) {
      await sweep(disk, folder)
      for (const which of found.repair) {
        const path = join(folder, headerNames[which])
        await writeDurably(disk, { folder, path, temporary: 'header', replace: true }, found.header.bytes)
      }
    }
    const { manifest: facts, epoch, parts, payloads } = state
    const loaded = { facts, epoch, parts, payloads }
    return { sealed: sealedCase(folder, s, disk, unlocked, state, lock, notices), loaded }
  } catch (thrown) {
    await lock?.release()
    unlocked.keys.wipe()
    throw thrown
  }
}

async function create(folder: string, what: NewCase, s: VaultSurroundings) {
  return await writeNewCase(folder, what, s)
}

/** The sealed folder, as the case store is handed it: make one, take it away again unopened, open one. */
export const vault = { create, withdraw: withdrawNewCase, open } as const
