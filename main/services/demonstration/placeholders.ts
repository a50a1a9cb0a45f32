import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type DayStyle, dayFrom, dayStyles, writeDay } from './dates.ts'

const inText = /\{\{([+-]?\d{1,6})(?: ([a-z-]+))?\}\}/g
// The length of the placeholder is the length of what replaces it, so the offsets in a PDF stay true.
const inPdf = /\{\{([+-])(\d{6}|\d{5}|\d{3})\}\}/g
const pdfStyles: Readonly<Record<number, DayStyle>> = { 6: 'padded', 5: 'slash', 3: 'month' }

const isStyle = (word: string): word is DayStyle => Object.hasOwn(dayStyles, word)

/**
 * Text with each placeholder written out as a day counted from `on`. `{{-112}}` gives `29 Nov 2025`; a second word
 * chooses another style: `{{-112 long}}`, `{{-112 month}}`, `{{-112 slash}}`. Throws `internal` on an unknown style.
 */
export const fillText = (text: string, on: string): string =>
  text.replace(inText, (_, offset: string, style = 'plain') => {
    if (!isStyle(style))
      throw new CaseworkError('internal', `The demonstration asks for an unknown date style, “${style}”.`)
    return writeDay(dayFrom(on, Number(offset)), style)
  })

/** Every string in a value of plain JSON filled as `fillText` does; the rest is as it was. */
export const fillAll = <T>(value: T, on: string): T => {
  if (typeof value === 'string') return fillText(value, on) as T
  if (Array.isArray(value)) return value.map((one: unknown) => fillAll(one, on)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillAll(one, on)])) as T
}

/**
 * A PDF with each placeholder in its uncompressed page content written out, byte for byte in the same room:
 * `{{-000112}}` becomes `29 Nov 2025`, `{{-00112}}` becomes `29/11/2025` and `{{-112}}` becomes `Nov 2025`.
 */
export const fillPdf = (bytes: Uint8Array, on: string): Uint8Array => {
  const filled = Buffer.from(bytes)
    .toString('latin1')
    .replace(inPdf, (_, sign: string, digits: string) =>
      writeDay(dayFrom(on, Number(sign + digits)), pdfStyles[digits.length]!),
    )
  return new Uint8Array(Buffer.from(filled, 'latin1'))
}
