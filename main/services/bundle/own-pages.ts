import type { Stretch } from './object-file.ts'
import { Made } from './objects.ts'
import type { BundleDocument } from './plan.ts'
import type { Press, Slot } from './press.ts'
import { A4, INK, MARGIN, MEASURE, MM, Sheet, wrap } from './sheet.ts'
import type { Laid } from './source-pages.ts'
import { withCitations } from './statement-citations.ts'
import { Typefaces } from './typeface.ts'

/** Writes sheets as the next pages of the bundle, each with the usual footer unless another is given. */
export function laySheets(
  press: Press,
  sheets: readonly Sheet[],
  footer?: (sheet: Sheet, index: number) => void,
): Laid {
  const slots: Slot[] = []
  const stretches: Stretch[] = []
  for (const [i, sheet] of sheets.entries()) {
    const slot = press.take()
    const start = press.file.begin('page')
    press.writeSheet(sheet, slot, (s) => (footer ? footer(s, i) : press.pageOf(s, slot)))
    stretches.push(press.file.finish('page', start))
    slots.push(slot)
  }
  return { slots, stretches, bookmarks: [] }
}

/** The page that stands for a document that cannot be shown: what it is, why it is not here, and what is known of it. */
export function placeholderSheet(
  press: Press,
  document: BundleDocument,
  reason: string,
  facts: readonly (readonly [string, string])[],
): Sheet {
  const { faces } = press
  const sheet = new Sheet(faces)
  const heading = { face: 'serif-bold', size: 20 } as const
  const body = { face: 'serif', size: 11.5 } as const
  const label = { face: 'sans', size: 9.5, ink: INK.grey } as const
  const value = { face: 'sans', size: 9 } as const
  let y = MARGIN.top + 60 * MM
  sheet.as('H1')
  if (document.ref) {
    sheet.text(MARGIN.left, y, document.ref, { face: 'sans-bold', size: 11, ink: INK.water })
    y += 26
  }
  for (const line of wrap(faces, document.title, heading, MEASURE).slice(0, 8)) {
    sheet.text(MARGIN.left, y, line, heading)
    y += 26
  }
  y += 6
  sheet.rule(MARGIN.left, y - 12, MEASURE, 0.85)
  y += 12
  sheet.as('P')
  for (const line of wrap(faces, reason, body, MEASURE * 0.9).slice(0, 12)) {
    sheet.text(MARGIN.left, y, line, body)
    y += 17
  }
  y += 10
  const foot = A4.height - MARGIN.foot
  const list = sheet.part.add('L')
  for (const [key, words] of facts) {
    const lines = wrap(faces, words, value, MEASURE - 32 * MM)
    if (y + lines.length * 13 > foot) break
    const fact = list.add('LI')
    sheet.as('Lbl', fact)
    sheet.text(MARGIN.left, y, key, label)
    sheet.as('LBody', fact)
    for (const line of lines) {
      sheet.text(MARGIN.left + 32 * MM, y, line, value)
      y += 13
    }
    y += 4.5
  }
  return sheet
}

/** A text file set in type, as many pages as it takes. */
export function textSheets(
  { faces, citations }: Pick<Press, 'faces'> & Partial<Pick<Press, 'citations'>>,
  document: BundleDocument,
  text: string,
): Sheet[] {
  const linked = document.cites === true && citations !== undefined
  const style = { face: 'sans', size: 9.5 } as const
  const lead = 13.5
  const sheets: Sheet[] = []
  let sheet = new Sheet(faces)
  const { part } = sheet
  sheets.push(sheet)
  let y = MARGIN.top + 8
  const head = { face: 'sans-bold', size: 10.5 } as const
  sheet.as('H1')
  for (const line of wrap(
    faces,
    document.ref ? `${document.ref} ${document.title}` : document.title,
    head,
    MEASURE,
  ).slice(0, 4)) {
    sheet.text(MARGIN.left, y, line, head)
    y += 14
  }
  sheet.rule(MARGIN.left, y - 5, MEASURE, 0.85)
  y += 12
  for (const paragraph of text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll('\f', '\n')
    .split('\n')) {
    const indent = /^[ \t]*/.exec(paragraph)![0].replaceAll('\t', '    ').length
    const inset = Math.min(indent * 2.6, MEASURE / 3)
    const lines =
      paragraph.trim() === ''
        ? ['']
        : wrap(faces, paragraph.trim().replaceAll('\t', '    '), style, MEASURE - inset)
    const meaning = part.add('P')
    const plain = lines.map((line) => [{ text: line, style }])
    for (const line of linked ? withCitations(plain, null) : plain) {
      if (y > A4.height - MARGIN.foot) {
        sheet = new Sheet(faces, part)
        sheets.push(sheet)
        y = MARGIN.top + 8
      }
      sheet.on(meaning)
      sheet.spans(MARGIN.left + inset, y, line)
      y += lead
    }
  }
  return sheets
}

/** How many pages a text file takes, set as a bundle sets it. */
export function textPages(
  document: BundleDocument,
  bytes: Uint8Array,
  tools: { readonly fonts: string },
): number {
  const faces = new Typefaces(tools.fonts, { reserve: () => new Made(0) })
  return textSheets({ faces }, document, decodeText(bytes)).length
}

/** Text from bytes: by its mark, else UTF-8 where that fits, else as Windows wrote it in the West. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
