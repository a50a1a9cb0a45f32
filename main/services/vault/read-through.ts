import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { chunkLength, keysOfMessage, type MessageKeys, prefixLength, sealedLength } from './cobblestone.ts'
import { aesOpen, nonceAt, tagLength } from './crypto.ts'
import { type Disk, diskError, systemCode } from './disk.ts'
import { type BlobAccess, corrupt, foreign, missing } from './sealed-blob.ts'

const sealedChunk = chunkLength + tagLength
const chunksAtOnce = 128
const pieceLength = chunksAtOnce * sealedChunk

/** Reads until `into` is full or the file ends; how many bytes that was. */
async function fill(file: FileHandle, into: Buffer, from: number): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, from + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}

async function openFor(disk: Disk, access: BlobAccess): Promise<FileHandle> {
  try {
    return await disk.open(access.path, 'r')
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') throw missing(access.uid)
    throw diskError(thrown, 'read the stored file', access.path)
  }
}

async function keysFor(file: FileHandle, access: BlobAccess): Promise<MessageKeys> {
  const { size } = await file.stat()
  if (size !== sealedLength(access.size)) throw corrupt(access.uid, 'wrong length')
  const prefix = Buffer.alloc(prefixLength)
  await fill(file, prefix, 0)
  const keys = keysOfMessage(Buffer.from(access.key, 'hex'), prefix, Buffer.from(access.context, 'hex'))
  if (keys === null) throw foreign(access.uid)
  return keys
}

/**
 * Reads a stored file from end to end in constant memory, every tag checked, and gives the SHA-256 of its plaintext.
 * The next piece is read while one is opened. `onBytes` hears the plaintext bytes of each piece, and stops the reading
 * by throwing. Throws `missing-blob`, `corrupt-blob`, `foreign-blob`.
 */
export async function readThrough(
  disk: Disk,
  access: BlobAccess,
  onBytes: (n: number) => void,
): Promise<string> {
  const file = await openFor(disk, access)
  try {
    const keys = await keysFor(file, access)
    const hash = createHash('sha256')
    const end = sealedLength(access.size)
    const buffers = [0, 1].map(() => Buffer.allocUnsafe(Math.min(pieceLength, end - prefixLength)))
    const ask = (turn: number, from: number) => {
      const piece = (buffers[turn % 2] as Buffer).subarray(0, Math.max(0, Math.min(pieceLength, end - from)))
      const read = fill(file, piece, from).then((got) => piece.subarray(0, got))
      // Its failure is met when it is this piece's turn; until then it must not count as unhandled.
      read.catch(() => {})
      return read
    }
    let chunk = 0
    let coming = ask(0, prefixLength)
    for (let turn = 0, at = prefixLength; at < end; turn += 1, at += pieceLength) {
      const piece = await coming
      coming = ask(turn + 1, at + pieceLength)
      if (piece.length < Math.min(pieceLength, end - at)) throw corrupt(access.uid, 'cut short')
      for (let i = 0; i < piece.length; i += sealedChunk, chunk += 1) {
        const sealed = piece.subarray(i, i + sealedChunk)
        const plain = aesOpen(keys.aead, nonceAt(keys.base, chunk), sealed)
        if (plain === null) throw corrupt(access.uid, `piece ${chunk}`)
        hash.update(plain)
      }
      onBytes(piece.length - tagLength * Math.ceil(piece.length / sealedChunk))
      // Others must be able to ask for a stop.
      await new Promise((resolve) => setImmediate(resolve))
    }
    await coming
    return hash.digest('hex')
  } catch (thrown) {
    if (thrown instanceof CaseworkError || systemCode(thrown) === undefined) throw thrown
    throw diskError(thrown, 'read the stored file', access.path)
  } finally {
    await file.close().catch(() => {})
  }
}
