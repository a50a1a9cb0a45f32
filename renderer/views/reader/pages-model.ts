import type { OutlineEntry, PageRuns } from '../../../casework/reading.ts'
import { standsFor } from '../../../casework/rules/numbering.ts'
import { countIn } from '../../../casework/rules/page-runs.ts'
import { seriesOf } from '../../../casework/rules/series.ts'

/**
 * The page of the file that carries a number as printed, or stands for it: `12`, `A12`, `143a`. In a supplement, `SB1/12`
 * or 12 alone, for no page of that file has another. Null where none does.
 */
export function findPage(labels: readonly string[], pages: number, typed: string): number | null {
  const wanted = typed.trim().replace(/^p\.?\s*/i, '')
  if (wanted === '') return null
  const found = printedAs(labels, wanted)
  if (found !== null) return found
  const series = seriesOf(labels)
  if (series !== '') return printedAs(labels, series + wanted)
  // Where the file numbers its pages, a number that none of them carries is no page: never the one at that place.
  if (labels.length > 0 || !/^\d+$/.test(wanted)) return null
  const page = Number(wanted)
  return page >= 1 && page <= pages ? page : null
}

function printedAs(labels: readonly string[], wanted: string): number | null {
  const exact = labels.indexOf(wanted)
  if (exact >= 0) return exact + 1
  const loose = plain(wanted)
  const at = labels.findIndex((label) => plain(label) === loose)
  if (at >= 0) return at + 1
  const number = loose.toUpperCase()
  const standing = labels.filter((label) => standsFor(label, number))
  return standing.length === 1 ? labels.indexOf(standing[0]!) + 1 : null
}
const plain = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/[-‐‑—]/g, '–')
    .toLowerCase()

/** A row of the index: the heading of a section, or a document with its pages in the file. */
export type IndexRow =
  | { readonly kind: 'section'; readonly letter: string; readonly title: string; readonly page: number }
  | { readonly kind: 'document'; readonly title: string; readonly from: number; readonly to: number }

/** The index of a file from its bookmarks: sections, and under them documents. Headings within documents stay out. */
export function indexRows(outline: readonly OutlineEntry[], pages: number): readonly IndexRow[] {
  const shown = outline.filter((entry) => entry.depth <= 1 || entry.ranged)
  return shown.map((entry, at): IndexRow => {
    const next = shown[at + 1]
    if (entry.depth === 0 && next !== undefined && next.depth > 0) {
      const lettered = /^([A-Z]{1,2})[.:]?\s+(?=\S)(.+)$/su.exec(entry.title)
      return {
        kind: 'section',
        letter: lettered?.[1] ?? '',
        title: lettered?.[2] ?? entry.title,
        page: entry.page,
      }
    }
    const after = shown.slice(at + 1).find((each) => each.page > entry.page)
    const same = next !== undefined && next.page === entry.page
    return {
      kind: 'document',
      title: entry.title,
      from: entry.page,
      to: same ? entry.page : (after?.page ?? pages + 1) - 1,
    }
  })
}

/** The row of the document a page stands in; -1 where it stands in none. */
export function rowAt(rows: readonly IndexRow[], page: number): number {
  return rows.findLastIndex((row) => row.kind === 'document' && row.from <= page && page <= row.to)
}

/** How much of some pages was read. */
export function readOf(read: PageRuns, from: number, to: number): 'read' | 'part' | 'unread' {
  const count = countIn(read, from, to)
  return count === 0 ? 'unread' : count >= to - from + 1 ? 'read' : 'part'
}

/** How much of a bundle was read, as `31%`: none and all are said only when they are true. */
export function percentRead(read: PageRuns, pages: number): number {
  const count = countIn(read, 1, pages)
  if (count === 0 || count === pages) return count === 0 ? 0 : 100
  return Math.min(99, Math.max(1, Math.round((count / pages) * 100)))
}

/** Minutes a page takes, where nothing better is known. */
const minutesToAPage = 1

/** How long the unread pages take at a minute each: `about 5 h left`. */
export function timeLeft(read: PageRuns, pages: number): string {
  const minutes = (pages - countIn(read, 1, pages)) * minutesToAPage
  if (minutes === 0) return 'all read'
  if (minutes < 60) return `about ${minutes} min left`
  return `about ${Math.round(minutes / 60)} h left`
}

/** No browser lays out a column longer than this, in px; the rest of it would not be shown. */
const longestColumn = 30_000_000
/** An A4 page and the gap after it at 100 %, in px. */
const pageHeight = 1_140

/** The largest zoom at which so many pages still fit one column. 0 where not even a tenth of their size would. */
export function mostZoom(pages: number): number {
  const most = longestColumn / (pages * pageHeight)
  return most < 0.1 ? 0 : Math.min(6, most)
}

/** The way through a bundle by jumps, so that back and forward lead along it. At most two hundred steps. */
export interface Trail {
  /** From one page to another. A jump after going back begins a new way on. */
  jump(from: number, to: number): void
  /** The page before; the page that is left is remembered for the way forward. Null at the beginning. */
  back(from: number): number | null
  forward(from: number): number | null
}

/** A trail with nothing behind it. */
export function createTrail(): Trail {
  const state: { behind: number[]; ahead: number[] } = { behind: [], ahead: [] }
  return {
    jump(from, to) {
      if (from === to) return
      state.behind = [...state.behind, from].slice(-200)
      state.ahead = []
    },
    back(from) {
      const page = state.behind.pop()
      if (page === undefined) return null
      state.ahead.push(from)
      return page
    },
    forward(from) {
      const page = state.ahead.pop()
      if (page === undefined) return null
      state.behind.push(from)
      return page
    },
  }
}

/** What is put on the clipboard: the words, and the page or pages they stand on. */
export const copied = (words: string, from: string, to = from): string =>
  `${words.replace(/[ \t]*\n[ \t]*/g, '\n').trim()} ${from === to ? `[p.${from}]` : `[pp.${from}–${to}]`}`
