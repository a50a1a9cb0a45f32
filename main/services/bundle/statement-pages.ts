import { civilSheets } from './civil-statement.ts'
import { fileProperties } from './file-properties.ts'
import { Meaning } from './meaning.ts'
import { memorySink, ObjectFile } from './object-file.ts'
import { dict, Made, name, textString } from './objects.ts'
import type { StatementPrint } from './plan.ts'
import { planAlone } from './plan-alone.ts'
import { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import { readStatementForms, type StatementForm, type StatementForms } from './statement-form.ts'
import { layParagraphs, type StatementToSet, signatureLine } from './statement-paragraphs.ts'
import { Typefaces } from './typeface.ts'

const GREY = { face: 'sans', size: 8, ink: INK.grey } as const
/** Text ends here, so that the signature line at the foot of every page stays clear. */
const FLOOR = A4.height - 42 * MM

function layOut(
  faces: Typefaces,
  { statement, linked }: StatementToSet,
  form: StatementForm,
  pages: number,
): Sheet[] {
  const sheets: Sheet[] = []
  const part = new Meaning('Part')
  // Drawn with each page and read out once all has been said, not in the middle of a paragraph.
  const feet = new Meaning('Part')
  let sheet = new Sheet(faces, part)
  let y = 0
  const turn = () => {
    sheet = new Sheet(faces, part)
    sheets.push(sheet)
    y = MARGIN.top + 14
    // Signed in ink, on every page; the program leaves the lines empty.
    const foot = A4.height - 20 * MM - 7
    const wide = (MEASURE - 26 * MM - 12 * MM) / 2
    signatureLine(sheet, MARGIN.left, foot, wide, form.labels.signature, undefined, feet)
    signatureLine(sheet, MARGIN.left + wide + 12 * MM, foot, wide, form.labels.witnessedBy, undefined, feet)
    return sheet
  }
  turn()
  y = MARGIN.top + 2 * MM + 20
  sheet.as('H1')
  sheet.text(MARGIN.left, y, form.heading, { face: 'serif-bold', size: 20 })
  sheet.as('P')
  sheet.text(MARGIN.left, y + 18, form.law, { face: 'sans', size: 9, ink: INK.grey })
  y += 18 + 5 * MM + 11
  const facts: [string, string | undefined, boolean][] = [
    [form.labels.urn, statement.urn, false],
    [form.labels.statementOf, statement.statementOf, true],
    [form.labels.age, statement.age, false],
    [form.labels.occupation, statement.occupation, false],
    [form.labels.date, statement.date, false],
    [form.labels.language, statement.language, false],
    [form.labels.interpreter, statement.interpreter, false],
  ]
  const known = part.add('L')
  for (const [label, words, strong] of facts) {
    if (words === undefined || words === '') continue
    const fact = known.add('LI')
    sheet.as('Lbl', fact)
    sheet.text(MARGIN.left, y, label, { face: 'sans', size: 10, ink: INK.grey })
    sheet.as('LBody', fact)
    for (const line of wrap(
      faces,
      words,
      { face: strong ? 'sans-bold' : 'sans', size: 10 },
      MEASURE - 36 * MM,
    ).slice(0, 6)) {
      sheet.text(MARGIN.left + 36 * MM, y, line, { face: strong ? 'sans-bold' : 'sans', size: 10 })
      y += 15
    }
    y += 1 * MM
  }
  sheet.rule(MARGIN.left, y + 1 * MM, MEASURE, 0.3 * MM)
  y += 4.5 * MM + 11
  const declaration = (pages === 1 ? form.declaration.one : form.declaration.many).replace(
    '{pages}',
    String(pages),
  )
  sheet.as('P')
  for (const line of wrap(faces, declaration, { face: 'serif', size: 11 }, MEASURE)) {
    sheet.text(MARGIN.left, y, line, { face: 'serif', size: 11 })
    y += 16
  }
  y += 10 * MM
  const wide = (MEASURE - 12 * MM) * 0.588
  signatureLine(sheet, MARGIN.left, y, wide, form.labels.signature)
  signatureLine(
    sheet,
    MARGIN.left + wide + 12 * MM,
    y,
    MEASURE - 12 * MM - wide,
    form.labels.signedOn,
    statement.signedOn,
  )
  y += 10 * MM + 12

  const column = { left: MARGIN.left, width: MEASURE, floor: FLOOR }
  layParagraphs(faces, { statement, linked }, column, { part, sheet, y, turn: () => ({ sheet: turn(), y }) })
  part.kids.push(feet)
  return sheets
}

/**
 * A statement's pages. The number of pages in the declaration is the number there are. `linked`: what its words cite
 * are parts of their own, to become links; nothing stands elsewhere for it.
 */
export function statementSheets(
  faces: Typefaces,
  statement: StatementPrint,
  forms: StatementForms,
  linked = false,
): Sheet[] {
  const toSet = { statement, linked }
  if (statement.civil) return civilSheets(faces, { ...toSet, civil: statement.civil }, forms.civil)
  let sheets = layOut(faces, toSet, forms.mg11, 1)
  for (let tries = 0; tries < 6; tries++) {
    const again = layOut(faces, toSet, forms.mg11, sheets.length)
    if (again.length === sheets.length) return again
    sheets = again
  }
  // A longer numeral tipped it to and fro: the longer layout, with the count it has.
  return sheets
}

/** The foot of a statement's page: whose it is and which page of it. */
export function statementFooter(
  statement: StatementPrint,
  pages: number,
): (sheet: Sheet, index: number) => void {
  return (sheet, index) => {
    const y = A4.height - 9 * MM
    let whose = `Statement of ${statement.statementOf}`
    while ([...whose].length > 12 && sheet.width(whose, GREY) > MEASURE - 52 * MM)
      whose = `${whose.slice(0, -2).trimEnd()}…`
    sheet.text(MARGIN.left, y, whose, GREY)
    sheet.text(MARGIN.left + sheet.width(whose, GREY) + 8 * MM, y, `Page ${index + 1} of ${pages}`, GREY)
  }
}

/** How many pages a statement takes. */
export function statementPages(
  statement: StatementPrint,
  tools: { readonly fonts: string; readonly forms?: string },
): number {
  const faces = new Typefaces(tools.fonts, { reserve: () => new Made(0) })
  return statementSheets(faces, statement, readStatementForms(tools)).length
}

/** A statement alone, as a PDF to read over and sign. It carries no bundle page number and nothing of when it was made. */
export function statementPdf(
  statement: StatementPrint,
  tools: { readonly fonts: string; readonly forms?: string },
): Uint8Array {
  const sink = memorySink()
  const file = new ObjectFile(sink)
  const faces = new Typefaces(tools.fonts, file)
  const sheets = statementSheets(faces, statement, readStatementForms(tools))
  const press = new Press(planAlone(statement, `Statement of ${statement.statementOf}`), file, faces)
  const footer = statementFooter(statement, sheets.length)
  for (const [i, sheet] of sheets.entries())
    press.writeSheet(sheet, press.take(), (s) => footer(s, i), {}, false)
  press.writeTotal()
  const title = `Statement of ${statement.statementOf} (${statement.ref})`
  const root = file.add(
    dict({ Type: name('Catalog'), Pages: press.writeTree(), ...fileProperties(press, title) }),
  )
  faces.write(file)
  file.close(root, file.add(dict({ Title: textString(title) })))
  return sink.bytes()
}
