import type { Box, PageView } from './page-tree.ts'
import { MM } from './sheet.ts'
import type { Typeface } from './typeface.ts'

/** The name the stamp's font goes by in a page's resources. */
export const STAMP_FONT = 'TurnstoneStamp'

/** A corner of the page as it is seen. */
export type Corner = 'bottom-right' | 'top-right' | 'bottom-left' | 'top-left'

/** The corners in the order they are tried: readers leaf by the right-hand edge, and look at its foot first. */
export const CORNERS: readonly Corner[] = ['bottom-right', 'top-right', 'bottom-left', 'top-left']

/** A stamp placed on a page. */
export interface PlacedStamp {
  /** The box it covers, in the page's own coordinates. */
  readonly box: Box
  /** Draws it, in the font a page's resources call so. Most places tried are not taken. */
  operators(called: string): string
}

const SIZE = 12
const HEIGHT = 7.5 * MM
const LEAST = 14 * MM
const PAD = 2.5 * MM

const round = (n: number) => String(Math.round(n * 1000) / 1000)

/** The matrix from the page as seen (origin bottom left, millimetre-true points) to the page's own coordinates. */
function toPage(view: PageView): readonly [number, number, number, number, number, number] {
  const [left, bottom, right, top] = view.crop
  const s = 1 / view.unit
  if (view.rotate === 90) return [0, s, -s, 0, right, bottom]
  if (view.rotate === 180) return [-s, 0, 0, -s, right, top]
  if (view.rotate === 270) return [0, -s, s, 0, left, top]
  return [s, 0, 0, s, left, bottom]
}

/** The size of the page as seen, in points. */
export function seenSize(view: PageView): { readonly width: number; readonly height: number } {
  const width = (view.crop[2] - view.crop[0]) * view.unit
  const height = (view.crop[3] - view.crop[1]) * view.unit
  return view.rotate % 180 === 0 ? { width, height } : { width: height, height: width }
}

/**
 * The page number set in corners of the page as a reader sees it: turned, cropped or scaled, it stands upright there. It
 * is measured once for all of them.
 */
export function placeStamps(
  view: PageView,
  label: string,
  font: Typeface,
  corners: readonly Corner[],
  inset: { readonly right: number; readonly up: number },
): PlacedStamp[] {
  const seen = seenSize(view)
  const text = font.width(label, SIZE)
  const wide = Math.max(LEAST, text + 2 * PAD)
  // On a page too small for it, the stamp shrinks rather than leave the page.
  const fit = Math.min(
    1,
    seen.width / (wide + 2 * inset.right * MM),
    seen.height / (HEIGHT + 2 * inset.up * MM),
  )
  const width = wide * fit
  const height = HEIGHT * fit
  const [fromEdge, up] = [inset.right * MM * fit, inset.up * MM * fit]
  const m = toPage(view)
  const at = (px: number, py: number) => [m[0] * px + m[2] * py + m[4], m[1] * px + m[3] * py + m[5]] as const
  // A typeface numbers its letters in the order they are first shown.
  const shown = font.show(label)
  return corners.map((corner) => {
    const x = corner.endsWith('right') ? seen.width - fromEdge - width : fromEdge
    const y = corner.startsWith('bottom') ? up : seen.height - up - height
    const [ax, ay] = at(x, y)
    const [bx, by] = at(x + width, y + height)
    return {
      box: [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)],
      operators: (called) => drawn(m, { x, y, width, height, fit, text }, shown, called),
    }
  })
}

interface Laid {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly fit: number
  readonly text: number
}

function drawn(
  m: readonly number[],
  { x, y, width, height, fit, text }: Laid,
  shown: string,
  called: string,
) {
  const r = 1 * MM * fit
  const k = r * 0.4477
  const [l, b, rt, t] = [x, y, x + width, y + height]
  const path = [
    `${round(l + r)} ${round(b)} m ${round(rt - r)} ${round(b)} l`,
    `${round(rt - k)} ${round(b)} ${round(rt)} ${round(b + k)} ${round(rt)} ${round(b + r)} c ${round(rt)} ${round(t - r)} l`,
    `${round(rt)} ${round(t - k)} ${round(rt - k)} ${round(t)} ${round(rt - r)} ${round(t)} c ${round(l + r)} ${round(t)} l`,
    `${round(l + k)} ${round(t)} ${round(l)} ${round(t - k)} ${round(l)} ${round(t - r)} c ${round(l)} ${round(b + r)} l`,
    `${round(l)} ${round(b + k)} ${round(l + k)} ${round(b)} ${round(l + r)} ${round(b)} c h`,
  ].join('\n')
  const tx = x + (width - text * fit) / 2
  const ty = y + height / 2 - SIZE * fit * 0.364
  return `/Artifact <</Type /Pagination /Subtype /PageNum>> BDC
q ${m.map(round).join(' ')} cm
1 g 0.0706 0.3373 0.4235 RG ${round(0.35 * MM * fit)} w 0 J 0 j [] 0 d
${path} B
BT 0.0706 0.3373 0.4235 rg 0 Tr 0 Tc 0 Tw 100 Tz 0 Ts /${called} ${round(SIZE * fit)} Tf 1 0 0 1 ${round(tx)} ${round(ty)} Tm
${shown}ET
Q
EMC
`
}
