import type { ReadLine } from '../../../casework/schema.ts'
import type { Typeface } from './typeface.ts'

/** How far the sans cut reaches above and below its baseline, in ems: what viewers take as a word's height. */
const ABOVE = 0.969
const BELOW = 0.242

const round = (n: number) => Math.round(n * 1000) / 1000

/** Where lines read off a picture go, when the page is not the picture's own: their origin, and points to the unit. */
export interface Placing {
  readonly x: number
  readonly y: number
  readonly scale: number
}

interface Span {
  readonly text: string
  /** Along the way the line runs. */
  readonly from: number
  readonly to: number
  /** Across it: where its letters stand, and where they end. */
  readonly foot: number
  readonly head: number
}

/** The way a line runs on the page, by how far the page is turned for reading it: x and y of one step along it. */
const ways = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] } as const

/**
 * Operators that write lines as invisible text (R41): each word stretched to its box, in a font whose characters are
 * known, so that search and copy find it where it is seen. They draw nothing. An empty text when there is no word.
 */
export function invisible(
  face: Typeface,
  font: string,
  lines: readonly ReadLine[],
  at: Placing = { x: 0, y: 0, scale: 1 },
): string {
  let out = ''
  for (const { turn, words } of lines) {
    const [along, across] = ways[turn]
    const spans = words.map(({ text, box }): Span => {
      const [left, right] = [at.x + box[0] * at.scale, at.x + box[2] * at.scale]
      const [bottom, top] = [at.y + box[1] * at.scale, at.y + box[3] * at.scale]
      if (turn === 90) return { text, from: bottom, to: top, foot: -right, head: -left }
      if (turn === 180) return { text, from: -right, to: -left, foot: -top, head: -bottom }
      if (turn === 270) return { text, from: -top, to: -bottom, foot: left, head: right }
      return { text, from: left, to: right, foot: bottom, head: top }
    })
    // One size and one baseline to a line, or viewers take its words for several lines.
    const foot = Math.min(...spans.map((span) => span.foot))
    const size = round(Math.max(0.5, (Math.max(...spans.map((span) => span.head)) - foot) / (ABOVE + BELOW)))
    const base = foot + size * BELOW
    let shown = ''
    for (const [i, { text, from, to }] of spans.entries()) {
      const natural = face.width(text, size)
      if (!(natural > 0) || !(to > from)) continue
      const [x, y] = [round(from * along - base * across), round(from * across + base * along)]
      const operators = face.show(i < spans.length - 1 ? `${text} ` : text)
      shown += `${round((100 * (to - from)) / natural)} Tz ${along} ${across} ${0 - across} ${along} ${x} ${y} Tm\n${operators}`
    }
    if (shown !== '') out += `/${font} ${size} Tf\n${shown}`
  }
  return out === '' ? '' : `q BT 3 Tr\n${out}ET Q\n`
}
