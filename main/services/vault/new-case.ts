import { basename, dirname, join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { signerOf } from './age-keys.ts'
import { type CaseKeys, caseKeys } from './case-keys.ts'
import { checkCrypto, sha256 } from './crypto.ts'
import { type Disk, diskError, namesIn, realDisk, syncFolder, systemCode, writeDurably } from './disk.ts'
import { minor } from './header.ts'
import { sealHeader } from './header-write.ts'
import { journalWriter } from './journal-writer.ts'
import { lockIsLive } from './lock.ts'
import { costAllowed, defaultCost, passphraseBytes } from './passphrase.ts'
import { type Holder, type HolderKind, type Ring, recoveryLabel } from './ring.ts'
import { type NewSlot, newIdentitySlot, newPassphraseSlot } from './slots.ts'
import { encodeSnapshot, headText, type StateFacts } from './snapshot.ts'
import { snapshotName } from './state-files.ts'
import type { VaultSurroundings } from './surroundings.ts'
import { headerNames } from './unlock.ts'

/** The folders of a case. */
export const caseFolders = ['state', 'audit', 'versions', 'blobs', 'tmp'] as const

/** What a new case is made of. */
export interface NewCase {
  readonly name: string
  readonly passphrase: string
  readonly holder: string
  /** The state before anything happened, and the first change, once the case has a number. */
  readonly begin: (caseId: Buffer) => { facts: StateFacts; first: Uint8Array }
}

interface Made {
  readonly header: Buffer
  readonly keys: CaseKeys
  readonly first: NewSlot
  readonly recovery: NewSlot
}

async function makeHeader(what: NewCase, s: VaultSurroundings): Promise<Made> {
  const cost = s.cost ?? defaultCost
  if (!costAllowed(cost))
    throw new CaseworkError('kdf-params', 'The cost of the passphrase check is out of bounds.')
  const random = (n: number) => Buffer.from(s.random(n))
  const caseId = random(16)
  const key = { epoch: 1, key: random(32) }
  const passphrase = passphraseBytes(what.passphrase)
  const ids = { id: random(16), salt: random(32), nonce: random(12), passphrase, cost, kdf: s.kdf }
  const first = await newPassphraseSlot(ids, key, caseId).finally(() => passphrase.fill(0))
  const recovery = await newIdentitySlot(random(16), key, caseId)
  const since = s.now()
  const holder = (slot: NewSlot, label: string, kind: HolderKind): Holder => ({
    slot: slot.slot.id.toString('hex'),
    recipient: slot.recipient,
    label,
    edPub: signerOf(slot.identity, caseId).publicKey,
    since,
    kind,
  })
  const holders = [holder(first, what.holder, 'passphrase'), holder(recovery, recoveryLabel, 'recovery')]
  const ring: Ring = { name: what.name, history: [], holders, past: [] }
  const slots = [first.slot, recovery.slot]
  const header = sealHeader({ caseId, generation: 1, slots, ring, more: Buffer.alloc(0) }, key, random(12))
  return { header, keys: caseKeys(caseId, key, []), first, recovery }
}

async function writeFiles(
  disk: Disk,
  folder: string,
  what: NewCase,
  s: VaultSurroundings,
  made: Made,
): Promise<void> {
  const { keys } = made
  for (const name of caseFolders) await disk.mkdir(join(folder, name), { mode: 0o700 })
  const { facts, first } = what.begin(keys.caseId)
  const signer = signerOf(made.first.identity, keys.caseId)
  const sig = signer.sign(headText(keys.caseId, facts.auditSeq, facts.auditHead))
  const manifest = {
    ...facts,
    gen: 1,
    prevGen: 0,
    prevSha256: '',
    headerGen: 1,
    minReader: 0,
    minWriter: minor,
    device: s.host.name,
    app: s.app ?? '',
    signed: { slot: made.first.slot.id.toString('hex'), sig },
  }
  const snapshot = encodeSnapshot(keys, s.random(24), manifest, [])
  const put = (name: string, bytes: Uint8Array) =>
    writeDurably(disk, { folder, path: join(folder, name), temporary: 'new' }, bytes)
  await put(join('state', snapshotName(1)), snapshot)
  const start = { generation: 1, nextSegment: 0, link: sha256(snapshot), bytes: 0, frames: 0 }
  const journal = journalWriter({ disk, folder, keys, random: s.random }, start)
  await journal.append(first)
  await journal.close()
  // The header comes last: a folder without one is no case.
  await put(headerNames.first, made.header)
  await put(headerNames.second, made.header)
}

const partOf = (folder: string, s: Pick<VaultSurroundings, 'random'>) =>
  `${folder.replace(/[/\\]+$/u, '')}.${Buffer.from(s.random(6)).toString('hex')}.part`

async function withdraw(disk: Disk, folder: string, part: string): Promise<void> {
  await disk.rename(folder, part).catch((cause) => {
    throw new CaseworkError(
      'io-error',
      `The case ${folder} was made, but the disk failed before its recovery key could be given. Delete the folder and make the case again.`,
      { cause },
    )
  })
  await disk.rm(part, { recursive: true, force: true }).catch(() => {})
}

/**
 * Takes a case away again that was made just now and could not be opened: its recovery key was given to nobody. Leaves
 * one that somebody else has opened meanwhile. Throws `io-error` when it cannot be taken away.
 */
export async function withdrawNewCase(folder: string, s: VaultSurroundings): Promise<void> {
  const disk = s.disk ?? realDisk
  if (await lockIsLive(folder, disk, s.host, s.now())) return
  await withdraw(disk, folder, partOf(folder, s))
}

const day = 86_400_000

/** What is left of cases that were to be made here and never were, older than a day and held by nobody. */
async function sweepUnfinished(disk: Disk, folder: string, s: VaultSurroundings): Promise<void> {
  const stem = folder.replace(/[/\\]+$/u, '')
  const beside = dirname(stem)
  for (const name of await namesIn(disk, beside)) {
    if (!name.startsWith(`${basename(stem)}.`)) continue
    if (!/^\.[0-9a-f]{12}\.part$/u.test(name.slice(basename(stem).length))) continue
    const left = join(beside, name)
    const seen = await disk.lstat(left).catch(() => undefined)
    if (seen === undefined || !seen.isDirectory() || s.now() - seen.mtimeMs <= day) continue
    const live = await lockIsLive(left, disk, s.host, s.now()).catch(() => true)
    if (!live) await disk.rm(left, { recursive: true, force: true }).catch(() => {})
  }
}

/**
 * Writes a new case at `folder`, which must not exist or be empty: everything is prepared beside it and takes its name
 * in one step. Returns the identities of the first holder and of the printed recovery key.
 * Throws `exists`, and the disk's own errors.
 */
export async function writeNewCase(
  folder: string,
  what: NewCase,
  s: VaultSurroundings,
): Promise<{ identity: string; recoveryKey: string }> {
  checkCrypto()
  const disk = s.disk ?? realDisk
  if ((await namesIn(disk, folder)).length > 0)
    throw new CaseworkError(
      'exists',
      `${folder} is not empty. Choose another name or folder for the new case.`,
    )
  await sweepUnfinished(disk, folder, s)
  const made = await makeHeader(what, s)
  const part = partOf(folder, s)
  try {
    await disk.mkdir(part, { mode: 0o700 })
    await writeFiles(disk, part, what, s, made)
    // Windows does not rename onto an empty folder.
    if (process.platform === 'win32') await disk.rm(folder, { recursive: true, force: true })
    await disk.rename(part, folder)
    // A case whose recovery key nobody was given must not stay.
    await syncFolder(disk, dirname(part)).catch(async (thrown) => {
      await withdraw(disk, folder, part)
      throw thrown
    })
  } catch (thrown) {
    await disk.rm(part, { recursive: true, force: true }).catch(() => {})
    if (systemCode(thrown) === 'ENOENT')
      throw new CaseworkError(
        'not-found',
        `There is no folder ${dirname(part)} to make the case in. Create it first.`,
      )
    if (
      systemCode(thrown) === 'ENOTDIR' ||
      systemCode(thrown) === 'EEXIST' ||
      systemCode(thrown) === 'ENOTEMPTY'
    )
      throw new CaseworkError(
        'exists',
        `There is something at ${folder} already. Choose another name for the new case.`,
      )
    throw diskError(thrown, 'create the case', folder)
  } finally {
    made.keys.wipe()
  }
  return { identity: made.first.identity, recoveryKey: made.recovery.identity }
}
