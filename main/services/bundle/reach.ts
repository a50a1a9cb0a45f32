import { unpack } from './filters.ts'
import { skipInline } from './inline-image.ts'
import { END, Lexer, PdfProblem, Word } from './lexer.ts'
import { type Dict, Name, Ref, Stream, type Value } from './objects.ts'
import { pageEntry, type SourcePage } from './page-tree.ts'
import type { PdfReader } from './reader.ts'

/** What leads away from a page: to its tree and to other pages. */
const isPage = (value: Value): boolean => {
  const type = value instanceof Map ? value.get('Type') : null
  return type instanceof Name && ['Page', 'Pages', 'Catalog'].includes(type.value)
}
/** Kinds of resource a page's content names. Colour spaces are few and hold no words; all of them count as used. */
const BY_NAME = ['XObject', 'Font', 'Pattern', 'Shading', 'ExtGState', 'Properties'] as const
const DEEPEST = 24

/** Every object a page leads to, by number: all its resources, used or not, its notes and what those hold. */
export function reachedFrom(reader: PdfReader, page: SourcePage): Set<number> {
  const found = new Set<number>()
  closure(
    reader,
    [...page.dict.entries()].filter(([key]) => key !== 'Parent').map(([, value]) => value),
    found,
  )
  closure(reader, Object.values(page.inherited), found)
  return found
}

function closure(reader: PdfReader, from: readonly (Value | undefined)[], found: Set<number>): void {
  const stack: (Value | undefined)[] = [...from]
  while (stack.length > 0) {
    const at = stack.pop()
    if (at instanceof Ref) {
      if (found.has(at.number)) continue
      const value = reader.object(at.number)
      if (isPage(value)) continue
      found.add(at.number)
      stack.push(value)
    } else if (Array.isArray(at)) stack.push(...at)
    else if (at instanceof Map)
      for (const [key, value] of at) key !== 'Parent' && key !== 'P' && stack.push(value)
    else if (at instanceof Stream) stack.push(at.dict)
  }
}

/**
 * Every object a page uses, by number: of its resources only what its content names. Pages often share one list of all
 * resources of their file, and a page that is brought along must not bring what only another page shows. Throws
 * PdfProblem where content can't be read, for then it can't be told.
 */
export function usedBy(reader: PdfReader, page: SourcePage): Set<number> {
  const found = new Set<number>()
  const own = [...page.dict.entries()].filter(([key]) => !['Parent', 'Resources', 'Annots'].includes(key))
  closure(
    reader,
    own.map(([, value]) => value),
    found,
  )
  const contents = reader.get(page.dict, 'Contents')
  const parts = (Array.isArray(contents) ? contents : [contents]).map((part) => reader.resolve(part))
  const data = parts.flatMap((part) =>
    part instanceof Stream ? [dataOf(reader, part), Buffer.from('\n')] : [],
  )
  const resources = page.dict.get('Resources') ?? page.inherited['Resources']
  const uses = new Uses(reader, found)
  uses.content(Buffer.concat(data), resources, pageEntry(reader, page, 'Resources'), 0)
  uses.value(page.dict.get('Annots'), new Map(), 0)
  return found
}

function dataOf(reader: PdfReader, stream: Stream): Uint8Array {
  const data = unpack(stream.dict, stream.raw, (value) => reader.resolve(value))
  if (data === null) throw new PdfProblem('broken', 'A piece of its content can’t be read.')
  return data
}

class Uses {
  readonly #reader: PdfReader
  readonly #found: Set<number>
  readonly #walked = new Set<Value>()

  constructor(reader: PdfReader, found: Set<number>) {
    this.#reader = reader
    this.#found = found
  }

  content(data: Uint8Array, held: Value | undefined, resources: Value, depth: number): void {
    this.#note(held)
    if (!(resources instanceof Map) || depth > DEEPEST) return
    const names = namesIn(data)
    for (const [kind, list] of resources) {
      if (!(BY_NAME as readonly string[]).includes(kind)) {
        closure(this.#reader, [list], this.#found)
        continue
      }
      this.#note(list)
      const entries = this.#reader.resolve(list)
      if (entries instanceof Map)
        for (const [name, value] of entries) if (names.has(name)) this.value(value, resources, depth)
    }
  }

  #note(value: Value | undefined): void {
    if (value instanceof Ref) this.#found.add(value.number)
  }

  /** A resource or note that is used, and what it uses in turn. */
  value(value: Value | undefined, resources: Dict, depth: number): void {
    this.#note(value)
    const what = this.#reader.resolve(value)
    if (what === null || typeof what !== 'object' || this.#walked.has(what)) return
    this.#walked.add(what)
    if (what instanceof Stream) {
      if (!draws(what.dict)) {
        closure(this.#reader, [value, what.dict], this.#found)
        return
      }
      for (const [key, entry] of what.dict) if (key !== 'Resources') this.value(entry, resources, depth + 1)
      const own = what.dict.get('Resources')
      this.content(
        dataOf(this.#reader, what),
        own,
        own === undefined ? resources : this.#reader.resolve(own),
        depth + 1,
      )
    } else if (what instanceof Map && !isPage(what)) {
      if (depth > DEEPEST) closure(this.#reader, [value], this.#found)
      // A font of drawn letters: each is content of its own.
      const letters = what.get('CharProcs')
      const own = what.get('Resources')
      this.#note(letters)
      const procs = this.#reader.resolve(letters)
      if (procs instanceof Map)
        for (const each of procs.values()) {
          this.#note(each)
          const letter = this.#reader.resolve(each)
          if (letter instanceof Stream && depth <= DEEPEST)
            this.content(
              dataOf(this.#reader, letter),
              own,
              own === undefined ? resources : this.#reader.resolve(own),
              depth + 1,
            )
        }
      for (const [key, entry] of what)
        if (depth <= DEEPEST && !['CharProcs', 'Resources', 'Parent', 'P'].includes(key))
          this.value(entry, resources, depth + 1)
    } else if (Array.isArray(what)) for (const each of what) this.value(each, resources, depth + 1)
  }
}

/** A form or a tiling pattern: a stream that is content. */
function draws(entries: Dict): boolean {
  const kind = entries.get('Subtype')
  return (kind instanceof Name && kind.value === 'Form') || entries.get('PatternType') === 1
}

function namesIn(data: Uint8Array): ReadonlySet<string> {
  const names = new Set<string>()
  const lexer = new Lexer(data)
  for (let token = lexer.token(); token !== END; token = lexer.token()) {
    if (token instanceof Name) names.add(token.value)
    else if (token instanceof Word && token.value === 'BI') skipInline(lexer)
  }
  return names
}
