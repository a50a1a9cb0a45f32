import { type FontMeasure, measureOf } from './font-widths.ts'
import { IDENTITY, type Matrix, multiply, transformBox } from './geometry.ts'
import { OPERATORS } from './ink-acts.ts'
import { InkRun } from './ink-run.ts'
import { type Dict, Name, Stream, type Value } from './objects.ts'
import { type Box, boxOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { type Unseen, UnseenWords } from './unseen-words.ts'

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
  /** Some programs stop within the content, or take what follows for part of it, so that nothing may follow it. */
  readonly faulty: boolean
  readonly hasText: boolean
  readonly hasInk: boolean
  /** How many characters are shown in fonts whose text can be had; once there are ENOUGH, not all are counted. */
  readonly letters: number
  /** The area pictures take of the page, in its own units; more than its whole where they overlap. */
  readonly pictured: number
  /** How many bytes of text run rightwards, upwards, leftwards and downwards in the page's own space. */
  readonly quarters: readonly [number, number, number, number]
  readonly largest: DrawnLargest | null
  /** What words it holds that do not show, in form and place. */
  readonly unseen: Unseen
}

/** The largest picture drawn: the area it takes of the page, and how many of its points stand on an inch, at the least. */
interface DrawnLargest {
  readonly area: number
  readonly dpi: number
}

/** So many characters are more than a stamp or a caption: a page that shows them is a page with text. */
export const ENOUGH = 100

const EVERYWHERE: Box = [-1e9, -1e9, 1e9, 1e9]
const DEEPEST_FORM = 12
const MOST_STEPS = 5_000_000
/** For forms that are read for their words alone. */
const MOST_STEPS_ASIDE = 500_000

/** Reads a page's content only far enough to know where ink is: never draws, never throws. */
export class InkReader {
  readonly #reader: PdfReader
  readonly #zones: readonly Box[]
  readonly #marks: Set<Mark>[]
  readonly #fonts: Map<Value, FontMeasure>
  /** Fonts by name in the resources last asked. */
  #named: { readonly of: Dict; readonly fonts: Map<string, FontMeasure | undefined> } = {
    of: new Map(),
    fonts: new Map(),
  }
  #steps = 0
  #open = 0
  #under = 0
  #unclosed = ''
  #faulty = false
  #text = false
  #ink = false
  #letters = 0
  #pictured = 0
  readonly #quarters: [number, number, number, number] = [0, 0, 0, 0]
  #largest: DrawnLargest | null = null
  readonly #page: Box
  readonly #unseen = new UnseenWords()
  /** How many steps are left for forms that are read for their words alone, while one is. */
  #aside = MOST_STEPS_ASIDE
  #within = false

  /** `page` is what of it is seen; without, nothing is off it. */
  constructor(
    reader: PdfReader,
    zones: readonly Box[],
    fonts: Map<Value, FontMeasure>,
    page: Box = EVERYWHERE,
  ) {
    this.#reader = reader
    this.#page = page
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
      this.#faulty = true
    }
    return {
      marks: this.#marks,
      open: this.#open,
      under: this.#under,
      unclosed: this.#unclosed,
      faulty: this.#faulty,
      hasText: this.#text,
      hasInk: this.#ink,
      letters: this.#letters,
      pictured: this.#pictured,
      quarters: this.#quarters,
      largest: this.#largest,
      unseen: this.#unseen.found(this.#pictured),
    }
  }

  /** Takes a box as marked, for what lies on the page outside its content. */
  mark(box: Box, kind: Mark): void {
    this.#marked(Float64Array.from(box), kind)
  }

  readonly #marked = (at: Float64Array, kind: Mark): void => {
    this.#ink = true
    const zones = this.#zones
    for (let i = 0; i < zones.length; i++) {
      const zone = zones[i]!
      if (at[0]! < zone[2] && at[2]! > zone[0] && at[1]! < zone[3] && at[3]! > zone[1])
        this.#marks[i]!.add(kind)
    }
    if (kind === 'picture') {
      this.#pictured += (at[2]! - at[0]!) * (at[3]! - at[1]!)
      this.#unseen.picture(at)
    }
  }

  readonly #near = (bottom: number, top: number): boolean => {
    const zones = this.#zones
    for (let i = 0; i < zones.length; i++) {
      const zone = zones[i]!
      if (bottom < zone[3] && top > zone[1]) return true
    }
    return false
  }

  #run(content: Uint8Array, resources: Dict, start: Matrix, clip: Box, depth: number): void {
    const run = new InkRun(
      content,
      start,
      clip,
      {
        mark: this.#marked,
        text: (bytes, quarter) => {
          this.#text = true
          this.#quarters[quarter]! += bytes
          return this.#letters < ENOUGH
        },
        letters: (count) => {
          this.#letters += count
        },
        near: this.#near,
        elsewhere: () => {
          this.#ink = true
        },
        font: (key) => this.#font(resources, key),
        unseen: this.#unseen.words,
        object: (key, m, within) => this.#object(key, resources, m, within, depth),
      },
      this.#page,
    )
    if (this.#within) {
      this.#aside = run.all(OPERATORS, this.#aside)
      return
    }
    const left = run.all(OPERATORS, MOST_STEPS - this.#steps)
    this.#steps = MOST_STEPS - left
    if (depth === 0) {
      this.#open = run.open
      this.#under = run.under
      this.#unclosed = run.unclosed
      this.#faulty = run.faulty
    }
  }

  #object(key: string, resources: Dict, outer: Matrix, within: Box, depth: number): 'picture' | null {
    const reader = this.#reader
    const xobjects = reader.get(resources, 'XObject')
    const object = xobjects instanceof Map ? reader.get(xobjects, key) : null
    if (!(object instanceof Stream)) return null
    const kind = reader.get(object.dict, 'Subtype')
    if (kind instanceof Name && kind.value === 'Image') {
      this.#measure(object.dict, outer)
      return 'picture'
    }
    if (!(kind instanceof Name) || kind.value !== 'Form' || depth >= DEEPEST_FORM) return null
    const matrix = reader.get(object.dict, 'Matrix')
    const placed =
      Array.isArray(matrix) && matrix.length === 6
        ? (matrix.map((v) => Number(reader.resolve(v)) || 0) as unknown as Matrix)
        : IDENTITY
    const m = multiply(placed, outer)
    const box = boxOf(reader, reader.get(object.dict, 'BBox'))
    const edge = box ? transformBox(m, box) : EVERYWHERE
    const clip: Box = [
      Math.max(edge[0], within[0]),
      Math.max(edge[1], within[1]),
      Math.min(edge[2], within[2]),
      Math.min(edge[3], within[3]),
    ]
    if (clip[0] >= clip[2] || clip[1] >= clip[3]) return null
    const inner = reader.get(object.dict, 'Resources')
    const own = inner instanceof Map ? inner : resources
    // A form that can reach no zone tells nothing more once enough text and ink were seen, but for words that do not show.
    if (this.#letters >= ENOUGH && this.#ink && !this.#zones.some((zone) => reaches(clip, zone))) {
      if (own.has('Font') || own.has('XObject')) this.#readAside(object, own, m, clip, depth)
      return null
    }
    const data = reader.unpacked(object)
    if (data) this.#run(data, own, m, clip, depth + 1)
    return null
  }

  // What is wrong with such a form changes nothing of how its page is laid, and neither does how long it takes.
  #readAside(form: Stream, resources: Dict, m: Matrix, clip: Box, depth: number): void {
    if (this.#aside <= 0) return
    const before = this.#within
    this.#within = true
    try {
      const data = this.#reader.unpacked(form)
      if (data) this.#run(data, resources, m, clip, depth + 1)
    } catch {
      // It is left to the viewer.
    }
    this.#within = before
  }

  #measure(picture: Dict, m: Matrix): void {
    const area = Math.abs(m[0] * m[3] - m[1] * m[2])
    if (area <= (this.#largest?.area ?? 0)) return
    const points = (key: string, x: number, y: number) => {
      const count = this.#reader.get(picture, key)
      return typeof count === 'number' ? (count * 72) / Math.hypot(x, y) : 0
    }
    this.#largest = { area, dpi: Math.min(points('Width', m[0], m[1]), points('Height', m[2], m[3])) }
  }

  #font(resources: Dict, key: string): FontMeasure | undefined {
    if (resources !== this.#named.of) this.#named = { of: resources, fonts: new Map() }
    const { fonts } = this.#named
    if (!fonts.has(key)) fonts.set(key, this.#find(resources, key))
    return fonts.get(key)
  }

  #find(resources: Dict, key: string): FontMeasure | undefined {
    const fonts = this.#reader.get(resources, 'Font')
    const font = fonts instanceof Map ? this.#reader.get(fonts, key) : null
    const known = this.#fonts.get(font)
    if (known) return known
    const measured = measureOf(this.#reader, font)
    if (font) this.#fonts.set(font, measured)
    return measured
  }
}

function reaches(box: Box, zone: Box): boolean {
  const near = 0.02
  return (
    box[0] - near < zone[2] && box[2] + near > zone[0] && box[1] - near < zone[3] && box[3] + near > zone[1]
  )
}
