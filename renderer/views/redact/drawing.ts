import { grid, type SeenBox, type SeenPage, snapped } from '../../../casework/rules/redacting.ts'

/** A place on a page, in its own units from the top left corner. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** Where a pointer is on a page that is shown in a rectangle of the screen. */
export const placeAt = (
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  shown: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  page: SeenPage,
): Place => ({
  x: Math.max(0, Math.min(page.width, ((clientX - shown.left) / shown.width) * page.width)),
  y: Math.max(0, Math.min(page.height, ((clientY - shown.top) / shown.height) * page.height)),
})

/** The box between two places as it will be kept; null while it is too small to be meant. */
export function boxBetween(a: Place, b: Place, page: SeenPage): SeenBox | null {
  const drawn = {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  }
  const least = 2 * page.step
  return drawn.right - drawn.left < least || drawn.bottom - drawn.top < least ? null : snapped(drawn, page)
}

/** The box the keyboard begins with: a word wide, at a place or a little in from the corner. */
export function firstBox(page: SeenPage, at?: SeenBox): SeenBox {
  const [wide, high] = [6 * grid.across * page.step, 6 * grid.down * page.step]
  const [left, top] = at === undefined ? [page.width * 0.12, page.height * 0.1] : [at.left, at.bottom]
  return snapped({ left, top, right: left + wide, bottom: top + high }, page) ?? whole(page)
}

/** All of a page. */
export const whole = (page: SeenPage): SeenBox => ({
  left: 0,
  top: 0,
  right: Math.ceil(page.width),
  bottom: Math.ceil(page.height),
})

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The box after an arrow: moved by a step of the grid, or with Shift made larger or smaller. Null for another key. */
export function arrowed(box: SeenBox, key: string, shift: boolean, page: SeenPage): SeenBox | null {
  const way = ways[key]
  if (way === undefined) return null
  const [x, y] = [way[0] * grid.across * page.step, way[1] * grid.down * page.step]
  const next = shift
    ? { ...box, right: box.right + x, bottom: box.bottom + y }
    : { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y }
  const [wide, high] = [Math.ceil(page.width), Math.ceil(page.height)]
  const fits = next.left >= 0 && next.top >= 0 && next.right <= wide && next.bottom <= high
  const stands =
    next.right - next.left >= grid.across * page.step - 1 &&
    next.bottom - next.top >= grid.down * page.step - 1
  return fits && stands ? next : box
}

/** A box as shares of its page, for whatever size it is shown at. */
export const sharesOf = ({ left, top, right, bottom }: SeenBox, page: SeenPage) => ({
  left: `${(left / page.width) * 100}%`,
  top: `${(top / page.height) * 100}%`,
  width: `${((Math.min(right, page.width) - left) / page.width) * 100}%`,
  height: `${((Math.min(bottom, page.height) - top) / page.height) * 100}%`,
})
