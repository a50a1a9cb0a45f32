import { spelt } from './content-tokens.ts'
import { STAMP_FONT } from './stamp.ts'

const NUMBER = ['/Artifact', '<<', '/Type', '/Pagination', '/Subtype', '/PageNum', '>>', 'BDC']
const STAMP = spelt(STAMP_FONT)

/**
 * The tokens of a source's page without the number we set on it: the last thing there, in a typeface of ours. What the
 * source itself marks as headers, footers and numbers is part of what it shows.
 */
export function withoutNumber(tokens: readonly string[], isOurs: (font: string) => boolean): string[] {
  const at = tokens.lastIndexOf('BDC')
  const start = at + 1 - NUMBER.length
  const isNumber =
    tokens.at(-1) === 'EMC' &&
    tokens.indexOf('EMC', at) === tokens.length - 1 &&
    start >= 0 &&
    NUMBER.every((token, i) => tokens[start + i] === token)
  if (!isNumber) return [...tokens]
  const fonts = tokens.slice(at).filter((_, i) => tokens[at + i + 2] === 'Tf')
  const isSet = fonts.length > 0 && fonts.every((font) => font.startsWith(STAMP) && isOurs(font))
  return isSet ? tokens.slice(0, start) : [...tokens]
}

/** The tokens of a page we set without page numbers, headers and footers. */
export function withoutHeads(tokens: readonly string[]): string[] {
  const out: string[] = []
  let within = 0
  for (const [i, token] of tokens.entries()) {
    if (within > 0) {
      if (token === 'BDC' || token === 'BMC') within++
      else if (token === 'EMC') within--
      continue
    }
    const start = token === 'BDC' ? headStart(tokens, i) : -1
    if (start < 0) out.push(token)
    else {
      within = 1
      out.length -= i - start
    }
  }
  return out
}

/** Where the operands of a header's or number's marking begin; -1 where something else is marked. */
function headStart(tokens: readonly string[], end: number): number {
  const start = tokens.lastIndexOf('/Artifact', end)
  const isHead =
    start >= 0 &&
    tokens[start + 1] === '<<' &&
    tokens.indexOf('>>', start) === end - 1 &&
    tokens[tokens.indexOf('/Type', start) + 1] === '/Pagination'
  return isHead ? start : -1
}
