import { pageCitationsIn } from '../../../casework/rules/page-citations.ts'
import type { FoundCitation } from './citations.ts'
import { ESCAPED, HEX, NUMBER, PLAIN } from './content-scanner.ts'
import { type FontLetters, lettersOf } from './font-letters.ts'
import { IDENTITY, type Matrix, multiply, transformBox } from './geometry.ts'
import { OPERATORS } from './ink-acts.ts'
import { type InkPlaces, InkRun } from './ink-run.ts'
import { type Dict, Name, Stream, type Value } from './objects.ts'
import type { Box } from './page-tree.ts'
import type { PdfReader } from './reader.ts'

const EVERYWHERE: Box = [-1e9, -1e9, 1e9, 1e9]
const DEEPEST_FORM = 12
const MOST_STEPS = 5_000_000
const LONGEST_LINE = 4_000
const MOST_ON_PAGE = 500

/** Reads the words of a source's page for what cites a page of the bundle. Never draws, never throws. */
export class CitedWords {
  readonly #reader: PdfReader
  readonly #fonts = new Map<Value, FontLetters>()

  constructor(reader: PdfReader) {
    this.#reader = reader
  }

  /** The citations of a page and where they stand on it. */
  on(content: Uint8Array, resources: Value): FoundCitation[] {
    const line = new Line()
    const left = { steps: MOST_STEPS }
    try {
      this.#run(content, resources instanceof Map ? resources : new Map(), IDENTITY, line, left, 0)
    } catch {
      // Content that cannot be read is left to the viewer; what was found so far stands.
    }
    line.end()
    return line.found
  }

  #run(
    content: Uint8Array,
    resources: Dict,
    start: Matrix,
    line: Line,
    left: { steps: number },
    depth: number,
  ): void {
    const object = (key: string, m: Matrix): null => {
      this.#form(key, resources, m, line, left, depth)
      return null
    }
    const run = new WordRun(content, start, line, (key) => this.#font(resources, key), object)
    left.steps = run.all(OPERATORS, left.steps)
  }

  #form(
    key: string,
    resources: Dict,
    outer: Matrix,
    line: Line,
    left: { steps: number },
    depth: number,
  ): void {
    const reader = this.#reader
    const xobjects = reader.get(resources, 'XObject')
    const object = xobjects instanceof Map ? reader.get(xobjects, key) : null
    if (!(object instanceof Stream) || depth >= DEEPEST_FORM || left.steps <= 0) return
    const kind = reader.get(object.dict, 'Subtype')
    if (!(kind instanceof Name) || kind.value !== 'Form') return
    const matrix = reader.get(object.dict, 'Matrix')
    const own =
      Array.isArray(matrix) && matrix.length === 6
        ? (matrix.map((v) => Number(reader.resolve(v)) || 0) as unknown as Matrix)
        : IDENTITY
    const data = reader.unpacked(object)
    const inner = reader.get(object.dict, 'Resources')
    if (data)
      this.#run(data, inner instanceof Map ? inner : resources, multiply(own, outer), line, left, depth + 1)
  }

  #font(resources: Dict, key: string): FontLetters | undefined {
    const fonts = this.#reader.get(resources, 'Font')
    const font = fonts instanceof Map ? this.#reader.get(fonts, key) : null
    if (!(font instanceof Map)) return undefined
    const known = this.#fonts.get(font) ?? lettersOf(this.#reader, font)
    this.#fonts.set(font, known)
    return known
  }
}

/** The words of a line as they come: letters, and the box of each on the page. */
class Line {
  readonly found: FoundCitation[] = []
  #text = ''
  readonly #boxes: Box[] = []
  /** Where the last letter ended, and how large it was. */
  #end: readonly [x: number, y: number] | undefined

  /** A letter that begins at one point of the page and ends at another. */
  add(
    letter: string,
    box: Box,
    [fromX, fromY]: readonly [number, number],
    to: readonly [number, number],
    size: number,
  ): void {
    if (this.#end) {
      // Along the direction of writing, and away from it.
      const [dx, dy] = [to[0] - fromX, to[1] - fromY]
      const length = Math.hypot(dx, dy) || 1
      const [gx, gy] = [fromX - this.#end[0], fromY - this.#end[1]]
      const along = (gx * dx + gy * dy) / length
      const away = Math.abs(gx * dy - gy * dx) / length
      if (away > size * 0.3 || along < -size || along > size * 4 || this.#text.length > LONGEST_LINE)
        this.end()
      else if (along > size * 0.18 && !this.#text.endsWith(' ')) this.#put(' ', box)
    }
    this.#put(letter, box)
    this.#end = to
  }

  #put(letter: string, box: Box): void {
    for (const unit of letter) {
      this.#text += unit
      for (let i = 0; i < unit.length; i++) this.#boxes.push(box)
    }
  }

  /** The line is over: keeps what cites something. */
  end(): void {
    if (this.#text.includes(']'))
      for (const page of pageCitationsIn(this.#text)) {
        if (this.found.length >= MOST_ON_PAGE) break
        const box = this.#boxes
          .slice(page.from, page.to)
          .reduce(
            (all, each): Box => [
              Math.min(all[0], each[0]),
              Math.min(all[1], each[1]),
              Math.max(all[2], each[2]),
              Math.max(all[3], each[3]),
            ],
          )
        this.found.push({ box, cited: { words: page.words, page } })
      }
    this.#text = ''
    this.#boxes.length = 0
    this.#end = undefined
  }
}

/** A run over content that reads its letters. */
class WordRun extends InkRun {
  readonly #line: Line
  readonly #fontOf: (key: string) => FontLetters | undefined
  readonly #named = new Map<string, FontLetters | undefined>()

  constructor(
    content: Uint8Array,
    start: Matrix,
    line: Line,
    fontOf: (key: string) => FontLetters | undefined,
    object: InkPlaces['object'],
  ) {
    super(content, start, EVERYWHERE, {
      mark: () => undefined,
      text: () => false,
      letters: () => undefined,
      near: () => false,
      elsewhere: () => undefined,
      font: () => undefined,
      object,
    })
    this.#line = line
    this.#fontOf = fontOf
  }

  override show(first: number): void {
    const { scan, s, pen } = this
    const font = this.#letters()
    if (!font) return
    for (let i = first; i < scan.count; i++) {
      const kind = scan.kinds[i]!
      if (kind === NUMBER) pen.advance((-scan.values[i]! / 1000) * s.size * s.scale)
      else if (kind === PLAIN || kind === ESCAPED || kind === HEX) this.#string(font, this.#bytes(i, kind))
    }
  }

  #letters(): FontLetters | undefined {
    const { s, scan } = this
    if (s.fontFrom < 0) return undefined
    const key = scan.name(s.fontFrom, s.fontTo)
    if (!this.#named.has(key)) this.#named.set(key, this.#fontOf(key))
    return this.#named.get(key)
  }

  #bytes(i: number, kind: number): Uint8Array {
    const { scan } = this
    if (kind === ESCAPED) return scan.stringAt(i)
    const bytes = scan.bytes.subarray(scan.from[i]!, scan.to[i]!)
    if (kind === PLAIN) return bytes
    const digits = Buffer.from(bytes)
      .toString('latin1')
      .replace(/[^0-9a-fA-F]/g, '')
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
  }

  #string(font: FontLetters, bytes: Uint8Array): void {
    const { s, pen } = this
    const { step } = font
    for (let i = 0; i + step <= bytes.length; i += step) {
      const code = step === 2 ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!
      const space = step === 1 && code === 32 ? s.wordSpace : 0
      const glyph = (font.width(code) / 1000) * s.size * s.scale
      const letter = font.letter(code)
      if (letter !== '') this.#letter(letter, glyph)
      pen.advance(glyph + (s.charSpace + space) * s.scale)
    }
  }

  #letter(letter: string, wide: number): void {
    const { s, pen } = this
    const m = multiply([pen.a, pen.b, pen.c, pen.d, pen.x, pen.y], s.m)
    const size = Math.abs(s.size)
    const box = transformBox(m, [
      Math.min(0, wide),
      s.rise - 0.22 * size,
      Math.max(0, wide),
      s.rise + 0.8 * size,
    ])
    const at = (x: number): readonly [number, number] => [
      m[0] * x + m[2] * s.rise + m[4],
      m[1] * x + m[3] * s.rise + m[5],
    ]
    this.#line.add(letter, box, at(0), at(wide), size * Math.hypot(m[2], m[3]))
  }
}
