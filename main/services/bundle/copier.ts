import type { ObjectFile } from './object-file.ts'
import { type Dict, Made, Name, Ref, Stream, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

/** Kinds of object that never leave a source: its frame, its attachments, its hidden notes. */
const LEFT_BEHIND = new Set([
  'Catalog',
  'Pages',
  'Page',
  'Filespec',
  'F',
  'EmbeddedFile',
  'StructTreeRoot',
  'StructElem',
  'Metadata',
  'Sig',
  'DocTimeStamp',
  'XRef',
  'ObjStm',
  'Outlines',
])
const ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ResetForm',
  'ImportData',
  'GoToR',
  'GoToE',
  'Rendition',
  'Movie',
  'Sound',
  'Hide',
  'SetOCGState',
  'Trans',
  'GoTo3DView',
  'RichMediaExecute',
])
const HIDDEN_IN_PICTURES = [
  'Metadata',
  'PieceInfo',
  'LastModified',
  'StructParent',
  'StructParents',
  'OPI',
  'Ref',
  'AF',
  'Thumb',
]

const LENGTHS = ['Length', 'DL']
const OUTSIDE = ['F', 'FFilter', 'FDecodeParms']
/** What is left out of a stream: of any, of a picture or form, of one whose data lay outside the file, of both. */
const WITHOUT = [
  new Set(LENGTHS),
  new Set([...LENGTHS, ...HIDDEN_IN_PICTURES]),
  new Set([...LENGTHS, ...OUTSIDE]),
  new Set([...LENGTHS, ...HIDDEN_IN_PICTURES, ...OUTSIDE]),
] as const

/** True for an object that must not be carried into a bundle. */
export function leftBehind(reader: PdfReader, value: Value): boolean {
  const entries = value instanceof Stream ? value.dict : value
  if (!(entries instanceof Map)) return false
  const type = entries.get('Type')
  if (type instanceof Name && LEFT_BEHIND.has(type.value)) return !(type.value === 'F' && !entries.has('EF'))
  if (entries.has('EF') && (entries.has('F') || entries.has('UF'))) return true
  const action = entries.get('S')
  return (
    action instanceof Name &&
    ACTIONS.has(action.value) &&
    !(reader.get(entries, 'Type') instanceof Name && value instanceof Stream)
  )
}

/** Copies what pages of one source need into the bundle: each object once, references renumbered, in the order met. */
export class Copier {
  readonly reader: PdfReader
  readonly file: ObjectFile
  /** Where each page of the source goes, by object number; links between pages follow it. */
  readonly pages = new Map<number, Made>()
  readonly #copied = new Map<number, Made>()
  readonly #queue: number[] = []
  #inOrder: readonly Made[] | undefined
  /** Streams whose data lies outside the source, which cannot be brought along. */
  external = 0

  readonly #without: ReadonlySet<number>

  /** Objects named in `without` stay behind, whatever refers to them. */
  constructor(reader: PdfReader, file: ObjectFile, without: ReadonlySet<number> = new Set()) {
    this.reader = reader
    this.file = file
    this.#without = without
  }

  /** The number a reference has in the bundle; null if what it names is left behind. Notes what is still to copy. */
  readonly number = (ref: Ref): number | null => {
    if (ref instanceof Made) return ref.number
    const page = this.pages.get(ref.number)
    if (page) return page.number
    const known = this.#copied.get(ref.number)
    if (known) return known.number
    if (this.#without.has(ref.number)) return null
    const value = this.reader.object(ref.number)
    if (value === null || leftBehind(this.reader, value)) return null
    const made = this.file.reserve()
    this.#copied.set(ref.number, made)
    this.#queue.push(ref.number)
    return made.number
  }

  /** Resources without the entries that stay behind: a name that leads to nothing troubles some readers. */
  withoutLeft(resources: Dict): Dict {
    if (this.#without.size === 0) return resources
    const stays = (value: Value) => value instanceof Ref && this.#without.has(value.number)
    const kept: Dict = new Map()
    for (const [kind, list] of resources) {
      const entries = this.reader.resolve(list)
      if (!(entries instanceof Map)) kept.set(kind, list)
      else kept.set(kind, new Map([...entries].filter(([, value]) => !stays(value))))
    }
    return kept
  }

  /** Where an object of the source goes, as a reference. */
  refTo(ref: Ref): Made | null {
    const number = this.number(ref)
    return number === null ? null : new Made(number)
  }

  /** Where a page of the source goes, by its place from 0. */
  pageAt(place: number): Made | undefined {
    this.#inOrder ??= [...this.pages.values()]
    return this.#inOrder[place]
  }

  /** Writes everything noted so far, and what that needs in turn. Breadth first, so no depth of nesting can overflow. */
  drain(): void {
    for (let at = 0; at < this.#queue.length; at++) {
      const next = this.#queue[at]!
      const to = this.#copied.get(next)!
      const value = this.reader.object(next)
      if (value instanceof Stream) this.stream(to, value)
      else this.file.write(to, value, this.number)
    }
    this.#queue.length = 0
  }

  /** Writes a stream of the source under a reference of the bundle, its bytes exactly as they were. */
  stream(to: Made, value: Stream): void {
    const { dict } = value
    const external = dict.has('F') || dict.has('FFilter')
    if (external) this.external++
    const kind = dict.get('Subtype')
    const picture = kind instanceof Name && (kind.value === 'Form' || kind.value === 'Image')
    const entries = this.reader.wasEncrypted ? withoutCrypt(this.reader, dict) : dict
    this.file.writeStream(
      to,
      entries,
      value.raw,
      this.number,
      WITHOUT[(external ? 2 : 0) + (picture ? 1 : 0)],
    )
  }
}

/** A stream already decrypted must not say it is encrypted. */
function withoutCrypt(reader: PdfReader, dict: Dict): Dict {
  const filter = reader.get(dict, 'Filter')
  const list = Array.isArray(filter) ? filter : [filter]
  const at = list.findIndex((item) => item instanceof Name && item.value === 'Crypt')
  if (at < 0) return dict
  const params = reader.get(dict, 'DecodeParms')
  const entries = new Map(dict).set('Filter', list.toSpliced(at, 1))
  if (Array.isArray(params)) entries.set('DecodeParms', params.toSpliced(at, 1))
  else entries.delete('DecodeParms')
  return entries
}
