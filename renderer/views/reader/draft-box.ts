import type { NoteBox } from '../../../casework/reading.ts'
import type { PageView } from './viewer.ts'

/** A box being drawn, as parts of its page's width and height as it is seen, from 0 to 1. */
export interface Draft {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The least a side of a box may be, as a part of the page: a speck can't be seen again. */
export const leastSide = 0.012

const within = (part: number): number => Math.max(0, Math.min(1, part))

/** The box between two corners, whichever way it was dragged, within the page. */
export const between = (x1: number, y1: number, x2: number, y2: number): Draft => ({
  left: within(Math.min(x1, x2)),
  top: within(Math.min(y1, y2)),
  right: within(Math.max(x1, x2)),
  bottom: within(Math.max(y1, y2)),
})

/** Moves a box, its size as it was; it stops at the edges of the page. */
export function moved({ left, top, right, bottom }: Draft, across: number, down: number): Draft {
  const x = Math.max(-left, Math.min(1 - right, across))
  const y = Math.max(-top, Math.min(1 - bottom, down))
  return { left: left + x, top: top + y, right: right + x, bottom: bottom + y }
}

/** Sizes a box by its lower right corner; it neither leaves the page nor vanishes. */
export function sized(draft: Draft, across: number, down: number): Draft {
  return {
    ...draft,
    right: Math.min(1, Math.max(draft.left + leastSide, draft.right + across)),
    bottom: Math.min(1, Math.max(draft.top + leastSide, draft.bottom + down)),
  }
}

/** Whether a box is large enough to be kept. */
export const isSeen = ({ left, top, right, bottom }: Draft): boolean =>
  right - left >= leastSide && bottom - top >= leastSide

/** A box where keys begin: in the middle of what is seen of the page. */
export function atFirst({ div }: Pick<PageView, 'div'>, container: HTMLElement): Draft {
  const [page, seen] = [div.getBoundingClientRect(), container.getBoundingClientRect()]
  const middle = (from: number, to: number, low: number, high: number) =>
    (Math.max(from, low) + Math.min(to, high)) / 2
  const x = (middle(page.left, page.right, seen.left, seen.right) - page.left) / page.width
  const y = (middle(page.top, page.bottom, seen.top, seen.bottom) - page.top) / page.height
  return moved({ left: 0.35, top: 0.45, right: 0.65, bottom: 0.55 }, x - 0.5, y - 0.5)
}

/** The box in its page's own points, before the page is turned. */
export function pointsOf(draft: Draft, { viewport }: Pick<PageView, 'viewport'>): NoteBox {
  const { width, height } = viewport
  const [x1 = 0, y1 = 0] = viewport.convertToPdfPoint(draft.left * width, draft.top * height)
  const [x2 = 0, y2 = 0] = viewport.convertToPdfPoint(draft.right * width, draft.bottom * height)
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)].map(
    (side) => Math.round(side * 100) / 100,
  ) as unknown as NoteBox
}

/** Where a box stands, for those who do not see it. */
export function spoken({ left, top, right, bottom }: Draft): string {
  const part = (of: number) => Math.round(of * 100)
  return `${part(left)} to ${part(right)} across, ${part(top)} to ${part(bottom)} down, of 100`
}
