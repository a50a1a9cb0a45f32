import type { NotesSummary, SummaryNote } from '../../../casework/rules/notes-summary.ts'
import { memorySink, ObjectFile } from './object-file.ts'
import { dict, name, textString } from './objects.ts'
import { planAlone } from './plan-alone.ts'
import { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, type Style, wrap } from './sheet.ts'
import { Typefaces } from './typeface.ts'

const HEADING = { face: 'serif-bold', size: 20 } as const
const DOCUMENT = { face: 'sans-bold', size: 10.5 } as const
const PAGE = { face: 'sans-bold', size: 9.5, ink: INK.water } as const
const TAG = { face: 'sans', size: 8.5, ink: INK.grey } as const
const QUOTE = { face: 'serif-italic', size: 10.5 } as const
const WORDS = { face: 'serif', size: 11 } as const
const SMALL = { face: 'sans', size: 8, ink: INK.grey } as const
const FLOOR = A4.height - MARGIN.foot
/** Where notes stand, right of the column of their pages. */
const INSET = 22 * MM

/** Sets the notes down sheet after sheet; a line that no longer fits begins the next. */
class Setting {
  readonly sheets: Sheet[] = []
  readonly #faces: Typefaces
  #y = 0

  constructor(faces: Typefaces) {
    this.#faces = faces
    this.turn()
  }
  get sheet(): Sheet {
    return this.sheets.at(-1)!
  }
  turn(): void {
    this.sheets.push(new Sheet(this.#faces))
    this.#y = MARGIN.top + 14
  }
  /** Begins the next sheet unless there is room for so much, in points. */
  need(room: number): void {
    if (this.#y + room > FLOOR) this.turn()
  }
  space(points: number): void {
    this.#y += points
  }
  /** Sets a text in lines; they stand one beneath another. */
  lines(text: string, style: Style, lead: number, inset = 0): void {
    for (const paragraph of text.split(/\r?\n/))
      for (const line of wrap(this.#faces, paragraph, style, MEASURE - inset)) {
        this.need(lead)
        this.#y += lead
        this.sheet.text(MARGIN.left + inset, this.#y, line, style)
      }
  }
  /** Sets words in the left column, on the line that comes next. */
  beside(text: string, style: Style, lead: number): void {
    this.sheet.text(MARGIN.left, this.#y + lead, text, style)
  }
  rule(): void {
    this.sheet.rule(MARGIN.left, this.#y, MEASURE, 0.25, INK.line.replace(' g', ' G'))
  }
}

function setNote(setting: Setting, note: SummaryNote): void {
  setting.need(34)
  const page = `p.${note.page}`
  setting.beside(page.length > 11 ? `${page.slice(0, 10)}…` : page, PAGE, 15)
  const first = note.quote !== '' || note.words !== ''
  const tag = [note.tag, note.bookmark ? 'Bookmark' : '', note.box ? 'Box on the page' : '', note.since]
    .filter(Boolean)
    .join(', ')
  if (tag !== '' || !first) setting.lines(tag === '' ? 'Marked' : tag, TAG, 15, INSET)
  if (note.quote !== '') setting.lines(`“${note.quote}”`, QUOTE, 15, INSET)
  if (note.words !== '') setting.lines(note.words, WORDS, 15.5, INSET)
  setting.space(9)
}

/** Notes on a bundle as a PDF of its own: pages as printed, quotes, tags. Nothing of when or where it was made. */
export function notesPdf(
  summary: NotesSummary,
  bundle: { readonly sha256: string; readonly name: string; readonly fictional: boolean },
  tools: { readonly fonts: string },
): Uint8Array {
  const sink = memorySink()
  const file = new ObjectFile(sink)
  const faces = new Typefaces(tools.fonts, file)
  const setting = new Setting(faces)
  setting.lines(summary.title, HEADING, 26)
  setting.space(9)
  setting.lines(summary.lead, { face: 'sans', size: 9.5, ink: INK.grey }, 14)
  setting.lines(`SHA-256 of the bundle: ${bundle.sha256}`, SMALL, 13)
  setting.space(10)
  let document: string | undefined
  for (const note of summary.notes) {
    if (note.document !== document) {
      document = note.document
      setting.need(56)
      setting.space(4)
      setting.rule()
      setting.space(3)
      if (document !== '') setting.lines(document, DOCUMENT, 15)
      setting.space(3)
    }
    setNote(setting, note)
  }

  const paper = { caseTitle: bundle.name, fictional: bundle.fictional }
  const press = new Press(planAlone(paper, summary.title), file, faces)
  const { sheets } = setting
  for (const [at, sheet] of sheets.entries()) {
    const foot = (s: Sheet) =>
      s.text(MARGIN.left, A4.height - 9 * MM, `Page ${at + 1} of ${sheets.length}`, SMALL)
    press.writeSheet(sheet, press.take(), foot, {}, false)
  }
  press.writeTotal()
  faces.write(file)
  const root = file.add(
    dict({
      Type: name('Catalog'),
      Pages: press.writeTree(),
      Lang: textString('en-GB'),
      ViewerPreferences: dict({ DisplayDocTitle: true }),
    }),
  )
  file.close(root, file.add(dict({ Title: textString(summary.title) })))
  return sink.bytes()
}
