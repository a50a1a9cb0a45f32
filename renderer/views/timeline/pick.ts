import type { LaneScene, Mark, Scene } from './scene.ts'

/** What lies under a point of the picture: a mark, the words beside it, a crowd, or nothing. */
export type Found =
  | { readonly kind: 'mark'; readonly mark: Mark; readonly lane: LaneScene }
  | { readonly kind: 'crowd'; readonly count: number; readonly lane: LaneScene }

/** Finds what stands at a point, in px from the left and from the top of the first lane. Marks win over words. */
export function foundAt(scene: Scene, x: number, y: number): Found | null {
  const lane = scene.lanes.find((each) => y >= each.top && y < each.top + each.height)
  if (lane === undefined) return null
  if (lane.density !== null) {
    const count = lane.density[Math.floor(x)] ?? 0
    return count === 0 ? null : { kind: 'crowd', count, lane }
  }
  const near = lane.marks.filter((mark) => Math.abs(mark.y - y) <= 12)
  const mark =
    near.find((each) => x >= each.from - 2 && x <= each.to + 2) ??
    near.find(({ words }) => words !== null && x >= words.from - 4 && x <= words.to + 4)
  return mark === undefined ? null : { kind: 'mark', mark, lane }
}
