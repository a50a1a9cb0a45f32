import { shortDay } from '../../../casework/rules/days.ts'
import type { When } from '../../../casework/schema.ts'

/** More characters than this would be cut. */
const longest = 19
/** `Mar 2025`. */
const monthOf = (moment: string): string => shortDay(moment.slice(0, 10)).replace(/^\d+ /, '')

/**
 * A date for a column that must not be cut: a run of days in its shortest form (`12–18 Mar 2025`, `11 Jan–26 Jul 2026`),
 * a long stretch said in many words by its months (`~Sep 2024–Oct 2025`), everything else in the words it was given in. '' when there is none.
 */
export function columnDate({ words, precision, earliest, latest }: When): string {
  if (precision === 'about' && earliest !== null && latest !== null && words.length > longest)
    return `~${[...new Set([monthOf(earliest), monthOf(latest)])].join('–')}`
  if (precision !== 'exact' || earliest === null || latest === null) return words
  const from = earliest.slice(0, 10)
  const to = latest.slice(0, 10)
  if (from === to) return words
  const [day, month, year] = shortDay(from).split(' ') as [string, string, string]
  const end = shortDay(to)
  if (from.slice(0, 7) === to.slice(0, 7)) return `${day}–${end}`
  return from.slice(0, 4) === to.slice(0, 4)
    ? `${day} ${month}–${end}`
    : `${month} ${year}–${end.slice(end.indexOf(' ') + 1)}`
}
