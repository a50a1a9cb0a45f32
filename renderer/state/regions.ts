/** The next place in a ring of `count`, forward or back. From nowhere (-1), forward is the first and back the last. */
export const nextInRing = (at: number, count: number, back: boolean): number => {
  if (count === 0) return -1
  if (at < 0) return back ? count - 1 : 0
  return (at + (back ? -1 : 1) + count) % count
}

const lastFocused = new WeakMap<Element, HTMLElement>()
const reachable = 'button:not(:disabled), [href], input:not(:disabled), select, textarea, [tabindex="0"]'

/** Remembers where the focus was in each region, so that F6 comes back to it. */
export function rememberFocus(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return
  const region = target.closest('[data-region]')
  if (region !== null && region !== target) lastFocused.set(region, target)
}

/** Sends the focus to the next region of the window: rail, list, detail, status. */
export function cycleRegion(back: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null || region.getClientRects().length > 0,
  )
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const region = regions[nextInRing(at, regions.length, back)]
  if (region === undefined) return
  const held = lastFocused.get(region)
  const target =
    held !== undefined && region.contains(held)
      ? held
      : (region.querySelector<HTMLElement>('[role="grid"]') ??
        region.querySelector<HTMLElement>(reachable) ??
        region)
  target.focus()
}
