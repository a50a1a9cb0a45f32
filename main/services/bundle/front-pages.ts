import { longDay } from '../../../casework/rules/days.ts'
import { labelRange, labelSpan, numberings } from '../../../casework/rules/numbering.ts'
import { entryOf, type PlacedSection, pagesSpoken, type Section, type Whereabouts } from './index-pages.ts'
import { type BuiltDocument, entryTitle } from './plan.ts'
import type { Press } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, type Span, wrap, wrapSpans } from './sheet.ts'

const LABEL = { face: 'sans', size: 10, ink: INK.grey } as const
const VALUE = { face: 'sans', size: 10 } as const

/** What the cover says of the whole. */
export interface CoverFacts extends Whereabouts {
  /** The labels of the first and last page of the bundle, and of this file. */
  readonly whole: readonly [first: string, last: string]
  readonly own: readonly [first: string, last: string]
  /** How many pages the bundle has, all its files together. */
  readonly pages: number
}

/** The cover. Long names and titles take more lines and smaller type, never less of the name. */
export function coverSheet(press: Press, about: CoverFacts): Sheet {
  const { plan, faces } = press
  const sheet = new Sheet(faces)
  let y = MARGIN.top + 14 * MM + 11
  const court =
    plan.court === undefined || plan.court === '' ? '' : plan.court.replace(/^(?!in )/i, 'In the ')
  const half = MEASURE * 0.6
  const courtStyle = { face: 'serif-bold', size: 11 } as const
  const courtLines = wrap(faces, court, courtStyle, half)
  for (const [i, line] of courtLines.entries()) sheet.text(MARGIN.left, y + i * 16, line, courtStyle)
  sheet.as('P')
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
    sheet.as('P')
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
  sheet.as('H1')
  for (const line of wrap(faces, plan.title, title, MEASURE).slice(0, 5)) {
    sheet.text(MARGIN.left, y, line, title)
    y += title.size * 1.2
  }
  const subtitle = { face: 'serif', size: 13 } as const
  y -= title.size * 1.2 - 22
  sheet.as('P')
  for (const line of wrap(faces, plan.subtitle ?? '', subtitle, MEASURE)
    .filter((l) => l !== '')
    .slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, subtitle)
    y += 18
  }
  if (about.of > 1) {
    sheet.as('P')
    sheet.text(MARGIN.left, y, `Volume ${about.volume} of ${about.of}`, { face: 'serif-bold', size: 13 })
    y += 18
  }
  y += 2 * MM
  sheet.rule(MARGIN.left, y, MEASURE, 0.5 * MM)
  y += 9 * MM + 10
  const list = sheet.part.add('L')
  for (const [key, words] of factsOf(press, about)) {
    const fact = list.add('LI')
    sheet.as('Lbl', fact)
    sheet.text(MARGIN.left, y, key, LABEL)
    sheet.as('LBody', fact)
    for (const [i, line] of wrap(faces, words, VALUE, MEASURE - 38 * MM)
      .slice(0, 3)
      .entries()) {
      if (i > 0) y += 14
      sheet.text(MARGIN.left + 38 * MM, y, line, VALUE)
    }
    y += 14 + 1.6 * MM
  }
  if (plan.reportingRestriction) restriction(sheet, plan.reportingRestriction, y + 6)
  return sheet
}

function factsOf({ plan }: Press, about: CoverFacts): [string, string][] {
  const { pages, of, volume, whole, own } = about
  const files = of === 1 ? 'in one file' : `in ${of} files`
  const span = whole[0] === whole[1] ? whole[0] : labelSpan(...whole).join(' to ')
  const facts: [string, string][] = [
    ['Pages', plan.profile.numbering === 'continuous' ? `${span}, ${files}` : `${pages}, ${files}`],
  ]
  if (of > 1) facts.push(['This volume', `${volume} of ${of}: ${pagesSpoken(...own)}`])
  facts.push(['Documents', String(about.documents.length)])
  if (plan.version) facts.push(['Version', plan.version.replace(/^version\s+/i, '')])
  facts.push(['Date', longDay(plan.date)], ['Numbering', numberingWords(plan)])
  return facts
}

const numberingWords = ({ profile, series }: Press['plan']) =>
  `${numberings[profile.numbering]}${series === undefined ? '' : `. Every number of this supplement begins ${series}`}`

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
  sheet.as('P')
  for (const [i, line] of lines.entries()) sheet.spans(MARGIN.left + 5 * MM, y + 10 + i * 13.5, line)
}

/** The page before a section: its letter, its name, its documents. A long list is cut and says so; the index has all. */
export function dividerSheet(
  press: Press,
  section: Section,
  at: PlacedSection,
  documents: readonly BuiltDocument[],
  volume: number,
): Sheet {
  const { faces } = press
  const sheet = new Sheet(faces)
  let y = MARGIN.top + 52 * MM + 74
  sheet.as('H1')
  sheet.text(MARGIN.left, y, section.letter, { face: 'serif-bold', size: 96, ink: INK.water })
  y += 3 * MM + 34
  const title = { face: 'serif-bold', size: 20 } as const
  for (const line of wrap(faces, section.title, title, MEASURE).slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, title)
    y += 26
  }
  const range = pagesSpoken(at.first, at.last)
  sheet.as('P')
  sheet.text(MARGIN.left, y - 2, range.replace('page', 'Page'), { face: 'serif', size: 13, ink: INK.grey })
  y += 12 * MM
  const plain = { face: 'sans', size: 9.5 } as const
  const width = 130 * MM
  const list = sheet.part.add('TOC')
  for (const [i, built] of documents.entries()) {
    const entry = entryTitle(built)
    const lines = wrap(faces, entry, plain, width - 32 * MM)
    const height = lines.length * 13 + 3 * MM
    const room = A4.height - MARGIN.foot - 18
    if (y + height > room - (i + 1 < documents.length ? 19 : 0)) {
      const more = documents.length - i
      sheet.as('P')
      sheet.text(MARGIN.left, y + 1.5 * MM + 9.5, `and ${more} more; the index lists them all`, {
        ...plain,
        ink: INK.grey,
      })
      break
    }
    const here = built.volume === volume
    entryOf(sheet, list.add('TOCI'), here)
    for (const [k, line] of lines.entries()) sheet.text(MARGIN.left, y + 1.5 * MM + 9.5 + k * 13, line, plain)
    const words = `${here ? '' : `volume ${built.volume}, `}${labelRange(...built.labels)}`
    sheet.text(
      MARGIN.left + width,
      y + 1.5 * MM + 9.5,
      words,
      { face: 'sans-bold', size: 9.5, ink: INK.water },
      'right',
    )
    if (here)
      sheet.link(MARGIN.left, y, width, height, built.from, `${entry}, ${pagesSpoken(...built.labels)}`)
    sheet.rule(MARGIN.left, y + height, width, 0.15 * MM, '0.733 G')
    y += height
  }
  return sheet
}

/** A page that stands only so that no later page loses its number. */
export function blankSheet(press: Press): Sheet {
  const sheet = new Sheet(press.faces)
  const words = 'This page is left blank: the index has become shorter, and no page takes another number.'
  sheet.text(A4.width / 2, A4.height / 2, words, { face: 'sans', size: 9.5, ink: INK.grey }, 'centre')
  return sheet
}
