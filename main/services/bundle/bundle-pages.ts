import { setImmediate } from 'node:timers/promises'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { FirstPageDigests } from './first-page-digest.ts'
import { PageDigests } from './page-digest.ts'
import { pagesOf } from './page-tree.ts'
import type { PdfReader } from './reader.ts'
import { checkBookmarks } from './verify-bookmarks.ts'
import { bookmarksOf, labelsOf } from './verify-view.ts'

/** A page of a bundle as a comparison sees it. */
export interface ComparedPage {
  /** Its number as a reader shows it. */
  readonly label: string
  readonly digest: string
  /** Its digest as it was made at first, where that was asked for. */
  readonly first?: string
  /** The document it belongs to by the bookmarks; empty for cover, index and dividers. */
  readonly document: string
  /** Its place within the document, from 0. */
  readonly place: number
}

/** What is told of the work, and what stops it. */
export interface Watching {
  readonly signal?: AbortSignal
  onProgress?(done: number, total: number): void
}

/**
 * The pages of a bundle with their digests, one at a time; with those made in the first way too, where asked for. Throws
 * PdfProblem for what is no PDF, and `cancelled`.
 */
export async function comparedPages(
  reader: PdfReader,
  watching: Watching,
  withFirst = false,
): Promise<ComparedPage[]> {
  const pages = pagesOf(reader)
  const root = reader.get(reader.trailer, 'Root')
  const labels = root instanceof Map ? labelsOf(reader, root, pages.length) : []
  const pageAt = new Map(pages.map((page, i) => [page.number, i + 1]))
  const bookmarks = root instanceof Map ? bookmarksOf(reader, root, pageAt, 2) : []
  const { documents } = checkBookmarks(bookmarks, labels, { later: false, old: false }, () => {})
  const digests = new PageDigests(reader, pages)
  const first = withFirst ? new FirstPageDigests(reader, pages) : undefined
  // A file without such bookmarks is no bundle of ours, and compared as one document.
  const all = documents.length > 0 ? documents : [{ title: 'The file', from: 1, to: pages.length }]
  const homes = new Map(all.map((document) => [document.from, document]))
  const out: ComparedPage[] = []
  const at = { home: { title: '', from: 1, to: 0 } }
  for (const [i, page] of pages.entries()) {
    if (watching.signal?.aborted)
      throw new CaseworkError('cancelled', 'The comparison was stopped, as asked.')
    if (i % 64 === 0) {
      watching.onProgress?.(i, pages.length)
      await setImmediate()
    }
    at.home = homes.get(i + 1) ?? at.home
    const within = i < at.home.to
    out.push({
      label: labels[i] || String(i + 1),
      digest: digests.of(page),
      ...(first === undefined ? {} : { first: first.of(page) }),
      document: within ? at.home.title : '',
      place: within ? i + 1 - at.home.from : i,
    })
    reader.forget()
  }
  watching.onProgress?.(pages.length, pages.length)
  return out
}
