import { type Columns, looks, minutesInDay } from './columns.ts'

/** A stretch of a lane in which nothing is recorded. */
export interface Gap {
  readonly from: number
  readonly to: number
  /** "Nothing for 47 days". */
  readonly words: string
}

/**
 * The stretches longer than `days` between events of a lane. An event whose end is not known may run on, so nothing
 * after it counts as a gap; nor does anything before one whose beginning is not known.
 */
export function gapsOf({ start, end, look }: Columns, items: Int32Array, days: number): readonly Gap[] {
  const gaps: Gap[] = []
  let latest = Number.NEGATIVE_INFINITY
  for (const [index, item] of items.entries()) {
    const from = start[item]!
    const openBefore = look[item] === looks.before
    const length = Math.round((from - latest) / minutesInDay)
    if (index > 0 && !openBefore && length > days && latest > Number.NEGATIVE_INFINITY)
      gaps.push({ from: latest, to: from, words: `Nothing for ${length.toLocaleString('en-GB')} days` })
    if (look[item] === looks.after) return gaps
    latest = Math.max(latest, end[item]!)
  }
  return gaps
}
