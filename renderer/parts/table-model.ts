/** What is chosen in a table: the row the keys act on, the rows selected, and where a Shift-selection began. */
export interface Choosing {
  readonly current: number
  readonly anchor: number
  readonly chosen: ReadonlySet<string>
}
export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last'

/** The row a key leads to, within `count` rows. */
export function moved(at: number, move: Move, count: number, page: number): number {
  const to = {
    up: at - 1,
    down: at + 1,
    'page-up': at - page,
    'page-down': at + page,
    first: 0,
    last: count - 1,
  }[move]
  return Math.max(0, Math.min(count - 1, to))
}

/** The ids from one row to another, both included, in either direction. */
export function between(ids: readonly string[], from: number, to: number): readonly string[] {
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}

/** `chosen` with one id turned over. */
export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

/** The rows to draw for a scroll position: those in sight and a few on either side. */
export function windowOf(
  count: number,
  rowHeight: number,
  scroll: number,
  height: number,
): { readonly from: number; readonly to: number } {
  const spare = 8
  const from = Math.max(0, Math.floor(scroll / rowHeight) - spare)
  const to = Math.min(count, Math.ceil((scroll + height) / rowHeight) + spare)
  return { from, to }
}

/** Rows in the order of a column, steady: equal rows keep the order they came in. */
export function sorted<R>(rows: readonly R[], key: (row: R) => string | number, down: boolean): readonly R[] {
  const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })
  const keyed = rows.map((row) => ({ row, key: key(row) }))
  keyed.sort((a, b) => {
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : collator.compare(String(a.key), String(b.key))
    return down ? -order : order
  })
  return keyed.map(({ row }) => row)
}

/** Whether two selections hold the same ids. */
export const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))
