/**
 * Calendar days as ISO text (`2025-11-29`). A legal date is a day, never an instant, so nothing here knows a time
 * zone or a clock; arithmetic is done at noon UTC, where no day is ever missing or twice.
 */
export type Day = string

const millisecondsInDay = 86_400_000
const noon = (day: Day) => Date.parse(`${day}T12:00:00Z`)
const shortMonths = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const
const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The day `count` days after `day` (before, when negative). */
export const addDays = (day: Day, count: number): Day =>
  new Date(noon(day) + count * millisecondsInDay).toISOString().slice(0, 10)

/** How many days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((noon(to) - noon(from)) / millisecondsInDay)

/** The last day of a month; `month` counts from 1. */
export const lastOfMonth = (year: number, month: number): Day =>
  new Date(Date.UTC(year, month, 0, 12)).toISOString().slice(0, 10)

/** A day from its parts, or null when the calendar has no such day. */
export function dayOf(year: number, month: number, date: number): Day | null {
  const made = new Date(Date.UTC(year, month - 1, date, 12))
  made.setUTCFullYear(year, month - 1, date)
  const real =
    made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
  return real ? made.toISOString().slice(0, 10) : null
}

/** `29 Nov 2025`: dates in columns. */
export const shortDay = (day: Day): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${date} ${shortMonths[month! - 1]} ${year}`
}

/** `29 November 2025`: dates on paper. */
export const longDay = (day: Day): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${date} ${longMonths[month! - 1]} ${year}`
}

/** `Fri 20 Mar`: dates that are near. */
export const nearDay = (day: Day): string =>
  `${weekdayOf(day).slice(0, 3)} ${shortDay(day).replace(/ \d+$/, '')}`

/** `Friday`. */
export const weekdayOf = (day: Day): string => weekdays[new Date(noon(day)).getUTCDay()]!

/** The month a word names, from 1, or null. `sept` and `sep` are both September. */
export function monthNamed(word: string): number | null {
  const lower = word.toLowerCase().replace(/\.$/, '')
  if (lower.length < 3) return null
  const found = longMonths.findIndex((name) =>
    name.toLowerCase().startsWith(lower === 'sept' ? 'sep' : lower),
  )
  return found < 0 ? null : found + 1
}
