import { type Columns, looks, minutesInDay } from './columns.ts'

/** The stretch of time in sight, in minutes since 1970. */
export interface View {
  readonly from: number
  readonly to: number
}

const least = 360
const most = minutesInDay * 366 * 400

/** The view made larger (`factor` below 1 goes nearer) around a minute that stays where it is. */
export function zoomed({ from, to }: View, factor: number, at: number): View {
  const span = Math.max(least, Math.min(most, (to - from) * factor))
  const part = (at - from) / (to - from)
  const start = at - span * part
  return { from: start, to: start + span }
}

/** The view moved by a part of its own width. */
export const panned = ({ from, to }: View, part: number): View => {
  const by = (to - from) * part
  return { from: from + by, to: to + by }
}

/** The view that holds every event with a little room on either side; a year up to `today` when there are none. */
export function fitted({ start, end, look }: Columns, today: number): View {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (let index = 0; index < start.length; index++) {
    from = Math.min(from, start[index]!)
    to = Math.max(to, end[index]!)
  }
  if (from > to) return { from: today - 366 * minutesInDay, to: today }
  // An open end fades past its known edge, so it needs room to do so.
  const fades = start.length > 0 && (look[0] === looks.before || look.at(-1) === looks.after)
  const room = Math.max((to - from) * (fades ? 0.12 : 0.06), minutesInDay * 3)
  // Words stand at the right of their marks, the last ones too.
  return { from: from - room, to: to + room * 2.5 }
}

/** The view moved, no further than it must, until a stretch of time is in sight. */
export function showing(view: View, start: number, end: number): View {
  const span = view.to - view.from
  const edge = span * 0.08
  if (start >= view.from + edge / 2 && Math.min(end, start + span / 2) <= view.to - edge / 2) return view
  const from = start < view.from ? start - edge * 2 : Math.min(start - edge, end - span + edge * 3)
  return { from, to: from + span }
}
