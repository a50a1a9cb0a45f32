import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  lastOfMonth,
  monthNamed,
  weekdayOf,
} from '../../../casework/rules/days.ts'
import { readWhen } from '../../../casework/rules/when.ts'

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
}
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * A day as an officer says it: whatever a date may be written as, and `today`, `tomorrow`, `in 28 days`, `3 weeks`,
 * `+14`, `Friday`, `next Friday` (the one in the week after), `end of month`, `20 Mar` (the next one). Null when the words name no single day.
 */
export function readDay(words: string, today: Day): Day | null {
  const said = words
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(?:by|on|due) /, '')
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/g, '$1')
  if (said === '' || today === '') return null
  if (said === 'tomorrow') return addDays(today, 1)
  if (said === 'end of month' || said === 'end of the month')
    return lastOfMonth(Number(today.slice(0, 4)), Number(today.slice(5, 7)))

  const ahead = /^(?:in |\+)?(\d{1,4}|[a-z]+)\s*(days?|d|weeks?|w)?$/.exec(said)
  if (ahead !== null && (ahead[2] !== undefined || said.startsWith('+'))) {
    const count = /^\d/.test(ahead[1]!) ? Number(ahead[1]) : numbers[ahead[1]!]
    if (count === undefined) return null
    return addDays(today, ahead[2]?.startsWith('w') ? count * 7 : count)
  }

  const named = /^(next |this )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*$/.exec(said)
  if (named !== null) {
    const from = weekdays.indexOf(weekdayOf(today).slice(0, 3).toLowerCase() as 'mon')
    const to = weekdays.indexOf(named[2] as 'mon')
    if (named[1] === 'next ') return addDays(today, 7 - from + to)
    return addDays(today, (to - from + 7) % 7 || 7)
  }

  const yearless = /^(\d{1,2}) ([a-z]+)\.?$/.exec(said) ?? /^(\d{1,2})\/(\d{1,2})$/.exec(said)
  if (yearless !== null) {
    const month = /^\d/.test(yearless[2]!) ? Number(yearless[2]) : monthNamed(yearless[2]!)
    if (month === null) return null
    const year = Number(today.slice(0, 4))
    const here = dayOf(year, month, Number(yearless[1]))
    return here !== null && daysBetween(today, here) >= 0 ? here : dayOf(year + 1, month, Number(yearless[1]))
  }

  const { precision, earliest, latest } = readWhen(said, today)
  const day = earliest?.slice(0, 10) ?? null
  return precision === 'exact' && day !== null && day === latest?.slice(0, 10) ? day : null
}
