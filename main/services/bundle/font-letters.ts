import { type FontMeasure, measureOf } from './font-widths.ts'
import { Name, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'
import { toUnicode } from './verify-view.ts'

/** A source's font as its words are read: how wide each code is and which letter it means. */
export interface FontLetters extends FontMeasure {
  /** The letter of a code; '' where it cannot be told. */
  letter(code: number): string
}

/** Glyph names of what citations are written with that are not letters themselves. */
const NAMED: Readonly<Record<string, string>> = {
  space: ' ',
  bracketleft: '[',
  bracketright: ']',
  slash: '/',
  hyphen: '-',
  endash: '–',
  emdash: '—',
  period: '.',
  colon: ':',
  comma: ',',
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
}

/** Reads a font's letters: by its own table, else by the names of its glyphs, else as all Latin encodings have them. */
export function lettersOf(reader: PdfReader, font: Value): FontLetters {
  const measure = measureOf(reader, font)
  const known = toUnicode(reader, font)
  if (measure.step === 2) return { ...measure, letter: (code) => known.get(code) ?? '' }
  const named = differences(reader, font)
  const letter = (code: number) => {
    const own = known.get(code) ?? named.get(code)
    if (own !== undefined) return own
    if (code === 0x96) return '–'
    return code >= 32 && code < 127 ? String.fromCharCode(code) : ''
  }
  return { ...measure, letter }
}

function differences(reader: PdfReader, font: Value): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const encoding = font instanceof Map ? reader.get(font, 'Encoding') : null
  const list = encoding instanceof Map ? reader.get(encoding, 'Differences') : null
  let code = 0
  for (const item of Array.isArray(list) ? list.slice(0, 1024) : []) {
    const value = reader.resolve(item)
    if (typeof value === 'number') code = value
    else if (value instanceof Name) {
      found.set(code, value.value.length === 1 ? value.value : (NAMED[value.value] ?? ''))
      code++
    }
  }
  return found
}
