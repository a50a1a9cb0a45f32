import { type Columns, looks } from './columns.ts'
import type { Gap } from './gaps.ts'
import type { Lane } from './lanes.ts'
import { between, extentOf, fade, leading, pack } from './pack.ts'
import { placeWords, type Words } from './place-words.ts'
import type { View } from './view.ts'

/** From this many items in sight, a lane is drawn as columns of how many there are. */
export const crowd = 400
const mostTracks = 6
const crowdTracks = 3
/** Heights in px at the usual text size: a track, and the room a lane keeps above and below. */
export const trackHeight = 24
export const laneRoom = 10

/** One event as it stands in the picture, in px from the left of the lanes and the top of the first lane. */
export interface Mark {
  readonly item: number
  readonly from: number
  readonly to: number
  readonly y: number
  readonly look: number
  readonly shape: number
  readonly point: boolean
  /** How many others it stands for, for want of room. */
  readonly more: number
  /** Its title, and where; null when there was no room to write it. */
  readonly words: Words | null
}
export interface LaneScene {
  readonly lane: Lane
  readonly top: number
  readonly height: number
  readonly marks: readonly Mark[]
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly words: Words | null }[]
  /** In a crowded lane, how many events stand in each px column; otherwise null. */
  readonly density: Uint16Array | null
}
export interface Scene {
  readonly lanes: readonly LaneScene[]
  readonly height: number
  /** How many marks in sight go without their words. */
  readonly hidden: number
  /** How many events are in sight, marks and crowds together. */
  readonly inSight: number
}
export interface Setting {
  readonly view: View
  readonly width: number
  /** How many px a px is at the person's text size: 1 at 100 %. */
  readonly unit: number
  /** The width of an event's words, in px. */
  readonly measure: (item: number) => number
  readonly measureWords: (words: string) => number
  /** The gaps of a lane, if they are shown. */
  readonly gaps: (lane: Lane) => readonly Gap[]
  /** What of the lanes can be seen, in px: lanes above or below are measured but hold no marks. */
  readonly window: { readonly top: number; readonly bottom: number }
}

/** Lays the lanes out for a view. Looks at no screen: widths of words are asked of `measure`. */
export function sceneOf(columns: Columns, lanes: readonly Lane[], setting: Setting): Scene {
  const made: LaneScene[] = []
  let top = 0
  for (const lane of lanes) {
    const each = laneScene(columns, lane, top, setting)
    made.push(each)
    top += each.height
  }
  const marks = made.flatMap((lane) => lane.marks)
  return {
    lanes: made,
    height: top,
    hidden: marks.filter((mark) => mark.words === null).length,
    inSight:
      marks.reduce((sum, mark) => sum + 1 + mark.more, 0) +
      made.reduce(
        (sum, lane) => sum + (lane.density === null ? 0 : countIn(columns, lane.lane, setting.view)),
        0,
      ),
  }
}

/**
 * The items of a lane that may be in sight: from the first whose neighbours so far reach into the view, to the last that
 * begins before it ends. Both ends by halving, so a lane of a hundred thousand costs no more than a short one.
 */
export function rangeIn(
  { start }: Columns,
  { items }: Lane,
  view: View,
  reach: Int32Array,
): [number, number] {
  const first = firstAt(items.length, (place) => reach[place]! >= view.from)
  const last = firstAt(items.length, (place) => start[items[place]!]! > view.to)
  return [first, Math.max(first, last)]
}

function firstAt(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const reaches = new WeakMap<Int32Array, Int32Array>()
/** For each place in a lane, the latest end among it and all before it. Made once a lane. */
function reachOf({ end }: Columns, items: Int32Array): Int32Array {
  const held = reaches.get(items)
  if (held !== undefined) return held
  const reach = new Int32Array(items.length)
  let latest = Number.NEGATIVE_INFINITY
  for (const [place, item] of items.entries()) {
    latest = Math.max(latest, end[item]!)
    reach[place] = latest
  }
  reaches.set(items, reach)
  return reach
}

function countIn(columns: Columns, lane: Lane, view: View): number {
  const [first, last] = rangeIn(columns, lane, view, reachOf(columns, lane.items))
  let count = 0
  for (let place = first; place < last; place++) if (columns.end[lane.items[place]!]! >= view.from) count++
  return count
}

function laneScene(columns: Columns, lane: Lane, top: number, setting: Setting): LaneScene {
  const { view, width, unit } = setting
  const scale = width / (view.to - view.from)
  const crowded = lane.items.length > crowd
  const heightOf = (tracks: number) => (tracks * trackHeight + laneRoom) * unit
  const seen = { ...view, from: view.from - fade / scale, to: view.to + fade / scale }
  const [first, last] = crowded
    ? rangeIn(columns, lane, seen, reachOf(columns, lane.items))
    : [0, lane.items.length]
  const fixed = heightOf(crowdTracks)
  if (crowded && (last - first > crowd || outOfSight(top, fixed, setting)))
    return {
      lane,
      top,
      height: fixed,
      marks: [],
      gaps: [],
      density: outOfSight(top, fixed, setting) ? null : densityOf(columns, lane, first, last, setting),
    }

  const places = Array.from({ length: last - first }, (_, index) => first + index)
  const extents = places.map((place) => extentOf(columns, lane.items[place]!, scale))
  const packed = pack(
    extents,
    (at) => setting.measure(lane.items[places[at]!]!) + (extents[at]!.point ? 0 : leading * unit),
    crowded ? crowdTracks : mostTracks,
    view.to * scale,
  )
  const height = crowded ? fixed : heightOf(packed.tracks)
  if (outOfSight(top, height, setting)) return { lane, top, height, marks: [], gaps: [], density: null }

  const offset = view.from * scale
  const more = new Uint16Array(extents.length)
  for (const hostOf of packed.host) if (hostOf >= 0) more[hostOf] = more[hostOf]! + 1
  const rows = Array.from({ length: packed.tracks }, () => [] as Omit<Mark, 'words'>[])
  for (const [at, extent] of extents.entries()) {
    const from = extent.from - offset
    const to = extent.to - offset
    if (packed.host[at]! >= 0 || to < 0 || from > width) continue
    const item = lane.items[places[at]!]!
    rows[packed.track[at]!]!.push({
      item,
      from,
      to,
      y: top + (packed.track[at]! * trackHeight + laneRoom / 2 + trackHeight / 2) * unit,
      look: columns.look[item]!,
      shape: columns.shape[item]!,
      point: extent.point,
      more: more[at]!,
    })
  }
  const written = rows.map((row) => placeWords(row, setting))
  const gaps = setting.gaps(lane).map((gap) => ({
    from: gap.from * scale - offset,
    to: gap.to * scale - offset,
    words: gap.words,
  }))
  return {
    lane,
    top,
    height,
    marks: written.flat(),
    gaps: gaps
      .filter((gap) => gap.to > 0 && gap.from < width)
      .map((gap) => ({ ...gap, words: gapWords(gap, written, top, setting) })),
    density: null,
  }
}

const outOfSight = (top: number, height: number, { window }: Setting) =>
  top + height < window.top || top > window.bottom

// The words of a gap stand in its band, on the first track where nothing is written.
function gapWords(
  gap: { readonly from: number; readonly to: number; readonly words: string },
  rows: readonly (readonly Mark[])[],
  top: number,
  { width, unit, measureWords }: Setting,
): Words | null {
  const from = Math.max(gap.from, 0) + between
  const to = Math.min(gap.to, width) - between
  const long = measureWords(gap.words)
  if (long > to - from) return null
  const x = (from + to - long) / 2
  const track = rows.findIndex((row) =>
    row.every(
      (mark) =>
        Math.max(mark.to, mark.words?.to ?? mark.to) + between < x ||
        Math.min(mark.from, mark.words?.from ?? mark.from) - between > x + long,
    ),
  )
  if (track < 0) return null
  const y = top + (track * trackHeight + laneRoom / 2 + trackHeight / 2) * unit
  return { from: x, to: x + long, y, text: gap.words, inside: true }
}

/** How many events stand in each px column of a lane. An uncertain date counts in every column it may belong to. */
export function densityOf(
  { start, end, look }: Columns,
  { items }: Lane,
  first: number,
  last: number,
  { view, width }: Pick<Setting, 'view' | 'width'>,
): Uint16Array {
  const wide = Math.ceil(width)
  const scale = width / (view.to - view.from)
  // Begin and end are noted and then summed, so a long stretch costs no more than a moment.
  const change = new Int32Array(wide + 1)
  for (let place = first; place < last; place++) {
    const item = items[place]!
    const open = look[item] === looks.before ? -fade : 0
    const from = Math.floor((start[item]! - view.from) * scale) + open
    const to = Math.floor((end[item]! - view.from) * scale) + (look[item] === looks.after ? fade : 0)
    if (to < 0 || from >= wide) continue
    const left = Math.max(0, from)
    const right = Math.min(wide - 1, Math.max(from, to))
    change[left] = change[left]! + 1
    change[right + 1] = change[right + 1]! - 1
  }
  const density = new Uint16Array(wide)
  let sum = 0
  for (let column = 0; column < wide; column++) {
    sum += change[column]!
    density[column] = Math.min(65_535, sum)
  }
  return density
}
