/** How far apart the lines are that a box’s sides are moved out to, in points of the page as it is seen. */
export const grid = { across: 12, down: 3 } as const

/** A box on a page as it is seen, upright and cropped, from its top left corner: points, or the pixels of a picture. */
export interface SeenBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
/** How large a page is as it is seen. `step`: how many of its units make a point of the grid; 1 on a page of a PDF. */
export interface SeenPage {
  readonly width: number
  readonly height: number
  readonly step: number
}

/** A picture has no size on paper: its grid is that of a page whose longer side is A4’s. */
export const pictureStep = (width: number, height: number): number =>
  Math.max(1, Math.max(width, height) / 842)

/**
 * The box moved out to the lines of the grid and cut to the page. The sides of a box drawn tightly around a name would
 * tell how wide the name is, and of a few names that come into question often the one that fits; on a grid, names of
 * about one length look alike (R50). Null when nothing of it is on the page.
 */
export function snapped(box: SeenBox, page: SeenPage): SeenBox | null {
  const [across, down] = [grid.across * page.step, grid.down * page.step]
  const out = {
    left: Math.max(0, Math.floor(Math.floor(box.left / across + 1e-6) * across)),
    top: Math.max(0, Math.floor(Math.floor(box.top / down + 1e-6) * down)),
    right: Math.min(Math.ceil(page.width), Math.ceil(Math.ceil(box.right / across - 1e-6) * across)),
    bottom: Math.min(Math.ceil(page.height), Math.ceil(Math.ceil(box.bottom / down - 1e-6) * down)),
  }
  return out.right - out.left > 0 && out.bottom - out.top > 0 ? out : null
}

/** Why exhibits were not searched, each reason once, with what it holds for. */
export function unsearched(
  items: readonly { readonly ref: string; readonly title: string; readonly why: string }[],
): readonly { readonly why: string; readonly names: string }[] {
  const closed = items.filter(({ why }) => why !== '')
  return [...new Set(closed.map(({ why }) => why))].map((why) => ({
    why,
    names: closed
      .filter((each) => each.why === why)
      .map(({ ref, title }) => ref || title)
      .join(', '),
  }))
}

/** Whether two boxes share any of the page. */
export const touches = (a: SeenBox, b: SeenBox): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

/** Whether the middle of a word lies under a box: it was meant, and not only touched because boxes are moved out. */
export const covers = (box: SeenBox, word: SeenBox): boolean => {
  const [x, y] = [(word.left + word.right) / 2, (word.top + word.bottom) / 2]
  return x > box.left && x < box.right && y > box.top && y < box.bottom
}
