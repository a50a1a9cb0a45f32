import { ContentScanner, ESCAPED, HEX, NAME, NUMBER, operator, PLAIN } from './content-scanner.ts'
import type { FontMeasure } from './font-widths.ts'
import type { Matrix } from './geometry.ts'
import type { Mark } from './ink.ts'
import { InkState, PathBox, Pen } from './ink-state.ts'
import type { Box } from './page-tree.ts'

const HEX_DIGIT = Int8Array.from({ length: 256 }, (_, c) => {
  const letter = String.fromCharCode(c)
  return /^[0-9a-fA-F]$/.test(letter) ? Number.parseInt(letter, 16) : -1
})

/** What a run over content tells, and asks. */
export interface InkPlaces {
  /** The box of ink is the first four numbers of `at`: left, bottom, right, top. They are not kept. */
  mark(at: Float64Array, kind: Mark): void
  /** There is text, seen or hidden: so many characters that can be copied. */
  text(letters: number): void
  font(key: string): FontMeasure | undefined
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
  clipping = false
  /** How many saved states were closed that were never opened. */
  under = 0
  /** States saved and the one that holds; those above are there to be used again. */
  readonly #states: InkState[]
  #depth = 0
  /** A matrix and a box under it, or the box on the page: numbers handed over as arguments would each be made anew. */
  readonly #at = new Float64Array(10)

  constructor(content: Uint8Array, start: Matrix, clip: Box, places: InkPlaces) {
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

  /** Follows the content to its end or for so many steps; says how many steps are left. */
  all(steps: number): number {
    let left = steps
    for (let code = this.scan.next(); code !== -1; code = this.scan.next()) {
      left -= 1 + this.scan.count
      if (left <= 0) return 0
      ACTS.get(code)?.(this)
    }
    return left
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
    this.#seenUnder('picture')
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
    s.font = scan.count > 0 && scan.kinds[0] === NAME ? this.places.font(scan.nameAt(0)) : undefined
    s.size = this.n(1)
  }

  /** Shows the strings among the operands from one on; numbers between them move the pen. */
  show(first: number): void {
    const { scan, s, pen } = this
    const at = this.#at
    let shown = 0
    at[0] = 0
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === NUMBER) at[0]! -= (scan.values[i]! / 1000) * s.size * s.scale
      else if (kind === PLAIN) {
        shown += scan.to[i]! - scan.from[i]!
        this.#measure(scan.bytes, scan.from[i]!, scan.to[i]!)
      } else if (kind === HEX) {
        if (scan.to[i]! > scan.from[i]!) shown++
        this.#measureHex(scan.bytes, scan.from[i]!, scan.to[i]!)
      } else if (kind === ESCAPED) {
        const bytes = scan.stringAt(i)
        shown += bytes.length
        this.#measure(bytes, 0, bytes.length)
      }
    }
    if (shown === 0) return
    const wide = at[0]!
    this.places.text(s.font?.readable === false ? 0 : shown / (s.font?.step ?? 1))
    if (!s.hidden) {
      const { m } = s
      at[0] = pen.a * m[0] + pen.b * m[2]
      at[1] = pen.a * m[1] + pen.b * m[3]
      at[2] = pen.c * m[0] + pen.d * m[2]
      at[3] = pen.c * m[1] + pen.d * m[3]
      at[4] = pen.x * m[0] + pen.y * m[2] + m[4]
      at[5] = pen.x * m[1] + pen.y * m[3] + m[5]
      at[6] = Math.min(wide, 0)
      at[7] = s.rise - 0.22 * s.size
      at[8] = Math.max(wide, 0)
      at[9] = s.rise + 0.8 * s.size
      this.#seenUnder('text')
    }
    pen.advance(wide)
  }

  /** Adds how far a string moves the pen to the first number of `#at`. */
  #measure(bytes: Uint8Array, from: number, to: number): void {
    const { font, size, charSpace, wordSpace, scale } = this.s
    const at = this.#at
    let units = 0
    if (font?.step === 2) {
      for (let i = from; i + 2 <= to; i += 2) units += font.width(bytes[i]! * 256 + bytes[i + 1]!)
      at[0]! += ((units / 1000) * size + ((to - from) >> 1) * charSpace) * scale
      return
    }
    let spaces = 0
    const simple = font?.simple
    for (let i = from; i < to; i++) {
      const code = bytes[i]!
      units += simple ? simple[code]! : 500
      if (code === 32) spaces++
    }
    at[0]! += ((units / 1000) * size + (to - from) * charSpace + spaces * wordSpace) * scale
  }

  #measureHex(bytes: Uint8Array, from: number, to: number): void {
    const { font, size, charSpace, wordSpace, scale } = this.s
    const digits = font?.step === 2 ? 4 : 2
    let units = 0
    let spaces = 0
    let codes = 0
    let code = 0
    let have = 0
    for (let i = from; i < to; i++) {
      const digit = HEX_DIGIT[bytes[i]!]!
      if (digit < 0) continue
      code = code * 16 + digit
      if (++have < digits) continue
      units += font ? font.width(code) : 500
      if (digits === 2 && code === 32) spaces++
      codes++
      code = 0
      have = 0
    }
    this.#at[0]! += ((units / 1000) * size + codes * charSpace + spaces * wordSpace) * scale
  }

  /** Marks the box in `#at` as it lies under the matrix before it. */
  #seenUnder(kind: Mark): void {
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
    this.#seen(kind)
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

type Act = (run: InkRun) => void

const point = (run: InkRun, i: number) => run.path.add(run.s.m, run.n(i), run.n(i + 1))
const nextLine = (run: InkRun) => run.pen.next(0, -run.s.leading)
const fillColour: Act = (run) => {
  run.s.whiteFill = run.white()
}
const lineColour: Act = (run) => {
  run.s.whiteLine = run.white()
}
const from: Act = (run) => point(run, 0)
const fill: Act = (run) => run.paint(true, false)
const stroke: Act = (run) => run.paint(false, true)
const both: Act = (run) => run.paint(true, true)
const clip: Act = (run) => {
  run.clipping = true
}
const shortCurve: Act = (run) => {
  point(run, 0)
  point(run, 2)
}

/** What each operator does to where ink falls. Those not listed do nothing to it. */
const ACTS: ReadonlyMap<number, Act> = new Map(
  Object.entries({
    q: (run) => run.save(),
    Q: (run) => run.restore(),
    cm: (run) => run.s.before(run.n(0), run.n(1), run.n(2), run.n(3), run.n(4), run.n(5)),
    m: from,
    l: from,
    c: (run) => {
      shortCurve(run)
      point(run, 4)
    },
    v: shortCurve,
    y: shortCurve,
    re: (run) => {
      const x = run.n(0)
      const y = run.n(1)
      const { m } = run.s
      run.path.add(m, x, y)
      run.path.add(m, x + run.n(2), y)
      run.path.add(m, x, y + run.n(3))
      run.path.add(m, x + run.n(2), y + run.n(3))
    },
    W: clip,
    'W*': clip,
    n: (run) => run.paint(false, false),
    f: fill,
    F: fill,
    'f*': fill,
    S: stroke,
    s: stroke,
    B: both,
    'B*': both,
    b: both,
    'b*': both,
    g: fillColour,
    rg: fillColour,
    sc: fillColour,
    scn: fillColour,
    k: (run) => {
      run.s.whiteFill = run.bare()
    },
    G: lineColour,
    RG: lineColour,
    SC: lineColour,
    SCN: lineColour,
    K: (run) => {
      run.s.whiteLine = run.bare()
    },
    cs: (run) => {
      run.s.whiteFill = false
    },
    CS: (run) => {
      run.s.whiteLine = false
    },
    sh: (run) => run.shade(),
    BT: (run) => run.pen.set(1, 0, 0, 1, 0, 0),
    Tf: (run) => run.font(),
    Tc: (run) => {
      run.s.charSpace = run.n(0)
    },
    Tw: (run) => {
      run.s.wordSpace = run.n(0)
    },
    Tz: (run) => {
      run.s.scale = run.n(0) / 100
    },
    Ts: (run) => {
      run.s.rise = run.n(0)
    },
    TL: (run) => {
      run.s.leading = run.n(0)
    },
    Tr: (run) => {
      run.s.hidden = run.n(0) === 3 || run.n(0) === 7
    },
    Td: (run) => run.pen.next(run.n(0), run.n(1)),
    TD: (run) => {
      run.s.leading = -run.n(1)
      run.pen.next(run.n(0), run.n(1))
    },
    Tm: (run) => run.pen.set(run.n(0), run.n(1), run.n(2), run.n(3), run.n(4), run.n(5)),
    'T*': nextLine,
    Tj: (run) => run.show(0),
    TJ: (run) => run.show(0),
    "'": (run) => {
      nextLine(run)
      run.show(0)
    },
    '"': (run) => {
      run.s.wordSpace = run.n(0)
      run.s.charSpace = run.n(1)
      nextLine(run)
      run.show(2)
    },
    Do: (run) => run.draw(),
    BI: (run) => run.picture(),
  } satisfies Record<string, Act>).map(([letters, act]) => [operator(letters), act]),
)
