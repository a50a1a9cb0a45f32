import { Meaning } from './meaning.ts'
import type { CivilPrint } from './plan.ts'
import { A4, INK, MM, Sheet, wrap } from './sheet.ts'
import type { CivilForm } from './statement-form.ts'
import { type Column, layParagraphs, type StatementToSet, signatureLine } from './statement-paragraphs.ts'
import type { Typefaces } from './typeface.ts'

const CORNER = { face: 'sans', size: 9.5 } as const
const CORNER_LABEL = { face: 'sans', size: 9.5, ink: INK.grey } as const
const COURT = { face: 'sans-bold', size: 10 } as const
const TITLE = { face: 'serif-bold', size: 12 } as const
const HEADING = { face: 'serif-bold', size: 16 } as const
const BODY = { face: 'serif', size: 11.5 } as const
const LEAD = 17

/** The margin that the form's rule asks for, on every side: the header, footer and page number stand in it. */
function columnOf({ margin }: CivilForm): Column {
  const edge = margin * MM
  return { left: edge, width: A4.width - 2 * edge, floor: A4.height - edge }
}

/** 1st, 2nd, 3rd, 11th. */
function ordinal(number: number): string {
  const tens = number % 100
  const end = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${end}`
}

/** A witness statement for civil proceedings: the corner, the title of the proceedings, numbered paragraphs, a statement of truth. */
export function civilSheets(
  faces: Typefaces,
  toSet: StatementToSet & { readonly civil: CivilPrint },
  form: CivilForm,
): Sheet[] {
  const { statement } = toSet
  const column = columnOf(form)
  const part = new Meaning('Part')
  const sheets: Sheet[] = []
  const turn = () => {
    const sheet = new Sheet(faces, part)
    sheets.push(sheet)
    return { sheet, y: column.left + 11 }
  }
  const first = turn()
  const y = layTitle(first.sheet, layCorner(first.sheet, toSet, form, column), toSet, form, column)
  const end = layParagraphs(faces, toSet, column, { part, sheet: first.sheet, y, turn })
  layTruth(faces, statement, form, column, { ...end, turn })
  return sheets
}

/** The five items at the top right of the first page, and the day of a translation where there is one. */
function layCorner(
  sheet: Sheet,
  { statement, civil }: StatementToSet & { readonly civil: CivilPrint },
  { labels }: CivilForm,
  column: Column,
): number {
  const width = column.width * 0.46
  const words = 24 * MM
  const left = column.left + column.width - width
  const items: [string, string | undefined][] = [
    [labels.behalf, civil.behalf],
    [labels.witness, civil.witness],
    [labels.number, ordinal(civil.number)],
    [
      labels.exhibits,
      statement.exhibitRefs.length === 0 ? labels.noExhibits : statement.exhibitRefs.join(', '),
    ],
    [labels.made, statement.date],
  ]
  if (civil.translated) items.push([labels.translated, civil.translated])
  const list = sheet.part.add('L')
  let y = column.left + 8
  for (const [label, said] of items) {
    const item = list.add('LI')
    sheet.as('Lbl', item)
    sheet.text(left, y, label, CORNER_LABEL)
    sheet.as('LBody', item)
    if (said === undefined || said === '') {
      // To be filled in by hand.
      sheet.rule(left + words, y + 2, width - words, 0.25 * MM)
      y += 13
      continue
    }
    for (const line of wrap(sheet.faces, said, CORNER, width - words).slice(0, 12)) {
      sheet.text(left + words, y, line, CORNER)
      y += 13
    }
  }
  return y
}

function layTitle(
  sheet: Sheet,
  from: number,
  { statement, civil }: StatementToSet & { readonly civil: CivilPrint },
  { labels, heading }: CivilForm,
  column: Column,
): number {
  let y = from + 6 * MM
  const right = column.left + column.width
  const claim = statement.urn ? `${labels.claim} ${statement.urn}` : ''
  sheet.as('P')
  const room = column.width - (claim === '' ? 0 : sheet.width(claim, COURT) + 6 * MM)
  if (claim !== '') sheet.text(right, y, claim, COURT, 'right')
  for (const line of wrap(sheet.faces, civil.court, COURT, room).slice(0, 4)) {
    sheet.text(column.left, y, line, COURT)
    y += 14
  }
  y += civil.court === '' && claim !== '' ? 14 : 0
  y += 4 * MM
  sheet.as('P')
  for (const line of wrap(sheet.faces, statement.caseTitle, TITLE, column.width).slice(0, 6)) {
    sheet.text(A4.width / 2, y, line, TITLE, 'centre')
    y += 16
  }
  y += 2 * MM
  sheet.rule(column.left, y, column.width, 0.3 * MM)
  y += 9 * MM
  sheet.as('H1')
  for (const line of wrap(
    sheet.faces,
    heading.replace('{name}', statement.statementOf),
    HEADING,
    column.width,
  ).slice(0, 4)) {
    sheet.text(A4.width / 2, y, line, HEADING, 'centre')
    y += 21
  }
  y -= 21
  y += 4 * MM
  sheet.rule(column.left, y, column.width, 0.3 * MM)
  return y + 6 * MM + 11
}

/** The statement of truth, kept in one piece with the lines for name, signature and day. */
function layTruth(
  faces: Typefaces,
  statement: StatementToSet['statement'],
  { labels, truth }: CivilForm,
  column: Column,
  at: { sheet: Sheet; y: number; turn(): { sheet: Sheet; y: number } },
): void {
  const lines = wrap(faces, truth, BODY, column.width)
  const height = 3 * MM + 20 + lines.length * LEAD + 16 * MM
  let { sheet, y } = at.y + height > column.floor ? at.turn() : at
  y += 3 * MM
  sheet.as('H2')
  sheet.text(column.left, y, labels.truth, { face: 'sans-bold', size: 10.5 })
  y += 20
  sheet.as('P')
  for (const line of lines) {
    sheet.text(column.left, y, line, BODY)
    y += LEAD
  }
  y += 12 * MM
  const wide = (column.width - 8 * MM) * 0.6
  signatureLine(sheet, column.left, y, wide, `${labels.signature}: ${statement.statementOf}`)
  signatureLine(
    sheet,
    column.left + wide + 8 * MM,
    y,
    column.width - 8 * MM - wide,
    labels.signedOn,
    statement.signedOn,
  )
}
