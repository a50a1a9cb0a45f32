import { type Dict, Name, Ref, Text, type Value } from './objects.ts'

/** What is wrong with a PDF, as a sentence a person can act on. */
export class PdfProblem extends Error {
  readonly kind: 'broken' | 'encrypted' | 'hostile' | 'not-pdf' | 'no-pages' | 'password' | 'too-large'
  constructor(kind: PdfProblem['kind'], message: string) {
    super(message)
    this.name = 'PdfProblem'
    this.kind = kind
  }
}

/** A bare word in the syntax: an operator, or `obj`, `R`, `stream`. */
export class Word {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}

/** The end of the bytes. */
export const END = Symbol('end')

/** Where a token closes a list or dictionary. */
type Token = Value | Word | typeof END

const WHITE = 1
const DELIMITER = 2
const KIND = new Uint8Array(256)
for (const c of [0, 9, 10, 12, 13, 32]) KIND[c] = WHITE
for (const c of Buffer.from('()<>[]{}/%', 'latin1')) KIND[c] = DELIMITER

/** Deeper than any honest file nests. Beyond it the file is hostile or broken. */
const DEEPEST = 256

const CLOSE_ARRAY = new Word(']')
const CLOSE_DICT = new Word('>>')
/** Names and words met of late, by a hash of their bytes: most occur again and again, and need not be made anew. */
const RECENT = 1 << 12

/**
 * Where lists are put together before it is known how long they are: one that grows keeps room for many more items than
 * most have. No list is read while another lexer reads one.
 */
const ITEMS: Value[] = []
const MOST_ITEMS_KEPT = 1 << 16

/** Where strings are put together before it is known how long they are. Never kept. */
const SCRATCH = new Uint8Array(1 << 12)
const NAMES: (Name | undefined)[] = new Array(RECENT).fill(undefined)
const WORDS: (Word | undefined)[] = new Array(RECENT).fill(undefined)

function spells(value: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (value.length !== to - from) return false
  for (let i = from; i < to; i++) if (value.charCodeAt(i - from) !== bytes[i]) return false
  return true
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48
  if (c >= 65 && c <= 70) return c - 55
  if (c >= 97 && c <= 102) return c - 87
  return -1
}

/** Reads PDF syntax from bytes. Never reads past the end; bad syntax becomes words or null, deep nesting throws. */
export class Lexer {
  readonly bytes: Uint8Array
  pos: number
  readonly end: number
  /** What would close the strings, lists and dictionaries the bytes left open at their end, innermost first. */
  unclosed = ''
  /** How many items of unfinished lists there are. */
  #items = 0
  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes
    this.pos = pos
    this.end = end
  }

  /** Moves past white space and comments. */
  skipSpace(): void {
    const { bytes, end } = this
    while (this.pos < end) {
      const c = bytes[this.pos]!
      if (KIND[c] === WHITE) this.pos++
      else if (c === 0x25) {
        while (this.pos < end && bytes[this.pos] !== 10 && bytes[this.pos] !== 13) this.pos++
      } else return
    }
  }

  /** The next value, joining `n g R` into a reference; a Word where there is no value; END at the end. */
  value(depth = 0): Token {
    const token = this.token(depth)
    if (typeof token !== 'number' || !Number.isInteger(token) || token < 0) return token
    const mark = this.pos
    this.skipSpace()
    const c = this.bytes[this.pos]
    if (this.pos >= this.end || c === undefined || c < 48 || c > 57) {
      this.pos = mark
      return token
    }
    const generation = this.number()
    this.skipSpace()
    const next = KIND[this.bytes[this.pos + 1] ?? 32]
    if (this.bytes[this.pos] === 0x52 && next !== 0 && Number.isInteger(generation)) {
      this.pos++
      return new Ref(token, generation)
    }
    this.pos = mark
    return token
  }

  /** The next token; lists and dictionaries come whole. */
  token(depth = 0): Token {
    this.skipSpace()
    if (this.pos >= this.end) return END
    const c = this.bytes[this.pos]!
    if ((c >= 48 && c <= 57) || c === 0x2b || c === 0x2d || c === 0x2e) return this.number()
    switch (c) {
      case 0x2f:
        return this.name()
      case 0x28:
        return this.literal()
      case 0x5b:
        this.pos++
        return this.array(depth + 1)
      case 0x5d:
        this.pos++
        return CLOSE_ARRAY
      case 0x3c:
        if (this.bytes[this.pos + 1] === 0x3c) {
          this.pos += 2
          return this.dictionary(depth + 1)
        }
        return this.hex()
      case 0x3e:
        if (this.bytes[this.pos + 1] === 0x3e) {
          this.pos += 2
          return CLOSE_DICT
        }
        this.pos++
        return new Word('>')
      case 0x29:
      case 0x7b:
      case 0x7d:
        this.pos++
        return new Word(String.fromCharCode(c))
      default:
        return this.word()
    }
  }

  private number(): number {
    const { bytes, end } = this
    const start = this.pos
    let sign = 1
    let n = 0
    let scale = 0
    let c = bytes[this.pos]!
    while (c === 0x2b || c === 0x2d) {
      if (c === 0x2d) sign = -1
      c = bytes[++this.pos]!
    }
    while (this.pos < end) {
      c = bytes[this.pos]!
      if (c >= 48 && c <= 57) {
        // Digits beyond what a number can hold change nothing, and hundreds of them would make it none.
        if (scale < 1e15 && n < 1e290) {
          n = n * 10 + (c - 48)
          if (scale) scale *= 10
        }
      } else if (c === 0x2e && !scale) scale = 1
      else if (c === 0x2d) {
        // Some producers write 12.-34; readers take what stands before the stray sign.
        while (this.pos < end && !KIND[bytes[this.pos]!]) this.pos++
        break
      } else break
      this.pos++
    }
    if (this.pos === start) this.pos++
    return (sign * n) / (scale || 1)
  }

  private name(): Name {
    const { bytes, end } = this
    const start = ++this.pos
    let pos = start
    let hash = 0
    let escaped = false
    for (; pos < end; pos++) {
      const c = bytes[pos]!
      if (KIND[c] !== 0) break
      if (c === 0x23) escaped = true
      hash = (Math.imul(hash, 31) + c) | 0
    }
    this.pos = pos
    if (escaped) {
      return new Name(
        latin1(bytes, start, pos).replace(/#([0-9a-fA-F]{2})/g, (_, h: string) =>
          String.fromCharCode(Number.parseInt(h, 16)),
        ),
      )
    }
    const known = NAMES[hash & (RECENT - 1)]
    if (known !== undefined && spells(known.value, bytes, start, pos)) return known
    const made = new Name(latin1(bytes, start, pos))
    NAMES[hash & (RECENT - 1)] = made
    return made
  }

  private literal(): Text {
    const { bytes, end } = this
    const start = ++this.pos
    let plain = start
    while (plain < end) {
      const c = bytes[plain]!
      if (c === 0x29) {
        this.pos = plain + 1
        return new Text(bytes.subarray(start, plain))
      }
      if (c === 0x28 || c === 0x5c || c === 0x0d) break
      plain++
    }
    let out = SCRATCH
    let filled = 0
    let depth = 1
    while (this.pos < end) {
      let c = bytes[this.pos++]!
      if (c === 0x28) depth++
      else if (c === 0x29) {
        if (--depth === 0) break
      } else if (c === 0x0d) {
        if (bytes[this.pos] === 0x0a) this.pos++
        c = 0x0a
      } else if (c === 0x5c) {
        c = bytes[this.pos++] ?? 0
        const known = 'nrtbf'.indexOf(String.fromCharCode(c))
        if (known >= 0) c = [10, 13, 9, 8, 12][known]!
        else if (c >= 48 && c <= 55) {
          c -= 48
          for (let i = 0; i < 2 && bytes[this.pos]! >= 48 && bytes[this.pos]! <= 55; i++) {
            c = c * 8 + bytes[this.pos++]! - 48
          }
          c &= 255
        } else if (c === 13 || c === 10) {
          if (c === 13 && bytes[this.pos] === 10) this.pos++
          continue
        }
      }
      if (filled === out.length) out = wider(out)
      out[filled++] = c
    }
    if (depth > 0) this.unclosed += ')'.repeat(Math.min(depth, 1000))
    return new Text(out.slice(0, filled))
  }

  private hex(): Text {
    const { bytes, end } = this
    const start = ++this.pos
    let stop = start
    while (stop < end && bytes[stop] !== 0x3e) stop++
    this.pos = Math.min(stop + 1, end)
    const out = new Uint8Array((stop - start + 1) >> 1)
    let filled = 0
    let high = -1
    for (let i = start; i < stop; i++) {
      const digit = hexDigit(bytes[i]!)
      if (digit < 0) continue
      if (high < 0) high = digit
      else {
        out[filled++] = high * 16 + digit
        high = -1
      }
    }
    if (high >= 0) out[filled++] = high * 16
    return new Text(filled === out.length ? out : out.subarray(0, filled))
  }

  private array(depth: number): Value[] {
    if (depth > DEEPEST) throw new PdfProblem('hostile', 'It nests lists deeper than any honest file does.')
    const from = this.#items
    for (;;) {
      const item = this.value(depth)
      if (item === END) this.unclosed += ']'
      if (item === CLOSE_DICT) this.pos -= 2
      if (item === END || item === CLOSE_ARRAY || item === CLOSE_DICT || endsObject(item)) break
      ITEMS[this.#items++] = item instanceof Word ? keyword(item) : item
    }
    const items = ITEMS.slice(from, this.#items)
    this.#items = from
    if (from === 0 && ITEMS.length > MOST_ITEMS_KEPT) ITEMS.length = 0
    return items
  }

  private dictionary(depth: number): Dict {
    if (depth > DEEPEST)
      throw new PdfProblem('hostile', 'It nests dictionaries deeper than any honest file does.')
    const entries: Dict = new Map()
    for (;;) {
      const key = this.token(depth)
      if (key === END) this.unclosed += '>>'
      if (key === END || key === CLOSE_DICT) return entries
      if (key instanceof Word && (key.value === 'endobj' || key.value === 'stream')) {
        this.pos -= key.value.length
        return entries
      }
      if (!(key instanceof Name)) continue
      const item = this.value(depth)
      if (item === END || item === CLOSE_DICT) return entries
      entries.set(key.value, item instanceof Word ? keyword(item) : item)
    }
  }

  private word(): Token {
    const { bytes, end } = this
    const start = this.pos
    let pos = start
    let hash = 0
    for (; pos < end; pos++) {
      const c = bytes[pos]!
      if (KIND[c] !== 0) break
      hash = (Math.imul(hash, 31) + c) | 0
    }
    this.pos = pos
    const stop = Math.min(pos, start + 64)
    const known = WORDS[hash & (RECENT - 1)]
    if (known !== undefined && spells(known.value, bytes, start, stop)) return known
    const value = latin1(bytes, start, stop)
    if (value === 'true') return true
    if (value === 'false') return false
    if (value === 'null') return null
    const made = new Word(value)
    WORDS[hash & (RECENT - 1)] = made
    return made
  }
}

const endsObject = (item: Token): item is Word =>
  item instanceof Word && (item.value === 'endobj' || item.value === 'endstream')

function wider(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 4)
  more.set(bytes)
  return more
}

function keyword(_: Word): Value {
  return null
}
