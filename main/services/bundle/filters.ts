import { constants, inflateSync, type ZlibOptions } from 'node:zlib'
import { PdfProblem } from './lexer.ts'
import { type Dict, Name, type Value } from './objects.ts'

/** No honest page holds more than this once unpacked; a bomb does. */
export const LARGEST_UNPACKED = 256 * 1024 * 1024

function inflate(bytes: Uint8Array): Uint8Array {
  const options: ZlibOptions = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST_UNPACKED }
  try {
    return inflateSync(bytes, options)
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new PdfProblem('hostile', 'A stream in it unpacks to more than 256 MB.')
    }
    throw new PdfProblem('broken', 'A packed stream in it is damaged.')
  }
}

/** What can be had of damaged Flate data: everything before the damage, found by halving. */
export function unpackedPart(bytes: Uint8Array): Uint8Array {
  let best: Uint8Array = new Uint8Array(0)
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    try {
      best = inflate(bytes.subarray(0, middle))
      good = middle
    } catch {
      bad = middle
    }
  }
  return best
}

function lzw(bytes: Uint8Array, early: boolean): Uint8Array {
  const out: number[] = []
  let table: Uint8Array[] = []
  let width = 9
  let bits = 0
  let held = 0
  let last: Uint8Array | undefined
  const reset = () => {
    table = Array.from({ length: 258 }, (_, i) => Uint8Array.of(i & 255))
    width = 9
    last = undefined
  }
  reset()
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffffff
    bits += 8
    if (bits < width) continue
    bits -= width
    const code = (held >> bits) & ((1 << width) - 1)
    if (code === 256) {
      reset()
      continue
    }
    if (code === 257) break
    const entry: Uint8Array | undefined = table[code] ?? (last && Uint8Array.of(...last, last[0]!))
    if (!entry) throw new PdfProblem('broken', 'A packed stream in it is damaged.')
    for (const b of entry) out.push(b)
    if (out.length > LARGEST_UNPACKED / 8)
      throw new PdfProblem('hostile', 'A stream in it unpacks to too much.')
    if (last && table.length < 4096) table.push(Uint8Array.of(...last, entry[0]!))
    last = entry
    const size = table.length + (early ? 1 : 0)
    width = size >= 2048 ? 12 : size >= 1024 ? 11 : size >= 512 ? 10 : 9
  }
  return Uint8Array.from(out)
}

function ascii85(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let group: number[] = []
  const flush = (used: number) => {
    let n = 0
    for (let i = 0; i < 5; i++) n = n * 85 + (group[i] ?? 84)
    for (let i = 0; i < used; i++) out.push(Math.floor(n / 256 ** (3 - i)) & 255)
    group = []
  }
  for (const c of bytes) {
    if (c === 0x7e) break
    if (c === 0x7a && group.length === 0) out.push(0, 0, 0, 0)
    else if (c >= 0x21 && c <= 0x75) {
      group.push(c - 0x21)
      if (group.length === 5) flush(4)
    }
  }
  if (group.length > 1) flush(group.length - 1)
  return Uint8Array.from(out)
}

function asciiHex(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .split('>')[0]!
    .replace(/[^0-9a-fA-F]/g, '')
  return Buffer.from(text.length % 2 ? `${text}0` : text, 'hex')
}

function runLength(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const n = bytes[i++]!
    if (n === 128) break
    if (n < 128) for (let k = 0; k <= n && i < bytes.length; k++) out.push(bytes[i++]!)
    else {
      for (let k = 0; k < 257 - n; k++) out.push(bytes[i] ?? 0)
      i++
    }
  }
  return Uint8Array.from(out)
}

/** Rows filtered as PNG filters them, unfiltered. Short last rows are kept short. */
export function unPng(bytes: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array {
  const rows = Math.ceil(bytes.length / (rowBytes + 1))
  const out = new Uint8Array(rows * rowBytes)
  for (let r = 0; r < rows; r++) {
    const from = r * (rowBytes + 1)
    const kind = bytes[from]
    const to = r * rowBytes
    const length = Math.min(rowBytes, bytes.length - from - 1)
    for (let i = 0; i < length; i++) {
      const left = i >= pixelBytes ? out[to + i - pixelBytes]! : 0
      const up = r > 0 ? out[to - rowBytes + i]! : 0
      const corner = r > 0 && i >= pixelBytes ? out[to - rowBytes + i - pixelBytes]! : 0
      let guess = 0
      if (kind === 1) guess = left
      else if (kind === 2) guess = up
      else if (kind === 3) guess = (left + up) >> 1
      else if (kind === 4) {
        const p = left + up - corner
        const a = Math.abs(p - left)
        const b = Math.abs(p - up)
        const c = Math.abs(p - corner)
        guess = a <= b && a <= c ? left : b <= c ? up : corner
      }
      out[to + i] = bytes[from + 1 + i]! + guess
    }
  }
  return out
}

function predict(bytes: Uint8Array, params: Dict | undefined): Uint8Array {
  const number = (key: string, otherwise: number) => {
    const value = params?.get(key)
    return typeof value === 'number' ? value : otherwise
  }
  const predictor = number('Predictor', 1)
  if (predictor < 2) return bytes
  const colours = number('Colors', 1)
  const depth = number('BitsPerComponent', 8)
  const rowBytes = Math.ceil((number('Columns', 1) * colours * depth) / 8)
  const pixelBytes = Math.max(1, (colours * depth) >> 3)
  if (!(rowBytes > 0 && rowBytes < LARGEST_UNPACKED))
    throw new PdfProblem('broken', 'A packed stream in it is damaged.')
  if (predictor >= 10) return unPng(bytes, rowBytes, pixelBytes)
  if (depth !== 8) return bytes
  const out = Uint8Array.from(bytes)
  for (let r = 0; r < out.length; r += rowBytes) {
    for (let i = pixelBytes; i < rowBytes && r + i < out.length; i++)
      out[r + i] = out[r + i]! + out[r + i - pixelBytes]!
  }
  return out
}

/** The filters of a stream in order, with their parameters. */
export function filtersOf(
  stream: Dict,
  resolve: (value: Value | undefined) => Value,
): { name: string; params: Dict | undefined }[] {
  const filter = resolve(stream.get('Filter') ?? stream.get('F'))
  const params = resolve(stream.get('DecodeParms') ?? stream.get('DP'))
  const list = Array.isArray(filter) ? filter : [filter]
  const paramList = Array.isArray(params) ? params : [params]
  return list
    .map((item) => resolve(item))
    .filter((item) => item instanceof Name)
    .map((item, i) => {
      const own = resolve(paramList[i])
      return { name: item.value, params: own instanceof Map ? own : undefined }
    })
}

/** A stream's bytes unpacked; null if it uses a picture format, which is left to viewers. Throws PdfProblem if damaged. */
export function unpack(
  stream: Dict,
  raw: Uint8Array,
  resolve: (value: Value | undefined) => Value,
): Uint8Array | null {
  let bytes = raw
  for (const { name, params } of filtersOf(stream, resolve)) {
    switch (name) {
      case 'FlateDecode':
      case 'Fl':
        bytes = predict(inflate(bytes), params)
        break
      case 'LZWDecode':
      case 'LZW':
        bytes = predict(lzw(bytes, params?.get('EarlyChange') !== 0), params)
        break
      case 'ASCII85Decode':
      case 'A85':
        bytes = ascii85(bytes)
        break
      case 'ASCIIHexDecode':
      case 'AHx':
        bytes = asciiHex(bytes)
        break
      case 'RunLengthDecode':
      case 'RL':
        bytes = runLength(bytes)
        break
      case 'Crypt':
        break
      default:
        return null
    }
  }
  return bytes
}
