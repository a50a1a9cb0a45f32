import { skipInline } from './inline-image.ts'
import { Lexer } from './lexer.ts'

/** What an operand is. Lists are flat: what stands inside one counts as operands of its operator. */
export const NUMBER = 1
/** A name; its letters are `bytes[from..to)`, without the slash and still escaped. */
export const NAME = 2
/** A string whose bytes stand between its brackets as they are. */
export const PLAIN = 3
/** A string with escapes or turned line ends. */
export const ESCAPED = 4
/** A string in hexadecimal digits. */
export const HEX = 5
/** Anything else: true, false, null. */
export const OTHER = 6

/** An operator of up to three letters as a number, so that none is made into a string for each use. */
export function operator(letters: string): number {
  let code = 0
  for (let i = 0; i < letters.length; i++) code |= letters.charCodeAt(i) << (8 * i)
  return code
}

const LIST = 0x5b
const DICTIONARY = 0x3c

const WHITE = 1
const DELIMITER = 2
const KIND = new Uint8Array(256)
for (const c of [0, 9, 10, 12, 13, 32]) KIND[c] = WHITE
for (const c of Buffer.from('()<>[]{}/%', 'latin1')) KIND[c] = DELIMITER

/** Ten to the power of each count of decimals a short number may have. */
const TENS = Float64Array.from({ length: 10 }, (_, power) => 10 ** power)

const MOST_OPERANDS = 1 << 20
const DEEPEST = 4096
/** Bytes of a string that are more than themselves. */
const STOPS = new Uint8Array(256)
for (const c of Buffer.from('()\\\r', 'latin1')) STOPS[c] = 1
const TRUE_LIKE = new Set(['true', 'false', 'null'])
const INLINE = operator('BI')

/** Reads page content operator by operator, its operands left where they lie. Makes nothing that must be collected. */
export class ContentScanner {
  readonly bytes: Uint8Array
  pos = 0
  /** How many operands stand before the operator `next` returned. */
  count = 0
  kinds = new Uint8Array(64)
  /** Values of numbers. */
  values = new Float64Array(64)
  from = new Int32Array(64)
  to = new Int32Array(64)
  /** Lists and dictionaries left open, as the byte that began each. A list of JavaScript's would be made anew each time. */
  #open = new Uint8Array(16)
  #depth = 0
  #tail = ''
  /** An inline picture did not end: what follows was taken for its data, and other programs may think otherwise. */
  lost = false

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** What would close the strings, lists and dictionaries left open at the end, innermost first. */
  get unclosed(): string {
    let close = ''
    for (let i = this.#depth - 1; i >= 0; i--) close += this.#open[i] === LIST ? ']' : '>>'
    return this.#tail + close
  }

  #operand(kind: number, value: number, from: number, to: number): void {
    const i = this.count
    if (i === this.kinds.length && !this.#more(i)) return
    this.kinds[i] = kind
    this.values[i] = value
    this.from[i] = from
    this.to[i] = to
    this.count = i + 1
  }

  /** Makes room for more operands than so many, up to a bound. */
  #more(count: number): boolean {
    if (count >= MOST_OPERANDS) return false
    this.kinds = grown(this.kinds, new Uint8Array(count * 4))
    this.values = grown(this.values, new Float64Array(count * 4))
    this.from = grown(this.from, new Int32Array(count * 4))
    this.to = grown(this.to, new Int32Array(count * 4))
    return true
  }

  /** The next operator, with its operands in place; 0 for one of more than three letters, -1 at the end. */
  next(): number {
    const { bytes } = this
    const end = bytes.length
    this.count = 0
    let pos = this.pos
    while (pos < end) {
      const c = bytes[pos]!
      if (KIND[c] === WHITE) {
        pos++
        continue
      }
      if ((c >= 48 && c <= 57) || c === 0x2d || c === 0x2e || c === 0x2b) {
        this.pos = pos
        this.#number()
        pos = this.pos
        continue
      }
      if (KIND[c] !== DELIMITER) {
        const start = pos
        while (pos < end && !KIND[bytes[pos]!]) pos++
        if (pos - start >= 4 && this.#isOperand(start, pos)) this.#operand(OTHER, 0, start, pos)
        else if (this.#depth === 0) {
          this.pos = pos
          if (pos - start > 3) return 0
          let code = c
          if (pos - start > 1) code |= bytes[start + 1]! << 8
          if (pos - start > 2) code |= bytes[start + 2]! << 16
          if (code === INLINE) this.#inline()
          return code
        }
        continue
      }
      if (c === 0x28) {
        const start = pos + 1
        let at = start
        while (at < end && STOPS[bytes[at]!] === 0) at++
        if (bytes[at] === 0x29) {
          this.#operand(PLAIN, 0, start, at)
          pos = at + 1
          continue
        }
        this.pos = pos
        this.#literal()
        pos = this.pos
      } else if (c === 0x2f) {
        const start = ++pos
        while (pos < end && !KIND[bytes[pos]!]) pos++
        this.#operand(NAME, 0, start, pos)
      } else if (c === 0x3c && bytes[pos + 1] !== 0x3c) {
        const start = pos + 1
        while (pos < end && bytes[pos] !== 0x3e) pos++
        this.#operand(HEX, 0, start, pos)
        pos++
      } else if (c === 0x25) while (pos < end && bytes[pos] !== 10 && bytes[pos] !== 13) pos++
      else pos += this.#bracket(c, bytes[pos + 1] === c)
    }
    this.pos = end
    return -1
  }

  /** Takes note of a bracket opened or closed; says how many bytes it is. */
  #bracket(c: number, twice: boolean): number {
    if (this.#depth > DEEPEST) throw new RangeError('nested too deep')
    if (c === LIST || c === DICTIONARY) {
      if (this.#depth === this.#open.length)
        this.#open = grown(this.#open, new Uint8Array(this.#open.length * 4))
      this.#open[this.#depth++] = c
    } else if (c === 0x5d) this.#close(LIST)
    else if (c === 0x3e && twice) {
      // A dictionary that ends within a list ends the list too.
      while (this.#close(LIST));
      this.#close(DICTIONARY)
    }
    return c === 0x3c || (c === 0x3e && twice) ? 2 : 1
  }

  /** Takes the innermost bracket as closed, if it is of this kind. */
  #close(kind: number): boolean {
    if (this.#depth === 0 || this.#open[this.#depth - 1] !== kind) return false
    this.#depth--
    return true
  }

  #isOperand(from: number, to: number): boolean {
    return to - from <= 5 && TRUE_LIKE.has(String.fromCharCode(...this.bytes.subarray(from, to)))
  }

  #inline(): void {
    const lexer = new Lexer(this.bytes, this.pos)
    if (!skipInline(lexer)) this.lost = true
    this.pos = lexer.pos
    this.#tail = lexer.unclosed
  }

  // Nearly all numbers have few digits: those are read as whole numbers, which need no memory of their own, and put down
  // here rather than given back.
  #number(): void {
    const { bytes } = this
    const end = bytes.length
    const start = this.pos
    let pos = start
    let negative = false
    let c = bytes[pos]!
    while (c === 0x2b || c === 0x2d) {
      if (c === 0x2d) negative = true
      c = bytes[++pos]!
    }
    let n = 0
    let digits = 0
    let decimals = -1
    while (pos < end) {
      c = bytes[pos]!
      if (c >= 48 && c <= 57) {
        if (++digits > 9) {
          this.#longNumber(start)
          return
        }
        n = n * 10 + (c - 48)
        if (decimals >= 0) decimals++
      } else if (c === 0x2e && decimals < 0) decimals = 0
      else if (c === 0x2d) {
        // Some producers write 12.-34; readers take what stands before the stray sign.
        while (pos < end && !KIND[bytes[pos]!]) pos++
        break
      } else break
      pos++
    }
    this.pos = pos
    const i = this.count
    if (i === this.kinds.length && !this.#more(i)) return
    this.kinds[i] = NUMBER
    this.values[i] = (negative ? -n : n) / (decimals > 0 ? TENS[decimals]! : 1)
    this.count = i + 1
  }

  #longNumber(start: number): void {
    const { bytes } = this
    const end = bytes.length
    let pos = start
    let negative = false
    let c = bytes[pos]!
    while (c === 0x2b || c === 0x2d) {
      if (c === 0x2d) negative = true
      c = bytes[++pos]!
    }
    let n = 0
    let scale = 0
    while (pos < end) {
      c = bytes[pos]!
      if (c >= 48 && c <= 57) {
        if (scale < 1e15 && n < 1e290) {
          n = n * 10 + (c - 48)
          if (scale !== 0) scale *= 10
        }
      } else if (c === 0x2e && scale === 0) scale = 1
      else if (c === 0x2d) {
        while (pos < end && !KIND[bytes[pos]!]) pos++
        break
      } else break
      pos++
    }
    this.pos = pos
    if (scale > 1) n /= scale
    this.#operand(NUMBER, negative ? -n : n, 0, 0)
  }

  #literal(): void {
    const { bytes } = this
    const end = bytes.length
    const start = this.pos + 1
    let pos = start
    let depth = 1
    let kind = PLAIN
    while (pos < end) {
      const c = bytes[pos]!
      if (c === 0x29) {
        if (--depth === 0) break
      } else if (c === 0x28) depth++
      else if (c === 0x5c) {
        kind = ESCAPED
        pos++
      } else if (c === 0x0d) kind = ESCAPED
      pos++
    }
    const close = Math.min(pos, end)
    this.#operand(kind, 0, start, close)
    this.pos = close + 1
    if (depth > 0) this.#tail = ')'.repeat(Math.min(depth, 1000))
  }

  /** A name among the operands as text. */
  nameAt(i: number): string {
    return this.name(this.from[i]!, this.to[i]!)
  }

  /** A name as text, from where it lies. */
  name(from: number, to: number): string {
    const { bytes } = this
    let text = ''
    let escaped = false
    for (let at = from; at < to; at++) {
      if (bytes[at] === 0x23) escaped = true
      text += String.fromCharCode(bytes[at]!)
    }
    return escaped
      ? text.replace(/#([0-9a-fA-F]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
      : text
  }

  /** The bytes of a string that has escapes. */
  stringAt(i: number): Uint8Array {
    const value = new Lexer(this.bytes, this.from[i]! - 1, this.to[i]! + 1).token()
    return value !== null && typeof value === 'object' && 'bytes' in value ? value.bytes : new Uint8Array(0)
  }
}

function grown<T extends Uint8Array | Float64Array | Int32Array>(old: T, wider: T): T {
  wider.set(old)
  return wider
}
