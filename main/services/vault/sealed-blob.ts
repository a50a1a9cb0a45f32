import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import {
  chunkLength,
  chunkOffset,
  keysOfMessage,
  type MessageKeys,
  openChunks,
  prefixLength,
  sealedLength,
} from './cobblestone.ts'
import { systemCode } from './disk.ts'

/** What the case's index holds of one sealed file. `at` is milliseconds, `sha256` that of the plaintext. */
export interface BlobMeta {
  readonly uid: string
  readonly epoch: number
  readonly size: number
  readonly sha256: string
  readonly at: number
  readonly by: string
}

/** All that is needed to read one sealed file, and no other. Plain JSON, so that another process can be given it. */
export interface BlobAccess {
  readonly uid: string
  readonly path: string
  /** Hexadecimal; opens this file alone. */
  readonly key: string
  readonly context: string
  readonly size: number
  readonly sha256: string
}

/** Where a sealed file stands within the case folder. */
export function blobPath(folder: string, uid: string): string {
  return join(folder, 'blobs', uid.slice(0, 2), uid.slice(2))
}

/** The input key and context of a sealed file. Undefined for an epoch whose key we do not hold. */
export function blobKey(
  keys: CaseKeys,
  uid: string,
  epoch: number,
): { key: Buffer; context: Buffer } | undefined {
  const id = Buffer.from(uid, 'hex')
  const key = keys.derive('blob', 32, { epoch, extra: id })
  return key === undefined
    ? undefined
    : { key, context: Buffer.concat([Buffer.from('cvf/1/blob\0'), keys.caseId, id]) }
}

/** The access to one sealed file. Reads nothing. Throws `foreign-blob` when its epoch's key is not ours. */
export function accessTo(
  folder: string,
  keys: CaseKeys,
  meta: Pick<BlobMeta, 'uid' | 'epoch' | 'size' | 'sha256'>,
): BlobAccess {
  const made = blobKey(keys, meta.uid, meta.epoch)
  if (made === undefined) throw foreign(meta.uid)
  const { uid, size, sha256 } = meta
  const access = { uid, path: blobPath(folder, uid), key: made.key.toString('hex'), size, sha256 }
  made.key.fill(0)
  return { ...access, context: made.context.toString('hex') }
}

/** The error of a stored file that is foreign. */
export function foreign(uid: string): CaseworkError {
  return new CaseworkError(
    'foreign-blob',
    `The stored file ${uid} does not belong to this case or has been replaced. Restore it from a backup; everything else can still be used.`,
  )
}

/** The error of a stored file that is corrupt. */
export function corrupt(uid: string, where: string): CaseworkError {
  return new CaseworkError(
    'corrupt-blob',
    `The stored file ${uid} is damaged (${where}). Restore it from a backup; everything else can still be used.`,
  )
}

/** The error of a stored file that is missing. */
export function missing(uid: string): CaseworkError {
  return new CaseworkError(
    'missing-blob',
    `The stored file ${uid} is missing from the case folder. Restore it from a backup; everything else can still be used.`,
  )
}

/** A sealed file open for reading at any place. */
export interface OpenBlob {
  readonly size: number
  /**
   * The plaintext from `offset` on, at most `length` bytes; fewer at the end. Touches only the chunks it needs. A read
   * from the start of a chunk is put in `into`, where that has room for it.
   */
  read(offset: number, length: number, into?: Uint8Array): Buffer
  /** Proves that the file ends where it should. Throws `corrupt-blob` otherwise. */
  verifyEnd(): void
  close(): void
}

/** Memory for so much is kept between reads of one file. */
const MOST_KEPT = 1 << 20

function openFile(access: BlobAccess): number {
  try {
    return openSync(access.path, 'r')
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') throw missing(access.uid)
    const code = systemCode(thrown) === 'EACCES' || systemCode(thrown) === 'EPERM' ? 'permission' : 'io-error'
    throw new CaseworkError(
      code,
      `Could not read the stored file ${access.path}. Check your rights and the disk.`,
      {
        cause: thrown,
      },
    )
  }
}

function readAt(
  fd: number,
  access: BlobAccess,
  position: number,
  length: number,
  bytes = Buffer.allocUnsafe(length),
): Buffer {
  for (let at = 0; at < length; ) {
    let got: number
    try {
      got = readSync(fd, bytes, at, length - at, position + at)
    } catch (thrown) {
      throw new CaseworkError(
        'io-error',
        `The disk could not read the stored file ${access.path}. Check the disk.`,
        {
          cause: thrown,
        },
      )
    }
    if (got === 0) throw corrupt(access.uid, 'it is too short')
    at += got
  }
  return bytes
}

function messageKeysOf(fd: number, access: BlobAccess): MessageKeys {
  if (fstatSync(fd).size !== sealedLength(access.size)) throw corrupt(access.uid, 'its length is wrong')
  const prefix = readAt(fd, access, 0, prefixLength)
  const keys = keysOfMessage(Buffer.from(access.key, 'hex'), prefix, Buffer.from(access.context, 'hex'))
  if (keys === null) throw foreign(access.uid)
  return keys
}

/**
 * Opens one sealed file for reading, with nothing but its access. Throws `missing-blob`, `corrupt-blob` for a wrong
 * length or a chunk that is not authentic, and `foreign-blob` for a file sealed for another place.
 */
export function openSealed(access: BlobAccess): OpenBlob {
  const fd = openFile(access)
  let keys: MessageKeys
  try {
    keys = messageKeysOf(fd, access)
  } catch (thrown) {
    closeSync(fd)
    throw thrown
  }
  const state = { open: true, sealed: Buffer.alloc(0) }
  /** Memory for the sealed form of what is read: reads of one size follow each other, and it is used up at once. */
  const roomFor = (length: number) => {
    if (length > MOST_KEPT) return Buffer.allocUnsafe(length)
    if (state.sealed.length < length) state.sealed = Buffer.allocUnsafeSlow(length)
    return state.sealed.subarray(0, length)
  }
  return {
    size: access.size,
    read(offset, length, into) {
      if (!state.open)
        throw new CaseworkError('internal', `The stored file ${access.uid} was closed already.`)
      if (!(offset >= 0) || !(length >= 0))
        throw new CaseworkError('invalid', 'A file is read from a place within it.')
      const end = Math.min(access.size, offset + length)
      if (offset >= end) return Buffer.alloc(0)
      const first = Math.floor(offset / chunkLength)
      const last = Math.floor((end - 1) / chunkLength)
      const from = chunkOffset(first)
      const to = Math.min(chunkOffset(last + 1), sealedLength(access.size))
      const room = Math.min(access.size - first * chunkLength, (last - first + 1) * chunkLength)
      const out =
        into !== undefined && into.length >= room
          ? Buffer.from(into.buffer, into.byteOffset, room)
          : Buffer.allocUnsafe(room)
      const bad = openChunks(keys, first, readAt(fd, access, from, to - from, roomFor(to - from)), out)
      if (bad !== -1) throw corrupt(access.uid, `piece ${bad}`)
      return out.subarray(offset - first * chunkLength, end - first * chunkLength)
    },
    verifyEnd() {
      const last = Math.floor(access.size / chunkLength)
      const from = chunkOffset(last)
      const sealed = readAt(fd, access, from, sealedLength(access.size) - from)
      if (openChunks(keys, last, sealed, Buffer.allocUnsafe(sealed.length)) !== -1)
        throw corrupt(access.uid, `piece ${last}`)
    },
    close() {
      if (!state.open) return
      state.open = false
      closeSync(fd)
    },
  }
}
