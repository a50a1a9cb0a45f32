import { type Dict, Name, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

/** How a source's font measures the bytes of a string. */
export interface FontMeasure {
  /** Bytes to a character: one for simple fonts, two for composite ones. */
  readonly step: 1 | 2
  /** The width of a code, in thousandths of the font size. */
  width(code: number): number
}

/** Widths of a font as its dictionary states them; a guess of half an em where it states none. */
export function measureOf(reader: PdfReader, font: Value): FontMeasure {
  if (!(font instanceof Map)) return { step: 1, width: () => 500 }
  const subtype = reader.get(font, 'Subtype')
  if (subtype instanceof Name && subtype.value === 'Type0') return composite(reader, font)
  const first = reader.get(font, 'FirstChar')
  const widths = reader.get(font, 'Widths')
  const matrix = reader.get(font, 'FontMatrix')
  const scale =
    subtype instanceof Name && subtype.value === 'Type3' && Array.isArray(matrix)
      ? Number(matrix[0]) * 1000
      : 1
  if (typeof first !== 'number' || !Array.isArray(widths)) return { step: 1, width: () => 500 }
  const numbers = widths.map((w) => reader.resolve(w))
  return {
    step: 1,
    width: (code) => {
      const w = numbers[code - first]
      return typeof w === 'number' ? w * scale : 500
    },
  }
}

function composite(reader: PdfReader, font: Dict): FontMeasure {
  const descendants = reader.get(font, 'DescendantFonts')
  const inner = Array.isArray(descendants) ? reader.resolve(descendants[0]) : null
  if (!(inner instanceof Map)) return { step: 2, width: () => 1000 }
  const usual = reader.get(inner, 'DW')
  const table = reader.get(inner, 'W')
  const widths = new Map<number, number>()
  const list = Array.isArray(table) ? table : []
  for (let i = 0; i < list.length && widths.size < 100_000; ) {
    const first = reader.resolve(list[i])
    const second = reader.resolve(list[i + 1])
    if (typeof first !== 'number') break
    if (Array.isArray(second)) {
      for (const [k, w] of second.entries()) if (typeof w === 'number') widths.set(first + k, w)
      i += 2
    } else {
      const w = reader.resolve(list[i + 2])
      if (typeof second !== 'number' || typeof w !== 'number') break
      for (let c = first; c <= Math.min(second, first + 65_535); c++) widths.set(c, w)
      i += 3
    }
  }
  return { step: 2, width: (code) => widths.get(code) ?? (typeof usual === 'number' ? usual : 1000) }
}
