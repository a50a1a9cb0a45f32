import { ContentScanner, ESCAPED, HEX, NAME, NUMBER, PLAIN } from './content-scanner.ts'
import type { FontMeasure } from './font-widths.ts'
import type { Matrix } from './geometry.ts'
import type { Mark } from './ink.ts'
import { InkState, PathBox, Pen } from './ink-state.ts'
import { addHexWidth, addWidth } from './ink-widths.ts'
import type { Box } from './page-tree.ts'

/** What an operator does. */
export type Act = (run: InkRun) => void

/** An operator as the format defines it. */
export interface Operator {
  /** How many operands it needs at the least; lists count by what is in them. */
  readonly needs: number
  /** They must be numbers. */
  readonly numbers: boolean
  /** What it does to where ink falls, if anything. */
  readonly act: Act | undefined
}

/** Codes that mostly are a blank: those of Latin fonts, and the glyph most programs put first behind their own. */
const BLANK: ReadonlySet<number> = new Set([0, 1, 2, 3, 9, 10, 13, 32, 160])

/** Farther than any page reaches: where on its line text begins was not followed. */
const FAR = 1e9

/** What a run over content tells, and asks. */
export interface InkPlaces {
  /** The box of ink is the first four numbers of `at`: left, bottom, right, top. They are not kept. */
  mark(at: Float64Array, kind: Mark): void
  /**
   * There is text, seen or hidden: so many bytes of it, running so many quarter turns from rightwards, counter-clockwise.
   * Says whether its font is asked for, to know how many letters.
   */
  text(bytes: number, quarter: number): boolean
  letters(count: number): void
  /** True if a line from `bottom` to `top` comes near a place that is asked about. */
  near(bottom: number, top: number): boolean
  /** There is ink, where none is asked about. */
  elsewhere(): void
  font(key: string): FontMeasure | undefined
  /** Words that do not show: they are drawn in no ink and begin here, as far as that was followed, or lie where nothing shows. */
  unseen?(why: 'inkless' | 'outside', x: number, y: number): void
  /** A drawn object: a form is read by the one asked; a picture is for the run to mark. */
  object(key: string, m: Matrix, within: Box): 'picture' | null
}

/** One pass over the content of a page or form, following what moves the pen and nothing else. */
export class InkRun {
  s: InkState
  readonly pen = new Pen()
  readonly path = new PathBox()
  readonly scan: ContentScanner
  readonly places: InkPlaces
  /** The page as it is seen. */
  readonly #page: Box
  clipping = false
  /** How many saved states were closed that were never opened. */
  under = 0
  /**
   * An operator was met that there is not, or without the operands it needs, or the content could not be followed to its
   * end. Some programs stop there, and show nothing of what follows.
   */
  faulty = false
  /** Within a stretch in which operators may be unknown. */
  lenient = 0
  /** States saved and the one that holds; those above are there to be used again. */
  readonly #states: InkState[]
  #depth = 0
  /** The font last looked up, and where the content names it. */
  #known: { readonly from: number; readonly font: FontMeasure | undefined } = { from: -1, font: undefined }
  /** A matrix and a box under it, or the box on the page: numbers handed over as arguments would each be made anew. */
  readonly #at = new Float64Array(10)

  constructor(content: Uint8Array, start: Matrix, clip: Box, places: InkPlaces, page: Box = clip) {
    this.#page = page
    this.scan = new ContentScanner(content)
    this.s = new InkState(start, clip)
    this.#states = [this.s]
    this.places = places
  }

  /** How many saved states are still open. */
  get open(): number {
    return this.#depth
  }

  get unclosed(): string {
    return this.scan.unclosed
  }

  /** Follows the content to its end or for so many steps, by what each operator does; says how many steps are left. */
  all(operators: ReadonlyMap<number, Operator>, steps: number): number {
    const { scan } = this
    let left = steps
    for (let code = scan.next(); code !== -1; code = scan.next()) {
      left -= 1 + scan.count
      if (left <= 0) {
        this.faulty = true
        return 0
      }
      const operator = operators.get(code)
      if (!this.faulty && this.#isFault(operator)) this.faulty = true
      operator?.act?.(this)
    }
    if (scan.lost || scan.unclosed !== '') this.faulty = true
    return left
  }

  #isFault(operator: Operator | undefined): boolean {
    if (operator === undefined) return this.lenient === 0
    const { count, kinds } = this.scan
    if (count < operator.needs) return true
    if (operator.numbers)
      for (let i = count - operator.needs; i < count; i++) if (kinds[i] !== NUMBER) return true
    return false
  }

  /** A number among the operands; 0 if it is none. */
  n(i: number): number {
    return i < this.scan.count && this.scan.kinds[i] === NUMBER ? this.scan.values[i]! : 0
  }

  save(): void {
    const states = this.#states
    if (++this.#depth === states.length) states.push(new InkState(this.s.m, this.s.clip))
    const next = states[this.#depth]!
    next.take(this.s)
    this.s = next
  }

  restore(): void {
    if (this.#depth > 0) this.s = this.#states[--this.#depth]!
    else this.under++
  }

  /** True if the operands are a colour that leaves paper white. */
  white(): boolean {
    const { count } = this.scan
    if (count === 0 || count === 4) return false
    for (let i = 0; i < count; i++) if (this.n(i) !== 1) return false
    return true
  }

  /** True if no ink of the four is given. */
  bare(): boolean {
    const { count, kinds } = this.scan
    if (count !== 4) return false
    for (let i = 0; i < 4; i++) if (kinds[i] !== NUMBER || this.n(i) !== 0) return false
    return true
  }

  paint(fill: boolean, stroke: boolean): void {
    const { path, s } = this
    if (!path.empty) {
      if ((fill && !s.whiteFill) || (stroke && !s.whiteLine)) {
        const at = this.#at
        at[0] = path.left
        at[1] = path.bottom
        at[2] = path.right
        at[3] = path.top
        this.#seen('drawing')
      }
      if (this.clipping)
        s.clip = [
          Math.max(path.left, s.clip[0]),
          Math.max(path.bottom, s.clip[1]),
          Math.min(path.right, s.clip[2]),
          Math.min(path.top, s.clip[3]),
        ]
      path.clear()
    }
    this.clipping = false
  }

  picture(): void {
    const at = this.#at
    at.set(this.s.m)
    at[6] = 0
    at[7] = 0
    at[8] = 1
    at[9] = 1
    this.#boxed()
    this.#seen('picture')
  }

  shade(): void {
    this.#at.set(this.s.clip)
    this.#seen('drawing')
  }

  draw(): void {
    if (this.scan.count === 0 || this.scan.kinds[0] !== NAME) return
    if (this.places.object(this.scan.nameAt(0), this.s.m, this.s.clip) === 'picture') this.picture()
  }

  font(): void {
    const { scan, s } = this
    const named = scan.count > 0 && scan.kinds[0] === NAME
    s.fontFrom = named ? scan.from[0]! : -1
    s.fontTo = named ? scan.to[0]! : -1
    s.size = this.n(1)
  }

  /** The font of text, looked up. */
  #font(): FontMeasure | undefined {
    const { s, scan } = this
    if (s.fontFrom < 0) return undefined
    if (this.#known.from !== s.fontFrom)
      this.#known = { from: s.fontFrom, font: this.places.font(scan.name(s.fontFrom, s.fontTo)) }
    return this.#known.font
  }

  /** Shows the strings among the operands from one on; numbers between them move the pen. */
  show(first: number): void {
    const { scan, s, pen } = this
    let shown = 0
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === PLAIN || kind === ESCAPED || kind === HEX) shown += scan.to[i]! - scan.from[i]!
    }
    if (shown === 0) return
    const { m } = s
    const run = (pen.a * m[0] + pen.b * m[2]) * s.size * s.scale
    const slope = (pen.a * m[1] + pen.b * m[3]) * s.size * s.scale
    const quarter = Math.abs(run) >= Math.abs(slope) ? (run >= 0 ? 0 : 2) : slope > 0 ? 1 : 3
    if (this.places.text(shown, quarter)) {
      const font = this.#font()
      this.places.letters(font?.readable === false ? 0 : this.#bytesShown(first) / (font?.step ?? 1))
    }
    const rising = pen.c * m[1] + pen.d * m[3]
    const line = pen.x * m[1] + pen.y * m[3] + m[5]
    const room = Math.abs(rising) * (2 * Math.abs(s.size) + Math.abs(s.rise))
    if (this.places.unseen) this.#watch(first, pen.x * m[0] + pen.y * m[2] + m[4], line)
    if (slope === 0 && !this.places.near(line - room, line + room)) {
      // Nearly all lines are far from where a page number may stand: how wide they are is not worth finding out.
      pen.lost = true
      const { clip } = s
      if (!s.hidden && clip[0] < clip[2] && line - room < clip[3] && line + room > clip[1])
        this.places.elsewhere()
      return
    }
    this.#measured(first)
  }

  /** Tells of words that are drawn in no ink, or that begin and end where the page does not show. */
  #watch(first: number, x: number, y: number): void {
    const { s, pen } = this
    const { clip } = s
    const page = this.#page
    const left = Math.max(page[0], clip[0])
    const bottom = Math.max(page[1], clip[1])
    const right = Math.min(page[2], clip[2])
    const top = Math.min(page[3], clip[3])
    const inside = y >= bottom && y <= top && (pen.lost || (x >= left && x <= right))
    const inkless = s.hidden && !s.clips
    if (inside && !inkless) return
    if (!this.#speaks(first)) return
    if (!inside) {
      this.#under(this.#widthOf(first))
      const at = this.#at
      if (!(at[0]! < right && at[2]! > left && at[1]! < top && at[3]! > bottom)) {
        this.places.unseen?.('outside', Number.NaN, y)
        return
      }
    }
    if (inkless) this.places.unseen?.('inkless', pen.lost ? Number.NaN : x, y)
  }

  // Blanks say nothing. In fonts of two bytes any code may be one: a lone glyph by the codes that mostly are.
  #speaks(first: number): boolean {
    const { scan } = this
    const two = this.#font()?.step === 2
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind !== PLAIN && kind !== ESCAPED && kind !== HEX) continue
      const bytes = kind === PLAIN ? scan.bytes.subarray(scan.from[i]!, scan.to[i]!) : scan.stringAt(i)
      if (two && bytes.length > 2) return true
      if (
        two ? bytes.length === 2 && !BLANK.has(bytes[0]! * 256 + bytes[1]!) : bytes.some((c) => !BLANK.has(c))
      )
        return true
    }
    return false
  }

  #bytesShown(first: number): number {
    const { scan } = this
    let shown = 0
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === PLAIN) shown += scan.to[i]! - scan.from[i]!
      else if (kind === HEX) shown += scan.to[i]! > scan.from[i]! ? 1 : 0
      else if (kind === ESCAPED) shown += scan.stringAt(i).length
    }
    return shown
  }

  /** How far the strings move the pen. */
  #widthOf(first: number): number {
    const { scan, s } = this
    const at = this.#at
    const font = this.#font()
    at[0] = 0
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === NUMBER) at[0]! -= (scan.values[i]! / 1000) * s.size * s.scale
      else if (kind === PLAIN) addWidth(at, s, font, scan.bytes, scan.from[i]!, scan.to[i]!)
      else if (kind === HEX) addHexWidth(at, s, font, scan.bytes, scan.from[i]!, scan.to[i]!)
      else if (kind === ESCAPED) {
        const bytes = scan.stringAt(i)
        addWidth(at, s, font, bytes, 0, bytes.length)
      }
    }
    return at[0]!
  }

  /** Marks where the strings lie, and moves the pen past them. */
  #measured(first: number): void {
    const { s, pen } = this
    const wide = this.#widthOf(first)
    if (!s.hidden) {
      this.#under(wide)
      this.#seen('text')
    }
    pen.advance(wide)
  }

  /** Puts the box of text so wide, from where the pen stands, at the beginning of `#at`. */
  #under(wide: number): void {
    const { s, pen } = this
    const { m } = s
    const at = this.#at
    at[0] = pen.a * m[0] + pen.b * m[2]
    at[1] = pen.a * m[1] + pen.b * m[3]
    at[2] = pen.c * m[0] + pen.d * m[2]
    at[3] = pen.c * m[1] + pen.d * m[3]
    at[4] = pen.x * m[0] + pen.y * m[2] + m[4]
    at[5] = pen.x * m[1] + pen.y * m[3] + m[5]
    at[6] = pen.lost ? -FAR : Math.min(wide, 0)
    at[7] = s.rise - 0.22 * s.size
    at[8] = pen.lost ? FAR : Math.max(wide, 0)
    at[9] = s.rise + 0.8 * s.size
    this.#boxed()
  }

  /** The box in `#at` becomes what it is under the matrix before it. */
  #boxed(): void {
    const at = this.#at
    const a = at[0]! * at[6]!
    const b = at[0]! * at[8]!
    const c = at[2]! * at[7]!
    const d = at[2]! * at[9]!
    const e = at[1]! * at[6]!
    const f = at[1]! * at[8]!
    const g = at[3]! * at[7]!
    const h = at[3]! * at[9]!
    at[0] = Math.min(a, b) + Math.min(c, d) + at[4]!
    at[1] = Math.min(e, f) + Math.min(g, h) + at[5]!
    at[2] = Math.max(a, b) + Math.max(c, d) + at[4]!
    at[3] = Math.max(e, f) + Math.max(g, h) + at[5]!
  }

  /** Marks the box that `#at` begins with, as far as it is not cut off. */
  #seen(kind: Mark): void {
    const at = this.#at
    const { clip } = this.s
    at[0] = Math.max(at[0]! - 0.01, clip[0])
    at[1] = Math.max(at[1]! - 0.01, clip[1])
    at[2] = Math.min(at[2]! + 0.01, clip[2])
    at[3] = Math.min(at[3]! + 0.01, clip[3])
    if (at[0]! < at[2]! && at[1]! < at[3]!) this.places.mark(at, kind)
  }
}
