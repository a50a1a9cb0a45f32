import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { sealedText } from '../../../casework/rules/bundle-seal.ts'
import { sealStream } from './blob-writer.ts'
import { type Checked, type CheckOptions, checkFiles } from './check-files.ts'
import { messageKeys } from './cobblestone.ts'
import { sha256 } from './crypto.ts'
import { type Disk, diskError, present, publish, syncFolder, systemCode, writeDurably } from './disk.ts'
import { pruneGenerations } from './generations.ts'
import { type HandOverKeys, handOverKeys } from './hand-over-keys.ts'
import { minor } from './header.ts'
import { type HolderActs, holderActs } from './holder-acts.ts'
import { journalWriter } from './journal-writer.ts'
import type { Lock } from './lock.ts'
import type { OpenFolder } from './open-folder.ts'
import { openHeader } from './open-header.ts'
import { storedBlobs } from './presence.ts'
import type { Holder, PastHolder } from './ring.ts'
import { accessTo, type BlobAccess, type BlobMeta, blobKey, blobPath } from './sealed-blob.ts'
import { type RunKind, readRun, runsIn, type SealedRun, writeRun } from './sealed-runs.ts'
import {
  decodeSnapshot,
  encodeSnapshot,
  type HeadSignature,
  headText,
  type SnapshotPart,
  type StateFacts,
} from './snapshot.ts'
import { type LoadedState, type Notice, snapshotName } from './state-files.ts'
import type { VaultSurroundings } from './surroundings.ts'
import type { Unlocked } from './unlock.ts'

/** A sealed file that is written and durable but not yet part of the case. */
export interface StagedBlob {
  readonly uid: string
  readonly epoch: number
  readonly size: number
  readonly sha256: string
  /** Moves it to its place, durably. Doing so twice does no harm. */
  publish(): Promise<void>
  /** Removes it, wherever it stands. */
  discard(): Promise<void>
}

/** Who can open the case and who could once; the epoch and generation of the header that says so. */
export interface Roster {
  readonly holders: readonly Holder[]
  readonly past: readonly PastHolder[]
  readonly epoch: number
  readonly headerGen: number
}

/** An open case folder: sealed bytes in, sealed bytes out. What the bytes mean is the case store's business. */
export interface SealedCase {
  /** Hexadecimal, 32 digits. */
  readonly id: string
  readonly folder: string
  readonly name: string
  readonly readOnly: boolean
  readonly notices: readonly Notice[]
  /** Who opened it. */
  readonly holder: { readonly slot: string; readonly label: string }
  readonly roster: Roster
  /** What is done about who can open the case. No two acts, nor an act and a snapshot, may overlap. */
  readonly holders: HolderActs
  readonly device: string
  /** What a reader would have to replay, against the size of the snapshot. */
  readonly weight: { bytes: number; frames: number; segments: number; snapshotBytes: number }
  /** Appends one change; resolves once it is durable. */
  append(payload: Uint8Array): Promise<void>
  /** Writes the whole state anew and lets go of states older than the one before. */
  snapshot(facts: StateFacts, parts: readonly SnapshotPart[]): Promise<void>
  seal(
    source: AsyncIterable<Uint8Array>,
    options?: { signal?: AbortSignal; onBytes?: (n: number) => void },
  ): Promise<StagedBlob>
  access(meta: BlobMeta): BlobAccess
  /** The uids of the sealed files in place. */
  stored(): Promise<ReadonlySet<string>>
  /** The numbers the sealed runs of a kind begin at, in order. */
  runs(kind: RunKind): Promise<readonly number[]>
  readRun(kind: RunKind, first: number): Promise<SealedRun>
  writeRun(kind: RunKind, run: SealedRun): Promise<void>
  /** The holder's signature under a head of the history (hexadecimal), as frames, runs and manifests carry it. */
  signHead(seq: number, head: string): HeadSignature
  /** The holder's public key and signature under a bundle's manifest (RFC 8785, without its seal), base64url. */
  signBundle(manifest: string): { readonly key: string; readonly signature: string }
  /** What a hand-over needs of the holder. */
  readonly handOver: HandOverKeys
  check(blobs: readonly BlobMeta[], options: CheckOptions): Promise<Checked>
  /** The folder and what it was opened with, for checks, backups and repairs of this very case. */
  opened(): OpenFolder
  /** Lets go of the lock and wipes the keys. */
  close(): Promise<void>
}

const urlSafe = (base64: string) => Buffer.from(base64, 'base64').toString('base64url')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The open folder over what was unlocked and loaded; without a lock it only reads. */
export function sealedCase(
  folder: string,
  s: VaultSurroundings,
  disk: Disk,
  unlocked: Unlocked,
  state: LoadedState,
  lock: Lock | undefined,
  notices: readonly Notice[],
): SealedCase {
  const { keys } = unlocked
  const { end } = state
  const input = { disk, folder, keys, random: s.random }
  const header = openHeader(input, unlocked)
  const stillOurs = async () => await lock?.confirm()
  const journal = journalWriter(
    { ...input, stillOurs },
    {
      generation: end.generation,
      nextSegment: end.nextSegment,
      link: end.link,
      bytes: end.journalBytes,
      frames: end.frames,
    },
  )
  const at = {
    generation: end.generation,
    sound: end.base,
    hash: end.snapshotHash,
    snapshotBytes: end.snapshotLength,
    closed: false,
  }
  const usable = () => {
    if (at.closed) throw new CaseworkError('locked', 'The case is closed. Open it again to go on.')
  }
  const held = () => {
    usable()
    if (lock === undefined)
      throw new CaseworkError(
        'permission',
        `${folder} is open for reading only. Open it for writing to make changes.`,
      )
    return lock
  }
  const writable = async () => await held().confirm()
  const signHead = (seq: number, head: string) => {
    usable()
    return { slot: header.slot, sig: header.signer.sign(headText(keys.caseId, seq, head)) }
  }
  const signBundle = (manifest: string) => {
    usable()
    const { publicKey, sign } = header.signer
    return { key: urlSafe(publicKey), signature: urlSafe(sign(sealedText(manifest))) }
  }
  const acts = holderActs(s, keys, header)
  const act = async <T>(work: () => Promise<T>): Promise<T> => {
    await writable()
    const { epoch } = keys
    const result = await work()
    // What is written from now on is under the new key, even if no snapshot follows.
    if (keys.epoch !== epoch) await journal.roll()
    return result
  }
  const dates = new Map<number, number>()
  const knownFolders = new Set<string>()
  const folderFor = async (uid: string) => {
    const path = join(folder, 'blobs', uid.slice(0, 2))
    if (knownFolders.has(path)) return
    await disk.mkdir(path, { mode: 0o700 }).catch((thrown) => {
      if (systemCode(thrown) !== 'EEXIST') throw thrown
    })
    // Or a power cut takes the folder away again, and with it every file in it.
    await syncFolder(disk, join(folder, 'blobs'))
    knownFolders.add(path)
  }

  return {
    id: hex(keys.caseId),
    folder,
    name: header.ring.name,
    readOnly: lock === undefined,
    notices,
    get holder() {
      const { slot, ring } = header
      return { slot, label: [...ring.holders, ...ring.past].find((h) => h.slot === slot)?.label ?? '' }
    },
    get roster() {
      const { holders, past } = header.ring
      return { holders, past, epoch: keys.epoch, headerGen: header.generation }
    },
    holders: {
      add: (holder) => act(() => acts.add(holder)),
      addRecoveryKey: () => act(acts.addRecoveryKey),
      remove: (slot) => act(() => acts.remove(slot)),
      changePassphrase: (passphrase, newKey) => act(() => acts.changePassphrase(passphrase, newKey)),
      enrol: () => act(acts.enrol),
      async confirm(passphrase) {
        usable()
        await acts.confirm(passphrase)
      },
    },
    device: s.host.name,
    get weight() {
      return { ...journal.size, snapshotBytes: at.snapshotBytes }
    },
    async append(payload) {
      await held().expect()
      await journal.append(payload)
    },
    async snapshot(facts, parts) {
      await writable()
      await journal.settle()
      const gen = at.generation + 1
      const path = join(folder, 'state', snapshotName(gen))
      const signed = signHead(facts.auditSeq, facts.auditHead)
      const headerGen = header.generation
      const about = {
        headerGen,
        minReader: 0,
        minWriter: minor,
        device: s.host.name,
        app: s.app ?? '',
        signed,
      }
      const manifest = { ...facts, ...about, gen, prevGen: at.generation, prevSha256: hex(at.hash) }
      const bytes = encodeSnapshot(keys, s.random(24), manifest, parts)
      if (decodeSnapshot(keys, gen, bytes) === null)
        throw new CaseworkError(
          'runtime-crypto',
          'A state just sealed did not open again. Nothing was replaced. Restart the computer.',
        )
      try {
        await writeDurably(disk, { folder, path, temporary: `snap-${hex(s.random(8))}` }, bytes)
      } catch (thrown) {
        // Once the name stands, readers begin there: writing must go on behind it, even if its flush failed.
        if (!(await present(disk, path).catch(() => true))) throw thrown
      }
      const hash = sha256(bytes)
      await journal.continueIn(gen, hash)
      const keep = Math.min(at.sound, at.generation)
      Object.assign(at, { generation: gen, sound: gen, hash, snapshotBytes: bytes.length })
      await pruneGenerations(input, keep, s.now(), dates)
    },
    async seal(source, options = {}) {
      await writable()
      const id = Buffer.from(s.random(16))
      const uid = hex(id)
      const { epoch } = keys
      const made = blobKey(keys, uid, epoch) as NonNullable<ReturnType<typeof blobKey>>
      const temporary = join(folder, 'tmp', `blob-${uid}`)
      const sealed = await sealStream(
        disk,
        temporary,
        messageKeys(made.key, s.random(24), made.context),
        source,
        options,
      )
      const where = { path: temporary, published: false }
      return {
        uid,
        epoch,
        ...sealed,
        async publish() {
          if (where.published) return
          await writable()
          const path = blobPath(folder, uid)
          try {
            await folderFor(uid)
            await publish(disk, temporary, path)
          } catch (thrown) {
            throw diskError(thrown, 'store a file at', path)
          }
          Object.assign(where, { path, published: true })
        },
        async discard() {
          await disk.unlink(where.path).catch(() => {})
        },
      }
    },
    access(meta) {
      usable()
      return accessTo(folder, keys, meta)
    },
    stored: () => storedBlobs(disk, folder),
    runs: (kind) => runsIn(disk, folder, kind),
    async readRun(kind, first) {
      usable()
      return await readRun(disk, folder, keys, kind, first)
    },
    async writeRun(kind, run) {
      await writable()
      await writeRun(input, kind, run)
    },
    signHead,
    signBundle,
    handOver: handOverKeys(hex(keys.caseId), () => {
      usable()
      return header
    }),
    async check(blobs, options) {
      usable()
      const { holders, past } = header.ring
      const signers = [...holders, ...past]
      return await checkFiles({ disk, folder, keys, holders: signers, blobs, stillOpen: usable }, options)
    },
    opened() {
      usable()
      const { ring, slot, identity, signer } = header
      const now = { ...unlocked, ring, slot, identity, signer }
      const own = { folder, disk, surroundings: s, unlocked: now, readOnly: lock === undefined }
      return { ...own, stillOpen: usable, stillOurs: writable }
    },
    async close() {
      if (at.closed) return
      at.closed = true
      // Whoever lost the lock must not write another byte, not even to void a change that failed.
      if (lock !== undefined)
        await lock
          .confirm()
          .then(journal.settle)
          .catch(() => {})
      await journal.close()
      await lock?.release()
      keys.wipe()
    },
  }
}
