import { CaseworkError } from '../../../casework/contract/errors.ts'
import { labelAt, labelRange } from '../../../casework/rules/numbering.ts'
import type { Manifest } from './manifest.ts'
import { metadata } from './metadata.ts'
import { type Dict, Name, readTextString, Stream, Text, type Value } from './objects.ts'
import { pagesOf, type SourcePage, viewOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { seenSize } from './stamp.ts'
import type { Finding, VerifyOptions } from './verify.ts'
import { checkBookmarks, type FoundDocument } from './verify-bookmarks.ts'
import { checkCitations } from './verify-citations.ts'
import { checkIndex, indexRows } from './verify-index.ts'
import { outOfOrder } from './verify-numbers.ts'
import { bookmarksOf, type FoundStamp, labelsOf, pageOfDest, stampOf } from './verify-view.ts'

const FORBIDDEN_ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToR',
  'GoToE',
  'Rendition',
])

const FORBIDDEN_ANNOTATIONS = new Set([
  'Widget',
  'FileAttachment',
  'Sound',
  'Movie',
  'Screen',
  'RichMedia',
  '3D',
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
    checkCitations(reader, page, i + 1, { pageAt, labels }, say)
    reader.forget()
  }
  const later = isLater(reader, manifest)
  checkLabels(labels, later, say)
  checkOpening(reader, root, pageAt, say)
  checkAbsent(reader, root, pages, say)
  const found = checkBookmarks(
    bookmarksOf(reader, root, pageAt, 2),
    labels,
    { later, old: isOld(manifest) },
    say,
  )
  if (found.index) checkIndex(indexRows(reader, pages, pageAt, found.index), found, say)
  if (manifest) checkManifest(manifest, found.documents, labels, say)
  return { pages: pages.length, documents: found.documents.length, findings }
}

/** Whether the file goes on from a volume before it. Its title says so, and its manifest. */
function isLater(reader: PdfReader, manifest: Manifest | undefined): boolean {
  if (manifest?.volume !== undefined) return manifest.volume > 1
  const info = reader.get(reader.trailer, 'Info')
  const title = info instanceof Map ? reader.get(info, 'Title') : null
  const volume = title instanceof Text ? /, volume (\d+) of \d+$/.exec(readTextString(title)) : null
  return volume !== null && Number(volume[1]) > 1
}

/** Bundles of before a document's numbers stood in the manifest are still read. */
function isOld(manifest: Manifest | undefined): boolean {
  return manifest?.documents.some((document) => document.labels === undefined) ?? false
}

/** Each number stands on one page alone, and follows the one before it. */
function checkLabels(labels: readonly (string | undefined)[], later: boolean, say: Say): void {
  const seen = new Map<string, number>()
  for (const [i, label] of labels.entries()) {
    const before = label === undefined ? undefined : seen.get(label)
    if (before !== undefined)
      say('R8', `Page ${i + 1} of the file has the number ${label}, as page ${before} has.`, i + 1)
    if (label !== undefined) seen.set(label, i + 1)
  }
  for (const i of outOfOrder(labels, later))
    say(
      'R4',
      `Page ${i + 1} of the file is numbered ${labels[i] ?? 'nothing'}, after ${i === 0 ? 'nothing' : (labels[i - 1] ?? 'nothing')}.`,
      i + 1,
    )
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
    if (stamp.text !== label || label === '')
      say(
        'R7',
        `Page ${number} of the file shows ${label || 'nothing'} in a reader and ${stamp.text || 'nothing'} on paper.`,
        number,
      )
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
  if (!ownProperties(reader, root, info) || root.has('AcroForm') || root.has('Names') || root.has('AA'))
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
      const subtype = reader.get(annotation, 'Subtype')
      if (subtype instanceof Name && FORBIDDEN_ANNOTATIONS.has(subtype.value))
        say('R56', `Page ${i + 1} holds ${subtype.value}, which a bundle must not.`, i + 1)
      const action = reader.get(annotation, 'A')
      const kind = action instanceof Map ? reader.get(action, 'S') : null
      if (annotation.has('AA') || (kind instanceof Name && FORBIDDEN_ACTIONS.has(kind.value)))
        say('R57', `Page ${i + 1} holds a link that runs something.`, i + 1)
    }
  }
}

/** Whether a file's XMP is the one a bundle of this title has: nothing can be hidden in what is known byte for byte. */
function ownProperties(reader: PdfReader, root: Dict, info: Value): boolean {
  const stream = reader.get(root, 'Metadata')
  if (stream === null) return true
  const title = info instanceof Map ? reader.get(info, 'Title') : null
  const found = stream instanceof Stream ? reader.unpacked(stream) : null
  if (!found || !(title instanceof Text)) return false
  return [false, true].some((claimed) => metadata(readTextString(title), claimed).equals(found))
}

function checkManifest(
  manifest: Manifest,
  documents: readonly FoundDocument[],
  labels: readonly (string | undefined)[],
  say: Say,
): void {
  const pages = labels.length
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
    const [first, last] = listed.labels ?? [found.first, found.last]
    const same =
      found.title === listed.title &&
      found.from === listed.from &&
      found.to === listed.to &&
      found.first === first &&
      found.last === last
    if (!same)
      say(
        'R55',
        `The manifest lists “${listed.title}” on pages ${labelRange(first, last)}; the bundle has “${found.title}” on ${labelRange(found.first, found.last)}.`,
        found.from,
      )
  }
  const runs = manifest.pageLabels ?? []
  for (const [r, run] of runs.entries()) {
    const end = (runs[r + 1]?.page ?? pages + 1) - 1
    for (let page = run.page; page <= Math.min(end, pages); page++)
      if (labels[page - 1] !== labelAt(run, page - run.page)) {
        say('R55', `The manifest numbers page ${page} of the file otherwise than the bundle does.`, page)
        break
      }
  }
}
