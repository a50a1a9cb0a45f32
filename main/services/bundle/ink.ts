import { type FontMeasure, measureOf } from './font-widths.ts'
import { IDENTITY, type Matrix, meet, multiply, transformBox } from './geometry.ts'
import { skipInline } from './inline-image.ts'
import { END, Lexer, Word } from './lexer.ts'
import { type Dict, Name, Stream, Text, type Value } from './objects.ts'
import { type Box, boxOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'

/** What marks a box of a page. */
export type Mark = 'text' | 'drawing' | 'picture'

/** What reading a page's content found. */
export interface InkFound {
  /** For each box asked about, what marks it. */
  readonly marks: readonly ReadonlySet<Mark>[]
  /** How many saved states the content leaves open, and how many it closes that it never opened. */
  readonly open: number
  readonly under: number
  /** What would close what the content leaves open in its syntax, so that it cannot swallow what follows. */
  readonly unclosed: string
  readonly hasText: boolean
  readonly hasInk: boolean
}

interface State {
  m: Matrix
  clip: Box
  font: FontMeasure | undefined
  size: number
  charSpace: number
  wordSpace: number
  scale: number
  rise: number
  leading: number
  hidden: boolean
  whiteFill: boolean
  whiteLine: boolean
}

const EVERYWHERE: Box = [-1e9, -1e9, 1e9, 1e9]
const DEEPEST_FORM = 12
const MOST_STEPS = 5_000_000

/** Reads a page's content only far enough to know where ink is: never draws, never throws. */
export class InkReader {
  readonly #reader: PdfReader
  readonly #zones: readonly Box[]
  readonly #marks: Set<Mark>[]
  readonly #fonts: Map<Value, FontMeasure>
  #steps = 0
  #open = 0
  #under = 0
  #unclosed = ''
  #text = false
  #ink = false

  constructor(reader: PdfReader, zones: readonly Box[], fonts: Map<Value, FontMeasure>) {
    this.#reader = reader
    this.#zones = zones
    this.#marks = zones.map(() => new Set())
    this.#fonts = fonts
  }

  /** What the content of a page marks. */
  read(content: Uint8Array, resources: Value): InkFound {
    try {
      this.#run(content, resources instanceof Map ? resources : new Map(), IDENTITY, EVERYWHERE, 0)
    } catch {
      // Content that cannot be read is left to the viewer; what was seen so far stands.
    }
    return {
      marks: this.#marks,
      open: this.#open,
      under: this.#under,
      unclosed: this.#unclosed,
      hasText: this.#text,
      hasInk: this.#ink,
    }
  }

  /** Takes a box as marked, for what lies on the page outside its content. */
  mark(box: Box, kind: Mark): void {
    this.#ink = true
    for (const [i, zone] of this.#zones.entries()) if (meet(box, zone)) this.#marks[i]!.add(kind)
  }

  #seen(box: Box, state: State, kind: Mark): void {
    const grown: Box = [
      Math.max(box[0] - 0.01, state.clip[0]),
      Math.max(box[1] - 0.01, state.clip[1]),
      Math.min(box[2] + 0.01, state.clip[2]),
      Math.min(box[3] + 0.01, state.clip[3]),
    ]
    if (grown[0] < grown[2] && grown[1] < grown[3]) this.mark(grown, kind)
  }

  #run(content: Uint8Array, resources: Dict, start: Matrix, clip: Box, depth: number): void {
    const reader = this.#reader
    const lexer = new Lexer(content)
    let args: Value[] = []
    const stack: State[] = []
    let s: State = {
      m: start,
      clip,
      font: undefined,
      size: 1,
      charSpace: 0,
      wordSpace: 0,
      scale: 1,
      rise: 0,
      leading: 0,
      hidden: false,
      whiteFill: false,
      whiteLine: false,
    }
    let tm: Matrix = IDENTITY
    let line: Matrix = IDENTITY
    let path: [number, number, number, number] | null = null
    let clipping = false
    const n = (i: number) => {
      const value = args[i]
      return typeof value === 'number' ? value : 0
    }
    const point = (x: number, y: number) => {
      const px = s.m[0] * x + s.m[2] * y + s.m[4]
      const py = s.m[1] * x + s.m[3] * y + s.m[5]
      if (!path) path = [px, py, px, py]
      else {
        if (px < path[0]) path[0] = px
        if (px > path[2]) path[2] = px
        if (py < path[1]) path[1] = py
        if (py > path[3]) path[3] = py
      }
    }
    const paint = (fill: boolean, stroke: boolean) => {
      if (path && ((fill && !s.whiteFill) || (stroke && !s.whiteLine))) this.#seen(path, s, 'drawing')
      if (path && clipping)
        s.clip = [
          Math.max(path[0], s.clip[0]),
          Math.max(path[1], s.clip[1]),
          Math.min(path[2], s.clip[2]),
          Math.min(path[3], s.clip[3]),
        ]
      path = null
      clipping = false
    }
    const measure = (bytes: Uint8Array): number => {
      const { font, size, charSpace, wordSpace } = s
      const step = font?.step ?? 1
      let units = 0
      let spaces = 0
      for (let i = 0; i + step <= bytes.length; i += step) {
        const code = step === 2 ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!
        units += font ? font.width(code) : 500
        if (code === 32) spaces++
      }
      const count = step === 2 ? bytes.length >> 1 : bytes.length
      return ((units / 1000) * size + count * charSpace + (step === 1 ? spaces * wordSpace : 0)) * s.scale
    }
    const show = (wide: number) => {
      this.#text = true
      if (!s.hidden) {
        const box: Box = [Math.min(wide, 0), s.rise - 0.22 * s.size, Math.max(wide, 0), s.rise + 0.8 * s.size]
        this.#seen(transformBox(multiply(tm, s.m), box), s, 'text')
      }
      tm = [tm[0], tm[1], tm[2], tm[3], tm[4] + wide * tm[0], tm[5] + wide * tm[1]]
    }
    const nextLine = (x: number, y: number) => {
      line = multiply([1, 0, 0, 1, x, y], line)
      tm = line
    }
    const white = () => args.length > 0 && args.length !== 4 && args.every((a) => a === 1)
    for (;;) {
      const token = lexer.token()
      if (token === END || ++this.#steps > MOST_STEPS) break
      if (!(token instanceof Word)) {
        if (args.length < 64) args.push(token)
        continue
      }
      switch (token.value) {
        case 'q':
          stack.push({ ...s })
          break
        case 'Q': {
          const back = stack.pop()
          if (back) s = back
          else if (depth === 0) this.#under++
          break
        }
        case 'cm':
          s.m = multiply([n(0), n(1), n(2), n(3), n(4), n(5)], s.m)
          break
        case 'm':
        case 'l':
          point(n(0), n(1))
          break
        case 'c':
          point(n(0), n(1))
          point(n(2), n(3))
          point(n(4), n(5))
          break
        case 'v':
        case 'y':
          point(n(0), n(1))
          point(n(2), n(3))
          break
        case 're':
          point(n(0), n(1))
          point(n(0) + n(2), n(1))
          point(n(0), n(1) + n(3))
          point(n(0) + n(2), n(1) + n(3))
          break
        case 'W':
        case 'W*':
          clipping = true
          break
        case 'n':
          paint(false, false)
          break
        case 'f':
        case 'F':
        case 'f*':
          paint(true, false)
          break
        case 'S':
        case 's':
          paint(false, true)
          break
        case 'B':
        case 'B*':
        case 'b':
        case 'b*':
          paint(true, true)
          break
        case 'g':
        case 'rg':
        case 'sc':
        case 'scn':
          s.whiteFill = white()
          break
        case 'k':
          s.whiteFill = args.length === 4 && args.every((a) => a === 0)
          break
        case 'G':
        case 'RG':
        case 'SC':
        case 'SCN':
          s.whiteLine = white()
          break
        case 'K':
          s.whiteLine = args.length === 4 && args.every((a) => a === 0)
          break
        case 'cs':
          s.whiteFill = false
          break
        case 'CS':
          s.whiteLine = false
          break
        case 'sh':
          this.#seen(s.clip, s, 'drawing')
          break
        case 'BT':
          tm = IDENTITY
          line = IDENTITY
          break
        case 'Tf': {
          const face = args[0]
          s.font = face instanceof Name ? this.#font(resources, face.value) : undefined
          s.size = n(1)
          break
        }
        case 'Tc':
          s.charSpace = n(0)
          break
        case 'Tw':
          s.wordSpace = n(0)
          break
        case 'Tz':
          s.scale = n(0) / 100
          break
        case 'Ts':
          s.rise = n(0)
          break
        case 'TL':
          s.leading = n(0)
          break
        case 'Tr':
          s.hidden = n(0) === 3 || n(0) === 7
          break
        case 'Td':
          nextLine(n(0), n(1))
          break
        case 'TD':
          s.leading = -n(1)
          nextLine(n(0), n(1))
          break
        case 'Tm':
          line = [n(0), n(1), n(2), n(3), n(4), n(5)]
          tm = line
          break
        case 'T*':
          nextLine(0, -s.leading)
          break
        case "'":
        case '"': {
          if (token.value === '"') {
            s.wordSpace = n(0)
            s.charSpace = n(1)
          }
          nextLine(0, -s.leading)
          const last = args[args.length - 1]
          if (last instanceof Text && last.bytes.length > 0) show(measure(last.bytes))
          break
        }
        case 'Tj':
          if (args[0] instanceof Text && args[0].bytes.length > 0) show(measure(args[0].bytes))
          break
        case 'TJ': {
          let wide = 0
          let shown = false
          for (const item of Array.isArray(args[0]) ? args[0] : []) {
            if (item instanceof Text) {
              wide += measure(item.bytes)
              shown ||= item.bytes.length > 0
            } else if (typeof item === 'number') wide -= (item / 1000) * s.size * s.scale
          }
          if (shown) show(wide)
          break
        }
        case 'Do': {
          const what = args[0]
          const xobjects = reader.get(resources, 'XObject')
          const object =
            what instanceof Name && xobjects instanceof Map ? reader.get(xobjects, what.value) : null
          if (object instanceof Stream) this.#object(object, resources, s, depth)
          break
        }
        case 'BI':
          this.#seen(transformBox(s.m, [0, 0, 1, 1]), s, 'picture')
          skipInline(lexer)
          break
      }
      if (args.length > 0) args = []
    }
    if (depth === 0) {
      this.#open = stack.length
      this.#unclosed = lexer.unclosed
    }
  }

  #object(object: Stream, resources: Dict, s: State, depth: number): void {
    const reader = this.#reader
    const kind = reader.get(object.dict, 'Subtype')
    if (kind instanceof Name && kind.value === 'Image')
      this.#seen(transformBox(s.m, [0, 0, 1, 1]), s, 'picture')
    if (!(kind instanceof Name) || kind.value !== 'Form' || depth >= DEEPEST_FORM) return
    const matrix = reader.get(object.dict, 'Matrix')
    const own =
      Array.isArray(matrix) && matrix.length === 6
        ? (matrix.map((v) => Number(reader.resolve(v)) || 0) as unknown as Matrix)
        : IDENTITY
    const m = multiply(own, s.m)
    const box = boxOf(reader, reader.get(object.dict, 'BBox'))
    const edge = box ? transformBox(m, box) : EVERYWHERE
    const clip: Box = [
      Math.max(edge[0], s.clip[0]),
      Math.max(edge[1], s.clip[1]),
      Math.min(edge[2], s.clip[2]),
      Math.min(edge[3], s.clip[3]),
    ]
    if (clip[0] >= clip[2] || clip[1] >= clip[3]) return
    const data = reader.unpacked(object)
    const inner = reader.get(object.dict, 'Resources')
    if (data) this.#run(data, inner instanceof Map ? inner : resources, m, clip, depth + 1)
  }

  #font(resources: Dict, key: string): FontMeasure | undefined {
    const fonts = this.#reader.get(resources, 'Font')
    const font = fonts instanceof Map ? this.#reader.get(fonts, key) : null
    const known = this.#fonts.get(font)
    if (known) return known
    const measured = measureOf(this.#reader, font)
    if (font) this.#fonts.set(font, measured)
    return measured
  }
}
