import { filtersOf, unpack } from './filters.ts'
import { PdfProblem } from './lexer.ts'
import { type Dict, dict, name, type Stream, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

const PACKING = new Set([
  ...['FlateDecode', 'Fl', 'LZWDecode', 'LZW', 'ASCII85Decode', 'A85', 'ASCIIHexDecode', 'AHx'],
  ...['RunLengthDecode', 'RL'],
])

/** A stream’s entries and data with all packing undone that we can undo; what is left of its filters is a picture’s. */
export interface Unpacked {
  readonly entries: Dict
  readonly data: Uint8Array
}

/** A stream without its packing: two programs pack the same data in different ways. As it lies where that fails. */
export function unpackedStream(reader: PdfReader, stream: Stream): Unpacked {
  const packed = { entries: stream.dict, data: stream.raw }
  // Data outside the file, and short names that belong to pictures within a page's content, are left alone.
  if (stream.dict.has('F') || stream.dict.has('DP')) return packed
  const resolve = (value: Value | undefined) => reader.resolve(value)
  const filters = filtersOf(stream.dict, resolve)
  const listed = resolve(stream.dict.get('Filter'))
  if (Array.isArray(listed) && listed.length !== filters.length) return packed
  const stop = filters.findIndex(({ name, params }) => !PACKING.has(name) || !isPredicted(reader, params))
  const done = stop < 0 ? filters.length : stop
  if (done === 0) return packed
  try {
    const data = unpack(filterEntries(filters.slice(0, done)), packed.data, resolve)
    if (data === null) return packed
    const entries = new Map(stream.dict)
    entries.delete('Filter')
    entries.delete('DecodeParms')
    for (const [key, value] of filterEntries(filters.slice(done))) entries.set(key, value)
    return { entries, data }
  } catch (problem) {
    if (problem instanceof PdfProblem) return packed
    throw problem
  }
}

/** Whether rows that were predicted from those before can be had back: of samples that are not bytes only by PNG's ways. */
function isPredicted(reader: PdfReader, params: Dict | undefined): boolean {
  if (params === undefined) return true
  const entries = [...params.values()].map((value) => reader.resolve(value))
  // Values referred to are not followed by what undoes the packing.
  if (entries.some((value, i) => value !== [...params.values()][i])) return false
  const predictor = params.get('Predictor')
  const depth = params.get('BitsPerComponent') ?? 8
  return predictor !== 2 || depth === 8
}

function filterEntries(filters: ReturnType<typeof filtersOf>): Dict {
  const one = filters.length === 1
  const names = filters.map((filter) => name(filter.name))
  const params = filters.map((filter): Value => filter.params ?? null)
  return dict({
    Filter: names.length === 0 ? undefined : one ? names[0]! : names,
    DecodeParms: params.every((each) => each === null) ? undefined : one ? params[0]! : params,
  })
}
