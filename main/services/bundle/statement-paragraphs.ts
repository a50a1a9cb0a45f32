import type { Meaning } from './meaning.ts'
import type { StatementPrint } from './plan.ts'
import { INK, MM, type Sheet, type Span, wrapSpans } from './sheet.ts'
import { referencePattern, withCitations } from './statement-citations.ts'
import type { Typefaces } from './typeface.ts'

const BODY = { face: 'serif', size: 11.5 } as const
const STRONG = { face: 'serif-bold', size: 11.5 } as const
const GREY = { face: 'sans', size: 8, ink: INK.grey } as const
const LEAD = 17

/** A statement to set, and whether what it cites is to become links. */
export interface StatementToSet {
  readonly statement: StatementPrint
  readonly linked: boolean
}

/** The paragraph cut where exhibit references stand, so that they can be set bold. A reference within a longer one is not cut. */
function withReferences(text: string, refs: readonly string[]): Span[] {
  const [pattern] = referencePattern(refs, 'u')
  if (!pattern) return [{ text, style: BODY }]
  return text
    .split(pattern)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, style: refs.includes(part) ? STRONG : BODY }))
}

/** A line to be signed on in ink, with what it is for below it; `words` stand on it. */
export function signatureLine(
  sheet: Sheet,
  x: number,
  y: number,
  width: number,
  label: string,
  words?: string,
  within = sheet.part,
): void {
  sheet.rule(x, y, width, 0.25 * MM)
  sheet.as('P', within)
  sheet.text(x, y + 9.5, label, GREY)
  if (words) sheet.text(x, y - 4, words, { face: 'sans', size: 10 })
}

/** Where text runs: its left edge, its width, and where it ends so that the foot stays clear. */
export interface Column {
  readonly left: number
  readonly width: number
  readonly floor: number
}

/** Where the next line stands, and how the next page is begun. */
export interface Standing {
  readonly part: Meaning
  readonly sheet: Sheet
  readonly y: number
  turn(): { readonly sheet: Sheet; readonly y: number }
}

/** Sets a statement's numbered paragraphs, exhibit references bold; returns where they ended. */
export function layParagraphs(
  faces: Typefaces,
  { statement, linked }: StatementToSet,
  column: Column,
  at: Standing,
): { readonly sheet: Sheet; readonly y: number } {
  let { sheet, y } = at
  const inset = statement.paragraphs.length > 99 ? 12 * MM : 9 * MM
  const list = at.part.add('L')
  list.numbered = true
  for (const [i, paragraph] of statement.paragraphs.entries()) {
    const item = list.add('LI')
    const label = item.add('Lbl')
    const body = item.add('LBody')
    const lines = paragraph.split(/\r?\n/).flatMap((part) => {
      const own = wrapSpans(faces, withReferences(part, statement.exhibitRefs), column.width - inset)
      return linked ? withCitations(own, statement.exhibitRefs) : own
    })
    for (const [k, line] of lines.entries()) {
      // Two lines at least stay together at either end of a page.
      const left = lines.length - k
      const need = (k === 0 ? Math.min(2, left) : left === 2 ? 2 : 1) * LEAD
      if (y + need - LEAD > column.floor) ({ sheet, y } = at.turn())
      if (k === 0) {
        sheet.on(label)
        sheet.text(column.left, y, `${i + 1}.`, BODY)
      }
      sheet.on(body)
      sheet.spans(column.left + inset, y, line)
      y += LEAD
    }
    y += 3 * MM
  }
  return { sheet, y }
}
