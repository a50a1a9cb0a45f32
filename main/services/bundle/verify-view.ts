import { multiply } from './geometry.ts'
import { END, Lexer, Word } from './lexer.ts'
import { type Dict, Name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { labelBy } from './page-labels.ts'
import { pageEntry, type SourcePage } from './page-tree.ts'
import type { PdfReader } from './reader.ts'

/** What a ToUnicode table says a font's codes mean. */
export function toUnicode(reader: PdfReader, font: Value): Map<number, string> {
  const meaning = new Map<number, string>()
  const stream = font instanceof Map ? reader.get(font, 'ToUnicode') : null
  const data = stream instanceof Stream ? reader.unpacked(stream) : null
  if (!data) return meaning
  const lexer = new Lexer(data)
  let args: Value[] = []
  for (let token = lexer.token(); token !== END; token = lexer.token()) {
    if (!(token instanceof Word)) {
      args.push(token)
      continue
    }
    if (token.value === 'endbfchar') {
      const pairs = args.filter((item) => item instanceof Text)
      for (let i = 0; i + 1 < pairs.length; i += 2) {
        if (pairs[i]!.bytes.length > 4) continue
        const code = numberOf(pairs[i]!)
        meaning.set(code, new TextDecoder('utf-16be').decode(pairs[i + 1]!.bytes))
      }
    } else if (token.value === 'endbfrange') addRanges(meaning, args)
    args = []
  }
  return meaning
}

const MOST_CODES = 65_536

/** Runs of codes: each a first and last code, and what the first means or what each means. */
function addRanges(meaning: Map<number, string>, args: readonly Value[]): void {
  for (let i = 0; i + 2 < args.length; i += 3) {
    const [low, high, what] = [args[i], args[i + 1], args[i + 2]]
    if (!(low instanceof Text) || !(high instanceof Text) || low.bytes.length > 4 || high.bytes.length > 4)
      continue
    const from = numberOf(low)
    const to = Math.min(numberOf(high), from + MOST_CODES)
    for (let code = from; code <= to && meaning.size < MOST_CODES; code++) {
      const each = Array.isArray(what) ? what[code - from] : what
      if (!(each instanceof Text) || each.bytes.length < 2) continue
      const bytes = Buffer.from(each.bytes)
      // Of what the first means, the last unit counts up.
      if (!Array.isArray(what))
        bytes.writeUInt16BE((bytes.readUInt16BE(bytes.length - 2) + code - from) & 0xffff, bytes.length - 2)
      meaning.set(code, new TextDecoder('utf-16be').decode(bytes))
    }
  }
}

const numberOf = ({ bytes }: Text): number =>
  bytes.length === 0 ? 0 : Buffer.from(bytes).readUIntBE(0, bytes.length)

/** A page number found in a page's content: what it says, where its pen stood on the page. */
export interface FoundStamp {
  readonly text: string
  readonly x: number
  readonly y: number
}

/** The page number set in the last piece of a page's content, read back as a viewer would; null if there is none. */
export function stampOf(
  reader: PdfReader,
  page: SourcePage,
  fonts: Map<Value, Map<number, string>>,
): FoundStamp | null {
  const contents = reader.get(page.dict, 'Contents')
  const last = Array.isArray(contents) ? reader.resolve(contents.at(-1)) : contents
  const data = last instanceof Stream ? reader.unpacked(last) : null
  const resources = pageEntry(reader, page, 'Resources')
  if (!data || !(resources instanceof Map)) return null
  const lexer = new Lexer(data)
  let args: Value[] = []
  let inside = 0
  let words = ''
  let place: readonly [number, number] | undefined
  let meaning: Map<number, string> | undefined
  let matrix: Parameters<typeof multiply>[0] = [1, 0, 0, 1, 0, 0]
  let pen: Parameters<typeof multiply>[0] = matrix
  const six = () => args.slice(0, 6).map(Number) as unknown as typeof matrix
  for (let token = lexer.token(); token !== END; token = lexer.token()) {
    if (!(token instanceof Word)) {
      args.push(token)
      continue
    }
    if (token.value === 'BDC') {
      const properties = args[1]
      const kind = properties instanceof Map ? properties.get('Subtype') : undefined
      inside = kind instanceof Name && kind.value === 'PageNum' ? 1 : 0
    } else if (token.value === 'EMC') inside = 0
    else if (inside && token.value === 'cm') matrix = six()
    else if (inside && token.value === 'Tf') {
      const all = reader.get(resources, 'Font')
      const font = all instanceof Map && args[0] instanceof Name ? reader.get(all, args[0].value) : null
      meaning = fonts.get(font) ?? toUnicode(reader, font)
      fonts.set(font, meaning)
    } else if (inside && token.value === 'Tm') pen = multiply(six(), matrix)
    else if (inside && token.value === 'TJ') {
      place = [pen[4], pen[5]]
      words += said(args[0], meaning)
    }
    args = []
  }
  return place ? { text: words, x: place[0], y: place[1] } : null
}

/** A bookmark as the file has it. */
export interface FoundBookmark {
  readonly title: string
  /** The page it leads to, from 1; 0 if to none. */
  readonly page: number
  readonly depth: number
}

/** The bookmarks of a file down to a depth, in order. */
export function bookmarksOf(
  reader: PdfReader,
  root: Dict,
  pageAt: ReadonlyMap<number, number>,
  deepest: number,
): FoundBookmark[] {
  const outlines = reader.get(root, 'Outlines')
  const found: FoundBookmark[] = []
  const seen = new Set<number>()
  const stack: { at: Value | undefined; depth: number }[] =
    outlines instanceof Map ? [{ at: outlines.get('First'), depth: 0 }] : []
  while (stack.length > 0) {
    const { at, depth } = stack.pop()!
    if (!(at instanceof Ref) || seen.has(at.number)) continue
    seen.add(at.number)
    const node = reader.resolve(at)
    if (!(node instanceof Map)) continue
    const title = reader.get(node, 'Title')
    found.push({
      title: title instanceof Text ? readTextString(title) : '',
      page: pageOfDest(reader, reader.get(node, 'Dest'), pageAt),
      depth,
    })
    stack.push({ at: node.get('Next'), depth })
    if (depth < deepest) stack.push({ at: node.get('First'), depth: depth + 1 })
  }
  return found
}

/** The page an explicit destination leads to, from 1; 0 if to none. */
export function pageOfDest(_: PdfReader, dest: Value, pageAt: ReadonlyMap<number, number>): number {
  const first = Array.isArray(dest) ? dest[0] : null
  return first instanceof Ref ? (pageAt.get(first.number) ?? 0) : 0
}

/** The label each page shows in a viewer's page field. */
export function labelsOf(reader: PdfReader, root: Dict, pages: number): (string | undefined)[] {
  const labels = reader.get(root, 'PageLabels')
  const nums = labels instanceof Map ? reader.get(labels, 'Nums') : null
  const list = Array.isArray(nums) ? nums : []
  const out: (string | undefined)[] = Array.from({ length: pages })
  for (let i = 0; i < list.length; i += 2) {
    const from = Number(list[i])
    const to = i + 2 < list.length ? Number(list[i + 2]) : pages
    const rule = reader.resolve(list[i + 1])
    if (!(rule instanceof Map)) continue
    const style = reader.get(rule, 'S')
    const prefix = reader.get(rule, 'P')
    const start = reader.get(rule, 'St')
    for (let page = from; page >= 0 && page < Math.min(to, pages); page++) {
      out[page] = labelBy(
        style instanceof Name ? style.value : '',
        prefix instanceof Text ? readTextString(prefix) : '',
        typeof start === 'number' ? start : 1,
        page - from,
      )
    }
  }
  return out
}

/** A stretch of text on a page and where it begins. */
export interface FoundText {
  readonly text: string
  readonly x: number
  readonly y: number
}

/** The upright texts of a page we set, read back as a viewer would; the watermark lies across and is not one. */
export function textOf(
  reader: PdfReader,
  page: SourcePage,
  fonts: Map<Value, Map<number, string>>,
): FoundText[] {
  const stream = reader.get(page.dict, 'Contents')
  const data = stream instanceof Stream ? reader.unpacked(stream) : null
  const resources = pageEntry(reader, page, 'Resources')
  const all = resources instanceof Map ? reader.get(resources, 'Font') : null
  if (!data || !(all instanceof Map)) return []
  const out: FoundText[] = []
  const lexer = new Lexer(data)
  let args: Value[] = []
  let place: readonly [number, number] | null = null
  let meaning: ReadonlyMap<number, string> | undefined
  for (let token = lexer.token(); token !== END; token = lexer.token()) {
    if (!(token instanceof Word)) {
      args.push(token)
      continue
    }
    if (token.value === 'Tf' && args[0] instanceof Name) {
      const font = reader.get(all, args[0].value)
      const known = fonts.get(font) ?? toUnicode(reader, font)
      fonts.set(font, known)
      meaning = known
    } else if (token.value === 'Tm') place = args[1] === 0 ? [Number(args[4]), Number(args[5])] : null
    else if (token.value === 'TJ' && place)
      out.push({ text: said(args[0], meaning), x: place[0], y: place[1] })
    args = []
  }
  return out
}

/** What the codes of a text-showing operator mean. */
function said(list: Value | undefined, meaning: ReadonlyMap<number, string> | undefined): string {
  let out = ''
  for (const item of Array.isArray(list) ? list : []) {
    if (!(item instanceof Text)) continue
    for (let i = 0; i + 1 < item.bytes.length; i += 2)
      out += meaning?.get(item.bytes[i]! * 256 + item.bytes[i + 1]!) ?? '\ufffd'
  }
  return out
}
