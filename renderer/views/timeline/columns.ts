import type { StoredOf } from '../../../casework/entities/index.ts'
import { sortKeyOf } from '../../../casework/rules/when.ts'
import type { When } from '../../../casework/schema.ts'

export type EventRecord = StoredOf<'event'>
/** Which of its dates an event is drawn by: when it happened, when it was learned of, when it was written down. */
export type Axis = 'happened' | 'learned' | 'recorded'

/** How a date is drawn. The numbers are what `look` holds. */
export const looks = { exact: 0, about: 1, before: 2, after: 3 } as const
/** The shape for each kind of source. The numbers are what `shape` holds. */
export const shapes = { account: 0, document: 1, message: 2, 'police-act': 3 } as const

/** Events as columns of numbers, in time order, so that a hundred thousand draw as easily as ten. */
export interface Columns {
  readonly events: readonly EventRecord[]
  /** Minutes since 1970, as a watch shows them. With only an end known, both hold it. */
  readonly start: Int32Array
  readonly end: Int32Array
  readonly look: Uint8Array
  readonly shape: Uint8Array
  /** Events without a date on this axis, which are drawn nowhere. */
  readonly undated: readonly EventRecord[]
}

export const minutesInDay = 1_440

/** Minutes since 1970 at the beginning of a day, or at a minute of one. */
export const minuteOf = (moment: string): number =>
  Date.parse(moment.length === 10 ? `${moment}T00:00Z` : `${moment}Z`) / 60_000

/** Minutes since 1970 when a day, or a moment, is over: the first minute of the next day, or the minute itself. */
const overAt = (moment: string): number => minuteOf(moment) + (moment.length === 10 ? minutesInDay : 0)

/** The date of an event on an axis. What was recorded is recorded exactly, to the minute, in this machine's time. */
export function whenOn({ fields, made }: EventRecord, axis: Axis): When {
  if (axis === 'happened') return fields.when
  if (axis === 'learned') return fields.learned
  const local = made.at - new Date(made.at).getTimezoneOffset() * 60_000
  const moment = new Date(local).toISOString().slice(0, 16)
  return { words: '', precision: 'exact', earliest: moment, latest: moment }
}

const isDated = ({ precision, earliest, latest }: When) =>
  precision === 'unknown' ? false : precision === 'before' ? latest !== null : earliest !== null

/** Puts events in time order along an axis. Those without a date keep the order they came in, apart. */
export function columnsOf(events: readonly EventRecord[], axis: Axis): Columns {
  const read = events.map((event) => ({ event, when: whenOn(event, axis) }))
  const dated = read
    .filter(({ when }) => isDated(when))
    .map((each) => ({ ...each, key: sortKeyOf(each.when) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.event.no - b.event.no))
  const count = dated.length
  const columns = {
    events: dated.map(({ event }) => event),
    start: new Int32Array(count),
    end: new Int32Array(count),
    look: new Uint8Array(count),
    shape: new Uint8Array(count),
    undated: read.filter(({ when }) => !isDated(when)).map(({ event }) => event),
  }
  for (const [index, { event, when }] of dated.entries()) {
    const look = when.precision === 'unknown' ? 'about' : when.precision
    const known = look === 'before' ? overAt(when.latest!) : minuteOf(when.earliest!)
    columns.start[index] = known
    columns.end[index] =
      look === 'before' || look === 'after' ? known : Math.max(known, overAt(when.latest ?? when.earliest!))
    columns.look[index] = looks[look]
    columns.shape[index] = shapes[event.fields.sourceKind]
  }
  return columns
}
