import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { BundlePlan, ReportLine } from './plan.ts'
import type { Press } from './press.ts'

/** What a file's front and end grow with. */
export interface FrontSize {
  /** Entries of the index, which every volume has whole. */
  readonly entries: number
  /** Documents of this file. */
  readonly own: number
  /** Bookmarks the last document brought. */
  readonly bookmarks: number
}

/**
 * The most bytes that are still to come once a file's documents are set: cover, index and its links, dividers,
 * typefaces, bookmarks, page tree and table. Too much rather than too little, for a file must not pass its limit.
 */
export function frontRoom(press: Press, { entries, own, bookmarks }: FrontSize): number {
  const typefaces = 400_000
  const index = entries * 700
  const outlines = (own + 200) * 500 + bookmarks * 300
  const table = (press.file.objects + entries * 4) * 20 + press.slots.length * 16
  return typefaces + index + outlines + table + press.report.length
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
