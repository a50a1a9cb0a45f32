import { type Dict, Name, Stream, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'
import { standardWidths } from './standard-widths.ts'

/** How a source's font measures the bytes of a string. */
export interface FontMeasure {
  /** Bytes to a character: one for simple fonts, two for composite ones. */
  readonly step: 1 | 2
  /** The width of a code, in thousandths of the font size. */
  width(code: number): number
  /** The same for a simple font, one to each of its 256 codes. */
  readonly simple?: Float64Array
  /** False when its codes can't be told as text: what is shown in it can be neither copied nor searched. */
  readonly readable?: boolean
}

// A composite font's codes are mere glyph numbers, and a drawn font's names are anything, unless a table says more.
function readable(reader: PdfReader, font: Dict, subtype: string): boolean {
  if (reader.get(font, 'ToUnicode') instanceof Stream) return true
  if (subtype === 'Type3') return false
  const encoding = reader.get(font, 'Encoding')
  return subtype !== 'Type0' || (encoding instanceof Name && !encoding.value.startsWith('Identity'))
}

const HALF: FontMeasure = { step: 1, width: () => 500, simple: new Float64Array(256).fill(500) }

/** Widths of a font as its dictionary states them, or as its standard typeface has them; else a guess of half an em. */
export function measureOf(reader: PdfReader, font: Value): FontMeasure {
  if (!(font instanceof Map)) return HALF
  const kind = reader.get(font, 'Subtype')
  const measured = widthsOf(reader, font)
  return readable(reader, font, kind instanceof Name ? kind.value : '')
    ? measured
    : { ...measured, readable: false }
}

function widthsOf(reader: PdfReader, font: Dict): FontMeasure {
  const subtype = reader.get(font, 'Subtype')
  if (subtype instanceof Name && subtype.value === 'Type0') return composite(reader, font)
  const first = reader.get(font, 'FirstChar')
  const widths = reader.get(font, 'Widths')
  const matrix = reader.get(font, 'FontMatrix')
  const scale =
    subtype instanceof Name && subtype.value === 'Type3' && Array.isArray(matrix)
      ? Number(matrix[0]) * 1000
      : 1
  if (typeof first !== 'number' || !Array.isArray(widths)) {
    const base = reader.get(font, 'BaseFont')
    const simple = base instanceof Name ? standardWidths(base.value) : undefined
    return simple ? { step: 1, width: (code) => simple[code] ?? 500, simple } : HALF
  }
  const simple = new Float64Array(256).fill(500)
  for (const [i, item] of widths.slice(0, 256).entries()) {
    const w = reader.resolve(item)
    const code = first + i
    if (typeof w === 'number' && code >= 0 && code < 256) simple[code] = w * scale
  }
  return { step: 1, width: (code) => simple[code] ?? 500, simple }
}

function composite(reader: PdfReader, font: Dict): FontMeasure {
  const descendants = reader.get(font, 'DescendantFonts')
  const inner = Array.isArray(descendants) ? reader.resolve(descendants[0]) : null
  if (!(inner instanceof Map)) return { step: 2, width: () => 1000 }
  const usual = reader.get(inner, 'DW')
  const table = reader.get(inner, 'W')
  const wide = typeof usual === 'number' ? usual : 1000
  const widths = new Map<number, number>()
  const list = Array.isArray(table) ? table : []
  for (let i = 0; i < list.length && widths.size < 100_000; ) {
    const first = reader.resolve(list[i])
    const second = reader.resolve(list[i + 1])
    if (typeof first !== 'number') break
    if (Array.isArray(second)) {
      for (const [k, w] of second.entries()) {
        const own = reader.resolve(w)
        if (typeof own === 'number') widths.set(first + k, own)
      }
      i += 2
    } else {
      const w = reader.resolve(list[i + 2])
      if (typeof second !== 'number' || typeof w !== 'number') break
      for (let c = first; c <= Math.min(second, first + 65_535); c++) widths.set(c, w)
      i += 3
    }
  }
  return { step: 2, width: (code) => widths.get(code) ?? wide }
}
