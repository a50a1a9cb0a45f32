import { shortDay } from '../../casework/rules/days.ts'
import type { When } from '../../casework/schema.ts'

const day = (moment: string) => {
  const [date, time] = moment.split('T') as [string, string?]
  return time === undefined ? shortDay(date) : `${shortDay(date)}, ${time}`
}

/** What a date was read as, in words: "about 1 to 30 Sep 2024", "before 1 Oct 2024", "not read as a date". */
export function readingOf({ words, precision, earliest, latest }: When): string {
  if (words.trim() === '') return ''
  if (precision === 'unknown' || (earliest === null && latest === null))
    return 'Not read as a date. The words are kept.'
  if (precision === 'before' && latest !== null) return `Read as: not after ${day(latest)}`
  if (precision === 'after' && earliest !== null) return `Read as: not before ${day(earliest)}`
  const from = earliest ?? latest!
  const to = latest ?? earliest!
  if (from === to) return precision === 'exact' ? `Read as: ${day(from)}` : `Read as: about ${day(from)}`
  return `Read as: ${precision === 'exact' ? '' : 'some time '}${day(from)} to ${day(to)}`
}

/** A date for a column: the words it was given in, or a dash. */
export const whenInColumn = (when: When): string => (when.words.trim() === '' ? '–' : when.words)
