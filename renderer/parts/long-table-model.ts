/** A browser draws nothing further down than some thirty million device pixels; this is safely short of it. */
export const tallest = 8_000_000

/** How tall the scrolled thing is drawn: as tall as its rows, or the tallest that can be. */
export const drawnHeight = (count: number, row: number): number => Math.min(count * row, tallest)

/** Which row is at the top of what is seen, as a fraction, at a scroll position. */
export function rowAtTop(count: number, row: number, scroll: number, height: number): number {
  const full = count * row
  const drawn = drawnHeight(count, row)
  const room = drawn - height
  if (room <= 0 || full === drawn) return scroll / row
  return (Math.min(1, scroll / room) * (full - height)) / row
}

/** The scroll position that has a row, or a fraction of one, at the top. */
export function scrollTo(count: number, row: number, top: number, height: number): number {
  const full = count * row
  const drawn = drawnHeight(count, row)
  if (full === drawn) return top * row
  return ((top * row) / (full - height)) * (drawn - height)
}

/** The pages, of `size` rows, that hold the rows from one to another; the last not included. */
export function pagesFor(from: number, to: number, size: number): readonly number[] {
  const first = Math.floor(from / size)
  const last = Math.floor(Math.max(from, to - 1) / size)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
