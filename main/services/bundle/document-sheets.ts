import { factList, LABEL, VALUE } from './fact-list.ts'
import { LaterWords } from './later-words.ts'
import type { BundleDocument, ExhibitFront } from './plan.ts'
import type { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'

const PLAIN = { face: 'serif', size: 13, ink: INK.grey } as const

/** A sheet before a document, and the numbers of the document's pages, to be written when they are laid. */
export interface SheetBefore {
  readonly sheet: Sheet
  /** None where it says none. */
  readonly pages?: LaterWords
}
/** The name under which a sheet draws those numbers. */
export const PAGES = 'Pages'

/** The sheet before a document: its reference and title, its date, and the numbers of its pages. */
export function coversheetSheet(press: Press, document: BundleDocument): SheetBefore {
  const { faces } = press
  const pages = new LaterWords(press, PLAIN)
  const sheet = new Sheet(faces)
  const ref = { face: 'serif-bold', size: 26, ink: INK.water } as const
  const title = { face: 'serif-bold', size: 20 } as const
  let y = MARGIN.top + 62 * MM + 20
  sheet.as('H1')
  for (const line of wrap(faces, document.ref ?? '', ref, MEASURE).slice(0, 3)) {
    if (line === '') continue
    sheet.text(MARGIN.left, y, line, ref)
    y += 34
  }
  for (const line of wrap(faces, document.title, title, MEASURE).slice(0, 10)) {
    sheet.text(MARGIN.left, y, line, title)
    y += 26
  }
  y += 4
  sheet.rule(MARGIN.left, y - 12, MEASURE, 0.3 * MM)
  y += 12
  if (document.date) {
    sheet.as('P')
    sheet.text(MARGIN.left, y, document.date, PLAIN)
    y += 20
  }
  sheet.as('P')
  // The sheet is the first of them, so there are always two at least.
  sheet.text(MARGIN.left, y, 'Pages ', PLAIN)
  pages.place(sheet, MARGIN.left + sheet.width('Pages ', PLAIN), y, PAGES)
  return { sheet, pages }
}

/** The front sheet of an exhibit: its mark, who produces it and in which statement, its pages, and lines left for the court. */
export function exhibitSheet(press: Press, front: ExhibitFront): SheetBefore {
  const { head, faces } = press
  const pages = new LaterWords(press, VALUE)
  const sheet = new Sheet(faces)
  const court = { face: 'serif-bold', size: 11 } as const
  const mark = { face: 'serif-bold', size: 40, ink: INK.water } as const
  let y = MARGIN.top + 14 * MM + 11
  for (const line of wrap(faces, head.court ?? '', court, MEASURE * 0.6).slice(0, 3)) {
    if (line !== '') sheet.text(MARGIN.left, y, line, court)
    y += 16
  }
  sheet.as('P')
  if (head.urn)
    sheet.text(
      A4.width - MARGIN.right,
      MARGIN.top + 14 * MM + 11,
      `URN ${head.urn}`,
      { face: 'serif', size: 11 },
      'right',
    )
  y = Math.max(y, MARGIN.top + 52 * MM) + 40
  sheet.as('H1')
  const exhibit = `Exhibit ${front.mark}`
  for (const line of wrap(faces, exhibit, mark, MEASURE).slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, mark)
    y += 46
  }
  sheet.rule(MARGIN.left, y - 22, MEASURE, 0.5 * MM)
  y += 14
  const facts: readonly (readonly [string, string])[] = [
    ['Description', front.description],
    ['Produced by', front.producedBy],
    ['Statement', front.statement],
    ['Case', head.caseTitle],
  ]
  const indent = 38 * MM
  const { list, end } = factList(sheet, faces, facts, { top: y, indent, gap: 2.4 * MM, most: 8 })
  const numbers = list.add('LI')
  sheet.as('Lbl', numbers)
  sheet.text(MARGIN.left, end, 'Pages', LABEL)
  sheet.as('LBody', numbers)
  pages.place(sheet, MARGIN.left + indent, end, PAGES)
  courtLines(sheet)
  return { sheet, pages }
}

/** Lines for ink: the program fills in nothing that a court or a witness signs. */
function courtLines(sheet: Sheet): void {
  const small = { face: 'sans', size: 8, ink: INK.grey } as const
  const half = (MEASURE - 12 * MM) / 2
  let y = A4.height - MARGIN.foot - 52 * MM
  sheet.as('P')
  sheet.text(MARGIN.left, y, 'For the use of the court', { face: 'sans-bold', size: 9.5 })
  const rows: readonly (readonly [string, string])[] = [
    ['Court exhibit number', 'Date'],
    ['Shown to', 'Signed by the witness'],
  ]
  for (const [left, right] of rows) {
    y += 19 * MM
    sheet.rule(MARGIN.left, y, half, 0.25 * MM)
    sheet.rule(MARGIN.left + half + 12 * MM, y, half, 0.25 * MM)
    sheet.as('P')
    sheet.text(MARGIN.left, y + 9.5, left, small)
    sheet.as('P')
    sheet.text(MARGIN.left + half + 12 * MM, y + 9.5, right, small)
  }
}
