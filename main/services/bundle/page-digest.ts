import { createHash } from 'node:crypto'
import { FIELD_FONT } from './annotation-looks.ts'
import { CITATION_NAME } from './citations.ts'
import { contentTokens, spelt, unwrapped } from './content-tokens.ts'
import { ObjectDigests } from './object-digest.ts'
import { type Dict, dict, Name, Ref, readTextString, Stream, Text, type Value } from './objects.ts'
import { pageEntry, type SourcePage, viewOf } from './page-tree.ts'
import { withoutHeads, withoutNumber } from './pagination.ts'
import type { PdfReader } from './reader.ts'
import { STAMP_FONT } from './stamp.ts'
import { unpackedStream } from './unpacked-stream.ts'
import { toUnicode } from './verify-view.ts'

/** Kinds of resource that count only where content names one of them. Any other kind counts as a whole. */
const BY_NAME = new Set(['XObject', 'Font', 'Pattern', 'Shading', 'ExtGState', 'Properties', 'ColorSpace'])
/** Forms within forms, beyond which one counts as an object. */
const DEEPEST = 24
/** Content longer than any page of an office is not taken apart into tokens: they need many times its memory. */
const LONGEST = 24 * 1024 * 1024

const sha256 = (parts: readonly string[]) => createHash('sha256').update(parts.join('\n')).digest('hex')

/** What a piece of content is read with. */
interface Setting {
  readonly resources: Dict
  /** We set the page ourselves. */
  readonly own: boolean
  readonly depth: number
  /** Not all of the content could be read, so that every resource may be used. */
  readonly partly?: boolean
}

/**
 * Digests of pages by what they show, for comparing two bundles: see FORMAT.md for what is left out. Content counts by
 * its tokens and resources by whether they are used, so that neither another way of writing the file nor what only
 * another page shows makes a difference. Our own letters count by what they mean, for a bundle cuts its typefaces down
 * to the letters it uses and numbers them anew.
 */
export class PageDigests {
  readonly #reader: PdfReader
  readonly #objects: ObjectDigests
  readonly #letters = new Map<number, ReadonlyMap<number, string>>()
  /** Forms that have their own resources, by object number. */
  readonly #forms = new Map<number, string>()

  constructor(reader: PdfReader, pages: readonly SourcePage[]) {
    this.#reader = reader
    this.#objects = new ObjectDigests(reader, new Set(pages.map(({ number }) => number)), 'shown')
  }

  /** The digest of a page, hexadecimal. Throws PdfProblem for a page no honest program made. */
  of(page: SourcePage): string {
    const reader = this.#reader
    const { media, crop, rotate, unit } = viewOf(reader, page)
    const found = pageEntry(reader, page, 'Resources')
    const resources = found instanceof Map ? found : dict({})
    const setting = { resources, own: this.#isOwn(page, resources), depth: 0 }
    return sha256([
      [media, crop, rotate, unit].join(),
      this.#objects.of(page.dict.get('Group') ?? null),
      ...this.#content(page, setting),
      ...this.#annotations(page),
    ])
  }

  /** Whether we set the page ourselves: one piece of content, with the drawing of the last page's number at hand. */
  #isOwn(page: SourcePage, resources: Dict): boolean {
    const drawings = this.#reader.get(resources, 'XObject')
    const fonts = this.#reader.get(resources, 'Font')
    return (
      !Array.isArray(this.#reader.get(page.dict, 'Contents')) &&
      drawings instanceof Map &&
      drawings.has('Total') &&
      fonts instanceof Map &&
      [...fonts.values()].every((font) => this.#isOurs(font))
    )
  }

  #content(page: SourcePage, setting: Setting): string[] {
    const whole = this.#reader.get(page.dict, 'Contents')
    const parts: Uint8Array[] = []
    const unread: string[] = []
    let length = 0
    for (const [i, each] of (Array.isArray(whole) ? whole : [whole]).entries()) {
      const piece = this.#reader.resolve(each)
      if (!(piece instanceof Stream)) continue
      const { entries, data } = unpackedStream(this.#reader, piece)
      length += data.length
      if (isPacked(entries) || length > LONGEST) unread.push(`${i} ${this.#objects.of(piece)}`)
      else parts.push(data, Buffer.from('\n'))
      if (length > LONGEST) length -= data.length
    }
    return [...unread, ...this.#drawn(Buffer.concat(parts), { ...setting, partly: unread.length > 0 })]
  }

  /** Content by its tokens, and the resources they name. */
  #drawn(data: Uint8Array, setting: Setting): string[] {
    const { resources, own, depth } = setting
    const fonts = this.#reader.get(resources, 'Font')
    const ours = new Map<string, ReadonlyMap<number, string>>()
    for (const [name, font] of fonts instanceof Map ? fonts : [])
      if ((own || name.startsWith(STAMP_FONT) || name === FIELD_FONT) && this.#isOurs(font))
        ours.set(spelt(name), this.#lettersOf(font))
    const all = contentTokens(data, (font) => ours.get(font))
    const shown = own ? withoutHeads(all) : depth === 0 ? withoutNumber(all, (font) => ours.has(font)) : all
    const tokens = unwrapped(shown)
    const named = new Set(tokens.filter((token) => token.startsWith('/')))
    return [...tokens, '', ...this.#resources(setting, named, new Set(ours.keys()))]
  }

  #resources(setting: Setting, named: ReadonlySet<string>, ours: ReadonlySet<string>): string[] {
    const out: string[] = []
    for (const [kind, list] of setting.resources) {
      if (kind === 'ProcSet') continue
      const entries = this.#reader.resolve(list)
      if (!BY_NAME.has(kind) || !(entries instanceof Map)) {
        out.push(`${spelt(kind)} ${this.#objects.of(list)}`)
        continue
      }
      for (const [key, value] of entries) {
        const name = spelt(key)
        // Colours that are named for themselves are drawn by these.
        const always = kind === 'ColorSpace' && key.startsWith('Default')
        if (kind === 'Font' && ours.has(name)) continue
        if (!always && !setting.partly && !named.has(name)) continue
        const told = this.#resource(value, setting)
        if (told !== 'null') out.push(`${spelt(kind)} ${name} ${told}`)
      }
    }
    return out.sort()
  }

  #resource(value: Value, { resources, depth }: Setting): string {
    const known = value instanceof Ref ? this.#forms.get(value.number) : undefined
    if (known !== undefined) return known
    const form = this.#reader.resolve(value)
    if (!(form instanceof Stream) || !draws(form.dict) || depth >= DEEPEST) return this.#objects.of(value)
    const { entries, data } = unpackedStream(this.#reader, form)
    if (isPacked(entries) || data.length > LONGEST) return this.#objects.of(value)
    const held = this.#reader.get(entries, 'Resources')
    const own = held instanceof Map ? held : undefined
    const frame = new Map(entries)
    frame.delete('Resources')
    const setting = { resources: own ?? resources, own: false, depth: depth + 1 }
    const digest = sha256([this.#objects.of(frame), ...this.#drawn(data, setting)])
    if (value instanceof Ref && own !== undefined) this.#forms.set(value.number, digest)
    return digest
  }

  /** A typeface as we write one. Another program's font by the same name counts as what it is. */
  #isOurs(value: Value): boolean {
    const font = this.#reader.resolve(value)
    if (!(font instanceof Map)) return false
    const called = this.#reader.get(font, 'BaseFont')
    return called instanceof Name && called.value.startsWith('TSTONE+') && font.has('ToUnicode')
  }

  #lettersOf(font: Value): ReadonlyMap<number, string> {
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

const isPacked = (entries: Dict) => entries.has('Filter') || entries.has('F')

/** A form or a tiling pattern: a stream that is content. */
function draws(entries: Dict): boolean {
  const kind = entries.get('Subtype')
  return (kind instanceof Name && kind.value === 'Form') || entries.get('PatternType') === 1
}

// A late exhibit makes a link of words that were there before: the page shows what it did.
function isCitation(reader: PdfReader, each: Value): boolean {
  const annotation = reader.resolve(each)
  const called = annotation instanceof Map ? reader.get(annotation, 'NM') : null
  return called instanceof Text && readTextString(called).startsWith(CITATION_NAME)
}
