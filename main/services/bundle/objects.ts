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
  readonly #raw: Uint8Array | (() => Uint8Array)
  /** `raw` may be a way to fetch the bytes, for those too many to keep. */
  constructor(dict: Dict, raw: Uint8Array | (() => Uint8Array)) {
    this.dict = dict
    this.#raw = raw
  }

  get raw(): Uint8Array {
    return typeof this.#raw === 'function' ? this.#raw() : this.#raw
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
