import type { StoredOf } from '../entities/index.ts'

/** A stretch in an exhibit's ledger that nobody accounts for. */
export interface Gap {
  /** The id of the entry after which it opens. */
  readonly after: string
  readonly words: string
}

/** Entries in the order things happened, then in the order they were written down. */
export const inOrder = (entries: readonly StoredOf<'custody'>[]): readonly StoredOf<'custody'>[] =>
  [...entries].sort((a, b) => timeOf(a).localeCompare(timeOf(b)) || a.no - b.no)

/**
 * Gaps in continuity: an entry that starts from somewhere other than where the last one left the exhibit. Shown, never
 * filled. Entries that do not move the exhibit (a check, a reference) can't open one. Source: domain fact §7.1.
 */
export function gapsIn(entries: readonly StoredOf<'custody'>[]): readonly Gap[] {
  const moves = inOrder(entries).filter(({ fields }) => fields.from !== '' || fields.to !== '')
  return moves.slice(1).flatMap((entry, index) => {
    const before = moves[index]!
    const { from } = entry.fields
    if (from === '' || before.fields.to === '' || same(from, before.fields.to)) return []
    return [
      {
        after: before.id,
        words: `${spanWords(timeOf(before), timeOf(entry))}: from “${before.fields.to}” to “${from}” is not accounted for`,
      },
    ]
  })
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

// An entry the program made itself (an import, a check) has no spoken time: it happened when it was written.
const timeOf = (entry: StoredOf<'custody'>): string =>
  entry.fields.at.earliest ?? entry.fields.at.latest ?? new Date(entry.made.at).toISOString().slice(0, 16)

function spanWords(from: string, to: string): string {
  const minutes = Math.round((Date.parse(withTime(to)) - Date.parse(withTime(from))) / 60_000)
  if (!Number.isFinite(minutes) || minutes <= 0) return 'Gap'
  if (minutes < 60) return `Gap of ${minutes} min`
  if (minutes < 48 * 60)
    return `Gap of ${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
  return `Gap of ${Math.round(minutes / 1_440)} days`
}
const withTime = (moment: string) => (moment.length === 10 ? `${moment}T12:00Z` : `${moment}Z`)
