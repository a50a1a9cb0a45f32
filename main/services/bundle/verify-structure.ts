import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Manifest } from './manifest.ts'
import { type Dict, Name, readTextString, Text, type Value } from './objects.ts'
import { pagesOf, type SourcePage, viewOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { seenSize } from './stamp.ts'
import type { Finding, VerifyOptions } from './verify.ts'
import {
  bookmarksOf,
  type FoundBookmark,
  type FoundStamp,
  labelsOf,
  pageOfDest,
  stampOf,
} from './verify-view.ts'

const FORBIDDEN_ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToR',
  'GoToE',
  'Rendition',
])

/** What the rules, derived again from the PDF alone, came to. */
export interface Structure {
  readonly pages: number
  readonly documents: number
  readonly findings: Finding[]
}

/** Checks numbers, labels, links, bookmarks and what must be absent, from the file alone; ranges also against a manifest. */
export async function structureFindings(
  reader: PdfReader,
  manifest: Manifest | undefined,
  options: VerifyOptions,
): Promise<Structure> {
  const findings: Finding[] = []
  const say = (rule: string, sentence: string, page?: number) => {
    if (findings.length < 200) findings.push({ rule, sentence, ...(page ? { page } : {}) })
  }
  for (const repair of reader.repairs) say('R1', `The bundle is not a sound PDF. ${repair}`)
  const root = reader.get(reader.trailer, 'Root')
  if (!(root instanceof Map)) {
    say('R1', 'The bundle has no catalogue.')
    return { pages: 0, documents: 0, findings }
  }
  const pages = pagesOf(reader)
  const pageAt = new Map(pages.map((page, i) => [page.number, i + 1]))
  const labels = labelsOf(reader, root, pages.length)
  const fonts = new Map<Value, Map<number, string>>()
  for (const [i, page] of pages.entries()) {
    if (options.signal?.aborted) throw new CaseworkError('cancelled', 'The check was stopped, as asked.')
    if (i % 64 === 0) {
      options.onProgress?.(i, pages.length)
      await new Promise((resolve) => setImmediate(resolve))
    }
    checkPage(reader, page, i + 1, labels[i], stampOf(reader, page, fonts), say)
    reader.forget()
  }
  checkOpening(reader, root, pageAt, say)
  checkAbsent(reader, root, pages, say)
  const rows = indexRows(reader, pages, pageAt)
  const bookmarks = bookmarksOf(reader, root, pageAt, 1)
  const documents = checkBookmarks(bookmarks, rows, pages.length, say)
  if (manifest) checkManifest(manifest, documents, pages.length, say)
  return { pages: pages.length, documents: documents.length, findings }
}

type Say = (rule: string, sentence: string, page?: number) => void

function checkPage(
  reader: PdfReader,
  page: SourcePage,
  number: number,
  label: string | undefined,
  stamp: FoundStamp | null,
  say: Say,
): void {
  if (!stamp) say('R3', `Page ${number} carries no page number.`, number)
  else {
    if (stamp.text !== String(number))
      say('R4', `Page ${number} is numbered ${stamp.text || 'nothing'}.`, number)
    if (stamp.text !== label)
      say('R7', `Page ${number} shows ${label ?? 'nothing'} in a reader and ${stamp.text} on paper.`, number)
    const view = viewOf(reader, page)
    const [left, bottom, right, top] = view.crop
    if (stamp.x < left || stamp.x > right || stamp.y < bottom || stamp.y > top)
      say('R9', `The number of page ${number} lies off the page.`, number)
    const seen = seenSize(view)
    if (!(seen.width > 0 && seen.height > 0)) say('R31', `Page ${number} has no size.`, number)
  }
}

function checkOpening(reader: PdfReader, root: Dict, pageAt: ReadonlyMap<number, number>, say: Say): void {
  const mode = reader.get(root, 'PageMode')
  const open = reader.get(root, 'OpenAction')
  const zoom = Array.isArray(open) ? open[4] : null
  if (!(mode instanceof Name) || mode.value !== 'UseOutlines')
    say('R25', 'The bundle does not open with its bookmarks.')
  if (pageOfDest(reader, open, pageAt) !== 1 || zoom !== 1)
    say('R25', 'The bundle does not open at page 1 at 100 %.')
  const language = reader.get(root, 'Lang')
  if (!(language instanceof Text) || readTextString(language) !== 'en-GB')
    say('R62', 'The bundle does not state its language.')
}

function checkAbsent(reader: PdfReader, root: Dict, pages: readonly SourcePage[], say: Say): void {
  const info = reader.get(reader.trailer, 'Info')
  if (reader.trailer.has('Encrypt')) say('R56', 'The bundle is encrypted.')
  if (root.has('Metadata') || root.has('AcroForm') || root.has('Names') || root.has('AA'))
    say('R57', 'The bundle holds scripts, forms, attachments or hidden properties.')
  if (info instanceof Map && [...info.keys()].some((key) => key !== 'Title'))
    say('R57', 'The bundle holds properties of where it was made.')
  for (const [i, page] of pages.entries()) {
    for (const key of ['AA', 'Metadata', 'PieceInfo', 'Thumb'])
      if (page.dict.has(key)) say('R57', `Page ${i + 1} holds ${key}, which a bundle must not.`, i + 1)
    const annotations = reader.get(page.dict, 'Annots')
    for (const item of Array.isArray(annotations) ? annotations : []) {
      const annotation = reader.resolve(item)
      if (!(annotation instanceof Map)) continue
      const action = reader.get(annotation, 'A')
      const kind = action instanceof Map ? reader.get(action, 'S') : null
      if (annotation.has('AA') || (kind instanceof Name && FORBIDDEN_ACTIONS.has(kind.value)))
        say('R57', `Page ${i + 1} holds a link that runs something.`, i + 1)
    }
  }
}

interface IndexRow {
  readonly words: string
  readonly page: number
}

/** The links of the pages before the first document: the rows of the index. */
function indexRows(
  reader: PdfReader,
  pages: readonly SourcePage[],
  pageAt: ReadonlyMap<number, number>,
): IndexRow[] {
  const rows: IndexRow[] = []
  let last = Number.POSITIVE_INFINITY
  for (let i = 1; i < pages.length && i < last; i++) {
    const annotations = reader.get(pages[i]!.dict, 'Annots')
    const own: IndexRow[] = []
    for (const item of Array.isArray(annotations) ? annotations : []) {
      const annotation = reader.resolve(item)
      if (!(annotation instanceof Map)) continue
      const words = reader.get(annotation, 'Contents')
      const border = reader.get(annotation, 'Border')
      const page = pageOfDest(reader, reader.get(annotation, 'Dest'), pageAt)
      if (!(words instanceof Text) || !Array.isArray(border) || border.some((n) => n !== 0) || page === 0)
        continue
      own.push({ words: readTextString(words), page })
    }
    if (own.length === 0) break
    rows.push(...own)
    last = Math.min(last, ...own.map((row) => row.page - 1))
  }
  return rows
}

interface FoundDocument {
  readonly title: string
  readonly from: number
  readonly to: number
}

function checkBookmarks(
  bookmarks: readonly FoundBookmark[],
  rows: readonly IndexRow[],
  pages: number,
  say: Say,
): FoundDocument[] {
  const documents: FoundDocument[] = []
  for (const bookmark of bookmarks) {
    if (bookmark.page === 0) say('R21', `The bookmark “${bookmark.title}” leads nowhere.`)
    if (bookmark.depth !== 1) continue
    const match = /^(.*) \((?:page|pages) (\d+)(?:–(\d+))?\)$/su.exec(bookmark.title)
    if (!match) {
      say('R20', `The bookmark “${bookmark.title}” does not give its pages.`)
      continue
    }
    const [from, to] = [Number(match[2]), Number(match[3] ?? match[2])]
    if (from !== bookmark.page)
      say('R20', `The bookmark “${bookmark.title}” leads to page ${bookmark.page}.`, bookmark.page)
    if (to < from || to > pages)
      say('R20', `The bookmark “${bookmark.title}” gives pages the bundle does not have.`)
    documents.push({ title: match[1]!, from, to })
    const expected = `${match[1]}, ${from === to ? 'page' : 'pages'} ${from === to ? from : `${from} to ${to}`}`
    const row = rows.find((item) => item.words === expected)
    if (!row) say('R15', `“${match[1]}” is not in the index with its pages.`, from)
    else if (row.page !== from)
      say('R16', `The index entry “${match[1]}” leads to page ${row.page}, not ${from}.`, row.page)
  }
  for (const [i, document] of documents.entries()) {
    const before = documents[i - 1]
    if (before && document.from <= before.to)
      say('R4', `“${document.title}” begins on a page of “${before.title}”.`, document.from)
  }
  if (documents.length === 0) say('R19', 'The bundle has no bookmarks of documents.')
  else if (documents.at(-1)!.to !== pages)
    say('R15', `The last ${pages - documents.at(-1)!.to} pages belong to no document.`)
  return documents
}

function checkManifest(
  manifest: Manifest,
  documents: readonly FoundDocument[],
  pages: number,
  say: Say,
): void {
  if (manifest.bundle.pages !== pages)
    say('R2', `The manifest says ${manifest.bundle.pages} pages; the bundle has ${pages}.`)
  if (manifest.documents.length !== documents.length)
    say(
      'R55',
      `The manifest lists ${manifest.documents.length} documents; the bundle has ${documents.length}.`,
    )
  for (const [i, listed] of manifest.documents.entries()) {
    const found = documents[i]
    if (!found) continue
    if (found.title !== listed.title || found.from !== listed.from || found.to !== listed.to) {
      say(
        'R55',
        `The manifest lists “${listed.title}” on pages ${listed.from} to ${listed.to}; the bundle has “${found.title}” on ${found.from} to ${found.to}.`,
        found.from,
      )
    }
  }
}
