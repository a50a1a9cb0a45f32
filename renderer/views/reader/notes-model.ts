import type { ReadingNote } from '../../../casework/reading.ts'

/** Notes from the first page to the last, and down each page. */
export const inOrder = (notes: readonly ReadingNote[]): readonly ReadingNote[] =>
  notes.toSorted((a, b) => a.page - b.page || topOf(b) - topOf(a) || a.made - b.made)

const topOf = (note: ReadingNote): number =>
  note.boxes.reduce((top, box) => Math.max(top, box[3]), Number.NEGATIVE_INFINITY)

/** The number of a note's page: as printed here, or as it was in the earlier version where the page is gone. */
export const noteNumber = (
  { page, carried }: Pick<ReadingNote, 'page' | 'carried'>,
  labelOf: (page: number) => string,
): string => (carried?.stands === 'gone' ? carried.from : labelOf(page))

/** What a reader ought to know of a note that came from an earlier version; empty where nothing. */
export function carriedWords({ carried }: Pick<ReadingNote, 'carried'>): string {
  if (carried?.stands === 'changed') return 'This page changed since you wrote it.'
  if (carried?.stands === 'gone') return 'Its page is not in this version.'
  return carried?.stands === 'moved' ? `It was page ${carried.from}.` : ''
}

/** The tags in use, in the order of the alphabet. */
export const tagsOf = (notes: readonly ReadingNote[]): readonly string[] =>
  [...new Set(notes.map(({ tag }) => tag).filter((tag) => tag !== ''))].toSorted((a, b) =>
    a.localeCompare(b, 'en-GB'),
  )

/** The notes on pages from one to another. */
export const notesOn = (notes: readonly ReadingNote[], from: number, to: number): readonly ReadingNote[] =>
  notes.filter(({ page }) => from <= page && page <= to)

/** The name proposed for a summary, without what file systems refuse. */
export const summaryName = (title: string): string =>
  `Notes on ${title}`
    .replace(/\s*[:|]\s*/g, ', ')
    .replace(/[/\\*?"<>]/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 120)
    .replace(/[. ]+$/, '')
