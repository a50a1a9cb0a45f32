import { looks } from './columns.ts'
import { leading } from './pack.ts'
import { paintMark, paintShape } from './paint-marks.ts'
import type { LaneScene, Mark, Scene } from './scene.ts'
import type { Tick } from './ticks.ts'

/** The colours of the picture, as the theme has them now. */
export interface Colours {
  readonly surface: string
  readonly line: string
  readonly edge: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly water: string
  readonly onWater: string
  readonly sand: string
  readonly sandInk: string
  readonly focus: string
}
/** What of a canvas is drawn with. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'clip'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'fillText'
  | 'setLineDash'
  | 'createLinearGradient'
  | 'createImageData'
  | 'putImageData'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textBaseline'
>
export interface Sheet {
  readonly width: number
  readonly height: number
  /** Where the lanes begin, under the axis. */
  readonly axis: number
  /** How far the lanes are scrolled. */
  readonly scroll: number
  readonly unit: number
  /** Screen px for each px: 2 on a fine screen. */
  readonly fine: number
  readonly colours: Colours
  readonly fonts: {
    readonly plain: string
    readonly strong: string
    readonly axis: string
    readonly heading: string
  }
  readonly titleOf: (item: number) => string
  /** The chosen event, drawn with a ring; -1 for none. */
  readonly chosen: number
  readonly ticks: readonly Tick[]
  /** Px from the left for a minute. */
  readonly xOf: (minute: number) => number
}

/** Draws the picture. Answers how many marks and columns it drew. */
export function paint(brush: Brush, scene: Scene, sheet: Sheet): number {
  const { width, height, axis, scroll, colours, fine } = sheet
  brush.fillStyle = colours.surface
  brush.fillRect(0, 0, width, height)
  const drawn = { count: 0 }
  const seen = scene.lanes.filter(
    (lane) => lane.top + lane.height >= scroll && lane.top <= scroll + height - axis,
  )
  const shift = (lane: LaneScene) => axis + lane.top - scroll

  for (const lane of seen)
    for (const gap of lane.gaps) {
      brush.fillStyle = colours.sand
      brush.globalAlpha = 0.65
      const from = Math.max(0, gap.from)
      brush.fillRect(from, shift(lane) + 1, Math.min(width, gap.to) - from, lane.height - 1)
      // Edges too: where colours are forced the band itself is not seen.
      brush.fillStyle = colours.sandInk
      brush.globalAlpha = 0.25
      for (const edge of [gap.from, gap.to])
        brush.fillRect(Math.round(edge), shift(lane) + 1, 1, lane.height - 1)
      brush.globalAlpha = 1
    }
  paintGrid(brush, sheet)
  brush.fillStyle = colours.line
  for (const lane of seen) brush.fillRect(0, Math.round(shift(lane)), width, 1)
  const last = seen.at(-1)
  if (last !== undefined) brush.fillRect(0, Math.round(shift(last) + last.height), width, 1)

  // Crowds are put straight into the pixels; nothing is drawn under them.
  for (const lane of seen)
    if (lane.density !== null) drawn.count += paintDensity(brush, lane, shift(lane), sheet, fine)

  brush.save()
  brush.beginPath()
  brush.rect(0, axis + 1, width, height - axis - 1)
  brush.clip()
  brush.textBaseline = 'middle'
  for (const lane of seen) {
    for (const mark of lane.marks) {
      paintMark(brush, mark, mark.y + axis - scroll, sheet)
      drawn.count++
    }
    for (const { words } of lane.gaps) {
      if (words === null) continue
      brush.font = sheet.fonts.strong
      brush.fillStyle = colours.sandInk
      brush.fillText(words.text, words.from, words.y + axis - scroll)
    }
  }
  for (const lane of seen)
    for (const mark of lane.marks) if (mark.words !== null) paintWords(brush, mark, sheet)
  brush.restore()
  return drawn.count
}

function paintWords(brush: Brush, mark: Mark, sheet: Sheet): void {
  const { words } = mark
  if (words === null) return
  const { colours, fonts, titleOf, chosen, axis, scroll } = sheet
  brush.font = mark.item === chosen ? fonts.strong : fonts.plain
  const onBar = words.inside && mark.look === looks.exact
  // Words on hatching are read over a strip of the surface, so that no line crosses a letter.
  if (words.inside && mark.look === looks.about) {
    brush.fillStyle = colours.surface
    brush.fillRect(
      words.from - 3,
      words.y + axis - scroll - 7 * sheet.unit,
      words.to - words.from + 6,
      14 * sheet.unit,
    )
  }
  const y = words.y + axis - scroll
  const room = mark.point ? 0 : leading * sheet.unit
  if (!mark.point)
    paintShape(
      brush,
      mark.shape,
      words.from + 4 * sheet.unit,
      y,
      sheet.unit * 0.75,
      onBar ? colours.onWater : colours.ink2,
    )
  brush.fillStyle = onBar ? colours.onWater : colours.ink
  brush.fillText(titleOf(mark.item) + words.text, words.from + room, y)
}

function paintGrid(brush: Brush, sheet: Sheet): void {
  const { width, height, ticks, xOf, colours, fonts, unit } = sheet
  brush.textBaseline = 'alphabetic'
  const headed = ticks.filter((tick) => tick.heading !== '')
  for (const tick of ticks) {
    const x = Math.round(xOf(tick.at))
    if (x < -200 || x > width) continue
    const strong = tick.heading !== '' && tick.word !== ''
    brush.fillStyle = strong ? colours.edge : colours.line
    brush.globalAlpha = strong ? 0.8 : 0.6
    const top = tick.heading === '' ? 18 * unit : 2 * unit
    brush.fillRect(x, top, 1, height - top)
    brush.globalAlpha = 1
    brush.font = fonts.axis
    brush.fillStyle = colours.ink3
    brush.fillText(tick.word, x + 4 * unit, 28 * unit)
    if (tick.heading !== '' && x >= 0) {
      brush.font = fonts.heading
      brush.fillStyle = colours.ink2
      brush.fillText(tick.heading, x + 4 * unit, 13 * unit)
    }
  }
  // While no heading's own line is at the left, the heading that holds there stands at the edge.
  const first = headed.find((tick) => xOf(tick.at) >= 0)
  const before = headedBefore(sheet)
  if (before !== '' && (first === undefined || xOf(first.at) > 110 * unit)) {
    brush.font = fonts.heading
    brush.fillStyle = colours.ink2
    brush.fillText(before, 4 * unit, 13 * unit)
  }
}

// The heading in force at the left edge, when its own line lies further left.
function headedBefore({ ticks, xOf }: Sheet): string {
  const held = ticks.findLast((tick) => tick.heading !== '' && xOf(tick.at) < 0)
  const first = ticks[0]
  if (held !== undefined || first === undefined) return held?.heading ?? ''
  if (first.word === '') return ''
  const date = new Date(first.at * 60_000)
  const isMonthly = ticks.every((tick) => /^\p{L}+$/u.test(tick.word))
  return isMonthly
    ? String(date.getUTCFullYear())
    : date.toLocaleDateString('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })
}

// A crowd: each column as tall as how many stand there, on a square-root scale so that one is still seen beside many.
function paintDensity(brush: Brush, lane: LaneScene, top: number, sheet: Sheet, fine: number): number {
  const density = lane.density!
  const most = density.reduce((a, b) => Math.max(a, b), 1)
  const tall = Math.floor((lane.height - 8 * sheet.unit) * fine)
  const wide = Math.floor(density.length * fine)
  const axis = Math.ceil(sheet.axis)
  const y = Math.round((top + 4 * sheet.unit) * fine)
  // The picture may be scrolled half under the axis: then only the part below it is drawn.
  const skip = Math.max(0, axis * fine - y)
  if (wide < 1 || tall - skip < 1) return 0
  const image = brush.createImageData(wide, tall - skip)
  const pixels = new Uint32Array(image.data.buffer)
  const ground = packed(sheet.colours.surface)
  const full = packed(sheet.colours.water)
  pixels.fill(ground)
  for (let x = 0; x < wide; x++) {
    const count = density[Math.floor(x / fine)]!
    if (count === 0) continue
    const high = Math.max(2 * fine, Math.round(tall * Math.sqrt(count / most)))
    for (let row = Math.max(skip, tall - high); row < tall; row++) pixels[(row - skip) * wide + x] = full
  }
  brush.putImageData(image, 0, y + skip)
  let columns = 0
  for (const count of density) if (count > 0) columns++
  return columns
}

/** A colour as the four bytes of a pixel. Reads `rgb(…)` and `#rrggbb`. */
export function packed(colour: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour)
  const [red, green, blue] =
    hex === null
      ? (colour.match(/[\d.]+/g) ?? ['0', '0', '0']).map(Number)
      : [0, 2, 4].map((at) => Number.parseInt(hex[1]!.slice(at, at + 2), 16))
  return ((255 << 24) | (blue! << 16) | (green! << 8) | red!) >>> 0
}
