import { looks, shapes } from './columns.ts'
import type { Brush, Sheet } from './paint.ts'
import type { Mark } from './scene.ts'

const high = 16

/** Draws one mark with its middle at `y`: solid when exact, hatched when about, fading at the end that is not known. */
export function paintMark(brush: Brush, mark: Mark, y: number, sheet: Sheet): void {
  const { colours, unit, chosen } = sheet
  const tall = high * unit
  const top = y - tall / 2
  const wide = mark.to - mark.from
  if (mark.point) paintShape(brush, mark.shape, (mark.from + mark.to) / 2, y, unit, colours.ink2)
  else if (mark.look === looks.exact) {
    brush.fillStyle = colours.water
    box(brush, mark.from, top, wide, tall)
    brush.fill()
  } else if (mark.look === looks.about) paintHatch(brush, mark, top, tall, sheet)
  else paintFade(brush, mark, top, tall, colours.water)
  if (mark.item === chosen) {
    const room = 3
    brush.strokeStyle = colours.focus
    brush.lineWidth = 2
    brush.beginPath()
    brush.roundRect(mark.from - room, top - room, wide + room * 2, tall + room * 2, 4)
    brush.stroke()
  }
}

function box(brush: Brush, x: number, y: number, wide: number, tall: number): void {
  brush.beginPath()
  brush.roundRect(x, y, wide, tall, Math.min(3, wide / 2))
}

function paintHatch(brush: Brush, mark: Mark, top: number, tall: number, { colours, width }: Sheet): void {
  const wide = mark.to - mark.from
  brush.save()
  box(brush, mark.from + 0.5, top + 0.5, wide - 1, tall - 1)
  brush.fillStyle = colours.surface
  brush.fill()
  brush.clip()
  brush.strokeStyle = colours.water
  brush.globalAlpha = 0.75
  brush.lineWidth = 2
  brush.beginPath()
  // Only the lines in sight, on the bar's own beat, so that panning does not make them swim.
  const step = 6
  const skip = Math.max(0, Math.floor(-mark.from / step)) * step
  for (let x = mark.from - tall + skip; x < Math.min(mark.to, width) + tall; x += step) {
    brush.moveTo(x, top + tall)
    brush.lineTo(x + tall, top)
  }
  brush.stroke()
  brush.restore()
  brush.strokeStyle = colours.water
  brush.lineWidth = 1.25
  box(brush, mark.from + 0.5, top + 0.5, wide - 1, tall - 1)
  brush.stroke()
}

function paintFade(brush: Brush, mark: Mark, top: number, tall: number, water: string): void {
  const known = mark.look === looks.before ? mark.to : mark.from
  const lost = mark.look === looks.before ? mark.from : mark.to
  const gradient = brush.createLinearGradient(known, 0, lost, 0)
  gradient.addColorStop(0, withAlpha(water, 0.45))
  gradient.addColorStop(0.4, withAlpha(water, 0.3))
  gradient.addColorStop(1, withAlpha(water, 0))
  brush.fillStyle = gradient
  brush.fillRect(mark.from, top, mark.to - mark.from, tall)
  brush.fillStyle = water
  brush.fillRect(mark.look === looks.before ? mark.to - 2.5 : mark.from, top, 2.5, tall)
}

/** The same colour, partly clear. */
export function withAlpha(colour: string, alpha: number): string {
  const [red = 0, green = 0, blue = 0] = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).map(Number)
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`
}

/** The shape of a kind of source: circle account, square document, diamond message, triangle police act. */
export function paintShape(
  brush: Brush,
  shape: number,
  x: number,
  y: number,
  unit: number,
  colour: string,
): void {
  const half = 5 * unit
  brush.fillStyle = colour
  brush.beginPath()
  switch (shape) {
    case shapes.document:
      brush.roundRect(x - half * 0.9, y - half * 0.9, half * 1.8, half * 1.8, 1)
      break
    case shapes.message:
      brush.moveTo(x, y - half * 1.2)
      brush.lineTo(x + half * 1.2, y)
      brush.lineTo(x, y + half * 1.2)
      brush.lineTo(x - half * 1.2, y)
      brush.closePath()
      break
    case shapes['police-act']:
      brush.moveTo(x, y - half * 1.15)
      brush.lineTo(x + half * 1.15, y + half)
      brush.lineTo(x - half * 1.15, y + half)
      brush.closePath()
      break
    default:
      brush.arc(x, y, half, 0, Math.PI * 2)
  }
  brush.fill()
}
