import { longDay } from '../../../casework/rules/days.ts'
import { Made } from './objects.ts'
import { type BuiltDocument, type BundlePlan, entryTitle, pageRange } from './plan.ts'
import type { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, type Span, wrap, wrapSpans } from './sheet.ts'
import { Typefaces } from './typeface.ts'

const LABEL = { face: 'sans', size: 10, ink: INK.grey } as const
const VALUE = { face: 'sans', size: 10 } as const

/** The cover. Long names and titles take more lines and smaller type, never less of the name. */
export function coverSheet(press: Press, documents: number): Sheet {
  const { plan, faces } = press
  const sheet = new Sheet(faces)
  let y = MARGIN.top + 14 * MM + 11
  const court =
    plan.court === undefined || plan.court === '' ? '' : plan.court.replace(/^(?!in )/i, 'In the ')
  const half = MEASURE * 0.6
  const courtStyle = { face: 'serif-bold', size: 11 } as const
  const courtLines = wrap(faces, court, courtStyle, half)
  for (const [i, line] of courtLines.entries()) sheet.text(MARGIN.left, y + i * 16, line, courtStyle)
  if (plan.urn)
    sheet.text(A4.width - MARGIN.right, y, `URN ${plan.urn}`, { face: 'serif', size: 11 }, 'right')
  y += Math.max(1, courtLines.length) * 16

  const names = partyLines(press)
  const size = names.height > 240 ? 11 : 15
  const lead = size === 15 ? 22 : 15
  y += names.height > 240 ? 8 * MM : 28 * MM
  for (const party of names.parties) {
    const style = { face: party.plain ? 'serif-italic' : 'serif-bold', size } as const
    const inset = party.number ? 12 * MM : 0
    if (party.number) sheet.text(MARGIN.left, y, party.number, { face: 'serif', size: Math.min(12, size) })
    for (const line of wrap(faces, party.words, style, MEASURE - inset)) {
      sheet.text(MARGIN.left + inset, y, line, style)
      y += lead
    }
    y += size * 0.5
  }

  y += names.height > 240 ? 2 * MM : 14 * MM
  sheet.rule(MARGIN.left, y, MEASURE, 0.5 * MM)
  const long = [...plan.title].length > 60
  const title = { face: 'serif-bold', size: long ? 19 : 27 } as const
  y += 7 * MM + title.size * 0.9
  for (const line of wrap(faces, plan.title, title, MEASURE).slice(0, 5)) {
    sheet.text(MARGIN.left, y, line, title)
    y += title.size * 1.2
  }
  const subtitle = { face: 'serif', size: 13 } as const
  y -= title.size * 1.2 - 22
  for (const line of wrap(faces, plan.subtitle ?? '', subtitle, MEASURE)
    .filter((l) => l !== '')
    .slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, subtitle)
    y += 18
  }
  y += 2 * MM
  sheet.rule(MARGIN.left, y, MEASURE, 0.5 * MM)
  y += 9 * MM + 10

  const last = press.slots.length
  const facts: [string, string][] = [
    ['Pages', last === 1 ? '1' : `1 to ${last}, in one file`],
    ['Documents', String(documents)],
    ['Date', longDay(plan.date)],
    ['Numbering', 'One run of page numbers from this page to the last'],
  ]
  for (const [key, words] of facts) {
    sheet.text(MARGIN.left, y, key, LABEL)
    sheet.text(MARGIN.left + 38 * MM, y, words, VALUE)
    y += 14 + 1.6 * MM
  }
  if (plan.reportingRestriction) restriction(sheet, plan.reportingRestriction, y + 6)
  return sheet
}

function partyLines(press: Press): {
  parties: { words: string; number?: string; plain?: boolean }[]
  height: number
} {
  const { plan, faces } = press
  const list = plan.parties.length > 0 ? plan.parties : [plan.caseTitle]
  const [first, ...others] = list
  const parties: { words: string; number?: string; plain?: boolean }[] = [{ words: first! }]
  if (others.length > 0) parties.push({ words: 'v', plain: true })
  for (const [i, words] of others.entries())
    parties.push(others.length > 1 ? { words, number: `(${i + 1})` } : { words })
  let height = 0
  for (const party of parties)
    height += wrap(faces, party.words, { face: 'serif-bold', size: 15 }, MEASURE - 12 * MM).length * 22 + 7.5
  return { parties, height }
}

function restriction(sheet: Sheet, words: string, least: number): void {
  const strong = { face: 'sans-bold', size: 9.5 } as const
  const plain = { face: 'sans', size: 9.5 } as const
  const spans: Span[] = [
    { text: 'Reporting restriction. ', style: strong },
    { text: words.replace(/^reporting restrictions?[.:]\s*/i, ''), style: plain },
  ]
  const lines = wrapSpans(sheet.faces, spans, 136 * MM)
  const height = lines.length * 13.5
  const y = Math.max(least, A4.height - MARGIN.foot - 12 * MM - height)
  sheet.fill(MARGIN.left, y, 1 * MM, height, INK.chestnut)
  for (const [i, line] of lines.entries()) sheet.spans(MARGIN.left + 5 * MM, y + 10 + i * 13.5, line)
}

/** A section's letter: A to Z, then AA, AB and on. */
export function sectionLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : sectionLetter(Math.floor(index / 26) - 1) + last
}

const NUMBER = 11 * MM
const DATE = 29 * MM
const PAGES = 24 * MM
const WORDS = MEASURE - NUMBER - DATE - PAGES

interface Row {
  readonly height: number
  draw(sheet: Sheet, y: number): void
  /** A section's heading is never left alone at the foot of a page. */
  readonly heading: boolean
}

/** One document as the index lists it. Page numbers may not be known yet; they do not change where lines fall. */
export interface IndexEntry {
  readonly ref?: string
  readonly title: string
  readonly date?: string
  readonly built?: BuiltDocument
}

/** One section as the index lists it. */
export interface IndexSection {
  readonly title: string
  readonly from?: number
  readonly documents: readonly IndexEntry[]
}

function rowsOf(press: Pick<Press, 'faces'>, sections: readonly IndexSection[]): Row[] {
  const { faces } = press
  const rows: Row[] = []
  const strong = { face: 'sans-bold', size: 9.5 } as const
  const plain = { face: 'sans', size: 9.5 } as const
  const grey = { face: 'sans', size: 9.5, ink: INK.grey } as const
  const number = { face: 'sans-bold', size: 9.5, ink: INK.water } as const
  const head = { face: 'sans-bold', size: 10.5 } as const
  let n = 0
  for (const [s, section] of sections.entries()) {
    const lines = wrap(faces, section.title, head, MEASURE - NUMBER - PAGES).slice(0, 20)
    const height = 4.2 * MM + lines.length * 14 + 1.5 * MM
    const last = section.documents.at(-1)?.built?.to
    const from = section.from ?? section.documents[0]?.built?.from
    rows.push({
      height,
      heading: true,
      draw: (sheet, y) => {
        const base = y + 4.2 * MM + 10.5
        sheet.text(MARGIN.left, base, sectionLetter(s), { ...head, ink: INK.water })
        for (const [i, line] of lines.entries()) sheet.text(MARGIN.left + NUMBER, base + i * 14, line, head)
        if (from && last)
          sheet.text(A4.width - MARGIN.right, base, pageRange(from, last), { ...grey, size: 10.5 }, 'right')
        sheet.rule(MARGIN.left, y + height, MEASURE, 0.3 * MM)
        if (from)
          sheet.link(
            MARGIN.left,
            y + 4.2 * MM,
            MEASURE,
            height - 4.2 * MM,
            from,
            `${section.title}, page ${from}`,
          )
      },
    })
    for (const document of section.documents) {
      const own = ++n
      const entry = entryTitle(document)
      const spans: Span[] =
        document.ref && entry.startsWith(`${document.ref} `)
          ? [
              { text: `${document.ref} `, style: strong },
              { text: entry.slice(document.ref.length + 1), style: plain },
            ]
          : [{ text: entry, style: plain }]
      const words = wrapSpans(faces, spans, WORDS - 2 * MM).slice(0, 40)
      const dates = wrap(faces, document.date ?? '', plain, DATE - 2 * MM).slice(0, 6)
      const count = Math.max(words.length, dates.length)
      const tall = count * 13 + 3 * MM
      rows.push({
        height: tall,
        heading: false,
        draw: (sheet, y) => {
          const base = y + 1.5 * MM + 9.5
          sheet.text(MARGIN.left, base, String(own), grey)
          for (const [i, line] of words.entries()) sheet.spans(MARGIN.left + NUMBER, base + i * 13, line)
          for (const [i, line] of dates.entries())
            sheet.text(MARGIN.left + NUMBER + WORDS, base + i * 13, line, plain)
          const built = document.built
          if (built) {
            const range = pageRange(built.from, built.to)
            sheet.text(A4.width - MARGIN.right, base, range, number, 'right')
            sheet.link(
              MARGIN.left,
              y,
              MEASURE,
              tall,
              built.from,
              `${entry}, ${built.from === built.to ? 'page' : 'pages'} ${range.replace('–', ' to ')}`,
            )
          }
          sheet.rule(MARGIN.left, y + tall, MEASURE, 0.15 * MM, '0.733 G')
        },
      })
    }
  }
  return rows
}

/** The index, as many pages as it takes. Its length depends on words alone, so numbers put in later cannot move it. */
export function indexSheets(press: Pick<Press, 'faces'>, sections: readonly IndexSection[]): Sheet[] {
  const { faces } = press
  const sheets: Sheet[] = []
  let y = 0
  const foot = A4.height - MARGIN.foot - 6 * MM
  const start = (): Sheet => {
    const sheet = new Sheet(faces)
    const first = sheets.length === 0
    sheets.push(sheet)
    y = MARGIN.top + (first ? 4 * MM : 2 * MM)
    if (first) {
      sheet.text(MARGIN.left, y + 20, 'Index', { face: 'serif-bold', size: 20 })
      y += 26 + 1 * MM
      const lead = { face: 'sans', size: 9.5, ink: INK.grey } as const
      const words =
        'Every entry is a link. The number stamped on a page, the page number shown by the reader and the number here are the same.'
      for (const line of wrap(faces, words, lead, MEASURE)) {
        sheet.text(MARGIN.left, y + 10, line, lead)
        y += 13.5
      }
      y += 7 * MM
    }
    const small = { face: 'sans-bold', size: 8, ink: INK.grey } as const
    sheet.text(MARGIN.left, y + 8, 'No.', small)
    sheet.text(MARGIN.left + NUMBER, y + 8, first ? 'Document' : 'Document (continued)', small)
    sheet.text(MARGIN.left + NUMBER + WORDS, y + 8, 'Date', small)
    sheet.text(A4.width - MARGIN.right, y + 8, 'Pages', small, 'right')
    y += 11 + 1.2 * MM
    sheet.rule(MARGIN.left, y, MEASURE, 0.4 * MM)
    return sheet
  }
  let sheet = start()
  const rows = rowsOf(press, sections)
  for (const [i, row] of rows.entries()) {
    const with_ = row.heading ? row.height + (rows[i + 1]?.height ?? 0) : row.height
    if (y + with_ > foot && y > MARGIN.top + 30 * MM) sheet = start()
    row.draw(sheet, y)
    y += row.height
  }
  return sheets
}

/** The page before a section: its letter, its name, its documents. A long list is cut and says so; the index has all. */
export function dividerSheet(press: Press, index: number, section: IndexSection): Sheet {
  const { faces } = press
  const sheet = new Sheet(faces)
  let y = MARGIN.top + 52 * MM + 74
  sheet.text(MARGIN.left, y, sectionLetter(index), { face: 'serif-bold', size: 96, ink: INK.water })
  y += 3 * MM + 34
  const title = { face: 'serif-bold', size: 20 } as const
  for (const line of wrap(faces, section.title, title, MEASURE).slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, title)
    y += 26
  }
  const last = section.documents.at(-1)?.built?.to ?? section.from
  if (section.from && last) {
    sheet.text(
      MARGIN.left,
      y - 2,
      section.from === last ? `Page ${last}` : `Pages ${section.from} to ${last}`,
      { face: 'serif', size: 13, ink: INK.grey },
    )
  }
  y += 12 * MM
  const plain = { face: 'sans', size: 9.5 } as const
  const width = 130 * MM
  for (const [i, document] of section.documents.entries()) {
    const entry = entryTitle(document)
    const lines = wrap(faces, entry, plain, width - 26 * MM)
    const height = lines.length * 13 + 3 * MM
    if (y + height > A4.height - MARGIN.foot - 18) {
      const more = section.documents.length - i
      sheet.text(MARGIN.left, y + 1.5 * MM + 9.5, `and ${more} more; the index lists them all`, {
        ...plain,
        ink: INK.grey,
      })
      break
    }
    for (const [k, line] of lines.entries()) sheet.text(MARGIN.left, y + 1.5 * MM + 9.5 + k * 13, line, plain)
    if (document.built) {
      const range = pageRange(document.built.from, document.built.to)
      sheet.text(
        MARGIN.left + width,
        y + 1.5 * MM + 9.5,
        range,
        { face: 'sans-bold', size: 9.5, ink: INK.water },
        'right',
      )
      sheet.link(MARGIN.left, y, width, height, document.built.from, `${entry}, page ${document.built.from}`)
    }
    sheet.rule(MARGIN.left, y + height, width, 0.15 * MM, '0.733 G')
    y += height
  }
  return sheet
}

/** How many pages come before the first section: the cover and the index. */
export function frontPages(plan: BundlePlan, tools: { readonly fonts: string }): number {
  const faces = new Typefaces(tools.fonts, { reserve: () => new Made(0) })
  return (
    1 +
    indexSheets(
      { faces },
      plan.sections.filter((section) => section.documents.length > 0),
    ).length
  )
}
