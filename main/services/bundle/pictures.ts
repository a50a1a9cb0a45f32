import { inflateSync } from 'node:zlib'
import { unPng } from './filters.ts'
import { PdfProblem } from './lexer.ts'
import type { ObjectFile } from './object-file.ts'
import { type Dict, dict, type Made, name, Text, type Value } from './objects.ts'
import type { Source } from './plan.ts'

/** What a JPEG's own header says. */
export interface JpegFacts {
  readonly width: number
  readonly height: number
  readonly components: number
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number
  /** Inks written inverted, as Adobe's programs do. */
  readonly inverted: boolean
}

/** Reads a JPEG's header. Throws PdfProblem if it is not a whole JPEG's beginning. */
export function jpegFacts(source: Source): JpegFacts {
  try {
    return factsWithin(source, 1 << 16)
  } catch (error) {
    // Profiles and small pictures of the picture may come first.
    if (source.size <= 1 << 16) throw error
    return factsWithin(source, 1 << 20)
  }
}

function factsWithin(source: Source, room: number): JpegFacts {
  const head = source.read(0, Math.min(source.size, room))
  const b = Buffer.from(head.buffer, head.byteOffset, head.length)
  if (b[0] !== 0xff || b[1] !== 0xd8) throw new PdfProblem('broken', 'It is not a JPEG picture.')
  let orientation = 1
  let adobe = false
  for (let at = 2; at + 9 < b.length; ) {
    if (b[at] !== 0xff) throw new PdfProblem('broken', 'The picture is damaged.')
    const kind = b[at + 1]!
    if (kind === 0xff || kind === 0x01 || (kind >= 0xd0 && kind <= 0xd8)) {
      at += kind === 0xff ? 1 : 2
      continue
    }
    const length = b.readUInt16BE(at + 2)
    const body = b.subarray(at + 4, at + 2 + length)
    if (kind === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0')
      orientation = exifOrientation(body.subarray(6))
    if (kind === 0xee && body.toString('latin1', 0, 5) === 'Adobe') adobe = true
    if (kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc) {
      const facts = { width: body.readUInt16BE(3), height: body.readUInt16BE(1), components: body[5] ?? 0 }
      if (facts.width === 0 || facts.height === 0 || ![1, 3, 4].includes(facts.components) || body[0] !== 8)
        break
      return { ...facts, orientation, inverted: adobe && facts.components === 4 }
    }
    if (kind === 0xda || length < 2) break
    at += 2 + length
  }
  throw new PdfProblem('broken', 'The picture is damaged or of a kind that cannot be printed.')
}

function exifOrientation(tiff: Buffer): number {
  try {
    const little = tiff.toString('latin1', 0, 2) === 'II'
    const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
    const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
    for (let i = 0; i < Math.min(u16(start), 500); i++) {
      const at = start + 2 + i * 12
      if (u16(at) === 0x0112) return u16(at + 8) >= 1 && u16(at + 8) <= 8 ? u16(at + 8) : 1
    }
  } catch {
    // A damaged note about the picture is no note.
  }
  return 1
}

/** So much of a picture is in memory at once. */
const PIECE = 1 << 18

/** Writes a JPEG into the bundle, its bytes exactly as they are. */
export function writeJpeg(file: ObjectFile, source: Source, facts: JpegFacts): Made {
  const ref = file.reserve()
  const space = facts.components === 1 ? 'DeviceGray' : facts.components === 3 ? 'DeviceRGB' : 'DeviceCMYK'
  const entries = dict({
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: facts.width,
    Height: facts.height,
    ColorSpace: name(space),
    BitsPerComponent: 8,
    Filter: name('DCTDecode'),
    Decode: facts.inverted ? [1, 0, 1, 0, 1, 0, 1, 0] : undefined,
  })
  file.beginStream(ref, entries, source.size)
  const room = Buffer.allocUnsafeSlow(Math.min(PIECE, source.size))
  for (let at = 0; at < source.size; ) {
    const bytes = source.read(at, Math.min(PIECE, source.size - at), room)
    if (bytes.length === 0) throw new PdfProblem('broken', 'The picture ends before its end.')
    file.more(bytes)
    at += bytes.length
  }
  file.endStream()
  return ref
}

interface Png {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colour: number
  readonly interlaced: boolean
  readonly palette: Buffer | undefined
  readonly clear: Buffer | undefined
  readonly data: Buffer
}

const CHANNELS: { readonly [colour: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const MOST_PIXELS = 120_000_000
const NOTHING = 'The picture is 0 points wide or high, so that it shows nothing.'

function readPng(bytes: Uint8Array): Png {
  const b = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (b.length < 45 || b.toString('latin1', 1, 4) !== 'PNG' || b.toString('latin1', 12, 16) !== 'IHDR')
    throw new PdfProblem('broken', 'It is not a PNG picture.')
  const [width, height, depth, colour, interlace] = [
    b.readUInt32BE(16),
    b.readUInt32BE(20),
    b[24]!,
    b[25]!,
    b[28]!,
  ]
  if (!width || !height) throw new PdfProblem('broken', NOTHING)
  if (CHANNELS[colour] === undefined || ![1, 2, 4, 8, 16].includes(depth))
    throw new PdfProblem('broken', 'The picture is damaged.')
  if (width * height > MOST_PIXELS)
    throw new PdfProblem('too-large', 'The picture is too large to print: more than 120 million points.')
  let palette: Buffer | undefined
  let clear: Buffer | undefined
  const data: Buffer[] = []
  for (let at = 33; at + 12 <= b.length; ) {
    const length = b.readUInt32BE(at)
    const kind = b.toString('latin1', at + 4, at + 8)
    const body = b.subarray(at + 8, at + 8 + length)
    if (kind === 'PLTE') palette = body
    else if (kind === 'tRNS') clear = body
    else if (kind === 'IDAT') data.push(body)
    else if (kind === 'IEND') break
    at += 12 + length
  }
  if (data.length === 0 || (colour === 3 && !palette))
    throw new PdfProblem('broken', 'The picture is damaged.')
  return {
    width,
    height,
    depth,
    colour,
    interlaced: interlace === 1,
    palette,
    clear,
    data: Buffer.concat(data),
  }
}

const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Every sample of the picture, one to a slot, whatever its depth. */
function samplesOf(png: Png, raw: Uint8Array): Uint16Array {
  const channels = CHANNELS[png.colour]!
  const out = new Uint16Array(png.width * png.height * channels)
  let at = 0
  for (const [x0, y0, dx, dy] of png.interlaced ? PASSES : ([[0, 0, 1, 1]] as const)) {
    const w = Math.ceil((png.width - x0) / dx)
    const h = Math.ceil((png.height - y0) / dy)
    if (w <= 0 || h <= 0) continue
    const rowBytes = Math.ceil((w * channels * png.depth) / 8)
    const pass = unPng(
      raw.subarray(at, at + h * (rowBytes + 1)),
      rowBytes,
      Math.max(1, (channels * png.depth) >> 3),
    )
    at += h * (rowBytes + 1)
    for (let y = 0; y < h; y++) {
      for (let i = 0; i < w * channels; i++) {
        const bit = i * png.depth
        const byte = y * rowBytes + (bit >> 3)
        const sample =
          png.depth === 16
            ? pass[byte]! * 256 + pass[byte + 1]!
            : (pass[byte]! >> (8 - png.depth - (bit & 7))) & ((1 << png.depth) - 1)
        const pixel = (y0 + y * dy) * png.width + x0 + Math.floor(i / channels) * dx
        out[pixel * channels + (i % channels)] = sample
      }
    }
  }
  return out
}

/** How large the rows of a picture are, packed only as PNG packs them. */
function rawLength(png: Png): number {
  const channels = CHANNELS[png.colour]!
  let length = 0
  for (const [x0, y0, dx, dy] of png.interlaced ? PASSES : ([[0, 0, 1, 1]] as const)) {
    const w = Math.ceil((png.width - x0) / dx)
    const h = Math.ceil((png.height - y0) / dy)
    if (w > 0 && h > 0) length += h * (1 + Math.ceil((w * channels * png.depth) / 8))
  }
  return length
}

function rowsOf(png: Png): Buffer {
  const expected = rawLength(png)
  let raw: Buffer
  try {
    raw = inflateSync(png.data, { maxOutputLength: expected + 1024 })
  } catch {
    throw new PdfProblem('broken', 'The picture is damaged.')
  }
  if (raw.length < expected) throw new PdfProblem('broken', 'The picture is cut short.')
  return raw
}

/** A larger picture, packed or unpacked, is not unpacked just to be looked at. */
const MOST_LOOKED_THROUGH = 128 << 20

/**
 * What keeps the points of a PNG from being printed, as a sentence; undefined where nothing does, or it is too large to be
 * looked through. Throws PdfProblem for a file in which there is no picture to show.
 */
export function pngFault(source: Source): string | undefined {
  if (source.size > MOST_LOOKED_THROUGH) return undefined
  const png = readPng(source.read(0, source.size))
  if (rawLength(png) > MOST_LOOKED_THROUGH) return undefined
  try {
    rowsOf(png)
    return undefined
  } catch (problem) {
    if (!(problem instanceof PdfProblem)) throw problem
    return problem.message
  }
}

/** Writes a PNG into the bundle: its packed rows as they are where PDF can show them, else taken apart into colour and mask. */
export function writePng(file: ObjectFile, bytes: Uint8Array): { ref: Made; width: number; height: number } {
  const png = readPng(bytes)
  const raw = rowsOf(png)
  const { width, height, depth, colour } = png
  const common: Dict = dict({ Type: name('XObject'), Subtype: name('Image'), Width: width, Height: height })
  const ref = file.reserve()
  if (!png.interlaced && !png.clear && colour < 4) {
    const channels = CHANNELS[colour]!
    const params = dict({ Predictor: 15, Colors: channels, BitsPerComponent: depth, Columns: width })
    const entries = new Map([
      ...common,
      ['ColorSpace', spaceOf(png)],
      ['BitsPerComponent', depth],
      ['Filter', name('FlateDecode')],
      ['DecodeParms', params],
    ] as [string, Value][])
    file.writeStream(ref, entries, png.data)
    return { ref, width, height }
  }
  const { colours, mask, channels } = separate(png, samplesOf(png, raw))
  const maskRef = mask ? file.reserve() : undefined
  const space = channels === 1 ? name('DeviceGray') : name('DeviceRGB')
  const entries = new Map([...common, ['ColorSpace', space], ['BitsPerComponent', 8]] as [string, Value][])
  if (maskRef) entries.set('SMask', maskRef)
  file.writePacked(ref, entries, colours)
  if (maskRef && mask)
    file.writePacked(
      maskRef,
      new Map([...common, ['ColorSpace', name('DeviceGray')], ['BitsPerComponent', 8]] as [string, Value][]),
      mask,
    )
  return { ref, width, height }
}

function spaceOf(png: Png): Value {
  if (png.colour === 3)
    return [
      name('Indexed'),
      name('DeviceRGB'),
      Math.floor(png.palette!.length / 3) - 1,
      new Text(png.palette!),
    ]
  return name(png.colour === 0 ? 'DeviceGray' : 'DeviceRGB')
}

/** Colour and mask apart, eight bits each. */
function separate(
  png: Png,
  samples: Uint16Array,
): { colours: Uint8Array; mask: Uint8Array | undefined; channels: 1 | 3 } {
  const count = png.width * png.height
  const step = CHANNELS[png.colour]!
  const channels = png.colour === 0 || png.colour === 4 ? 1 : 3
  const top = 2 ** png.depth - 1
  const eight = (sample: number) => Math.round((sample * 255) / top)
  const colours = new Uint8Array(count * channels)
  const hasMask = png.colour >= 4 || png.clear !== undefined
  const mask = hasMask ? new Uint8Array(count).fill(255) : undefined
  const key =
    png.clear && png.colour !== 3
      ? Array.from({ length: channels }, (_, i) => png.clear!.readUInt16BE(i * 2))
      : undefined
  for (let p = 0; p < count; p++) {
    if (png.colour === 3) {
      const entry = samples[p]!
      for (let c = 0; c < 3; c++) colours[p * 3 + c] = png.palette![entry * 3 + c] ?? 0
      if (mask && png.clear && entry < png.clear.length) mask[p] = png.clear[entry]!
      continue
    }
    let matches = key !== undefined
    for (let c = 0; c < channels; c++) {
      const sample = samples[p * step + c]!
      colours[p * channels + c] = eight(sample)
      if (key && key[c] !== sample) matches = false
    }
    if (mask && png.colour >= 4) mask[p] = eight(samples[p * step + channels]!)
    else if (mask && matches) mask[p] = 0
  }
  return { colours, mask, channels }
}

/** The size a PNG's header states. Throws PdfProblem if it is not one. */
export function pngSize(head: Uint8Array): { readonly width: number; readonly height: number } {
  const b = Buffer.from(head.buffer, head.byteOffset, head.length)
  if (b.length < 29 || b.toString('latin1', 12, 16) !== 'IHDR')
    throw new PdfProblem('broken', 'The picture is damaged.')
  const [width, height] = [b.readUInt32BE(16), b.readUInt32BE(20)]
  if (width === 0 || height === 0) throw new PdfProblem('broken', NOTHING)
  if (width * height > MOST_PIXELS)
    throw new PdfProblem('too-large', 'The picture is too large to print: more than 120 million points.')
  return { width, height }
}
