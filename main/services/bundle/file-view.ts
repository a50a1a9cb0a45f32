import { PdfProblem } from './lexer.ts'
import type { Source } from './plan.ts'

/** A piece of a file, and where in the file it begins. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly base: number
}

/** How much is read at a time of a file that is not held whole. */
export const PIECE = 1 << 16

/** The largest file that can be held whole, for the few things that need it. */
const MOST_WHOLE = 1_500_000_000

/** A larger file is read piece by piece. */
const MOST_HELD = 64 << 20

/** What a reader is to be given of a source: its bytes if they are few, else the source itself. */
export function heldOrRead(source: Source): Uint8Array | Source {
  return source.size <= MOST_HELD ? source.read(0, source.size) : source
}

/** The bytes of a file, held whole or read piece by piece as they are asked for. */
export class FileView {
  readonly size: number
  readonly #source: Source | undefined
  #whole: Uint8Array | undefined
  #last: Piece = { bytes: new Uint8Array(0), base: 0 }

  constructor(from: Uint8Array | Source) {
    if (from instanceof Uint8Array) {
      this.#whole = from
      this.size = from.length
    } else {
      this.#source = from
      this.size = from.size
    }
  }

  /** True if bytes handed out are the file's own memory, which costs nothing to keep. */
  get held(): boolean {
    return this.#whole !== undefined
  }

  /** A piece that holds at least `want` bytes from a place on, or as many as there are. */
  piece(at: number, want: number): Piece {
    if (this.#whole) return { bytes: this.#whole, base: 0 }
    const { base, bytes } = this.#last
    const need = Math.min(want, this.size - at)
    if (at >= base && at + need <= base + bytes.length) return this.#last
    this.#last = { bytes: this.slice(at, at + Math.max(want, PIECE)), base: at }
    return this.#last
  }

  /** The bytes of a range, as far as the file goes. */
  slice(from: number, to: number): Uint8Array {
    const end = Math.min(to, this.size)
    if (this.#whole) return this.#whole.subarray(from, end)
    return end > from ? this.#source!.read(from, end - from) : new Uint8Array(0)
  }

  /** True if a piece ends before its file does. */
  cut({ bytes, base }: Piece): boolean {
    return base + bytes.length < this.size
  }

  /** The whole file. Throws PdfProblem for one too large to hold. */
  whole(): Uint8Array {
    if (this.size > MOST_WHOLE)
      throw new PdfProblem('too-large', 'It is damaged, and with more than 1.5 GB too large to be repaired.')
    this.#whole ??= this.slice(0, this.size)
    return this.#whole
  }

  /** Where some letters next occur; -1 if they do not. */
  find(letters: string, from: number): number {
    if (this.#whole)
      return Buffer.from(this.#whole.buffer, this.#whole.byteOffset, this.#whole.length).indexOf(
        letters,
        from,
        'latin1',
      )
    for (let at = from; at < this.size; at += PIECE) {
      const bytes = this.slice(at, at + PIECE + letters.length)
      const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(letters, 0, 'latin1')
      if (found >= 0) return at + found
    }
    return -1
  }
}
