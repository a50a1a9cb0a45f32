import type { Matrix } from './geometry.ts'
import type { Box } from './page-tree.ts'

/** The part of the graphics state that decides where ink falls. Written over rather than made anew: pages save thousands. */
export class InkState {
  /** Its own: changed in place. */
  readonly m: [number, number, number, number, number, number] = [1, 0, 0, 1, 0, 0]
  /** Shared between states, and so never changed in place. */
  clip: Box
  /** Where the content names the font, or -1: what that is, is looked up only for text whose place matters. */
  fontFrom = -1
  fontTo = -1
  size = 1
  charSpace = 0
  wordSpace = 0
  scale = 1
  rise = 0
  leading = 0
  /** Text is drawn in no ink; `clips`: what is drawn next shows through its letters. */
  hidden = false
  clips = false
  whiteFill = false
  whiteLine = false

  constructor(m: Matrix, clip: Box) {
    this.clip = clip
    this.under(m[0], m[1], m[2], m[3], m[4], m[5])
  }

  /** Becomes what another state is. */
  take(from: InkState): void {
    const { m } = from
    this.under(m[0], m[1], m[2], m[3], m[4], m[5])
    this.clip = from.clip
    this.fontFrom = from.fontFrom
    this.fontTo = from.fontTo
    this.size = from.size
    this.charSpace = from.charSpace
    this.wordSpace = from.wordSpace
    this.scale = from.scale
    this.rise = from.rise
    this.leading = from.leading
    this.hidden = from.hidden
    this.clips = from.clips
    this.whiteFill = from.whiteFill
    this.whiteLine = from.whiteLine
  }

  /** Takes another matrix. */
  under(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const { m } = this
    m[0] = a
    m[1] = b
    m[2] = c
    m[3] = d
    m[4] = e
    m[5] = f
  }

  /** Puts a matrix before the one there is. */
  before(a: number, b: number, c: number, d: number, e: number, f: number): void {
    const { m } = this
    const m0 = m[0]
    const m1 = m[1]
    const m2 = m[2]
    const m3 = m[3]
    m[4] += e * m0 + f * m2
    m[5] += e * m1 + f * m3
    m[0] = a * m0 + b * m2
    m[1] = a * m1 + b * m3
    m[2] = c * m0 + d * m2
    m[3] = c * m1 + d * m3
  }
}

/** Where the pen of text stands: the matrix of the line, and how far along it. */
export class Pen {
  a = 1
  b = 0
  c = 0
  d = 1
  x = 0
  y = 0
  /** Text was shown on this line that was not measured. */
  lost = false
  #lineX = 0
  #lineY = 0

  /** Begins a line under a matrix. */
  set(a: number, b: number, c: number, d: number, x: number, y: number): void {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
    this.x = x
    this.y = y
    this.#lineX = x
    this.#lineY = y
    this.lost = false
  }

  /** Begins the next line, this far from where the last began. */
  next(x: number, y: number): void {
    this.#lineX += x * this.a + y * this.c
    this.#lineY += x * this.b + y * this.d
    this.x = this.#lineX
    this.y = this.#lineY
    this.lost = false
  }

  /** Moves along the line. */
  advance(wide: number): void {
    this.x += wide * this.a
    this.y += wide * this.b
  }
}

/** The box around a path drawn so far. */
export class PathBox {
  left = Number.POSITIVE_INFINITY
  bottom = Number.POSITIVE_INFINITY
  right = Number.NEGATIVE_INFINITY
  top = Number.NEGATIVE_INFINITY

  get empty(): boolean {
    return this.left > this.right
  }

  clear(): void {
    this.left = Number.POSITIVE_INFINITY
    this.bottom = Number.POSITIVE_INFINITY
    this.right = Number.NEGATIVE_INFINITY
    this.top = Number.NEGATIVE_INFINITY
  }

  /** Takes in a point, given before the matrix. */
  add(m: Matrix, x: number, y: number): void {
    const px = m[0] * x + m[2] * y + m[4]
    const py = m[1] * x + m[3] * y + m[5]
    if (px < this.left) this.left = px
    if (px > this.right) this.right = px
    if (py < this.bottom) this.bottom = py
    if (py > this.top) this.top = py
  }
}
