import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadingState, readingState } from '../../../casework/reading.ts'
import { type MachineKey, machineKey } from './machine-key.ts'
import { unwritable } from './places.ts'
import { type ReadingCards, readingCards } from './reading-cards.ts'
import {
  type Random,
  readIfThere,
  realDisk,
  replaceFile,
  type SealedDisk,
  sealedBytes,
  unsealed,
} from './sealed-file.ts'

/**
 * What was read and noted of bundles on this machine, a sealed file for each, in the machine's own folder: never in the
 * bundle, never beside it. Names tell nothing of the bundle; contents are AES-256-GCM under a key derived for it.
 */
export interface ReadingStore {
  /** What is kept of a bundle; `set-aside` when it could not be opened, which leaves it under another name. */
  recall(sha256: string): ReadingState | 'set-aside' | undefined
  /** What is kept of a bundle, without setting aside what can't be opened: undefined then. */
  look(sha256: string): ReadingState | undefined
  /** Keeps it: on the disk whole before this returns, or as it was. Throws what the disk said, as a sentence. */
  keep(sha256: string, state: ReadingState): void
  /** By what the bundles are known again, a sealed file each beside what was noted of them. */
  readonly cards: ReadingCards
}

/** The calls by which it writes. */
export type ReadingDisk = SealedDisk

const label = 'turnstone/reading/1'
const mark = Buffer.from('TRN-READ/1\n')

/** Opens the store. The machine's key is made at the first read or write that needs it. */
export function openReadingStore(
  machineDir: string,
  random: Random,
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
  const bytesOf = (sha256: string) =>
    readIfThere(
      pathOf(sha256),
      'Your notes on this bundle could not be read from the disk. Check the disk, then open it again.',
    )
  const opened = (sha256: string, bytes: Buffer): ReadingState | undefined =>
    readingState.safeParse(unsealed(bytes, keyOf(sha256), mark)).data

  return {
    recall(sha256) {
      const bytes = bytesOf(sha256)
      if (bytes === undefined) return undefined
      const state = opened(sha256, bytes)
      if (state !== undefined) return state
      const path = pathOf(sha256)
      renameSync(path, `${path}.${Buffer.from(random(4)).toString('hex')}.set-aside`)
      return 'set-aside'
    },
    look(sha256) {
      const bytes = bytesOf(sha256)
      return bytes === undefined ? undefined : opened(sha256, bytes)
    },
    keep(sha256, state) {
      try {
        replaceFile(pathOf(sha256), sealedBytes(state, keyOf(sha256), mark, random), random, disk)
      } catch (cause) {
        throw unwritable(cause, 'file', 'your notes')
      }
    },
    cards: readingCards(folder, key, random, disk),
  }
}
