import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { chunkLength, type MessageKeys, sealChunks } from './cobblestone.ts'
import { tagLength } from './crypto.ts'
import { type Disk, diskError, writeAll, writeTemporary } from './disk.ts'

const chunksAtOnce = 64
const plainAtOnce = chunksAtOnce * chunkLength
const sealedAtOnce = chunksAtOnce * (chunkLength + tagLength) + tagLength + chunkLength
/** Bytes on their way to the disk are set going this often, so that the last flush finds little left to do. */
const flushEvery = 32
const largest = 2 ** 40

/** A file's size in bytes and the SHA-256 of its plaintext. */
export interface Sealed {
  readonly size: number
  readonly sha256: string
}

/** How to seal a stream. `onBytes` hears how many bytes were taken in so far. */
export interface SealStreamOptions {
  readonly signal?: AbortSignal
  readonly onBytes?: (n: number) => void
  /** What stands in the file before the sealed message. */
  readonly before?: Uint8Array
  /** Hears every byte of the file, in order, as it is written. */
  readonly onWritten?: (bytes: Uint8Array) => void
}

/** Tells a failing source from a failing disk: the source's own errors pass to the caller as they are. */
class SourceFailure extends Error {
  readonly thrown: unknown
  constructor(thrown: unknown) {
    super('source')
    this.thrown = thrown
  }
}

async function* watched(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  try {
    for await (const piece of source) {
      if (signal?.aborted)
        throw new CaseworkError('cancelled', 'Stopped, as asked. Nothing was left half done.')
      yield piece
    }
  } catch (thrown) {
    throw new SourceFailure(thrown)
  }
}

async function sealInto(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  keys: MessageKeys,
  { onBytes, onWritten, before }: SealStreamOptions,
): Promise<Sealed> {
  const hash = createHash('sha256')
  const plain = Buffer.allocUnsafe(plainAtOnce)
  // Two output buffers: one is being written while the next is being filled.
  const outputs = [Buffer.allocUnsafe(sealedAtOnce), Buffer.allocUnsafe(sealedAtOnce)] as const
  const flushing = { busy: false, all: Promise.resolve() }
  let turn = 0
  let held = 0
  /** How much of the plain buffer was ever filled: a small file touches little of it. */
  let most = 0
  let chunk = 0
  let size = 0
  const write = (bytes: Uint8Array) => {
    onWritten?.(bytes)
    return writeAll(file, bytes)
  }
  let writing: Promise<void> = write(Buffer.concat([before ?? new Uint8Array(), keys.prefix]))
  const flush = async (last: boolean) => {
    const out = outputs[turn % 2 === 0 ? 0 : 1]
    const length = sealChunks(keys, chunk, plain.subarray(0, held), out, last)
    await writing
    writing = write(out.subarray(0, length))
    // Its failure is met at the next flush; until then it must not count as unhandled.
    writing.catch(() => {})
    turn += 1
    if (turn % flushEvery === 0 && !flushing.busy) {
      flushing.busy = true
      // Behind the one before, so that a flush that failed is never covered up by a later one.
      flushing.all = flushing.all
        .then(() => file.datasync())
        .finally(() => {
          flushing.busy = false
        })
      flushing.all.catch(() => {})
    }
    chunk += chunksAtOnce
    held = 0
  }
  for await (const piece of source) {
    hash.update(piece)
    size += piece.length
    if (size > largest)
      throw new SourceFailure(
        new CaseworkError('too-large', 'The file is over 1 TiB, more than a case can hold. Split it first.'),
      )
    for (let at = 0; at < piece.length; ) {
      const take = Math.min(piece.length - at, plainAtOnce - held)
      plain.set(piece.subarray(at, at + take), held)
      held += take
      most = Math.max(most, held)
      at += take
      if (held === plainAtOnce) await flush(false)
    }
    onBytes?.(size)
  }
  await flush(true)
  await writing
  await flushing.all
  plain.fill(0, 0, most)
  return { size, sha256: hash.digest('hex') }
}

/**
 * Seals a stream into a new file at `path` in one pass and constant memory, and makes it durable. On any failure, or
 * when `signal` asks to stop (`cancelled`), the file is removed again.
 */
export async function sealStream(
  disk: Disk,
  path: string,
  keys: MessageKeys,
  source: AsyncIterable<Uint8Array>,
  options: SealStreamOptions = {},
): Promise<Sealed> {
  const made: { sealed?: Sealed } = {}
  try {
    await writeTemporary(disk, path, async (file) => {
      made.sealed = await sealInto(file, watched(source, options.signal), keys, options)
    })
  } catch (thrown) {
    if (thrown instanceof SourceFailure) throw thrown.thrown
    throw diskError(thrown, 'store a file at', path)
  }
  return made.sealed as Sealed
}
