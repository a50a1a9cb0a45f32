import { createHash, type Hash } from 'node:crypto'

/** What is hashed apart: a document, or a page within it. */
export type Part = 'document' | 'page'

/** A digest that may be known only once the file is closed; empty until then. */
export interface Digest {
  sha256: string
}

/** The SHA-256 of a file while it is written: of the whole, and of each document and page in it. */
export interface Digests {
  /** The next bytes of the file. They are not looked at again once this returns. */
  update(bytes: Uint8Array): void
  /** A part begins here. A page that is `alone` has a hash of its own; another shares that of the document it begins. */
  begin(part: Part, alone: boolean): void
  /** A part ends here; its digest is put into `into`, by the time of `end` at the latest. */
  finish(part: Part, into: Digest): void
  /** A place to go back to. Only the latest few are kept. */
  save(): number
  /** Forgets everything since a place. */
  restore(place: number): void
  /** The digest of all bytes so far. */
  so(): Buffer
  /** The digest of the whole. Nothing may follow. */
  end(): string
}

/** How many places to go back to are kept: one for the file, one for the document in it, and some to spare. */
export const PLACES = 8

/** What is known of the file's hashes at one place. */
interface State {
  whole: Hash
  document: Hash | undefined
  /** Undefined while a page shares the hash of the document it begins. */
  page: Hash | undefined
}

const fresh = () => createHash('sha256')

/** Digests made where they are asked for, between two other pieces of work. */
export function ownDigests(): Digests {
  let now: State = { whole: fresh(), document: undefined, page: undefined }
  let places = 0
  const kept = new Map<number, State>()
  return {
    update(bytes) {
      now.whole.update(bytes)
      now.document?.update(bytes)
      now.page?.update(bytes)
    },
    begin(part, alone) {
      if (part === 'document') now.document = fresh()
      else now.page = alone ? fresh() : undefined
    },
    finish(part, into) {
      const hash = part === 'page' ? (now.page ?? now.document?.copy()) : now.document
      into.sha256 = hash?.digest('hex') ?? ''
      if (part === 'document') now.document = undefined
      else now.page = undefined
    },
    save() {
      kept.set(++places, { whole: now.whole.copy(), document: now.document?.copy(), page: undefined })
      kept.delete(places - PLACES)
      return places
    },
    restore(place) {
      const state = kept.get(place)
      if (state === undefined) throw new RangeError('That place in the file is no longer kept.')
      now = state
      kept.delete(place)
    },
    so: () => now.whole.copy().digest(),
    end: () => now.whole.digest('hex'),
  }
}
