import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
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
import { dirname } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'

/** The calls by which sealed files are written, so that a test can have any of them fail. */
export interface SealedDisk {
  readonly open: (path: string) => number
  readonly write: (file: number, bytes: Uint8Array) => number
  readonly sync: (file: number) => void
  readonly close: (file: number) => void
  readonly rename: (from: string, to: string) => void
  readonly remove: (path: string) => void
}
/** The disk itself. */
export const realDisk: SealedDisk = {
  open: (path) => openSync(path, 'wx', 0o600),
  write: (file, bytes) => writeSync(file, bytes),
  sync: fsyncSync,
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
}

/** Random bytes, as many as asked for. */
export type Random = (n: number) => Uint8Array

const nonceLength = 12
const tagLength = 16

/** A value sealed under a key with AES-256-GCM, behind a mark that says what kind of file it is. */
export function sealedBytes(value: unknown, key: KeyObject, mark: Buffer, random: Random): Buffer {
  const nonce = random(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(mark)
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return Buffer.concat([mark, nonce, body, cipher.getAuthTag()])
}

/** What was sealed; undefined for what is not such a file, or was changed, or is another's. */
export function unsealed(bytes: Buffer, key: KeyObject, mark: Buffer): unknown {
  if (bytes.length < mark.length + nonceLength + tagLength || !bytes.subarray(0, mark.length).equals(mark))
    return undefined
  const nonce = bytes.subarray(mark.length, mark.length + nonceLength)
  const body = bytes.subarray(mark.length + nonceLength, -tagLength)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
      .setAAD(mark)
      .setAuthTag(bytes.subarray(-tagLength))
    return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The bytes of a file, undefined where there is none. Throws `io-error` with the sentence given. */
export function readIfThere(path: string, sentence: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CaseworkError('io-error', sentence, { cause })
  }
}

/**
 * Puts bytes in the place of a file: on the disk whole before this returns, or the file is as it was. Throws the disk's
 * errors.
 */
export function replaceFile(path: string, bytes: Uint8Array, random: Random, disk: SealedDisk): void {
  const temporary = `${path}.${Buffer.from(random(6)).toString('hex')}.new`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeWhole(disk, temporary, bytes)
    disk.rename(temporary, path)
  } catch (thrown) {
    try {
      disk.remove(temporary)
    } catch {
      // It was never made, or has its place already; an unfinished one is never read.
    }
    throw thrown
  }
  syncFolder(dirname(path))
}

function writeWhole(disk: SealedDisk, path: string, bytes: Uint8Array): void {
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
