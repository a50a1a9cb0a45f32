import type { Cited, FoundCitation } from './citations.ts'
import { Meaning, type Place, type Role } from './meaning.ts'
import type { Face, Typefaces } from './typeface.ts'

/** Points to a millimetre. */
export const MM = 72 / 25.4
/** A4 in points. */
export const A4 = { width: 595.276, height: 841.89 } as const
/** The page's margins: left for punching, room for the stamp at the foot. */
export const MARGIN = { left: 27 * MM, right: 20 * MM, top: 20 * MM, foot: 24 * MM } as const
/** The width of the text. */
export const MEASURE = A4.width - MARGIN.left - MARGIN.right

/** The colours of paper: black, greys that survive a copier, one deep water, and a mark for warnings. */
export const INK = {
  black: '0.067 g',
  grey: '0.267 g',
  line: '0.733 g',
  water: '0.0706 0.3373 0.4235 rg',
  chestnut: '0.561 0.204 0.082 rg',
} as const

/** How a text is set. */
export interface Style {
  readonly face: Face
  readonly size: number
  readonly ink?: string
}

/** A stretch of text in one style; a line is a list of them. */
export interface Span {
  readonly text: string
  readonly style: Style
  /** What these words name, where they cite a page or a document. */
  readonly cites?: Cited
}

/** A link on a sheet, its box in PDF coordinates, and the page it leads to. */
export interface SheetLink {
  readonly box: readonly [number, number, number, number]
  readonly page: number
  readonly words: string
  /** The part that is the link. */
  readonly meaning: Meaning
}

const round = (n: number) => String(Math.round(n * 1000) / 1000)

/** Splits styled text into lines no wider than `width`. Words too long for a line are cut. */
export function wrapSpans(faces: Typefaces, spans: readonly Span[], width: number): Span[][] {
  const lines: Span[][] = [[]]
  let room = width
  const measure = (text: string, style: Style) => faces.get(style.face).width(text, style.size)
  const put = (text: string, style: Style, wide: number) => {
    const line = lines[lines.length - 1]!
    const last = line[line.length - 1]
    if (last && last.style === style) line[line.length - 1] = { text: last.text + text, style }
    else line.push({ text, style })
    room -= wide
  }
  for (const { text, style } of spans) {
    for (const piece of text.match(/\S{1,160}|\s+/gu) ?? []) {
      let wide = measure(piece, style)
      if (/^\s/.test(piece)) {
        if (lines[lines.length - 1]!.length > 0) put(' ', style, measure(' ', style))
        continue
      }
      if (wide > room && lines[lines.length - 1]!.length > 0) {
        lines.push([])
        room = width
      }
      let rest = piece
      while (wide > room) {
        const characters = [...rest]
        let n = Math.max(1, Math.min(characters.length - 1, Math.floor((characters.length * room) / wide)))
        while (n > 1 && measure(characters.slice(0, n).join(''), style) > room) n--
        if (characters.length <= 1) break
        put(characters.slice(0, n).join(''), style, 0)
        lines.push([])
        room = width
        rest = characters.slice(n).join('')
        wide = measure(rest, style)
      }
      put(rest, style, wide)
    }
  }
  return lines
}

/** Splits a text into lines. */
export function wrap(faces: Typefaces, text: string, style: Style, width: number): string[] {
  return wrapSpans(faces, [{ text, style }], width).map((line) =>
    line
      .map((span) => span.text)
      .join('')
      .trimEnd(),
  )
}

/**
 * One A4 page being drawn. Distances are from the top left, in points. Text belongs to the part named last by `as` or
 * `on`, and to a paragraph of its own where none was named; rules and fills are only to be seen.
 */
export class Sheet {
  readonly faces: Typefaces
  readonly links: SheetLink[] = []
  /** Words that name a page or a document. */
  readonly citations: FoundCitation[] = []
  readonly used = new Set<Face>()
  /** The part this sheet belongs to; sheets of one document share it. */
  readonly part: Meaning
  /** The part of each marked stretch of content, by its number. */
  readonly marks: Meaning[] = []
  readonly place: Place = {}
  #ops = ''
  #now: Meaning | undefined
  #open: Meaning | 'Layout' | 'Pagination' | undefined
  #aside = false

  constructor(faces: Typefaces, part = new Meaning('Part')) {
    this.faces = faces
    this.part = part
  }

  /** What is set next is a new part, within another or at the end of the sheet's own. */
  as(role: Role, within: Meaning = this.part): Meaning {
    this.#now = within.add(role)
    return this.#now
  }

  /** What is set next belongs to a part that was begun before. */
  on(meaning: Meaning): void {
    this.#now = meaning
  }

  /** Whether what is set from here on stands on every page and is not read out: heads, feet. */
  aside(yes: boolean): void {
    this.#aside = yes
  }

  #enter(): void {
    if (this.#aside) {
      this.#decorate('Pagination')
      return
    }
    this.#now ??= this.part.add('P')
    if (this.#open === this.#now) return
    this.#shut()
    this.#open = this.#now
    this.#now.kids.push({ place: this.place, mark: this.marks.length })
    this.#ops += `/${this.#now.role} <</MCID ${this.marks.length}>> BDC\n`
    this.marks.push(this.#now)
  }

  #decorate(kind: 'Layout' | 'Pagination'): void {
    if (this.#open === kind) return
    this.#shut()
    this.#open = kind
    this.#ops += `/Artifact <</Type /${kind}>> BDC\n`
  }

  #shut(): void {
    if (this.#open !== undefined) this.#ops += 'EMC\n'
    this.#open = undefined
  }

  /** The width of a text as it would be set. */
  width(text: string, style: Style): number {
    return this.faces.get(style.face).width(text, style.size)
  }

  /** Sets one line with its baseline `y` below the top. */
  text(x: number, y: number, text: string, style: Style, align: 'left' | 'right' | 'centre' = 'left'): void {
    if (text.trim() === '') return
    this.#enter()
    const wide = this.width(text, style)
    const left = align === 'left' ? x : align === 'right' ? x - wide : x - wide / 2
    this.used.add(style.face)
    const shown = this.faces.get(style.face).show(text)
    const apart = this.#aside ? '' : this.#apart(left, y, style)
    this.#ops += `BT\n${style.ink ?? INK.black}\n/${style.face} ${round(style.size)} Tf\n${apart}1 0 0 1 ${round(left)} ${round(A4.height - y)} Tm\n${shown}ET\n`
    if (!this.#aside && this.#now)
      this.#now.line.pen = { place: this.place, x: left + wide, y, space: /\s$/.test(text) }
  }

  // A line's end is not a character: without a space before the next line its words would be read as one.
  #apart(left: number, y: number, style: Style): string {
    const pen = this.#now?.line.pen
    if (!pen || pen.space) return ''
    if (pen.place === this.place && pen.y === y && Math.abs(pen.x - left) < 0.01) return ''
    const before = left - this.width(' ', style)
    return `1 0 0 1 ${round(before)} ${round(A4.height - y)} Tm\n${this.faces.get(style.face).show(' ')}`
  }

  /** Sets a line of spans one after another. */
  spans(x: number, y: number, line: readonly Span[]): void {
    let at = x
    for (const { text, style, cites } of line) {
      if (cites) this.#cite(at, y, text, style, cites)
      else this.text(at, y, text, style)
      at += this.width(text, style)
    }
  }

  // Words that name something are a part of their own within the line, so that they can become a link.
  #cite(x: number, y: number, text: string, style: Style, cited: Cited): void {
    this.#now ??= this.part.add('P')
    const within = this.#now
    const meaning = within.inline(cited)
    this.#now = meaning
    this.text(x, y, text, style)
    this.#now = within
    const foot = A4.height - y
    const wide = this.width(text.trimEnd(), style)
    const box = [x, foot - 0.25 * style.size, x + wide, foot + 0.85 * style.size] as const
    this.citations.push({ box, cited, meaning })
  }

  /** A horizontal rule. */
  rule(x: number, y: number, width: number, thickness: number, grey = '0.067 G'): void {
    this.#decorate(this.#aside ? 'Pagination' : 'Layout')
    const at = A4.height - y
    this.#ops += `q ${grey} ${round(thickness)} w ${round(x)} ${round(at)} m ${round(x + width)} ${round(at)} l S Q\n`
  }

  /** A filled rectangle. */
  fill(x: number, y: number, width: number, height: number, ink: string): void {
    this.#decorate(this.#aside ? 'Pagination' : 'Layout')
    this.#ops += `q ${ink} ${round(x)} ${round(A4.height - y - height)} ${round(width)} ${round(height)} re f Q\n`
  }

  /** A link over a box, to a page counted from 1; what was set last is what it says. */
  link(x: number, y: number, width: number, height: number, page: number, words: string): void {
    const box = [x, A4.height - y - height, x + width, A4.height - y].map((n) => Math.round(n * 100) / 100)
    const meaning = this.#now?.role === 'Link' ? this.#now : this.part.add('Link')
    this.links.push({ box: box as unknown as SheetLink['box'], page, words, meaning })
  }

  /** Operators as they stand, for pictures and the shared forms. */
  raw(ops: string): void {
    this.#enter()
    this.#ops += ops
  }

  /** What was drawn. */
  content(): string {
    this.#shut()
    return this.#ops
  }
}
