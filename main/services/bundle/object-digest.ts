import { createHash } from 'node:crypto'
import { PdfProblem } from './lexer.ts'
import { Name, Ref, Stream, Text, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'
import { unpackedStream } from './unpacked-stream.ts'

/** More objects than any honest page reaches. */
const MOST_VISITS = 2_000_000
/** What says where an object hangs, not what it is. */
const FRAME = new Set(['Parent', 'P', 'Length', 'StructParent', 'StructParents', 'LastModified'])

interface Visit {
  readonly number: number
  readonly value: Value
  readonly kids: readonly number[]
  readonly depth: number
  next: number
  /** The depth of the outermost object under way that this one leads back to. */
  low: number
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('base64')

/** Whether streams count by what is in them, or as they are packed and values by whether they stand in place. */
export type Counting = 'shown' | 'packed'

/**
 * Digests of objects by what they are and all they lead to: numbers, order of keys and order in the file make no
 * difference, nor, where what is shown counts, whether a value stands in place and how a stream is packed. Every object is
 * digested once for the whole file, so that what pages have in common is read once. Works with a list, not by recursion,
 * and ends on rings. Throws PdfProblem for a file no honest program made.
 */
export class ObjectDigests {
  readonly #reader: PdfReader
  readonly #pages: ReadonlySet<number>
  readonly #counting: Counting
  readonly #known = new Map<number, string>()
  /** Of objects on a ring that is still being walked: good only until it is closed. */
  readonly #open = new Map<number, { readonly digest: string; readonly low: number }>()
  readonly #path = new Map<number, number>()
  /** Which ring an object was found to be part of, by the object it was first entered at. */
  readonly #rings = new Map<number, number>()
  readonly #ringsUnderWay = new Map<number, number>()
  #deepest = -1
  #visits = 0

  /** `pages` are the object numbers of pages: to lead to one is to lead to a page, whichever. */
  constructor(reader: PdfReader, pages: ReadonlySet<number>, counting: Counting) {
    this.#reader = reader
    this.#pages = pages
    this.#counting = counting
  }

  /** The digest of a value, direct or by reference; where what is shown counts, a number, name or text is its own. */
  of(value: Value): string {
    this.#visits = 0
    const kids: number[] = []
    this.#collect(value, kids)
    for (const number of kids) if (!this.#known.has(number)) this.#walk(number)
    return this.#told(value, 0)
  }

  #walk(first: number): void {
    const visits: Visit[] = [this.#visit(first, 0)]
    for (let at = visits.at(-1); at !== undefined; at = visits.at(-1)) {
      const kid = at.kids[at.next]
      if (kid === undefined) {
        this.#settle(at)
        visits.pop()
        const above = visits.at(-1)
        if (above) above.low = Math.min(above.low, at.low)
        continue
      }
      at.next++
      const under = this.#path.get(kid)
      const open = this.#open.get(kid)
      if (under !== undefined) at.low = Math.min(at.low, under)
      else if (open !== undefined) at.low = Math.min(at.low, open.low)
      else if (!this.#isKnown(kid)) visits.push(this.#visit(kid, at.depth + 1))
    }
  }

  #visit(number: number, depth: number): Visit {
    if (++this.#visits > MOST_VISITS)
      throw new PdfProblem('hostile', 'One of its pages leads to more objects than any honest page.')
    const value = this.#reader.object(number)
    const kids: number[] = []
    this.#collect(value, kids)
    this.#path.set(number, depth)
    const ring = this.#rings.get(number)
    if (ring !== undefined) this.#ringsUnderWay.set(ring, (this.#ringsUnderWay.get(ring) ?? 0) + 1)
    return { number, value, kids, depth, next: 0, low: Number.POSITIVE_INFINITY }
  }

  #leave(number: number): void {
    this.#path.delete(number)
    const ring = this.#rings.get(number)
    if (ring !== undefined) this.#ringsUnderWay.set(ring, this.#ringsUnderWay.get(ring)! - 1)
  }

  /** An object on a ring looks otherwise from each of its members, so what is known of it holds only from outside. */
  #isKnown(number: number): boolean {
    const ring = this.#rings.get(number)
    return this.#known.has(number) && !(ring !== undefined && (this.#ringsUnderWay.get(ring) ?? 0) > 0)
  }

  #settle({ number, value, depth, low }: Visit): void {
    const digest = this.#told(value, depth)
    this.#leave(number)
    if (low < depth) {
      // What leads back to an object further out shares its ring with all that leads back to one nearer.
      if (this.#deepest > low)
        for (const [each, open] of this.#open) if (open.low > low) this.#open.set(each, { ...open, low })
      this.#open.set(number, { digest, low })
      this.#deepest = low
      return
    }
    this.#known.set(number, digest)
    const ring = this.#rings.get(number) ?? number
    const before = this.#open.size
    if (this.#deepest >= depth)
      for (const [each, open] of this.#open)
        if (open.low >= depth) {
          this.#open.delete(each)
          this.#rings.set(each, ring)
        }
    if (this.#open.size < before) this.#rings.set(number, ring)
    if (this.#open.size === 0) this.#deepest = -1
  }

  #isPage(number: number): boolean {
    return this.#pages.has(number)
  }

  #collect(value: Value, into: number[]): void {
    if (value instanceof Ref) {
      if (!this.#isPage(value.number)) into.push(value.number)
    } else if (Array.isArray(value)) for (const item of value) this.#collect(item, into)
    else if (value instanceof Stream) this.#collect(value.dict, into)
    else if (value instanceof Map)
      for (const key of [...value.keys()].sort()) if (!FRAME.has(key)) this.#collect(value.get(key)!, into)
  }

  #told(value: Value, depth: number): string {
    return this.#counting === 'packed' ? sha256(this.#spell(value, depth)) : this.#shown(value, depth)
  }

  /** A value alone as it is, or the digest of what holds others: the same whether it stands in place or is referred to. */
  #shown(value: Value, depth: number): string {
    if (Array.isArray(value)) return sha256(`[${value.map((item) => this.#shown(item, depth)).join(' ')}]`)
    if (value instanceof Stream) {
      const { entries, data } = unpackedStream(this.#reader, value)
      return sha256(`${this.#shown(entries, depth)}stream ${sha256(data)}`)
    }
    if (!(value instanceof Map)) return this.#spell(value, depth)
    const keys = [...value.keys()].filter((key) => !FRAME.has(key)).sort()
    const entries = keys.map((key) => [key, this.#shown(value.get(key)!, depth)] as const)
    // To be null is not to be there.
    const there = entries.filter(([, told]) => told !== 'null')
    return sha256(`<<${there.map(([key, told]) => `${key.length}:${key} ${told}`).join(' ')}>>`)
  }

  #spell(value: Value, depth: number): string {
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
    if (value instanceof Name) return `/${value.value.length}:${value.value}`
    if (value instanceof Text) return `(${Buffer.from(value.bytes).toString('hex')})`
    if (value instanceof Ref) return this.#spellRef(value.number, depth)
    if (Array.isArray(value)) return `[${value.map((item) => this.#spell(item, depth)).join(' ')}]`
    if (value instanceof Stream) return `${this.#spell(value.dict, depth)}stream ${sha256(value.raw)}`
    const keys = [...value.keys()].filter((key) => !FRAME.has(key)).sort()
    return `<<${keys.map((key) => `${key.length}:${key} ${this.#spell(value.get(key)!, depth)}`).join(' ')}>>`
  }

  #spellRef(number: number, depth: number): string {
    if (this.#isPage(number)) return 'page'
    const under = this.#path.get(number)
    if (under !== undefined) return `up ${depth - under}`
    return this.#open.get(number)?.digest ?? this.#known.get(number) ?? 'null'
  }
}
