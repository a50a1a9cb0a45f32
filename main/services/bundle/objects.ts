/** A PDF name, without its slash; characters are the decoded bytes, one to a character. */
export class Name {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}

/** A reference to an indirect object. */
export class Ref {
  readonly number: number
  readonly generation: number
  constructor(number: number, generation = 0) {
    this.number = number
    this.generation = generation
  }
}

/** A reference to an object of the file being written, as against one of a source. */
export class Made extends Ref {
  readonly made = true
}

/** A PDF string as its bytes. */
export class Text {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** A dictionary; keys are names without their slash. */
export type Dict = Map<string, Value>

/** A stream: its dictionary and its bytes exactly as they lie in the file. */
export class Stream {
  readonly dict: Dict
  readonly raw: Uint8Array
  constructor(dict: Dict, raw: Uint8Array) {
    this.dict = dict
    this.raw = raw
  }
}

/** Any PDF value. */
export type Value = null | boolean | number | Name | Ref | Text | Value[] | Dict | Stream

/** A dictionary from a plain object; undefined entries are left out. */
export function dict(entries: Record<string, Value | undefined>): Dict {
  const result: Dict = new Map()
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) result.set(key, value)
  return result
}

/** The name with this spelling. */
export function name(value: string): Name {
  return new Name(value)
}

/** A text string: plain when it is ASCII, else UTF-16 with its mark. */
export function textString(value: string): Text {
  if (/^[\x20-\x7e]*$/.test(value)) return new Text(Buffer.from(value, 'latin1'))
  const bytes = Buffer.alloc(2 + value.length * 2)
  bytes.writeUInt16BE(0xfeff, 0)
  for (let i = 0; i < value.length; i++) bytes.writeUInt16BE(value.charCodeAt(i), 2 + i * 2)
  return new Text(bytes)
}

/** A text string read back: UTF-16 or UTF-8 with a mark, else as Latin-1. */
export function readTextString(value: Text): string {
  const b = value.bytes
  if (b[0] === 0xfe && b[1] === 0xff) return new TextDecoder('utf-16be').decode(b.subarray(2))
  if (b[0] === 0xff && b[1] === 0xfe) return new TextDecoder('utf-16le').decode(b.subarray(2))
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return new TextDecoder().decode(b.subarray(3))
  return Buffer.from(b).toString('latin1')
}

function writeNumber(n: number): string {
  if (Number.isInteger(n)) return Math.abs(n) < 1e15 ? String(n) : BigInt(n).toString()
  const plain = String(n)
  return plain.includes('e') ? n.toFixed(10).replace(/0+$/, '').replace(/\.$/, '') : plain
}

function writeName(value: string): string {
  return `/${value.replace(/[^!"$&'*-.0-;=?-Z\\^-z|~]/g, (c) => `#${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

function writeText(bytes: Uint8Array): string {
  let out = '('
  for (const byte of bytes) {
    if (byte === 0x28 || byte === 0x29 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`
    else if (byte === 0x0d) out += '\\r'
    else out += String.fromCharCode(byte)
  }
  return `${out})`
}

/** A value as PDF syntax, one character to a byte. References are written by `number`, so a copier can renumber. */
export function serialise(value: Value, number: (ref: Ref) => number | null = (ref) => ref.number): string {
  if (value === null) return 'null'
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof Name) return writeName(value.value)
  if (value instanceof Ref) {
    const to = number(value)
    return to === null ? 'null' : `${to} 0 R`
  }
  if (value instanceof Text) return writeText(value.bytes)
  if (Array.isArray(value)) return `[${value.map((item) => serialise(item, number)).join(' ')}]`
  if (value instanceof Stream) return serialise(value.dict, number)
  let out = '<<'
  for (const [key, item] of value) out += `${writeName(key)} ${serialise(item, number)}\n`
  return `${out.endsWith('\n') ? out.slice(0, -1) : out}>>`
}
