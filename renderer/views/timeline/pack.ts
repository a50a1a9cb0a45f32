import { type Columns, looks, minutesInDay } from './columns.ts'

/** How wide, in px, an open end fades, and how wide the marks of moments are. */
export const fade = 64
export const glyph = 11
/** What the words of a stretch begin with: the shape of its source, which a moment wears itself. */
export const leading = 13
const narrowest = 7
/** From this width a single day is drawn as the stretch it is. */
const dayAsBar = 16
/** Room between two things on one track. */
export const between = 8

/** Where a mark begins and ends, in px from minute 0, at `scale` px a minute. */
export interface Extent {
  readonly from: number
  readonly to: number
  /** Drawn as the shape of its source, since it was exact and short. Never so for an uncertain date. */
  readonly point: boolean
}

/** The extent of one event at a scale. */
export function extentOf({ start, end, look }: Columns, item: number, scale: number): Extent {
  const from = start[item]! * scale
  const to = end[item]! * scale
  switch (look[item]) {
    case looks.before:
      return { from: to - fade, to, point: false }
    case looks.after:
      return { from, to: from + fade, point: false }
    case looks.exact: {
      if (end[item]! - start[item]! > minutesInDay || to - from >= dayAsBar)
        return { from, to: Math.max(to, from + narrowest), point: false }
      const middle = (from + to) / 2
      return { from: middle - glyph / 2, to: middle + glyph / 2, point: true }
    }
    default:
      return { from, to: Math.max(to, from + narrowest), point: false }
  }
}

/** The tracks of one lane. */
export interface Packed {
  /** The track of each item, in the order of the items. */
  readonly track: Uint8Array
  readonly tracks: number
  /** For an item that found no room: which item (by its place in the lane) stands for it; -1 for itself. */
  readonly host: Int32Array
}

/**
 * Gives each item the first track where it and its words fit, else the first where its mark fits, up to `most` tracks.
 * What still finds no room is stood for by a neighbour, which says how many more there are. Words that would run past
 * `edge`, where the view ends, are given room at the left of their mark.
 */
export function pack(
  extents: readonly Extent[],
  labelWidth: (place: number) => number,
  most: number,
  edge = Number.POSITIVE_INFINITY,
): Packed {
  const track = new Uint8Array(extents.length)
  const host = new Int32Array(extents.length).fill(-1)
  const marked: number[] = []
  const worded: number[] = []
  const last: number[] = []
  for (const [place, extent] of extents.entries()) {
    const words = labelWidth(place)
    const inside = words + between * 2 <= extent.to - extent.from
    const right = extent.to + (words === 0 || inside ? 0 : words + between)
    const isLeft = right > edge && extent.from < edge && !inside
    const claim = isLeft ? extent.to : right
    const start = isLeft ? extent.from - words - between : extent.from
    let chosen = worded.findIndex((end) => end + between <= start)
    if (chosen < 0 && worded.length < most) chosen = worded.length
    if (chosen < 0) chosen = marked.findIndex((end) => end + 2 <= extent.from)
    if (chosen < 0) {
      // The neighbour that ends last lies nearest to where this one would stand.
      const nearest = marked.indexOf(Math.min(...marked))
      host[place] = last[nearest]!
      track[place] = nearest
      continue
    }
    track[place] = chosen
    marked[chosen] = extent.to
    worded[chosen] = Math.max(claim, worded[chosen] ?? Number.NEGATIVE_INFINITY)
    last[chosen] = place
  }
  return { track, tracks: Math.max(1, marked.length), host }
}
