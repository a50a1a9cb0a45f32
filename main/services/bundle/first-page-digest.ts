import { createHash } from 'node:crypto'
import { FIELD_FONT } from './annotation-looks.ts'
import { CITATION_NAME } from './citations.ts'
import { END, Lexer, Word } from './lexer.ts'
import { ObjectDigests } from './object-digest.ts'
import { type Dict, dict, Name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { pageEntry, type SourcePage, viewOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { STAMP_FONT } from './stamp.ts'
import { toUnicode } from './verify-view.ts'

const ownFont = (key: string) => key.startsWith(STAMP_FONT) || key === FIELD_FONT

/**
 * Digests of pages as they were made at first, by streams as they are packed and by resources whether used or not. Kept
 * because what is known of bundles read before holds such digests: a newer version of one is told apart by them.
 */
export class FirstPageDigests {
  readonly #reader: PdfReader
  readonly #objects: ObjectDigests
  readonly #resources = new Map<string, string>()
  readonly #letters = new Map<Value, Map<number, string>>()

  constructor(reader: PdfReader, pages: readonly SourcePage[]) {
    this.#reader = reader
    this.#objects = new ObjectDigests(reader, new Set(pages.map(({ number }) => number)), 'packed')
  }

  /** The digest of a page, hexadecimal. Throws PdfProblem for a page no honest program made. */
  of(page: SourcePage): string {
    const reader = this.#reader
    const { media, crop, rotate, unit } = viewOf(reader, page)
    const resources = pageEntry(reader, page, 'Resources')
    const entries = resources instanceof Map ? resources : dict({})
    const own = this.#isOwn(page, entries)
    const parts = [
      [media, crop, rotate, unit].join(),
      this.#objects.of(page.dict.get('Group') ?? null),
      this.#resourcesOf(page, entries, own),
      ...this.#contents(page, entries, own),
      ...this.#annotations(page),
    ]
    return createHash('sha256').update(parts.join('\n')).digest('hex')
  }

  /** Whether we set the page ourselves: one piece of content, with the drawing of the last page's number at hand. */
  #isOwn(page: SourcePage, resources: Dict): boolean {
    const drawings = this.#reader.get(resources, 'XObject')
    return (
      !Array.isArray(this.#reader.get(page.dict, 'Contents')) &&
      drawings instanceof Map &&
      drawings.has('Total')
    )
  }

  #resourcesOf(page: SourcePage, resources: Dict, own: boolean): string {
    const at = page.dict.get('Resources')
    const key = at instanceof Ref ? `${at.number} ${own}` : undefined
    const known = key === undefined ? undefined : this.#resources.get(key)
    if (known !== undefined) return known
    const left: Dict = new Map(resources)
    left.delete('ProcSet')
    const fonts = this.#reader.get(resources, 'Font')
    if (fonts instanceof Map) {
      const theirs = [...fonts].filter(([name]) => !own && !ownFont(name))
      if (theirs.length > 0) left.set('Font', new Map(theirs))
      else left.delete('Font')
    }
    const drawings = this.#reader.get(resources, 'XObject')
    if (own && drawings instanceof Map)
      left.set('XObject', new Map([...drawings].filter(([name]) => name !== 'Total')))
    const digest = this.#objects.of(left)
    if (key !== undefined) this.#resources.set(key, digest)
    return digest
  }

  #contents(page: SourcePage, resources: Dict, own: boolean): string[] {
    const whole = page.dict.get('Contents') ?? null
    const list = this.#reader.resolve(whole)
    const pieces: Value[] = Array.isArray(list) ? list : [whole]
    const last = this.#reader.resolve(pieces.at(-1))
    const data = last instanceof Stream ? this.#reader.unpacked(last) : null
    // Only what carries a page number of ours is read; the content of a source stays as it is, to the byte.
    if (!data || !Buffer.from(data).includes('/Subtype /PageNum'))
      return pieces.map((each) => this.#objects.of(each))
    const isOurs = own ? () => true : ownFont
    return [
      ...pieces.slice(0, -1).map((each) => this.#objects.of(each)),
      this.#withoutPagination(data, resources, isOurs),
    ]
  }

  /** Content of ours without page numbers, headers and footers, its letters as what they mean. */
  #withoutPagination(data: Uint8Array, resources: Dict, isOurs: (font: string) => boolean): string {
    const fonts = this.#reader.get(resources, 'Font')
    const hash = createHash('sha256')
    const lexer = new Lexer(data)
    let args: Value[] = []
    let pagination = 0
    let letters: Map<number, string> | undefined
    for (let token = lexer.token(); token !== END; token = lexer.token()) {
      if (!(token instanceof Word)) {
        args.push(token)
        continue
      }
      const op = token.value
      if (op === 'Tf' && args[0] instanceof Name) {
        const font = args[0].value
        letters = isOurs(font) && fonts instanceof Map ? this.#lettersOf(fonts.get(font) ?? null) : undefined
        // Which name our font goes by depends on what else the page has.
        if (letters && font.startsWith(STAMP_FONT)) args[0] = new Name(STAMP_FONT)
      }
      if (op === 'BDC' && (pagination > 0 || isPagination(args))) pagination++
      else if (op === 'EMC' && pagination > 0) pagination--
      else if (pagination === 0) {
        for (const value of args) hash.update(`${spelt(value, letters)} `)
        hash.update(`${op}\n`)
      }
      args = []
    }
    return hash.digest('hex')
  }

  #lettersOf(font: Value): Map<number, string> {
    const key = font instanceof Ref ? font.number : 0
    const known = this.#letters.get(key)
    if (known && key > 0) return known
    const made = toUnicode(this.#reader, this.#reader.resolve(font))
    this.#letters.set(key, made)
    return made
  }

  #annotations(page: SourcePage): string[] {
    const list = this.#reader.get(page.dict, 'Annots')
    return (Array.isArray(list) ? list : [])
      .filter((each) => !isCitation(this.#reader, each))
      .map((each) => this.#objects.of(each))
  }
}

// A late exhibit makes a link of words that were there before: the page shows what it did.
function isCitation(reader: PdfReader, each: Value): boolean {
  const annotation = reader.resolve(each)
  const called = annotation instanceof Map ? reader.get(annotation, 'NM') : null
  return called instanceof Text && readTextString(called).startsWith(CITATION_NAME)
}

function isPagination([tag, properties]: readonly Value[]): boolean {
  const type = properties instanceof Map ? properties.get('Type') : undefined
  return (
    tag instanceof Name && tag.value === 'Artifact' && type instanceof Name && type.value === 'Pagination'
  )
}

/** A value written out, the letters of our own typefaces as what they mean. */
function spelt(value: Value, letters: Map<number, string> | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item) => spelt(item, letters)).join(' ')}]`
  if (value instanceof Map)
    return `<<${[...value].map(([key, item]) => `/${key} ${spelt(item, letters)}`).join(' ')}>>`
  if (value instanceof Name) return `/${value.value}`
  if (!(value instanceof Text)) return String(value)
  if (letters === undefined) return `(${Buffer.from(value.bytes).toString('hex')})`
  let said = ''
  for (let i = 0; i + 1 < value.bytes.length; i += 2) {
    const code = value.bytes[i]! * 256 + value.bytes[i + 1]!
    said += letters.get(code) ?? `\ufffd${code}`
  }
  return JSON.stringify(said)
}
