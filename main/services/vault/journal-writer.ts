import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { sha256 } from './crypto.ts'
import { type Disk, diskError, present, writeAll, writeDurably } from './disk.ts'
import { encodeSegmentHeader, type FrameCodec, frameCodec, longestFrame } from './journal.ts'
import { segmentName } from './state-files.ts'

const sector = 512
/** A lost piece of a sector is known for one from so many bytes on, at the start of a frame. */
const shortestPiece = 4

/** Appends frames to the journal of one generation, each durable before it is acknowledged. */
export interface JournalWriter {
  /** Resolves once the frame is on the disk. After a failure the next frame begins a new segment. */
  append(payload: Uint8Array): Promise<void>
  /** Declares that a frame whose writing failed never happened, if there is one. */
  settle(): Promise<void>
  /** Goes on in a segment of its own, sealed under the epoch that is then the present one. */
  roll(): Promise<void>
  /** Goes on in another generation, behind the snapshot whose file hash is `link`. */
  continueIn(generation: number, link: Buffer): Promise<void>
  /** Bytes and frames a reader must replay, and how many files they are spread over. */
  readonly size: { readonly bytes: number; readonly frames: number; readonly segments: number }
  close(): Promise<void>
}

/** A writer that goes on after what was loaded. Creates no file before there is something to write. */
export function journalWriter(
  input: {
    disk: Disk
    folder: string
    keys: CaseKeys
    random: (n: number) => Uint8Array
    /** Throws when the case is no longer ours to write to; asked before a change is acknowledged. */
    stillOurs?: () => Promise<void>
  },
  start: { generation: number; nextSegment: number; link: Buffer; bytes: number; frames: number },
): JournalWriter {
  const { disk, folder, keys } = input
  const state = {
    ...start,
    // A segment takes frames only until its first failure: repeating a frame there would repeat its nonce.
    open: undefined as { file: FileHandle; codec: FrameCodec; path: string; length: number } | undefined,
    unsettled: false,
    /** Writing a segment failed, and the disk would not say whether its name stands. */
    unsure: false,
  }

  const closeSegment = async () => {
    const { open } = state
    state.open = undefined
    await open?.file.close().catch(() => {})
  }

  const begin = async () => {
    await closeSegment()
    if (state.nextSegment > 0xffff)
      throw new CaseworkError(
        'io-error',
        `${folder} has been written too often since its last snapshot. Close it and open it again.`,
      )
    const place = () => join(folder, 'state', segmentName(state.generation, state.nextSegment))
    if (state.unsure) {
      const there = await present(disk, place()).catch((thrown) =>
        Promise.reject(diskError(thrown, 'look for', place())),
      )
      // Numbers have no gap: one is passed over only when something stands there.
      if (there) state.nextSegment += 1
      state.unsure = false
    }
    const segment = state.nextSegment
    const path = place()
    const salt = Buffer.from(input.random(24))
    const header = encodeSegmentHeader('journal', keys.caseId, {
      first: state.generation,
      segment,
      epoch: keys.epoch,
      salt,
      link: state.link,
    })
    const temporary = `segment-${Buffer.from(input.random(8)).toString('hex')}`
    try {
      await writeDurably(disk, { folder, path, temporary }, header)
    } finally {
      const there = await present(disk, path).catch(() => undefined)
      if (there === true) state.nextSegment = segment + 1
      state.unsure = there === undefined
    }
    state.unsettled = false
    const file = await disk.open(path, 'a', 0o600)
    const codec = frameCodec('journal', keys, header, keys.epoch) as FrameCodec
    state.open = { file, codec, path, length: header.length }
  }

  const write = async (payload: Uint8Array) => {
    // No frame begins in the last bytes of a sector: were these lost in a power cut, it would pass for a damaged one.
    if (state.open === undefined || state.open.length % sector > sector - shortestPiece) await begin()
    const open = state.open as NonNullable<typeof state.open>
    const { file, codec, path } = open
    const frame = codec.seal(payload)
    open.length += frame.length
    try {
      await writeAll(file, frame)
    } catch (thrown) {
      throw diskError(thrown, 'write the change to', path)
    }
    try {
      await (process.platform === 'darwin' ? file.sync() : file.datasync())
    } catch (thrown) {
      const known = diskError(thrown, 'write the change to', path)
      // A disk on the network may find only now that it is full.
      if (known.code !== 'io-error') throw known
      throw new CaseworkError(
        'io-fsync',
        `The disk did not confirm the change written to ${path}. It counts as not made. Check the disk, then do it again.`,
        { cause: thrown },
      )
    }
    // Whoever took the case over meanwhile goes on before this frame: it must not be promised to anybody.
    await input.stillOurs?.()
    state.link = sha256(frame)
    state.bytes += frame.length
    state.frames += 1
  }

  return {
    get size() {
      return { bytes: state.bytes, frames: state.frames, segments: state.nextSegment }
    },
    async append(payload) {
      if (payload.length > longestFrame)
        throw new CaseworkError(
          'too-large',
          'That is too much for one change (over 16 MiB). Make it in smaller parts.',
        )
      try {
        await write(payload)
      } catch (thrown) {
        state.unsettled ||= state.open !== undefined
        await closeSegment()
        throw diskError(thrown, 'write the change to', join(folder, 'state'))
      }
    },
    async settle() {
      if (!state.unsettled) return
      await begin()
      await closeSegment()
    },
    roll: closeSegment,
    async continueIn(generation, link) {
      await closeSegment()
      Object.assign(state, {
        generation,
        nextSegment: 0,
        link,
        bytes: 0,
        frames: 0,
        unsettled: false,
        unsure: false,
      })
    },
    async close() {
      await closeSegment()
    },
  }
}
