import type { OutlineEntry } from '../../../casework/reading.ts'
import { labelSpan } from '../../../casework/rules/numbering.ts'
import { Destinations } from './destinations.ts'
import { Ref, readTextString, Text, type Value } from './objects.ts'
import { pagesOf, type SourcePage } from './page-tree.ts'
import { PdfReader } from './reader.ts'
import { hashes, openFile } from './verify-bytes.ts'
import { labelsOf, textOf } from './verify-view.ts'

/** What a reader needs to know of a PDF before its first page is drawn. */
export interface ReadOver {
  readonly sha256: string
  readonly bytes: number
  /** The title the file gives itself; '' when it gives none. */
  readonly title: string
  readonly pages: number
  /** Its first page says of itself that all of it is fiction, as a demonstration's does. */
  readonly fictional: boolean
  /** The number of each page in a viewer; empty where the file says none. */
  readonly labels: readonly string[]
  readonly outline: readonly OutlineEntry[]
}

const mostEntries = 50_000
const deepest = 8

/**
 * Reads over any PDF on the disk, ours or not, piece by piece. Throws PdfProblem when it can't be read as one, and
 * CaseworkError when the disk does not give it.
 */
export async function readOver(path: string, signal?: AbortSignal): Promise<ReadOver> {
  const file = openFile(path)
  try {
    const { whole } = await hashes(file, [], signal)
    return { sha256: whole, bytes: file.size, ...contentsOf(new PdfReader(file)) }
  } finally {
    file.close()
  }
}

function contentsOf(reader: PdfReader): Omit<ReadOver, 'sha256' | 'bytes'> {
  const root = reader.get(reader.trailer, 'Root')
  const pages = pagesOf(reader)
  const info = reader.get(reader.trailer, 'Info')
  const title = info instanceof Map ? reader.get(info, 'Title') : null
  const labels = root instanceof Map ? labelsOf(reader, root, pages.length) : []
  const said = labels.some((label) => label !== undefined && label !== '')
  const plain = said ? labels.map((label) => label ?? '') : []
  const pageAt = new Map(pages.map((page, at) => [page.number, at + 1]))
  return {
    title: title instanceof Text ? tidy(readTextString(title)) : '',
    pages: pages.length,
    fictional: saysFiction(reader, pages[0]),
    labels: plain,
    outline: outlineOf(reader, pageAt, plain),
  }
}

/** A page of ours that says so, in the line every page of a demonstration carries. Never thrown over. */
function saysFiction(reader: PdfReader, first: SourcePage | undefined): boolean {
  if (first === undefined) return false
  try {
    return textOf(reader, first, new Map()).some(({ text }) => text.startsWith('FICTIONAL'))
  } catch {
    return false
  }
}

function outlineOf(
  reader: PdfReader,
  pageAt: ReadonlyMap<number, number>,
  labels: readonly string[],
): OutlineEntry[] {
  const root = reader.get(reader.trailer, 'Root')
  const outlines = root instanceof Map ? reader.get(root, 'Outlines') : null
  if (!(outlines instanceof Map)) return []
  const destinations = new Destinations(reader)
  const found: OutlineEntry[] = []
  const seen = new Set<number>()
  const stack: { at: Value | undefined; depth: number }[] = [{ at: outlines.get('First'), depth: 0 }]
  while (stack.length > 0 && seen.size < mostEntries) {
    const { at, depth } = stack.pop()!
    if (!(at instanceof Ref) || seen.has(at.number)) continue
    seen.add(at.number)
    const node = reader.resolve(at)
    if (!(node instanceof Map)) continue
    const words = reader.get(node, 'Title')
    const target = destinations.of(node)?.[0]
    // A page may be named by its place as well, from 0.
    const page =
      target instanceof Ref ? pageAt.get(target.number) : typeof target === 'number' ? target + 1 : undefined
    if (page !== undefined && Number.isInteger(page) && page >= 1 && page <= pageAt.size)
      found.push({
        ...titled(words instanceof Text ? tidy(readTextString(words)) : '', labels, page),
        page,
        depth,
      })
    stack.push({ at: node.get('Next'), depth })
    if (depth < deepest) stack.push({ at: node.get('First'), depth: depth + 1 })
  }
  return found
}

/** A bookmark's words without the page range ours end in, which the index shows in a column of its own. */
function titled(
  words: string,
  labels: readonly string[],
  page: number,
): Pick<OutlineEntry, 'title' | 'ranged'> {
  const match = /^(.+) \(pages? ([^()]+)\)$/su.exec(words)
  const label = labels[page - 1]
  const range = match?.[2] ?? ''
  // A section may begin with a page that stands for a range: what it says then begins with that range's first number.
  const begins = (said: string) => range.startsWith(said) || range.startsWith(`${labelSpan(said, said)[0]}–`)
  const ranged = match !== null && label !== undefined && label !== '' && begins(label)
  return { title: (ranged ? match[1]! : words) || 'Untitled', ranged }
}

const tidy = (text: string): string =>
  text
    .replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
