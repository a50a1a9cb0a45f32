import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import { type Canvas, type Context, canvasLibrary } from './canvas.ts'
import type { DrawnPage } from './drawing.ts'

/** A picture as the file of an edited copy holds it: packed as it is, or as a JPEG. */
export interface PagePicture {
  readonly form: 'flate' | 'jpeg'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  readonly grey: boolean
}

/** What stands in a box, where there is room. */
export const WORD = 'REDACTED'
/** What stands at the foot of a page with boxes. */
export const FOOT = 'Edited copy'

const FACE = 'TurnstoneRedaction'
const state = { registered: false }

/** Makes the letters of our own paper known; those of the machine differ from one to the next. */
export function takeLetters(fonts: string): void {
  if (state.registered) return
  canvasLibrary().GlobalFonts.registerFromPath(join(fonts, 'Inter-SemiBold.ttf'), FACE)
  state.registered = true
}

/** Points of a drawn page. */
export type Pixels = readonly [left: number, top: number, right: number, bottom: number]

/** The points of a drawn page a box takes: every one it touches. */
export const pixelsOf = (box: SeenBox, { canvas, scale }: DrawnPage): Pixels => [
  Math.max(0, Math.floor(box.left * scale)),
  Math.max(0, Math.floor(box.top * scale)),
  Math.min(canvas.width, Math.ceil(box.right * scale)),
  Math.min(canvas.height, Math.ceil(box.bottom * scale)),
]

/** Puts a box into the picture itself: what was there is gone, and a reader sees that something was taken out. */
export function paintBox(context: Context, [left, top, right, bottom]: Pixels): void {
  const [wide, high] = [right - left, bottom - top]
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = '#000000'
  context.fillRect(left, top, wide, high)
  context.textBaseline = 'middle'
  const upright = high > 2.5 * wide
  const [along, across] = upright ? [high, wide] : [wide, high]
  context.font = `100px ${FACE}`
  const size = Math.min(across * 0.62, ((along * 0.86) / context.measureText(WORD).width) * 100)
  if (size < 9) return
  context.font = `${Math.floor(size)}px ${FACE}`
  context.fillStyle = '#ffffff'
  const length = context.measureText(WORD).width
  if (upright) context.setTransform(0, -1, 1, 0, left + wide / 2, top + high / 2)
  else context.setTransform(1, 0, 0, 1, left + wide / 2, top + high / 2)
  context.fillText(WORD, -length / 2, 0)
  context.setTransform(1, 0, 0, 1, 0, 0)
}

/** Puts “Edited copy” where the page has room for it: at its foot if it can, else at its head, else on white at the foot. */
export function paintFoot({ canvas, scale }: DrawnPage): Pixels {
  const context = canvas.getContext('2d')
  const size = Math.max(9, Math.round(8.5 * scale))
  context.font = `${size}px ${FACE}`
  const [wide, high] = [Math.ceil(context.measureText(FOOT).width + size), Math.ceil(size * 1.6)]
  const inset = Math.round(14 * scale)
  const xs = [inset, Math.round((canvas.width - wide) / 2)]
  const ys = [canvas.height - inset - high, inset]
  const places = ys.flatMap((y) => xs.map((x) => [Math.max(0, x), Math.max(0, y)] as const))
  const [x, y] = places.find(([left, top]) => isBlank(context, left, top, wide, high)) ?? places[0]!
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = '#ffffff'
  context.fillRect(x, y, wide, high)
  context.fillStyle = '#000000'
  context.textBaseline = 'middle'
  context.fillText(FOOT, x + size / 2, y + high / 2)
  return [x, y, x + wide, y + high]
}

function isBlank(context: Context, x: number, y: number, wide: number, high: number): boolean {
  const { data } = context.getImageData(x, y, wide, high)
  for (let i = 0; i < data.length; i += 4) if (data[i]! + data[i + 1]! + data[i + 2]! < 3 * 244) return false
  return true
}

/** Whether something can be seen at a place of a drawn page: words hidden in a file must not come back as its text layer. */
export function seenAt(page: DrawnPage, box: SeenBox): boolean {
  const [left, top, right, bottom] = pixelsOf(box, page)
  if (right <= left || bottom <= top) return false
  const { data } = page.canvas.getContext('2d').getImageData(left, top, right - left, bottom - top)
  let [least, most] = [765, 0]
  for (let i = 0; i < data.length; i += 4) {
    const sum = data[i]! + data[i + 1]! + data[i + 2]!
    if (sum < least) least = sum
    if (sum > most) most = sum
  }
  return most - least > 60
}

/**
 * Whether the boxes of a finished page show what was painted there and nothing else, against ones painted on a page that
 * never had anything on it. `foot`: where “Edited copy” was put, which may lie over a box.
 */
export function boxesStand(page: DrawnPage, boxes: readonly SeenBox[], foot: Pixels): boolean {
  const { width, height } = page.canvas
  const fresh = canvasLibrary().createCanvas(width, height).getContext('2d')
  for (const box of boxes) paintBox(fresh, pixelsOf(box, page))
  return boxes.every((box) => {
    const [left, top, right, bottom] = pixelsOf(box, page)
    const [wide, high] = [right - left, bottom - top]
    if (wide < 1 || high < 1) return true
    const expected = fresh.getImageData(left, top, wide, high).data
    const found = page.canvas.getContext('2d').getImageData(left, top, wide, high).data
    // The packing of photographs lets what is beside a box shine into its edge by a few points.
    const edge = Math.min(10, Math.floor(Math.min(wide, high) / 4))
    for (let y = edge; y < high - edge; y++)
      for (let x = edge; x < wide - edge; x++) {
        if (within(left + x, top + y, foot)) continue
        if (!explained(expected, found, wide, high, x, y)) return false
      }
    return true
  })
}

/** Whether a point of a box is as light as one painted there, or beside it: a picture is never drawn twice to the hair. */
function explained(
  expected: Uint8ClampedArray,
  found: Uint8ClampedArray,
  wide: number,
  high: number,
  x: number,
  y: number,
): boolean {
  const at = (y * wide + x) * 4
  for (let c = 0; c < 3; c++) {
    const value = found[at + c]!
    if (Math.abs(expected[at + c]! - value) <= 60) continue
    let [least, most] = [255, 0]
    for (let j = Math.max(0, y - 2); j <= Math.min(high - 1, y + 2); j++)
      for (let i = Math.max(0, x - 2); i <= Math.min(wide - 1, x + 2); i++) {
        const near = expected[(j * wide + i) * 4 + c]!
        if (near < least) least = near
        if (near > most) most = near
      }
    if (value < least - 60 || value > most + 60) return false
  }
  return true
}

const within = (x: number, y: number, [left, top, right, bottom]: Pixels): boolean =>
  x >= left - 10 && x < right + 10 && y >= top - 10 && y < bottom + 10

/** Packs a drawn page: exactly, or as a JPEG where it is a photograph and exactly would take several times as much. */
export function pagePicture(canvas: Canvas): PagePicture {
  const { width, height } = canvas
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  let grey = true
  for (let i = 0; grey && i < data.length; i += 4) grey = data[i] === data[i + 1] && data[i] === data[i + 2]
  const samples = grey ? 1 : 3
  const row = width * samples
  const rows = Buffer.alloc((row + 1) * height)
  for (let y = 0; y < height; y++) {
    // Each row as it differs from the one above, which packs best where much is alike.
    const to = y * (row + 1)
    rows[to] = 2
    for (let x = 0; x < width; x++)
      for (let c = 0; c < samples; c++) {
        const from = (y * width + x) * 4 + c
        const above = y === 0 ? 0 : data[from - width * 4]!
        rows[to + 1 + x * samples + c] = (data[from]! - above) & 255
      }
  }
  const exact = deflateSync(rows, { level: 7 })
  const shared = { width, height, grey }
  if (exact.length <= 600_000) return { form: 'flate', bytes: exact, ...shared }
  const jpeg = canvas.encodeSync('jpeg', 88)
  return exact.length <= jpeg.length * 1.5
    ? { form: 'flate', bytes: exact, ...shared }
    : { form: 'jpeg', bytes: jpeg, ...shared, grey: false }
}
