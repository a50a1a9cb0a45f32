import { type Dict, Name, Ref, readTextString, Text, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

const MOST_NAMES = 200_000
const MOST_BOOKMARKS = 5_000

/** The bookmarks of a source, nested as they were; targets are values `Destinations.find` made explicit. */
export interface SourceBookmark {
  readonly title: string
  readonly target: Value[] | null
  readonly children: SourceBookmark[]
}

/** A source's destinations by name, made explicit: a page reference and a way of showing it. */
export class Destinations {
  readonly #reader: PdfReader
  #names: Map<string, Value> | undefined

  constructor(reader: PdfReader) {
    this.#reader = reader
  }

  /** The explicit destination for any form of one (list, name, string, dictionary); null if it leads nowhere. */
  find(value: Value | undefined): Value[] | null {
    let at = this.#reader.resolve(value)
    for (let hops = 0; hops < 4; hops++) {
      if (Array.isArray(at)) return at.length > 0 ? at : null
      if (at instanceof Map) at = this.#reader.get(at, 'D')
      else if (at instanceof Name) at = this.#byName(at.value)
      else if (at instanceof Text) at = this.#byName(latin1(at.bytes))
      else return null
    }
    return null
  }

  /** Where an action or a plain destination of a link or bookmark leads within the file; null if nowhere within it. */
  of(holder: Dict): Value[] | null {
    const plain = holder.get('Dest')
    if (plain !== undefined && plain !== null) return this.find(plain)
    const action = this.#reader.get(holder, 'A')
    if (!(action instanceof Map)) return null
    const kind = this.#reader.get(action, 'S')
    return kind instanceof Name && kind.value === 'GoTo' ? this.find(action.get('D')) : null
  }

  #byName(key: string): Value {
    this.#names ??= this.#collect()
    return this.#reader.resolve(this.#names.get(key))
  }

  #collect(): Map<string, Value> {
    const reader = this.#reader
    const found = new Map<string, Value>()
    const root = reader.get(reader.trailer, 'Root')
    if (!(root instanceof Map)) return found
    const old = reader.get(root, 'Dests')
    if (old instanceof Map) for (const [key, value] of old) found.set(key, value)
    const names = reader.get(root, 'Names')
    const stack: Value[] = [names instanceof Map ? (names.get('Dests') ?? null) : null]
    const seen = new Set<number>()
    while (stack.length > 0 && found.size < MOST_NAMES) {
      const at = stack.pop()!
      if (at instanceof Ref) {
        if (seen.has(at.number)) continue
        seen.add(at.number)
      }
      const node = reader.resolve(at)
      if (!(node instanceof Map)) continue
      const pairs = reader.get(node, 'Names')
      if (Array.isArray(pairs)) {
        for (let i = 0; i + 1 < pairs.length; i += 2) {
          const key = reader.resolve(pairs[i])
          if (key instanceof Text) found.set(latin1(key.bytes), pairs[i + 1]!)
        }
      }
      const kids = reader.get(node, 'Kids')
      if (Array.isArray(kids)) stack.push(...kids)
    }
    return found
  }

  /** The source's own bookmarks. Circles and absurd numbers of them are cut off. */
  bookmarks(): SourceBookmark[] {
    const reader = this.#reader
    const root = reader.get(reader.trailer, 'Root')
    const outlines = root instanceof Map ? reader.get(root, 'Outlines') : null
    const top: SourceBookmark[] = []
    if (!(outlines instanceof Map)) return top
    const seen = new Set<number>()
    const stack: { at: Value | undefined; into: SourceBookmark[]; depth: number }[] = [
      { at: outlines.get('First'), into: top, depth: 0 },
    ]
    while (stack.length > 0 && seen.size < MOST_BOOKMARKS) {
      const { at, into, depth } = stack.pop()!
      if (!(at instanceof Ref) || seen.has(at.number)) continue
      seen.add(at.number)
      const node = reader.resolve(at)
      if (!(node instanceof Map)) continue
      const title = reader.get(node, 'Title')
      const children: SourceBookmark[] = []
      const words =
        title instanceof Text ? readTextString(title).replace(/\s+/g, ' ').trim().slice(0, 300) : ''
      into.push({ title: words || 'Untitled', target: this.of(node), children })
      stack.push({ at: node.get('Next'), into, depth })
      if (depth < 16) stack.push({ at: node.get('First'), into: children, depth: depth + 1 })
    }
    return top
  }
}
