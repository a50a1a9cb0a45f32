import type { FontMeasure } from './font-widths.ts'
import type { Matrix } from './geometry.ts'
import type { Box } from './page-tree.ts'

/** The part of the graphics state that decides where ink falls. */
export class InkState {
  m: Matrix
  clip: Box
  font: FontMeasure | undefined = undefined
  size = 1
  charSpace = 0
  wordSpace = 0
  scale = 1
  rise = 0
  leading = 0
  hidden = false
  whiteFill = false
  whiteLine = false

  constructor(m: Matrix, clip: Box) {
    this.m = m
    this.clip = clip
  }

  /** The state as it is now, to go back to. */
  saved(): InkState {
    const copy = new InkState(this.m, this.clip)
    copy.font = this.font
    copy.size = this.size
    copy.charSpace = this.charSpace
    copy.wordSpace = this.wordSpace
    copy.scale = this.scale
    copy.rise = this.rise
    copy.leading = this.leading
    copy.hidden = this.hidden
    copy.whiteFill = this.whiteFill
    copy.whiteLine = this.whiteLine
    return copy
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
  }

  /** Begins the next line, this far from where the last began. */
  next(x: number, y: number): void {
    this.#lineX += x * this.a + y * this.c
    this.#lineY += x * this.b + y * this.d
    this.x = this.#lineX
    this.y = this.#lineY
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
