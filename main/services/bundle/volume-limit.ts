import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { BundlePlan, ReportLine } from './plan.ts'
import type { Press } from './press.ts'

/** What a file's front and end grow with. */
export interface FrontSize {
  /** Entries of the index, which every volume has whole, and the characters of their words. */
  readonly entries: number
  readonly characters: number
  /** Bookmarks of this file, those that sources brought among them. */
  readonly bookmarks: number
}

/**
 * How many bytes are likely still to come once a file's documents are set: cover, index and its links, dividers,
 * structure, typefaces, bookmarks, page tree and table. Too much rather than too little; a file that passes its limit all the same
 * is cut anew.
 */
export function frontRoom(press: Press, { entries, characters, bookmarks }: FrontSize): number {
  const typefaces = 350_000
  const index = entries * 900 + characters * 8
  const table = (press.file.objects + entries * 4) * 20 + press.slots.length * 16
  // An entry of the index is four parts and a link; a mark is its part, often its part's part, and where it is found.
  const structure = 20_000 + entries * 1200 + press.parts * 500
  return typefaces + index + bookmarks * 400 + table + structure
}

/** A file that was finished, against what was reckoned. */
export interface Reckoned {
  readonly bytes: number
  readonly documents: number
  /** Its bytes when its last document was set, and what was reckoned to come. */
  readonly laid: number
  readonly room: number
}

/** How many times too little room was reckoned, by the worst file of several documents past its limit; 0 if none is. */
export function shortBy(
  { profile: { limits } }: Pick<BundlePlan, 'profile'>,
  files: readonly Reckoned[],
): number {
  if (limits.beyond !== 'volumes' || limits.megabytes === null) return 0
  const most = limits.megabytes * 1e6
  const over = files.filter(({ bytes, documents }) => documents > 1 && bytes > most)
  return Math.max(0, ...over.map(({ bytes, laid, room }) => (bytes - laid) / room))
}

/** Megabytes as limits count them. */
function megabytes(bytes: number): string {
  return `${(Math.ceil(bytes / 1e5) / 10).toLocaleString('en-GB')} MB`
}

/** The size of one file of a bundle. */
export interface FileSize {
  readonly volume: number
  readonly pages: number
  readonly bytes: number
}

/**
 * What the profile's limits say of a bundle that was written. Where they stop it, throws `too-large` with the limit,
 * the size and what to do; else the lines for the report.
 */
export function judgeLimits(plan: BundlePlan, files: readonly FileSize[]): ReportLine[] {
  const { name, limits } = plan.profile
  const lines: ReportLine[] = []
  for (const { volume, pages, bytes } of files) {
    const what = files.length > 1 ? `Volume ${volume}` : 'The bundle'
    const over: [string, string][] = []
    if (limits.pages !== null && pages > limits.pages)
      over.push([`${pages.toLocaleString('en-GB')} pages`, `${limits.pages.toLocaleString('en-GB')} pages`])
    if (limits.megabytes !== null && bytes > limits.megabytes * 1e6)
      over.push([megabytes(bytes), `${limits.megabytes.toLocaleString('en-GB')} MB`])
    for (const [size, most] of over) {
      const fact = `${what} is ${size}; “${name}” takes at most ${most}`
      if (limits.beyond === 'stops')
        throw new CaseworkError(
          'too-large',
          `${fact}. Take documents out, or choose another profile if the court has allowed more. Nothing was left behind.`,
        )
      const advice =
        limits.beyond === 'volumes'
          ? 'One document alone is longer, and a document is not cut in two. Ask the court how to supply it.'
          : 'Ask the court before it is sent.'
      lines.push({ kind: 'limit', sentence: `${fact}. ${advice}` })
    }
  }
  return lines
}
