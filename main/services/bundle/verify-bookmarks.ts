import { labelSpan } from '../../../casework/rules/numbering.ts'
import type { FoundBookmark } from './verify-view.ts'

type Say = (rule: string, sentence: string, page?: number) => void

/** What a bookmark says: a title, and its pages by number and by place. */
export interface FoundDocument {
  readonly title: string
  readonly first: string
  readonly last: string
  readonly from: number
  readonly to: number
}

/** What the bookmarks say the file is made of. */
export interface FrontAndDocuments {
  /** The pages of the index, from 1; none where no bookmark says so. */
  readonly index: readonly [number, number] | null
  readonly sections: readonly FoundDocument[]
  readonly documents: readonly FoundDocument[]
  /** It is a volume after the first. */
  readonly later: boolean
  /** It is of before bookmarks of sections gave their pages. */
  readonly old: boolean
}

/** The places (from 1) of pages by their label, and of those that bear a range by its first and by its last number. */
interface Places {
  readonly whole: ReadonlyMap<string, number>
  readonly first: ReadonlyMap<string, number>
  readonly last: ReadonlyMap<string, number>
}

function placesOf(labels: readonly (string | undefined)[]): Places {
  const whole = labels.map((label = '', i) => [label, i + 1] as const)
  const at = (end: 0 | 1) =>
    new Map([...whole.map(([label, place]) => [labelSpan(label, label)[end], place] as const), ...whole])
  return { whole: new Map(whole), first: at(0), last: at(1) }
}

/** Reads a bookmark's words back: `JLB/7 Notebook (pages 45–49)`. Null where they give no page of the file. */
function readTitle(
  title: string,
  places: Places,
  labels: readonly (string | undefined)[],
): FoundDocument | null {
  const match = /^(.*) \((pages?) ([^()]+)\)$/su.exec(title)
  if (!match) return null
  const [, words, kind, range] = match as unknown as [string, string, string, string]
  const whole = places.whole.get(range)
  // A page that stands for a range has it as its one number.
  if (whole !== undefined) {
    const plural = kind === 'pages'
    return plural === range.includes('–')
      ? { title: words, first: range, last: range, from: whole, to: whole }
      : null
  }
  if (kind === 'page') return null
  for (let at = range.indexOf('–'); at >= 0; at = range.indexOf('–', at + 1)) {
    const from = places.first.get(range.slice(0, at))
    const to = places.last.get(range.slice(at + 1))
    if (from !== undefined && to !== undefined)
      return { title: words, first: labels[from - 1] ?? '', last: labels[to - 1] ?? '', from, to }
  }
  return null
}

/** Checks the bookmarks: each leads to the page it names, and they leave no page out. */
export function checkBookmarks(
  bookmarks: readonly FoundBookmark[],
  labels: readonly (string | undefined)[],
  { later, old }: Pick<FrontAndDocuments, 'later' | 'old'>,
  say: Say,
): FrontAndDocuments {
  const places = placesOf(labels)
  const sections: FoundDocument[] = []
  const documents: FoundDocument[] = []
  let index: readonly [number, number] | null = null
  let above: FoundDocument | undefined
  for (const [i, bookmark] of bookmarks.entries()) {
    if (bookmark.page === 0) say('R21', `The bookmark “${bookmark.title}” leads nowhere.`)
    // A source's own bookmarks stay within its pages; a document that stands under another comes after it.
    if (bookmark.depth === 2 && above && bookmark.page <= above.to) continue
    const found = readTitle(bookmark.title, places, labels)
    if (!found && old && bookmark.depth === 0) continue
    if (!found) {
      say('R20', `The bookmark “${bookmark.title}” does not give its pages.`, bookmark.page || undefined)
      if (bookmark.depth === 1) above = undefined
      continue
    }
    const { from } = found
    if (from !== bookmark.page)
      say('R20', `The bookmark “${bookmark.title}” leads to another page.`, bookmark.page || undefined)
    if (found.to < from)
      say('R20', `The bookmark “${bookmark.title}” gives pages that are not one after another.`, from)
    if (bookmark.depth > 0) {
      documents.push(found)
      if (bookmark.depth === 1) above = found
    } else if (found.title === 'Index' && i === 1) index = [from, found.to]
    else if (bookmarks[i + 1]?.depth === 1) sections.push(found)
  }
  checkWhole(documents, sections, labels.length, say, old)
  if (index === null) say('R19', 'The bundle has no bookmark of its index.')
  return { index, sections, documents, later, old }
}

/** Every page after the front stands in one document, or is the divider of its section. */
function checkWhole(
  documents: readonly FoundDocument[],
  sections: readonly FoundDocument[],
  pages: number,
  say: Say,
  old: boolean,
): void {
  if (documents.length === 0) {
    say('R19', 'The bundle has no bookmarks of documents.')
    return
  }
  const starts = new Set(sections.map(({ from }) => from))
  for (const [i, document] of documents.entries()) {
    const before = documents[i - 1]
    if (!before) continue
    if (document.from <= before.to)
      say('R4', `“${document.title}” begins on a page of “${before.title}”.`, document.from)
    const between = document.from - before.to - 1
    if (!old && between > (starts.has(document.from - 1) ? 1 : 0))
      say('R15', `Pages before “${document.title}” belong to no document.`, before.to + 1)
  }
  for (const section of sections) {
    const own = documents.filter(({ from, to }) => from >= section.from && to <= section.to)
    const first = own[0]
    if (!first || first.from > section.from + 1 || own.at(-1)!.to !== section.to)
      say('R19', `The section “${section.title}” does not have the pages its bookmark gives.`, section.from)
  }
  const last = documents.at(-1)!.to
  if (last !== pages) say('R15', `The last ${pages - last} pages belong to no document.`)
}
