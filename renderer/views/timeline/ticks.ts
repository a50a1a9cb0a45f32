import { minutesInDay } from './columns.ts'
import type { View } from './view.ts'

/** A line of the axis: a small word under it, and a heading where a larger unit begins. */
export interface Tick {
  /** Minutes since 1970. */
  readonly at: number
  readonly word: string
  readonly heading: string
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const msInMinute = 60_000
const minuteAt = (year: number, month: number, day = 1) => {
  const made = new Date(0)
  made.setUTCFullYear(year, month, day)
  return made.getTime() / msInMinute
}

/**
 * Where the axis is lined for a view `width` px wide: hours, days, months or years, whichever leaves room for its words.
 * `room` is the px that one short word takes (about 16).
 */
export function ticksOf({ from, to }: View, width: number, room = 16): readonly Tick[] {
  const perMinute = width / (to - from)
  const day = perMinute * minutesInDay
  const month = day * 30.4
  const year = day * 365.25
  if (day >= room * 8) return hours(from, to, day, room)
  if (day >= room * 1.25) return days(from, to, 1, day >= room * 4)
  if (day >= room / 4) return days(from, to, 7, false)
  if (month >= room) return monthly(from, to, 1, month >= room * 2)
  if (month * 3 >= room) return monthly(from, to, 3, true)
  const steps = [1, 2, 5, 10, 20, 50, 100]
  return years(from, to, steps.find((step) => year * step >= room * 3) ?? 200)
}

function hours(from: number, to: number, day: number, room: number): readonly Tick[] {
  const step = ([1, 2, 3, 6, 12] as const).find((each) => (day / 24) * each >= room * 3) ?? 12
  const first = Math.floor(from / (step * 60)) * step * 60
  return stepped(first, to, step * 60, (at) => {
    const date = new Date(at * msInMinute)
    const hour = date.getUTCHours()
    const heading =
      hour === 0
        ? `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
        : ''
    return { at, word: `${String(hour).padStart(2, '0')}:00`, heading }
  })
}

function days(from: number, to: number, step: 1 | 7, named: boolean): readonly Tick[] {
  const first = Math.floor(from / minutesInDay)
  // Weeks begin on Monday: 1970 began on a Thursday, so day 4 was the first Monday.
  const start = step === 1 ? first : Math.floor((first - 4) / 7) * 7 + 4
  const weekly = stepped(start * minutesInDay, to, step * minutesInDay, (at) => {
    const date = new Date(at * msInMinute)
    const number = date.getUTCDate()
    return {
      at,
      word: named ? `${weekdays[date.getUTCDay()]} ${number}` : String(number),
      heading: number <= step ? `${months[date.getUTCMonth()]} ${date.getUTCFullYear()}` : '',
    }
  })
  return weekly
}

function monthly(from: number, to: number, step: 1 | 3, named: boolean): readonly Tick[] {
  const begin = new Date(from * msInMinute)
  const ticks: Tick[] = []
  const first = begin.getUTCFullYear() * 12 + Math.floor(begin.getUTCMonth() / step) * step
  for (let count = first; ; count += step) {
    const [year, month] = [Math.floor(count / 12), ((count % 12) + 12) % 12]
    const at = minuteAt(year, month)
    if (at > to) return ticks
    ticks.push({
      at,
      word: named ? months[month]! : months[month]!.slice(0, 1),
      heading: month === 0 ? String(year) : '',
    })
  }
}

function years(from: number, to: number, step: number): readonly Tick[] {
  const ticks: Tick[] = []
  for (
    let year = Math.floor(new Date(from * msInMinute).getUTCFullYear() / step) * step;
    minuteAt(year, 0) <= to;
    year += step
  )
    ticks.push({ at: minuteAt(year, 0), word: '', heading: String(year) })
  return ticks
}

function stepped(first: number, to: number, step: number, make: (at: number) => Tick): readonly Tick[] {
  const ticks: Tick[] = []
  for (let at = first; at <= to; at += step) ticks.push(make(at))
  return ticks
}
