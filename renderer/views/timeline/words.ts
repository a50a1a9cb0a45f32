import { shortDay, weekdayOf } from '../../../casework/rules/days.ts'
import type { When } from '../../../casework/schema.ts'
import { whenInColumn } from '../../parts/when-words.ts'
import { type Axis, type EventRecord, whenOn } from './columns.ts'

const dayAndTime = (moment: string): string => {
  const [day, time] = moment.split('T') as [string, string?]
  return time === undefined ? shortDay(day) : `${shortDay(day)}, ${time}`
}

/** A day with its weekday, and the time when there is one: `Wed 12 Mar 2025, 06:40`. */
export const fullDay = (moment: string | null): string =>
  moment === null ? 'Not known' : `${weekdayOf(moment.slice(0, 10)).slice(0, 3)} ${dayAndTime(moment)}`

/** The date of an event on an axis, for a column: as it was said, or the moment it was recorded. */
export function whenWords(event: EventRecord, axis: Axis): string {
  const when = whenOn(event, axis)
  return axis === 'recorded' ? dayAndTime(when.earliest!) : whenInColumn(when)
}

/** How sure a date is, in a word. */
export function precisionWord({ precision, earliest, latest }: When): string {
  if (precision === 'about') {
    if (earliest === null || latest === null) return 'about'
    const days = (Date.parse(latest.slice(0, 10)) - Date.parse(earliest.slice(0, 10))) / 86_400_000
    return days > 360
      ? 'year'
      : days >= 27 && days <= 31 && earliest.slice(8, 10) === '01'
        ? 'month'
        : 'about'
  }
  return precision === 'unknown' ? 'undated' : precision
}

/** Why a date is read as it is. */
export function because({ precision, words, earliest, latest }: When): string {
  switch (precision) {
    case 'exact':
      return earliest === latest ? 'The day was said' : 'Both days were said'
    case 'about':
      return /^\s*(~|about|around|circa|c\.|approx)/i.test(words)
        ? 'Said to be about then, so it is kept as wide as was said'
        : 'The days were not said, so it may be any of them'
    case 'before':
      return 'Only the latest day was said; how much earlier is not known'
    case 'after':
      return 'Only the earliest day was said; how much later is not known'
    default:
      return words.trim() === '' ? 'No date was given' : 'The words do not say which day'
  }
}
