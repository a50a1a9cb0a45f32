import { filtersOf, unpack } from './filters.ts'
import { PdfProblem } from './lexer.ts'
import { type Dict, Name, Stream, Text, type Value } from './objects.ts'
import { jpegFacts } from './pictures.ts'
import type { PdfReader } from './reader.ts'

/** How a fax is packed, in PDF's own words. */
export interface FaxPacking {
  readonly K: number
  readonly Columns: number
  readonly Rows: number
  readonly EndOfLine: boolean
  readonly EncodedByteAlign: boolean
  readonly BlackIs1: boolean
}

/**
 * A picture taken out of a page, to be read: as the JPEG it is, as one grey byte a point, or packed in a way that
 * others unpack. `inverted`: its samples count from white to black.
 */
export type TakenPicture = { readonly width: number; readonly height: number; readonly bytes: Uint8Array } & (
  | { readonly form: 'jpeg' | 'grey' }
  | { readonly form: 'fax'; readonly packing: FaxPacking; readonly inverted: boolean }
  | { readonly form: 'jbig2'; readonly globals: Uint8Array | null; readonly inverted: boolean }
  | { readonly form: 'jpx'; readonly inverted: boolean }
)

/** A3 at 600 points to the inch, and a little more; larger is no page. */
export const MOST_POINTS = 72_000_000
const LONGEST_SIDE = 32_000
const SHORTEST_SIDE = 16

/** Refuses a picture whose size is absurd, before any of it is unpacked. Throws PdfProblem. */
export function refuseSize(width: number, height: number): void {
  if (width < SHORTEST_SIDE || height < SHORTEST_SIDE)
    throw new PdfProblem('broken', 'Its picture is too small to hold words.')
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_POINTS)
    throw new PdfProblem('too-large', 'Its picture is too large to read: more than 72 million points.')
}

/** Takes a picture out of a PDF. Throws PdfProblem with a sentence for one that can’t be read by machine. */
export function takePicture(reader: PdfReader, stream: Stream): TakenPicture {
  const { dict } = stream
  const [width, height] = [numberOf(reader, dict, 'Width', 'W'), numberOf(reader, dict, 'Height', 'H')]
  refuseSize(width, height)
  const resolve = (value: Value | undefined) => reader.resolve(value)
  const filters = filtersOf(dict, resolve)
  const last = filters.at(-1)
  switch (last?.name) {
    case 'DCTDecode':
    case 'DCT': {
      const bytes = before(reader, stream, filters.length)
      const facts = jpegFacts(memory(bytes))
      refuseSize(facts.width, facts.height)
      return { form: 'jpeg', bytes, width: facts.width, height: facts.height }
    }
    case 'CCITTFaxDecode':
    case 'CCF':
      return {
        form: 'fax',
        bytes: before(reader, stream, filters.length),
        packing: faxPacking(reader, last.params, width, height),
        inverted: inverted(reader, dict),
        width,
        height,
      }
    case 'JBIG2Decode': {
      const common = last.params ? reader.get(last.params, 'JBIG2Globals') : null
      const globals = common instanceof Stream ? reader.unpacked(common) : null
      const bytes = before(reader, stream, filters.length)
      return { form: 'jbig2', bytes, globals, inverted: inverted(reader, dict), width, height }
    }
    case 'JPXDecode': {
      const bytes = before(reader, stream, filters.length)
      const size = jpxSize(bytes)
      refuseSize(size.width, size.height)
      return { form: 'jpx', bytes, inverted: inverted(reader, dict), ...size }
    }
    default: {
      const raw = reader.unpacked(stream)
      if (!raw) throw new PdfProblem('broken', 'Its picture is packed in a way that can’t be read here.')
      return { form: 'grey', bytes: greyOf(reader, dict, raw, width, height), width, height }
    }
  }
}

function numberOf(reader: PdfReader, dict: Dict, key: string, short: string): number {
  const value = reader.resolve(dict.get(key) ?? dict.get(short))
  return typeof value === 'number' ? Math.floor(value) : 0
}

const memory = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
})

/** The bytes of a stream as they are before its last filter. */
function before(reader: PdfReader, stream: Stream, filters: number): Uint8Array {
  if (filters === 1) return stream.raw
  const filter = reader.resolve(stream.dict.get('Filter') ?? stream.dict.get('F'))
  const params = reader.resolve(stream.dict.get('DecodeParms') ?? stream.dict.get('DP'))
  const inner: Dict = new Map()
  if (Array.isArray(filter)) inner.set('Filter', filter.slice(0, -1))
  if (Array.isArray(params)) inner.set('DecodeParms', params.slice(0, -1))
  const bytes = unpack(inner, stream.raw, (value) => reader.resolve(value))
  if (!bytes) throw new PdfProblem('broken', 'Its picture is packed in a way that can’t be read here.')
  return bytes
}

function faxPacking(reader: PdfReader, params: Dict | undefined, width: number, height: number): FaxPacking {
  const own = (key: string) => (params ? reader.get(params, key) : null)
  const number = (key: string, otherwise: number) => {
    const value = own(key)
    return typeof value === 'number' ? Math.floor(value) : otherwise
  }
  const columns = number('Columns', 1728)
  if (columns !== width)
    throw new PdfProblem('broken', 'Its picture is a fax of another width than it states.')
  return {
    K: number('K', 0),
    Columns: columns,
    Rows: number('Rows', height) || height,
    EndOfLine: own('EndOfLine') === true,
    EncodedByteAlign: own('EncodedByteAlign') === true,
    BlackIs1: own('BlackIs1') === true,
  }
}

/** The size JPEG 2000 states for itself, which need not be what the page says. */
function jpxSize(bytes: Uint8Array): { readonly width: number; readonly height: number } {
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = b.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]))
  if (at < 0 || at + 24 > b.length) throw new PdfProblem('broken', 'Its picture is damaged.')
  return {
    width: b.readUInt32BE(at + 8) - b.readUInt32BE(at + 16),
    height: b.readUInt32BE(at + 12) - b.readUInt32BE(at + 20),
  }
}

function inverted(reader: PdfReader, dict: Dict): boolean {
  const decode = reader.resolve(dict.get('Decode') ?? dict.get('D'))
  return Array.isArray(decode) && Number(reader.resolve(decode[0])) > Number(reader.resolve(decode[1]))
}

interface Colours {
  readonly channels: number
  /** The grey, 0 to 255, of an entry of the palette. */
  readonly palette: Uint8Array | null
}

function coloursOf(reader: PdfReader, space: Value): Colours {
  const plain = (channels: number): Colours => ({ channels, palette: null })
  if (space instanceof Name) {
    if (['DeviceGray', 'G', 'CalGray'].includes(space.value)) return plain(1)
    if (['DeviceRGB', 'RGB', 'CalRGB'].includes(space.value)) return plain(3)
    if (['DeviceCMYK', 'CMYK'].includes(space.value)) return plain(4)
  }
  if (Array.isArray(space)) {
    const kind = reader.resolve(space[0])
    if (kind instanceof Name && space.length === 1) return coloursOf(reader, kind)
    if (kind instanceof Name && (kind.value === 'CalGray' || kind.value === 'CalRGB'))
      return plain(kind.value === 'CalGray' ? 1 : 3)
    if (kind instanceof Name && kind.value === 'ICCBased') {
      const profile = reader.resolve(space[1])
      const n = profile instanceof Stream ? reader.get(profile.dict, 'N') : null
      if (n === 1 || n === 3 || n === 4) return plain(n)
    }
    if (kind instanceof Name && (kind.value === 'Indexed' || kind.value === 'I')) {
      const base = coloursOf(reader, reader.resolve(space[1]))
      const table = reader.resolve(space[3])
      const bytes =
        table instanceof Text ? table.bytes : table instanceof Stream ? reader.unpacked(table) : null
      if (bytes && base.palette === null) {
        const count = Math.floor(bytes.length / base.channels)
        const grey = (at: number) => Math.round(mix(bytes, at * base.channels, base.channels))
        return { channels: 1, palette: Uint8Array.from({ length: count }, (_, at) => grey(at)) }
      }
    }
  }
  throw new PdfProblem('broken', 'Its picture is in colours that can’t be read here.')
}

/** The lightness of a colour of one, three or four channels, 0 to 255. */
function mix(bytes: Uint8Array, at: number, channels: number): number {
  const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0]
  if (channels === 1) return a
  if (channels === 3) return 0.299 * a + 0.587 * b + 0.114 * c
  return Math.max(0, 255 - d - (0.299 * a + 0.587 * b + 0.114 * c))
}

function greyOf(reader: PdfReader, dict: Dict, raw: Uint8Array, width: number, height: number): Uint8Array {
  const mask = reader.resolve(dict.get('ImageMask') ?? dict.get('IM')) === true
  const stated = reader.resolve(dict.get('BitsPerComponent') ?? dict.get('BPC'))
  const depth = mask ? 1 : typeof stated === 'number' ? stated : 8
  if (![1, 2, 4, 8, 16].includes(depth)) throw new PdfProblem('broken', 'Its picture is damaged.')
  const space = reader.resolve(dict.get('ColorSpace') ?? dict.get('CS'))
  const { channels, palette } = mask ? { channels: 1, palette: null } : coloursOf(reader, space)
  const rowBytes = Math.ceil((width * channels * depth) / 8)
  if (raw.length < rowBytes * height) throw new PdfProblem('broken', 'Its picture is cut short.')
  const flip = palette === null && inverted(reader, dict) ? 255 : 0
  const top = 2 ** Math.min(depth, 8) - 1
  const out = new Uint8Array(width * height)
  const colour = new Uint8Array(4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const bit = (x * channels + c) * depth
        const byte = raw[y * rowBytes + (bit >> 3)]!
        const sample = depth >= 8 ? byte : (byte >> (8 - depth - (bit & 7))) & top
        colour[c] = palette ? (palette[sample] ?? 0) : depth >= 8 ? sample : Math.round((sample * 255) / top)
      }
      out[y * width + x] = mix(colour, 0, channels) ^ flip
    }
  }
  return out
}
