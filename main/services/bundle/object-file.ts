import { deflateSync } from 'node:zlib'
import { type Digests, ownDigests, type Part } from './digests.ts'
import { type Dict, dict, Made, Name, type Ref, Text, type Value } from './objects.ts'
import { Syntax } from './syntax.ts'

const CHUNK = 1 << 18

/** A stretch of the file and the SHA-256 of its bytes, which may be known only when the file is closed. */
export interface Stretch {
  readonly start: number
  readonly end: number
  readonly sha256: string
}

/** A place to go back to when what was written since must not stand. */
interface Savepoint {
  readonly position: number
  readonly objects: number
  readonly digests: number
  readonly document: number | undefined
}

/** The number of what a reference names, in the file being written; null where it is not there. */
type Renumber = (ref: Ref) => number | null

const itself: Renumber = (ref) => ref.number
/** A stream's own word on its length is replaced by ours. */
const LENGTH: ReadonlySet<string> = new Set(['Length'])

/** Where the bytes of a file go. */
export interface Sink {
  write(bytes: Uint8Array, at: number): void
  truncate(length: number): void
  /** Makes what was written last, and lets go. */
  finish(): void
  /** Lets go without finishing. */
  abandon(): void
}

/** Nowhere: a file is laid to learn its numbers and its hash, and is not kept. */
export function noSink(): Sink {
  return { write: () => {}, truncate: () => {}, finish: () => {}, abandon: () => {} }
}

/** Bytes kept in memory, for small files that are shown rather than saved. */
export function memorySink(): Sink & { bytes(): Uint8Array } {
  let parts: Buffer = Buffer.alloc(0)
  return {
    write: (bytes, at) => {
      parts = Buffer.concat([parts.subarray(0, at), bytes])
    },
    truncate: (length) => {
      parts = parts.subarray(0, length)
    },
    finish: () => {},
    abandon: () => {},
    bytes: () => parts,
  }
}

/** A PDF written object by object, straight to disk. Holds one chunk and the offsets, never the file. */
export class ObjectFile {
  readonly #sink: Sink
  readonly #syntax = new Syntax(2 * CHUNK)
  #written = 0
  #hashed = 0
  #offsets: number[] = [0]
  readonly #digests: Digests
  /** Where the document being written began. */
  #document: number | undefined

  constructor(sink: Sink, digests = ownDigests()) {
    this.#sink = sink
    this.#digests = digests
    this.#syntax.raw(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'))
  }

  /** How many bytes stand in the file so far. */
  get position(): number {
    return this.#written + this.#syntax.length
  }

  /** How many objects there are so far. */
  get objects(): number {
    return this.#offsets.length
  }

  /** A reference to an object that will be written later. */
  reserve(): Made {
    return new Made(this.#offsets.push(0) - 1)
  }

  #settle(): void {
    const { length } = this.#syntax
    if (this.#hashed === length) return
    this.#digests.update(this.#syntax.from(this.#hashed))
    this.#hashed = length
  }

  #flush(): void {
    this.#settle()
    if (this.#syntax.length > 0) this.#sink.write(this.#syntax.from(0), this.#written)
    this.#written += this.#syntax.length
    this.#syntax.clear()
    this.#hashed = 0
  }

  #put(bytes: Uint8Array): void {
    if (bytes.length < CHUNK) {
      this.#syntax.raw(bytes)
      if (this.#syntax.length >= CHUNK) this.#flush()
      return
    }
    this.#flush()
    this.#digests.update(bytes)
    this.#sink.write(bytes, this.#written)
    this.#written += bytes.length
  }

  #begin(ref: Ref): Syntax {
    this.#offsets[ref.number] = this.position
    const syntax = this.#syntax
    syntax.number(ref.number)
    syntax.text(' 0 obj\n')
    return syntax
  }

  #end(words: string): void {
    this.#syntax.text(words)
    if (this.#syntax.length >= CHUNK) this.#flush()
  }

  /** Writes a value under a reserved reference. `number` renumbers the references within. */
  write(ref: Ref, value: Value, number: Renumber = itself): void {
    this.#begin(ref).value(value, number)
    this.#end('\nendobj\n')
  }

  /** Writes a stream; the bytes stand as given, with a direct length. Entries named in `without` are left out. */
  writeStream(
    ref: Ref,
    entries: Dict,
    bytes: Uint8Array,
    number: Renumber = itself,
    without: ReadonlySet<string> = LENGTH,
  ): void {
    this.#begin(ref).dictionary(entries, number, without, bytes.length)
    this.#end('\nstream\n')
    this.#put(bytes)
    this.endStream()
  }

  /** Begins a stream of known length whose bytes follow by `more`, for data too large to hold. */
  beginStream(ref: Ref, entries: Dict, length: number, number: Renumber = itself): void {
    this.#begin(ref).dictionary(entries, number, LENGTH, length)
    this.#end('\nstream\n')
  }

  /** More bytes of the stream that was begun. */
  more(bytes: Uint8Array): void {
    this.#put(bytes)
  }

  /** Ends the stream that was begun. */
  endStream(): void {
    this.#syntax.text('\nendstream\nendobj\n')
  }

  /** Writes a stream packed with Flate. */
  writePacked(ref: Ref, entries: Dict, bytes: Uint8Array, number: Renumber = itself): void {
    const packed = deflateSync(bytes, { level: 9 })
    this.writeStream(ref, new Map(entries).set('Filter', new Name('FlateDecode')), packed, number)
  }

  /** Writes a value as a new object. */
  add(value: Value, number?: Renumber): Made {
    const ref = this.reserve()
    this.write(ref, value, number)
    return ref
  }

  /** Starts a stretch with a hash of its own: a document, or a page within it. */
  begin(what: Part): number {
    this.#settle()
    const start = this.position
    if (what === 'document') this.#document = start
    // The first page begins with its document: until it ends, their bytes and so their hashes are the same.
    this.#digests.begin(what, this.#document !== start)
    return start
  }

  /** Ends a stretch that `begin` started at `start`. */
  finish(what: Part, start: number): Stretch {
    this.#settle()
    const stretch = { start, end: this.position, sha256: '' }
    this.#digests.finish(what, stretch)
    if (what === 'document') this.#document = undefined
    return stretch
  }

  /** A place to go back to. */
  save(): Savepoint {
    this.#settle()
    const { position, objects } = this
    return { position, objects, digests: this.#digests.save(), document: this.#document }
  }

  /** Takes back everything written since the savepoint. A savepoint is gone back to once. */
  restore(to: Savepoint): void {
    this.#flush()
    this.#sink.truncate(to.position)
    this.#written = to.position
    this.#offsets.length = to.objects
    this.#digests.restore(to.digests)
    this.#document = to.document
  }

  /** Writes the table and trailer, flushes to the disk and closes. Returns the size and SHA-256 of the whole. */
  close(root: Ref, info: Ref): { bytes: number; sha256: string } {
    this.#settle()
    const id = new Text(this.#digests.so().subarray(0, 16))
    const start = this.position
    const syntax = this.#syntax
    syntax.text(`xref\n0 ${this.#offsets.length}\n0000000000 65535 f \n`)
    for (let i = 1; i < this.#offsets.length; i++) {
      const at = this.#offsets[i]!
      syntax.text(at > 0 ? `${String(at).padStart(10, '0')} 00000 n \n` : '0000000000 00000 f \n')
      if (syntax.length >= CHUNK) this.#flush()
    }
    const trailer = dict({ Size: this.#offsets.length, Root: root, Info: info, ID: [id, id] })
    syntax.text('trailer\n')
    syntax.value(trailer, itself)
    syntax.text(`\nstartxref\n${start}\n%%EOF\n`)
    this.#flush()
    this.#sink.finish()
    return { bytes: this.#written, sha256: this.#digests.end() }
  }

  /** Closes without finishing; the caller removes the file. */
  abandon(): void {
    this.#sink.abandon()
  }
}
