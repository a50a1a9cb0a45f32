import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ReadingCard, readingCard } from '../../../casework/reading.ts'
import type { MachineKey } from './machine-key.ts'
import { unwritable } from './places.ts'
import {
  type Random,
  readIfThere,
  replaceFile,
  type SealedDisk,
  sealedBytes,
  unsealed,
} from './sealed-file.ts'

/** Titles, printed numbers and page digests of the bundles read here, by which a newer version is known. */
export interface ReadingCards {
  recall(sha256: string): ReadingCard | undefined
  /** Every one that can be opened. One that can't is passed over: it is made again when its bundle is next read. */
  all(): readonly ReadingCard[]
  /** Keeps it whole, or as it was. Throws what the disk said, as a sentence. */
  keep(card: ReadingCard): void
}

const label = 'turnstone/reading-card/1'
const mark = Buffer.from('TRN-CARD/1\n')
const ending = '.about'
const unread = 'What is known of bundles read before could not be read from the disk. Check the disk.'

/** The cards of a folder. Each is sealed under a key for its own name, so that they can be gone through. */
export function readingCards(
  folder: string,
  key: () => MachineKey,
  random: Random,
  disk: SealedDisk,
): ReadingCards {
  const nameOf = (sha256: string) => `${key().mac(label, sha256).slice(0, 32)}${ending}`
  const keyOf = (name: string) => key().keyFor(`${label}\0${name}`)
  const opened = (name: string): ReadingCard | undefined => {
    const bytes = readIfThere(join(folder, name), unread)
    const card =
      bytes === undefined ? undefined : readingCard.safeParse(unsealed(bytes, keyOf(name), mark)).data
    return card === undefined || nameOf(card.sha256) !== name ? undefined : card
  }
  return {
    recall: (sha256) => opened(nameOf(sha256)),
    all: () =>
      namesIn(folder).flatMap((name) => {
        const card = opened(name)
        return card === undefined ? [] : [card]
      }),
    keep(card) {
      const name = nameOf(card.sha256)
      try {
        replaceFile(join(folder, name), sealedBytes(card, keyOf(name), mark, random), random, disk)
      } catch (cause) {
        throw unwritable(cause, 'file', 'what this bundle is known by')
      }
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending))
  } catch {
    // Nothing was read here yet.
    return []
  }
}
