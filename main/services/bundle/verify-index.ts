import { labelRange } from '../../../casework/rules/numbering.ts'
import { pagesSpoken } from './index-pages.ts'
import { readTextString, Text, type Value } from './objects.ts'
import type { SourcePage } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import type { FoundDocument, FrontAndDocuments } from './verify-bookmarks.ts'
import { type FoundText, pageOfDest, textOf } from './verify-view.ts'

type Say = (rule: string, sentence: string, page?: number) => void

/** A row of the index that leads somewhere in this file: its words, where it leads, and the numbers printed in it. */
export interface IndexRow {
  readonly words: string
  readonly page: number
  readonly printed: string
}

/** The rows of the index's pages (from 1) that are links. */
export function indexRows(
  reader: PdfReader,
  pages: readonly SourcePage[],
  pageAt: ReadonlyMap<number, number>,
  [from, to]: readonly [number, number],
): IndexRow[] {
  const rows: IndexRow[] = []
  const fonts = new Map<Value, Map<number, string>>()
  for (let i = from - 1; i < Math.min(to, pages.length); i++) {
    const texts = textOf(reader, pages[i]!, fonts)
    const annotations = reader.get(pages[i]!.dict, 'Annots')
    for (const item of Array.isArray(annotations) ? annotations : []) {
      const annotation = reader.resolve(item)
      if (!(annotation instanceof Map)) continue
      const words = reader.get(annotation, 'Contents')
      const border = reader.get(annotation, 'Border')
      const box = reader.get(annotation, 'Rect')
      const page = pageOfDest(reader, reader.get(annotation, 'Dest'), pageAt)
      if (!(words instanceof Text) || !Array.isArray(border) || border.some((n) => n !== 0)) continue
      rows.push({
        words: readTextString(words),
        page,
        printed: lastCell(texts, Array.isArray(box) ? box : []),
      })
    }
    reader.forget()
  }
  return rows
}

/** What stands furthest right on a row's first line: its numbers. */
function lastCell(texts: readonly FoundText[], box: readonly Value[]): string {
  const [left, bottom, right, top] = box.map(Number) as [number, number, number, number]
  const inside = texts.filter(({ x, y }) => x >= left && x <= right && y >= bottom && y <= top)
  const line = Math.max(...inside.map(({ y }) => y))
  return inside.filter(({ y }) => y > line - 1).sort((a, b) => b.x - a.x)[0]?.text ?? ''
}

/** Checks the index against the bookmarks: every document once, with its numbers, leading to its first page. */
export function checkIndex(rows: readonly IndexRow[], found: FrontAndDocuments, say: Say): void {
  const waiting = new Map<string, IndexRow[]>()
  for (const row of rows) waiting.set(row.words, [...(waiting.get(row.words) ?? []), row])
  const check = (entry: FoundDocument, what: string) => {
    const row = waiting.get(`${entry.title}, ${pagesSpoken(entry.first, entry.last)}`)?.shift()
    if (!row) {
      say('R15', `“${entry.title}” is not in the index with its pages.`, entry.from)
      return
    }
    if (row.page !== entry.from)
      say(
        'R16',
        `The index entry “${entry.title}” does not lead to page ${entry.first}.`,
        row.page || undefined,
      )
    const range = labelRange(entry.first, entry.last)
    if (row.printed !== range)
      say('R15', `The index prints ${row.printed || 'no number'} for ${what} “${entry.title}”, not ${range}.`)
  }
  for (const document of found.documents) check(document, 'the document')
  for (const section of found.sections) {
    // A section that began in the volume before has its heading there.
    const words = `${section.title}, `
    const own = rows.some((row) => row.words.startsWith(words) && row.page === section.from)
    if (own) waitingSection(waiting, words, section.from)
    else if (!found.later) say('R15', `The section “${section.title}” is not in the index.`, section.from)
  }
  if (found.old) return
  for (const [words, left] of waiting)
    for (const row of left)
      say('R15', `The index lists “${words}”, which has no bookmark.`, row.page || undefined)
}

function waitingSection(waiting: Map<string, IndexRow[]>, words: string, page: number): void {
  for (const [key, rows] of waiting) {
    const at = key.startsWith(words) ? rows.findIndex((row) => row.page === page) : -1
    if (at < 0) continue
    rows.splice(at, 1)
    return
  }
}
