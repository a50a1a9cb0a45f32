import { type Decryption, decryptStrings, openEncrypted } from './decrypt.ts'
import { FileView, PIECE } from './file-view.ts'
import { unpack } from './filters.ts'
import { END, Lexer, PdfProblem, Word } from './lexer.ts'
import { type Dict, Name, Ref, Stream, Text, type Value } from './objects.ts'
import type { Source } from './plan.ts'
import { type Entry, readTable, scan } from './xref.ts'

/** A stream that holds objects: its data, and where in it each begins. */
interface Pack {
  readonly data: Uint8Array
  readonly places: ReadonlyMap<number, number>
}

/** No honest file holds more objects. */
const MOST_OBJECTS = 8_388_607

/**
 * A PDF, read lazily: an object is parsed when asked for, found through the cross-reference table, or by looking
 * through the whole file when the table is wrong. Throws PdfProblem, never anything else, on bad bytes.
 */
export class PdfReader {
  /** How the file had to be repaired, in words; empty for a sound file. */
  readonly repairs: string[] = []
  /** Those of them after which pages may be missing. */
  readonly missing: string[] = []
  trailer: Dict = new Map()
  readonly #file: FileView
  #entries: Map<number, Entry> = new Map()
  #cache = new Map<number, Value>()
  #packed = new Map<number, Pack>()
  readonly #busy: number[] = []
  #decryption: Decryption | undefined
  #scanned = false
  readonly #password: string

  /**
   * From a file's bytes, or from a source that is read piece by piece. `password` is tried where an empty one does not
   * open the file.
   */
  constructor(from: Uint8Array | Source, password = '') {
    this.#file = new FileView(from)
    this.#password = password
    if (this.#file.size === 0) throw new PdfProblem('not-pdf', 'The file is empty.')
    const start = this.#file.slice(0, 1024)
    const head = Buffer.from(start.buffer, start.byteOffset, start.length).toString('latin1')
    if (!head.includes('%PDF-')) throw new PdfProblem('not-pdf', 'It is not a PDF, whatever its name says.')
    const base = head.indexOf('%PDF-')
    const table = readTable(this.#file, base)
    if (table) {
      this.#entries = table.entries
      this.trailer = table.trailer
    }
    if (!table || !this.#openable())
      this.#repair('Its table of contents was damaged and was rebuilt from the objects found.')
    this.#unlock()
    if (!this.#root() && !this.#scanned)
      this.#repair('Its table of contents was damaged and was rebuilt from the objects found.')
    if (this.#scanned && this.#endsEarly()) {
      const more = this.#pastEnd()
      if (more === 0) this.loses('The file ends early, so pages may be missing: ask for another copy.')
      // Said first: it is why the table of contents was not found where it should be.
      else
        this.repairs.unshift(
          `Something follows its end: ${more.toLocaleString('en-GB')} bytes that are no part of it are not shown.`,
        )
    }
  }

  /** Notes a repair after which pages may be missing. */
  loses(sentence: string): void {
    this.repairs.push(sentence)
    this.missing.push(sentence)
  }

  // A whole file says so at its end.
  #endsEarly(): boolean {
    const end = this.#file.slice(Math.max(0, this.#file.size - 1024), this.#file.size)
    return !Buffer.from(end.buffer, end.byteOffset, end.length).toString('latin1').includes('%%EOF')
  }

  // How many bytes follow the last end. An end may also be an earlier state's, or come first in a file made for the web:
  // then what follows are more objects, and the file was cut.
  #pastEnd(): number {
    const mark = '%%EOF'
    let end = -1
    for (let at = this.#file.find(mark, 0); at >= 0; at = this.#file.find(mark, end)) end = at + mark.length
    if (end < 0) return 0
    const more = [' obj', 'xref'].some((letters) => this.#file.find(letters, end) >= 0)
    return more ? 0 : this.#file.size - end
  }

  /** True when the file was encrypted and is open now. */
  get wasEncrypted(): boolean {
    return this.#decryption !== undefined
  }

  /** How an encrypted file was opened, and what its owner forbids; undefined for one that was not encrypted. */
  get lock(): Pick<Decryption, 'byPassword' | 'forbids'> | undefined {
    return this.#decryption
  }

  #openable(): boolean {
    try {
      const root = this.trailer.get('Root')
      if (!(root instanceof Ref)) return false
      if (this.trailer.get('Encrypt')) return true
      return this.resolve(root) instanceof Map
    } catch {
      return false
    }
  }

  #root(): boolean {
    return this.resolve(this.trailer.get('Root')) instanceof Map
  }

  #repair(words: string): void {
    this.#scanned = true
    this.repairs.push(words)
    this.#cache.clear()
    this.#packed.clear()
    const found = scan(this.#file.whole())
    if (found.entries.size > MOST_OBJECTS)
      throw new PdfProblem('hostile', 'It holds more objects than any honest file.')
    this.#entries = found.entries
    const kept = this.trailer
    this.trailer = found.trailer
    for (const key of ['Encrypt', 'ID'])
      if (!this.trailer.has(key) && kept.has(key)) this.trailer.set(key, kept.get(key)!)
    if (!this.#decryption) this.#unlock()
    for (const number of found.packs) this.#addPack(number)
    if (!(this.resolve(this.trailer.get('Root')) instanceof Map)) {
      for (const number of this.#entries.keys()) {
        const value = this.#quietly(number)
        const type = value instanceof Map ? value.get('Type') : undefined
        if (type instanceof Name && type.value === 'Catalog') this.trailer.set('Root', new Ref(number))
      }
    }
  }

  #addPack(number: number): void {
    try {
      for (const inner of this.#pack(number).places.keys()) {
        if (!this.#entries.has(inner)) this.#entries.set(inner, { pack: number, at: 0, generation: 0 })
      }
    } catch {
      // A damaged pack hides only its own objects; what needs them is reported where it is used.
    }
  }

  #unlock(): void {
    const encrypt = this.resolve(this.trailer.get('Encrypt'))
    if (!(encrypt instanceof Map) || this.#decryption) return
    const ids = this.resolve(this.trailer.get('ID'))
    const first = Array.isArray(ids) ? this.resolve(ids[0]) : null
    this.#decryption = openEncrypted(
      this.#plainDict(encrypt),
      first instanceof Text ? first.bytes : new Uint8Array(0),
      this.#password,
    )
    this.#cache.clear()
    this.#packed.clear()
  }

  #plainDict(value: Dict): Dict {
    const out: Dict = new Map()
    for (const [key, item] of value) {
      const resolved = this.resolve(item)
      out.set(key, resolved instanceof Map ? this.#plainDict(resolved) : resolved)
    }
    return out
  }

  #quietly(number: number): Value {
    try {
      return this.object(number)
    } catch {
      return null
    }
  }

  /** Numbers of all objects the file holds. */
  numbers(): number[] {
    return [...this.#entries.keys()]
  }

  /** The value a reference stands for; null if there is none. Follows chains of references, not in circles. */
  resolve(value: Value | undefined): Value {
    let at: Value | undefined = value
    for (let hops = 0; at instanceof Ref; hops++) {
      if (hops > 32) return null
      at = this.object(at.number)
    }
    return at ?? null
  }

  /** An entry of a dictionary, resolved. */
  get(dict: Dict, key: string): Value {
    return this.resolve(dict.get(key))
  }

  /** The indirect object with this number; null if missing. */
  object(number: number): Value {
    const known = this.#cache.get(number)
    if (known !== undefined) return known
    const entry = this.#entries.get(number)
    if (!entry || this.#busy.includes(number)) return null
    this.#busy.push(number)
    try {
      const value =
        entry.pack === undefined ? this.#parse(number, entry) : this.#packedObject(entry.pack, number)
      this.#cache.set(number, value)
      return value
    } finally {
      this.#busy.pop()
    }
  }

  /** Lets go of parsed objects, to bound memory between pages. */
  forget(): void {
    if (this.#cache.size > (this.#file.held ? 20_000 : 1_000)) this.#cache.clear()
  }

  #parse(number: number, entry: Entry): Value {
    for (let want = PIECE >> 4; ; want *= 8) {
      const piece = this.#file.piece(entry.at, want)
      const lexer = new Lexer(piece.bytes, entry.at - piece.base)
      const own = lexer.token()
      const generation = lexer.token()
      const word = lexer.token()
      if (own !== number || !(word instanceof Word) || !word.value.startsWith('obj')) {
        if (this.#scanned) return null
        this.#repair(
          'Its table of contents pointed at the wrong places and was rebuilt from the objects found.',
        )
        const again = this.#entries.get(number)
        return again && again.pack === undefined ? this.#parse(number, again) : null
      }
      // "obj" may run straight into what follows.
      if (word.value.length > 3) lexer.pos -= word.value.length - 3
      const value = lexer.value()
      const mark = lexer.pos
      if (mark + 64 > piece.bytes.length && this.#file.cut(piece)) continue
      if (value === END || value instanceof Word) return null
      if (value instanceof Map) {
        const next = lexer.token()
        if (next instanceof Word && next.value.startsWith('stream')) {
          lexer.pos = mark
          lexer.skipSpace()
          const { bytes } = piece
          let start = lexer.pos + 6
          if (bytes[start] === 13 && bytes[start + 1] === 10) start += 2
          else if (bytes[start] === 10 || bytes[start] === 13) start++
          return this.#stream(
            value,
            piece.base + start,
            number,
            typeof generation === 'number' ? generation : 0,
          )
        }
      }
      const decryption = this.#decryption
      if (!decryption) return value
      return decryptStrings(value, (bytes) => decryption.string(bytes, number, entry.generation))
    }
  }

  #stream(dict: Dict, start: number, number: number, generation: number): Stream {
    // The declared length rules whenever `endstream` follows it, so data that holds the word is copied whole.
    const declared = this.resolve(dict.get('Length'))
    let end = typeof declared === 'number' && declared >= 0 ? start + declared : -1
    if (end < 0 || end > this.#file.size || !this.#endsHere(end)) {
      end = this.#findEnd(start)
      if (!this.repairs.includes('A stream had the wrong length.'))
        this.repairs.push('A stream had the wrong length.')
    }
    const file = this.#file
    const decryption = this.#decryption
    if (!decryption)
      return new Stream(dict, file.held ? file.slice(start, end) : () => file.slice(start, end))
    const raw = () => decryption.stream(file.slice(start, end), number, generation, dict)
    return new Stream(
      decryptStrings(dict, (b) => decryption.string(b, number, generation)) as Dict,
      file.held ? raw() : raw,
    )
  }

  #endsHere(end: number): boolean {
    const piece = this.#file.piece(end, 64)
    const word = new Lexer(piece.bytes, end - piece.base).token()
    return word instanceof Word && (word.value.startsWith('endstream') || word.value === 'endobj')
  }

  #findEnd(start: number): number {
    let end = this.#file.find('endstream', start)
    if (end < 0) end = this.#file.find('endobj', start)
    if (end < 0) return this.#file.size
    const before = this.#file.slice(Math.max(start, end - 2), end)
    if (before.at(-1) === 10) end -= before.at(-2) === 13 ? 2 : 1
    else if (before.at(-1) === 13) end--
    return Math.max(start, end)
  }

  #packedObject(pack: number, number: number): Value {
    const { data, places } = this.#pack(pack)
    const at = places.get(number)
    const value = at === undefined ? null : new Lexer(data, at).value()
    return value === END || value instanceof Word ? null : value
  }

  #pack(number: number): Pack {
    const known = this.#packed.get(number)
    if (known) return known
    const pack = this.object(number)
    const places = new Map<number, number>()
    const data = (pack instanceof Stream ? this.unpacked(pack) : null) ?? new Uint8Array(0)
    this.#packed.set(number, { data, places })
    // Its data is all that is wanted of it.
    this.#cache.delete(number)
    if (!(pack instanceof Stream)) return { data, places }
    const count = this.resolve(pack.dict.get('N'))
    const first = this.resolve(pack.dict.get('First'))
    if (typeof count !== 'number' || typeof first !== 'number') return { data, places }
    const header = new Lexer(data, 0, Math.min(first, data.length))
    for (let i = 0; i < Math.min(count, 100_000); i++) {
      const own = header.token()
      const offset = header.token()
      if (typeof own !== 'number' || typeof offset !== 'number') break
      places.set(own, first + offset)
    }
    return { data, places }
  }

  /** A stream's bytes without their packing; null for picture formats. Throws PdfProblem when damaged. */
  unpacked(stream: Stream): Uint8Array | null {
    return unpack(stream.dict, stream.raw, (value) => this.resolve(value))
  }
}
