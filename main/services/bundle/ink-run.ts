import { ContentScanner, ESCAPED, HEX, NAME, NUMBER, operator, PLAIN } from './content-scanner.ts'
import type { FontMeasure } from './font-widths.ts'
import { type Matrix, multiply } from './geometry.ts'
import type { Mark } from './ink.ts'
import { InkState, PathBox, Pen } from './ink-state.ts'
import type { Box } from './page-tree.ts'

const HEX_DIGIT = Int8Array.from({ length: 256 }, (_, c) => {
  const letter = String.fromCharCode(c)
  return /^[0-9a-fA-F]$/.test(letter) ? Number.parseInt(letter, 16) : -1
})

/** What a run over content tells, and asks. */
export interface InkPlaces {
  mark(left: number, bottom: number, right: number, top: number, kind: Mark): void
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
  readonly #saved: InkState[] = []

  constructor(content: Uint8Array, start: Matrix, clip: Box, places: InkPlaces) {
    this.scan = new ContentScanner(content)
    this.s = new InkState(start, clip)
    this.places = places
  }

  /** How many saved states are still open. */
  get open(): number {
    return this.#saved.length
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
    this.#saved.push(this.s.saved())
  }

  restore(): void {
    const back = this.#saved.pop()
    if (back) this.s = back
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
      if ((fill && !s.whiteFill) || (stroke && !s.whiteLine))
        this.#seen(path.left, path.bottom, path.right, path.top, 'drawing')
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
    const { m } = this.s
    this.#seenUnder(m[0], m[1], m[2], m[3], m[4], m[5], 0, 0, 1, 1, 'picture')
  }

  shade(): void {
    const { clip } = this.s
    this.#seen(clip[0], clip[1], clip[2], clip[3], 'drawing')
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
    let wide = 0
    let shown = 0
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === NUMBER) wide -= (scan.values[i]! / 1000) * s.size * s.scale
      else if (kind === PLAIN) {
        shown += scan.to[i]! - scan.from[i]!
        wide += this.#measure(scan.bytes, scan.from[i]!, scan.to[i]!)
      } else if (kind === HEX) {
        if (scan.to[i]! > scan.from[i]!) shown++
        wide += this.#measureHex(scan.bytes, scan.from[i]!, scan.to[i]!)
      } else if (kind === ESCAPED) {
        const bytes = scan.stringAt(i)
        shown += bytes.length
        wide += this.#measure(bytes, 0, bytes.length)
      }
    }
    if (shown === 0) return
    this.places.text(s.font?.readable === false ? 0 : shown / (s.font?.step ?? 1))
    if (!s.hidden) {
      const { m } = s
      this.#seenUnder(
        pen.a * m[0] + pen.b * m[2],
        pen.a * m[1] + pen.b * m[3],
        pen.c * m[0] + pen.d * m[2],
        pen.c * m[1] + pen.d * m[3],
        pen.x * m[0] + pen.y * m[2] + m[4],
        pen.x * m[1] + pen.y * m[3] + m[5],
        Math.min(wide, 0),
        s.rise - 0.22 * s.size,
        Math.max(wide, 0),
        s.rise + 0.8 * s.size,
        'text',
      )
    }
    pen.advance(wide)
  }

  #measure(bytes: Uint8Array, from: number, to: number): number {
    const { font, size, charSpace, wordSpace, scale } = this.s
    let units = 0
    if (font?.step === 2) {
      for (let i = from; i + 2 <= to; i += 2) units += font.width(bytes[i]! * 256 + bytes[i + 1]!)
      return ((units / 1000) * size + ((to - from) >> 1) * charSpace) * scale
    }
    let spaces = 0
    const simple = font?.simple
    for (let i = from; i < to; i++) {
      const code = bytes[i]!
      units += simple ? simple[code]! : 500
      if (code === 32) spaces++
    }
    return ((units / 1000) * size + (to - from) * charSpace + spaces * wordSpace) * scale
  }

  #measureHex(bytes: Uint8Array, from: number, to: number): number {
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
    return ((units / 1000) * size + codes * charSpace + spaces * wordSpace) * scale
  }

  /** Marks a box given before a matrix. */
  #seenUnder(
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
    kind: Mark,
  ): void {
    const [ax, bx, ay, by] = [a * left, a * right, c * bottom, c * top]
    const [cx, dx, cy, dy] = [b * left, b * right, d * bottom, d * top]
    this.#seen(
      Math.min(ax, bx) + Math.min(ay, by) + e,
      Math.min(cx, dx) + Math.min(cy, dy) + f,
      Math.max(ax, bx) + Math.max(ay, by) + e,
      Math.max(cx, dx) + Math.max(cy, dy) + f,
      kind,
    )
  }

  #seen(left: number, bottom: number, right: number, top: number, kind: Mark): void {
    const { clip } = this.s
    const l = Math.max(left - 0.01, clip[0])
    const b = Math.max(bottom - 0.01, clip[1])
    const r = Math.min(right + 0.01, clip[2])
    const t = Math.min(top + 0.01, clip[3])
    if (l < r && b < t) this.places.mark(l, b, r, t, kind)
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
    cm: (run) => {
      run.s.m = multiply([run.n(0), run.n(1), run.n(2), run.n(3), run.n(4), run.n(5)], run.s.m)
    },
    m: from,
    l: from,
    c: (run) => {
      shortCurve(run)
      point(run, 4)
    },
    v: shortCurve,
    y: shortCurve,
    re: (run) => {
      const [x, y, wide, high] = [run.n(0), run.n(1), run.n(2), run.n(3)]
      const { m } = run.s
      run.path.add(m, x, y)
      run.path.add(m, x + wide, y)
      run.path.add(m, x, y + high)
      run.path.add(m, x + wide, y + high)
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
