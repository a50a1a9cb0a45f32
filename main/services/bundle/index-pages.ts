import { labelRange, labelSpan, letters } from '../../../casework/rules/numbering.ts'
import { Meaning } from './meaning.ts'
import { type BuiltDocument, type BundleDocument, type BundlePlan, entryTitle, pagesWord } from './plan.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, type Span, type Style, wrap, wrapSpans } from './sheet.ts'
import type { Typefaces } from './typeface.ts'

/** A section that has documents, with its letter. */
export interface Section {
  readonly letter: string
  readonly title: string
  readonly divider?: NonNullable<BundlePlan['sections'][number]['divider']>
  readonly documents: readonly BundleDocument[]
}

/** The sections that are set: empty ones are left out; one without a letter has it by its place. */
export function sectionsOf(plan: Pick<BundlePlan, 'sections'>): Section[] {
  return plan.sections
    .filter((section) => section.documents.length > 0)
    .map((section, i) => ({ ...section, letter: section.letter ?? letters(i + 1) }))
}

/** Which file of a bundle a sheet stands in. */
export interface VolumeOf {
  readonly volume: number
  readonly of: number
}

/** Where a section came to stand: its first and last number as printed, and the page it begins on. */
export interface PlacedSection {
  readonly first: string
  readonly last: string
  readonly volume: number
  readonly page: number
}

/** What the index says of where things are, in the order of the plan. */
export interface Whereabouts extends VolumeOf {
  readonly documents: readonly BuiltDocument[]
  readonly sections: readonly PlacedSection[]
}

/** An index whose lines have their places. Its length depends on words alone, so numbers cannot move it. */
export interface IndexLayout {
  readonly pages: number
  sheets(faces: Typefaces, where: Whereabouts): Sheet[]
}

interface Row {
  readonly height: number
  /** A section's heading is never left alone at the foot of a page. */
  readonly heading: boolean
  draw(sheet: Sheet, y: number, where: Whereabouts, within: Contents): void
}

/** The index as it is read out: its sections, each with its documents. */
interface Contents {
  readonly whole: Meaning
  section: Meaning
}

interface Columns {
  readonly number: number
  readonly words: number
  readonly date: number
  readonly volume: number
  readonly pages: number
}

const PLAIN = { face: 'sans', size: 9.5 } as const
const GREY = { face: 'sans', size: 9.5, ink: INK.grey } as const
const STRONG = { face: 'sans-bold', size: 9.5 } as const
const NUMBER = { face: 'sans-bold', size: 9.5, ink: INK.water } as const
const HEAD = { face: 'sans-bold', size: 10.5 } as const
const SMALL = { face: 'sans-bold', size: 8, ink: INK.grey } as const
const FOOT = A4.height - MARGIN.foot - 6 * MM

// The volume has its column whether there are several or not: whether there are is known only once all is set.
function columnsOf({ profile, series }: Pick<BundlePlan, 'profile' | 'series'>): Columns {
  const number = 11 * MM
  const date = profile.indexStyle === 'plain' ? 0 : 26 * MM
  const volume = 6.5 * MM
  const pages = (profile.numbering === 'tabs' || series !== undefined ? 30 : 20.5) * MM
  return { number, date, volume, pages, words: MEASURE - number - date - volume - pages }
}

/** Sets text to the right edge, smaller where it would not fit. */
function fitted(sheet: Sheet, x: number, y: number, words: string, style: Style, room: number): void {
  const wide = sheet.width(words, style)
  const size = wide > room ? Math.floor((style.size * room * 10) / wide) / 10 : style.size
  sheet.text(x, y, words, { ...style, size }, 'right')
}

function headingRow(faces: Typefaces, columns: Columns, section: Section, s: number): Row {
  const lines = wrap(faces, section.title, HEAD, MEASURE - columns.number - 42 * MM).slice(0, 20)
  const height = 4.2 * MM + lines.length * 14 + 1.5 * MM
  return {
    height,
    heading: true,
    draw: (sheet, y, where, within) => {
      const base = y + 4.2 * MM + 10.5
      const at = where.sections[s]
      const item = within.whole.add('TOCI')
      entryOf(sheet, item, at?.volume === where.volume)
      sheet.text(MARGIN.left, base, section.letter, { ...HEAD, ink: INK.water })
      for (const [i, line] of lines.entries())
        sheet.text(MARGIN.left + columns.number, base + i * 14, line, HEAD)
      within.section = item.add('TOC')
      if (at) {
        const range = labelRange(at.first, at.last)
        fitted(sheet, A4.width - MARGIN.right, base, range, { ...GREY, size: 10.5 }, 40 * MM)
        if (at.volume === where.volume)
          sheet.link(
            MARGIN.left,
            y + 4.2 * MM,
            MEASURE,
            height - 4.2 * MM,
            at.page,
            `${section.letter} ${section.title}, ${pagesSpoken(at.first, at.last)}`,
          )
      }
      sheet.rule(MARGIN.left, y + height, MEASURE, 0.3 * MM)
    },
  }
}

/** What is set next is an entry of the index, and a link where what it names stands in this file. */
export function entryOf(sheet: Sheet, item: Meaning, here: boolean): void {
  const entry = sheet.as('Reference', item)
  if (here) sheet.as('Link', entry)
}

/** `page A12`, or `pages 45 to 49`: an entry's numbers as its link says them aloud. */
export function pagesSpoken(first: string, last: string): string {
  return `${pagesWord(first, last)} ${first === last ? first : labelSpan(first, last).join(' to ')}`
}

function documentRow(faces: Typefaces, columns: Columns, document: BundleDocument, n: number): Row {
  const entry = entryTitle(document)
  const spans: Span[] =
    document.ref && entry.startsWith(`${document.ref} `)
      ? [
          { text: `${document.ref} `, style: STRONG },
          { text: entry.slice(document.ref.length + 1), style: PLAIN },
        ]
      : [{ text: entry, style: PLAIN }]
  const indent = document.depth === 1 ? 5 * MM : 0
  const words = wrapSpans(faces, spans, columns.words - 2 * MM - indent).slice(0, 40)
  const dates =
    columns.date > 0 ? wrap(faces, document.date ?? '', PLAIN, columns.date - 3 * MM).slice(0, 6) : []
  const height = Math.max(words.length, dates.length) * 13 + 3 * MM
  const dateAt = MARGIN.left + columns.number + columns.words
  return {
    height,
    heading: false,
    draw: (sheet, y, where, within) => {
      const base = y + 1.5 * MM + 9.5
      const built = where.documents[n]
      const item = within.section.add('TOCI')
      sheet.as('Lbl', item)
      sheet.text(MARGIN.left, base, String(n + 1), GREY)
      entryOf(sheet, item, built?.volume === where.volume)
      for (const [i, line] of words.entries())
        sheet.spans(MARGIN.left + columns.number + indent, base + i * 13, line)
      for (const [i, line] of dates.entries()) sheet.text(dateAt, base + i * 13, line, PLAIN)
      if (built) {
        const [first, last] = built.labels
        if (where.of > 1) sheet.text(dateAt + columns.date, base, String(built.volume), PLAIN)
        fitted(sheet, A4.width - MARGIN.right, base, labelRange(first, last), NUMBER, columns.pages - 1 * MM)
        if (built.volume === where.volume)
          sheet.link(MARGIN.left, y, MEASURE, height, built.from, `${entry}, ${pagesSpoken(first, last)}`)
      }
      sheet.rule(MARGIN.left, y + height, MEASURE, 0.15 * MM, '0.733 G')
    },
  }
}

/** Places the lines of an index: as many pages as it takes, heads repeated, no row split. */
export function layIndex(
  faces: Typefaces,
  plan: Pick<BundlePlan, 'profile' | 'reader' | 'series'>,
  sections: readonly Section[],
): IndexLayout {
  const columns = columnsOf(plan)
  const rows: Row[] = []
  let n = 0
  for (const [s, section] of sections.entries()) {
    rows.push(headingRow(faces, columns, section, s))
    for (const document of section.documents) rows.push(documentRow(faces, columns, document, n++))
  }
  const pages: { row: Row; y: number }[][] = []
  let y = Number.POSITIVE_INFINITY
  for (const [i, row] of rows.entries()) {
    const together = row.heading ? row.height + (rows[i + 1]?.height ?? 0) : row.height
    const top = headBottom(pages.length <= 1)
    if (pages.length === 0 || (y + together > FOOT && y > top + 2 * MM)) {
      pages.push([])
      y = headBottom(pages.length === 1)
    }
    pages.at(-1)!.push({ row, y })
    y += row.height
  }
  return {
    pages: Math.max(1, pages.length),
    sheets: (own, where) => {
      const part = new Meaning('Part')
      const whole = new Meaning('TOC')
      const within = { whole, section: whole }
      return pages.map((list, i) => {
        const sheet = new Sheet(own, part)
        drawHead(sheet, columns, i === 0 ? headWords(plan, where) : null, where, whole)
        if (i === 0) part.kids.push(whole)
        for (const { row, y: at } of list) row.draw(sheet, at, where, within)
        return sheet
      })
    },
  }
}

const headTop = (first: boolean) => MARGIN.top + (first ? 4 * MM + 26 + 1 * MM + 27 + 7 * MM : 2 * MM)
const headBottom = (first: boolean) => headTop(first) + 11 + 1.2 * MM

function headWords({ reader }: Pick<BundlePlan, 'reader'>, { of }: VolumeOf): string {
  const links = of > 1 ? 'The whole bundle. Entries of this volume are links.' : 'Every entry is a link.'
  const same =
    'The number stamped on a page, the page number shown by the reader and the number here are the same.'
  const left =
    reader === undefined ? '' : ' What a paper names and this index does not list is not in this copy.'
  return `${links} ${same}${left}`
}

function drawHead(
  sheet: Sheet,
  columns: Columns,
  words: string | null,
  where: Whereabouts,
  whole: Meaning,
): void {
  const first = words !== null
  if (first) {
    const y = MARGIN.top + 4 * MM
    sheet.as('H1')
    sheet.text(MARGIN.left, y + 20, 'Index', { face: 'serif-bold', size: 20 })
    sheet.as('P')
    for (const [i, line] of wrap(sheet.faces, words, GREY, MEASURE).slice(0, 3).entries())
      sheet.text(MARGIN.left, y + 26 + 1 * MM + 10 + i * 13.5, line, GREY)
  }
  const y = headTop(first)
  // The columns' names are said once; on later pages they are only to be seen.
  if (first) sheet.as('Caption', whole)
  else sheet.aside(true)
  sheet.text(MARGIN.left, y + 8, 'No.', SMALL)
  sheet.text(MARGIN.left + columns.number, y + 8, first ? 'Document' : 'Document (continued)', SMALL)
  const dateAt = MARGIN.left + columns.number + columns.words
  if (columns.date > 0) sheet.text(dateAt, y + 8, 'Date', SMALL)
  if (where.of > 1) sheet.text(dateAt + columns.date, y + 8, 'Vol.', SMALL)
  sheet.text(A4.width - MARGIN.right, y + 8, 'Pages', SMALL, 'right')
  sheet.rule(MARGIN.left, headBottom(first), MEASURE, 0.4 * MM)
  sheet.aside(false)
}
