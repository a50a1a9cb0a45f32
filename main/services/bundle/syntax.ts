import { type Dict, Name, Ref, Stream, Text, type Value } from './objects.ts'

const SPELLED = new Map<string, string>()

/** A name as PDF syntax. */
function spelled(value: string): string {
  let known = SPELLED.get(value)
  if (known === undefined) {
    known = `/${value.replace(/[^!"$&'*-.0-;=?-Z\\^-z|~]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
    if (SPELLED.size < 4096) SPELLED.set(value, known)
  }
  return known
}

function writtenNumber(n: number): string {
  if (!Number.isFinite(n)) return '0'
  if (Number.isInteger(n)) return Math.abs(n) < 1e15 ? String(n) : BigInt(n).toString()
  const plain = String(n)
  return plain.includes('e') ? n.toFixed(10).replace(/0+$/, '').replace(/\.$/, '') : plain
}

/** PDF syntax being set down, byte by byte, in one stretch of memory that is used again after each `clear`. */
export class Syntax {
  #bytes: Buffer
  #at = 0

  constructor(room: number) {
    this.#bytes = Buffer.alloc(room)
  }

  /** How many bytes were set down since the last `clear`. */
  get length(): number {
    return this.#at
  }

  /** What was set down from a byte on; valid until the next `clear`. */
  from(start: number): Buffer {
    return this.#bytes.subarray(start, this.#at)
  }

  clear(): void {
    this.#at = 0
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#at)
    this.#at += bytes.length
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const wider = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#at + more))
    this.#bytes.copy(wider, 0, 0, this.#at)
    this.#bytes = wider
  }

  /** Characters, one byte each. */
  text(words: string): void {
    const { length } = words
    this.#room(length)
    if (length > 24) {
      this.#at += this.#bytes.write(words, this.#at, 'latin1')
      return
    }
    const bytes = this.#bytes
    let at = this.#at
    for (let i = 0; i < length; i++) bytes[at++] = words.charCodeAt(i)
    this.#at = at
  }

  /** A number. */
  number(n: number): void {
    if (Number.isInteger(n) && n >= 0 && n < 1e9) {
      this.#room(10)
      this.#digits(n, 1)
      return
    }
    // Most places on a page have up to three decimals; they are written without going through a string.
    const thousandths = Math.round(Math.abs(n) * 1000)
    if (thousandths >= 1e9 || thousandths / 1000 !== Math.abs(n) || Number.isInteger(n)) {
      this.text(writtenNumber(n))
      return
    }
    this.#room(12)
    if (n < 0) this.#bytes[this.#at++] = 0x2d
    const whole = Math.floor(thousandths / 1000)
    this.#digits(whole, 1)
    this.#bytes[this.#at++] = 0x2e
    this.#digits(thousandths - whole * 1000, 3)
    while (this.#bytes[this.#at - 1] === 0x30) this.#at--
  }

  #digits(n: number, least: number): void {
    let digits = 1
    for (let top = 10; top <= n; top *= 10) digits++
    if (digits < least) digits = least
    const bytes = this.#bytes
    let rest = n
    for (let at = this.#at + digits - 1; at >= this.#at; at--) {
      const next = Math.floor(rest / 10)
      bytes[at] = 48 + rest - next * 10
      rest = next
    }
    this.#at += digits
  }

  #string(from: Uint8Array): void {
    this.#room(2 * from.length + 2)
    const bytes = this.#bytes
    let at = this.#at
    bytes[at++] = 0x28
    for (let i = 0; i < from.length; i++) {
      const byte = from[i]!
      if (byte === 0x28 || byte === 0x29 || byte === 0x5c) bytes[at++] = 0x5c
      if (byte === 0x0d) {
        bytes[at++] = 0x5c
        bytes[at++] = 0x72
      } else bytes[at++] = byte
    }
    bytes[at++] = 0x29
    this.#at = at
  }

  /** A value. References are written by `number`, so a copier can renumber. */
  value(value: Value, number: (ref: Ref) => number | null): void {
    if (value === null) this.text('null')
    else if (typeof value === 'number') this.number(value)
    else if (typeof value === 'boolean') this.text(value ? 'true' : 'false')
    else if (value instanceof Name) this.text(spelled(value.value))
    else if (value instanceof Ref) {
      const to = number(value)
      if (to === null) this.text('null')
      else {
        this.number(to)
        this.text(' 0 R')
      }
    } else if (value instanceof Text) this.#string(value.bytes)
    else if (Array.isArray(value)) {
      this.text('[')
      for (let i = 0; i < value.length; i++) {
        if (i > 0) this.text(' ')
        this.value(value[i]!, number)
      }
      this.text(']')
    } else this.dictionary(value instanceof Stream ? value.dict : value, number)
  }

  /** A dictionary without some of its entries, and, for a stream, with the length of its data last. */
  dictionary(
    entries: Dict,
    number: (ref: Ref) => number | null,
    without?: ReadonlySet<string>,
    length?: number,
  ): void {
    let first = true
    const key = (name: string) => {
      if (!first) this.text('\n')
      first = false
      this.text(spelled(name))
      this.text(' ')
    }
    this.text('<<')
    // Nearly all of a bundle's dictionaries come by here: to go over them otherwise makes an array for each entry.
    entries.forEach((item, name) => {
      if (without?.has(name)) return
      key(name)
      this.value(item, number)
    })
    if (length !== undefined) {
      key('Length')
      this.number(length)
    }
    this.text('>>')
  }
}
