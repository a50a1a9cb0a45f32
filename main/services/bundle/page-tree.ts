import { PdfProblem } from './lexer.ts'
import { type Dict, Name, Ref, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

/** A page of a source, with what it inherits from the nodes above it. */
export interface SourcePage {
  /** Object number; 0 for a page written in place. */
  readonly number: number
  readonly dict: Dict
  readonly inherited: { readonly [key: string]: Value }
}

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'] as const
const MOST_PAGES = 500_000

/** An attribute of a page, its own or inherited, resolved. */
export function pageEntry(reader: PdfReader, page: SourcePage, key: string): Value {
  const own = reader.get(page.dict, key)
  return own ?? reader.resolve(page.inherited[key])
}

/**
 * The pages of a file in order. A node met twice is entered once, so a tree that loops ends. Throws PdfProblem
 * when there is no page at all. A tree that cannot be walked is replaced by every page object in the file.
 */
export function pagesOf(reader: PdfReader): SourcePage[] {
  const pages: SourcePage[] = []
  const root = reader.get(reader.trailer, 'Root')
  const top = root instanceof Map ? root.get('Pages') : undefined
  const seen = new Set<number>()
  const stack: { value: Value | undefined; inherited: Record<string, Value> }[] = [
    { value: top, inherited: {} },
  ]
  let looped = false
  let lost = false
  while (stack.length > 0) {
    const { value, inherited } = stack.pop()!
    const number = value instanceof Ref ? value.number : 0
    if (number > 0) {
      if (seen.has(number)) {
        looped = true
        continue
      }
      seen.add(number)
    }
    const node = reader.resolve(value)
    if (!(node instanceof Map)) {
      lost = true
      continue
    }
    const kids = reader.get(node, 'Kids')
    const type = reader.get(node, 'Type')
    if (Array.isArray(kids) && !(type instanceof Name && type.value === 'Page')) {
      const below = { ...inherited }
      for (const key of INHERITED) {
        const own = node.get(key)
        if (own !== undefined && own !== null) below[key] = own
      }
      for (let i = kids.length - 1; i >= 0; i--) stack.push({ value: kids[i], inherited: below })
    } else pages.push({ number, dict: node, inherited })
    if (pages.length > MOST_PAGES || stack.length > 4 * MOST_PAGES) {
      throw new PdfProblem('hostile', 'It claims more pages than any honest file.')
    }
  }
  if (looped) reader.repairs.push('Its page tree ran in a circle; each page is taken once.')
  if (pages.length === 0) {
    for (const number of reader.numbers()) {
      const node = quietly(reader, number)
      const type = node instanceof Map ? node.get('Type') : undefined
      if (node instanceof Map && type instanceof Name && type.value === 'Page')
        pages.push({ number, dict: node, inherited: {} })
    }
    if (pages.length > 0)
      reader.loses('Its page tree was damaged; the pages found are in the order of the file.')
  } else if (lost) reader.loses('A page the file lists is missing from it.')
  if (pages.length === 0) throw new PdfProblem('no-pages', 'It is a PDF without pages.')
  return pages
}

function quietly(reader: PdfReader, number: number): Value {
  try {
    return reader.object(number)
  } catch {
    return null
  }
}

/** A rectangle, left, bottom, right, top. */
export type Box = readonly [number, number, number, number]

/** A box entry put in order; undefined if it is not four numbers or has no area. */
export function boxOf(reader: PdfReader, value: Value): Box | undefined {
  if (!Array.isArray(value) || value.length < 4) return undefined
  const at = (i: number): number => {
    const item = reader.resolve(value[i])
    return typeof item === 'number' ? item : Number.NaN
  }
  const a = at(0)
  const b = at(1)
  const c = at(2)
  const d = at(3)
  if (!Number.isFinite(a + b + c + d)) return undefined
  const box: Box = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
  return box[2] - box[0] > 0 && box[3] - box[1] > 0 ? box : undefined
}

/** What of a page is seen, and how it is turned. */
export interface PageView {
  readonly media: Box
  readonly crop: Box
  readonly rotate: 0 | 90 | 180 | 270
  readonly unit: number
}

/**
 * The visible box of a page (crop within media), its turn and unit. A page without a usable box is taken as readers take
 * it, as American letter.
 */
export function viewOf(reader: PdfReader, page: SourcePage): PageView {
  const media = boxOf(reader, pageEntry(reader, page, 'MediaBox')) ?? [0, 0, 612, 792]
  const asked = boxOf(reader, pageEntry(reader, page, 'CropBox')) ?? media
  const crop: Box = [
    Math.max(asked[0], media[0]),
    Math.max(asked[1], media[1]),
    Math.min(asked[2], media[2]),
    Math.min(asked[3], media[3]),
  ]
  const turn = pageEntry(reader, page, 'Rotate')
  const rotate = typeof turn === 'number' ? (((Math.round(turn / 90) * 90) % 360) + 360) % 360 : 0
  const unit = reader.get(page.dict, 'UserUnit')
  return {
    media,
    crop: crop[2] > crop[0] && crop[3] > crop[1] ? crop : media,
    rotate: rotate as PageView['rotate'],
    unit: typeof unit === 'number' && unit > 0 && unit <= 1000 ? unit : 1,
  }
}
