import { createCipheriv, createDecipheriv } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type ReadingState, readingState } from '../../../casework/reading.ts'
import { type MachineKey, machineKey } from './machine-key.ts'
import { unwritable } from './places.ts'

/**
 * What was read and noted of bundles on this machine, a sealed file for each, in the machine's own folder: never in the
 * bundle, never beside it. Names tell nothing of the bundle; contents are AES-256-GCM under a key derived for it.
 */
export interface ReadingStore {
  /** What is kept of a bundle; `set-aside` when it could not be opened, which leaves it under another name. */
  recall(sha256: string): ReadingState | 'set-aside' | undefined
  /** Keeps it: on the disk whole before this returns, or as it was. Throws what the disk said, as a sentence. */
  keep(sha256: string, state: ReadingState): void
}

/** The calls by which it writes, so that a test can have any of them fail. */
export interface ReadingDisk {
  readonly open: (path: string) => number
  readonly write: (file: number, bytes: Uint8Array) => number
  readonly sync: (file: number) => void
  readonly close: (file: number) => void
  readonly rename: (from: string, to: string) => void
  readonly remove: (path: string) => void
}
const realDisk: ReadingDisk = {
  open: (path) => openSync(path, 'wx', 0o600),
  write: (file, bytes) => writeSync(file, bytes),
  sync: fsyncSync,
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
}

const label = 'turnstone/reading/1'
const mark = Buffer.from('TRN-READ/1\n')
const nonceLength = 12
const tagLength = 16

/** Opens the store. The machine's key is made at the first read or write that needs it. */
export function openReadingStore(
  machineDir: string,
  random: (n: number) => Uint8Array,
  disk: ReadingDisk = realDisk,
): ReadingStore {
  const folder = join(machineDir, 'reading')
  const held: { key: MachineKey | undefined } = { key: undefined }
  const key = () => {
    held.key ??= machineKey(machineDir, random)
    return held.key
  }
  const pathOf = (sha256: string) => join(folder, key().mac(`${label}/name`, sha256).slice(0, 32))
  const keyOf = (sha256: string) => key().keyFor(`${label}\0${sha256}`)

  const sealed = (sha256: string, state: ReadingState): Buffer => {
    const nonce = random(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', keyOf(sha256), nonce).setAAD(mark)
    const body = Buffer.concat([cipher.update(JSON.stringify(state), 'utf8'), cipher.final()])
    return Buffer.concat([mark, nonce, body, cipher.getAuthTag()])
  }
  const opened = (sha256: string, bytes: Buffer): ReadingState | undefined => {
    if (bytes.length < mark.length + nonceLength + tagLength || !bytes.subarray(0, mark.length).equals(mark))
      return undefined
    const nonce = bytes.subarray(mark.length, mark.length + nonceLength)
    const body = bytes.subarray(mark.length + nonceLength, -tagLength)
    try {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(sha256), nonce, { authTagLength: tagLength })
        .setAAD(mark)
        .setAuthTag(bytes.subarray(-tagLength))
      const text = Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      return readingState.safeParse(JSON.parse(text)).data
    } catch {
      return undefined
    }
  }

  return {
    recall(sha256) {
      const path = pathOf(sha256)
      let bytes: Buffer
      try {
        bytes = readFileSync(path)
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw new CaseworkError(
          'io-error',
          'Your notes on this bundle could not be read from the disk. Check the disk, then open it again.',
          { cause },
        )
      }
      const state = opened(sha256, bytes)
      if (state !== undefined) return state
      renameSync(path, `${path}.${Buffer.from(random(4)).toString('hex')}.set-aside`)
      return 'set-aside'
    },
    keep(sha256, state) {
      const path = pathOf(sha256)
      const temporary = `${path}.${Buffer.from(random(6)).toString('hex')}.new`
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeWhole(disk, temporary, sealed(sha256, state))
        disk.rename(temporary, path)
      } catch (cause) {
        try {
          disk.remove(temporary)
        } catch {
          // It was never made, or has its place already; an unfinished one is never read.
        }
        throw unwritable(cause, 'file', 'your notes')
      }
      syncFolder(folder)
    },
  }
}

function writeWhole(disk: ReadingDisk, path: string, bytes: Uint8Array): void {
  const file = disk.open(path)
  try {
    for (let at = 0; at < bytes.length; ) at += disk.write(file, bytes.subarray(at))
    disk.sync(file)
  } finally {
    disk.close(file)
  }
}

/** Some systems can't flush a folder; there the rename is as durable as they make it. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r')
    try {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch {
    // As above.
  }
}
