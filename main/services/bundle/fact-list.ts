import type { Meaning } from './meaning.ts'
import { INK, MARGIN, MEASURE, type Sheet, wrap } from './sheet.ts'
import type { Typefaces } from './typeface.ts'

export const LABEL = { face: 'sans', size: 9.5, ink: INK.grey } as const
export const VALUE = { face: 'sans', size: 10 } as const
const LEADING = 14

/**
 * Draws facts as a list from `top` down, each label at the margin and its words `indent` points beside it, on `most` lines
 * at most; a fact without words is left out. Says where it ends, and gives the list, to which more may be added.
 */
export function factList(
  sheet: Sheet,
  faces: Typefaces,
  facts: readonly (readonly [label: string, words: string])[],
  { top, indent, gap, most }: { top: number; indent: number; gap: number; most: number },
): { readonly list: Meaning; readonly end: number } {
  const list = sheet.part.add('L')
  let y = top
  for (const [label, words] of facts) {
    if (words === '') continue
    const fact = list.add('LI')
    sheet.as('Lbl', fact)
    sheet.text(MARGIN.left, y, label, LABEL)
    sheet.as('LBody', fact)
    for (const line of wrap(faces, words, VALUE, MEASURE - indent).slice(0, most)) {
      sheet.text(MARGIN.left + indent, y, line, VALUE)
      y += LEADING
    }
    y += gap
  }
  return { list, end: y }
}
