import type { CarriedStands, PageRuns, ReadingNote, ReadingState } from '../reading.ts'
import { carriedStands } from '../reading.ts'
import { printedNumber } from './notes-summary.ts'
import { pagesIn, runsOf } from './page-runs.ts'
import type { PageSince, Versions } from './versions.ts'

/** What a reader takes along from an earlier version of a bundle. */
export interface Taking {
  readonly notes: boolean
  readonly bookmarks: boolean
  readonly read: boolean
}

/** Whether a note goes along. */
export const takes = ({ notes, bookmarks }: Taking, { kind }: Pick<ReadingNote, 'kind'>): boolean =>
  kind === 'bookmark' ? bookmarks : notes

/**
 * What a reader kept of an earlier version, as it stands on the pages of a later one. No note is dropped: one whose page
 * changed says so, and one whose page is gone stands where that page would be and says so. A page counts as read only
 * where it shows what was read. `labels` are the numbers printed in the earlier version.
 */
export function carryOver(
  kept: Pick<ReadingState, 'notes' | 'read'>,
  labels: readonly string[],
  { since }: Pick<Versions, 'since'>,
  what: Taking,
): { readonly notes: readonly ReadingNote[]; readonly read: PageRuns } {
  const notes = kept.notes.filter((note) => takes(what, note)).map((note) => carriedNote(note, labels, since))
  if (!what.read) return { notes, read: [] }
  const read = pagesIn(kept.read).flatMap((was) => {
    const { page, stands } = since[was - 1] ?? { page: null, stands: 'gone' }
    return page !== null && (stands === 'same' || stands === 'moved') ? [page] : []
  })
  return { notes, read: runsOf(read) }
}

function carriedNote(note: ReadingNote, labels: readonly string[], since: readonly PageSince[]): ReadingNote {
  const now = since[note.page - 1] ?? { page: null, stands: 'gone' as const }
  const page = now.page ?? nearest(since, note.page)
  // What was in doubt already stays so until its reader has looked at it.
  const doubt = note.carried?.stands
  if (doubt === 'gone') return { ...note, page }
  return {
    ...note,
    page,
    carried: {
      from: printedNumber(labels, note.page).slice(0, 60),
      stands: doubt === 'changed' ? worse(doubt, now.stands) : now.stands,
    },
  }
}

/** Where a page that is gone would stand: at the last page before it that is still there. */
function nearest(since: readonly PageSince[], page: number): number {
  const before = since.slice(0, page - 1).findLast((each) => each.page !== null)
  return before?.page ?? 1
}

const worse = (a: CarriedStands, b: CarriedStands): CarriedStands =>
  carriedStands.indexOf(a) > carriedStands.indexOf(b) ? a : b

/** Whether a note stands on the very page it was made on, or its reader has said that it holds. */
export const standsFirm = ({ carried }: Pick<ReadingNote, 'carried'>): boolean =>
  carried === undefined || carried.stands === 'same' || carried.stands === 'moved'
