import { basename } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type ComparedPage, comparedPages, type Watching } from './bundle-pages.ts'
import { PdfProblem } from './lexer.ts'
import { PdfReader } from './reader.ts'
import { unsoundness } from './soundness.ts'
import { openFile } from './verify-bytes.ts'

/** Pages of one document that follow one another, by their printed numbers. */
export interface PageRange {
  readonly from: string
  readonly to: string
  readonly pages: number
  /** The document's title by the bookmarks; empty where pages of several are taken together. */
  readonly document: string
}
/** Pages that stand in both, by their numbers in the one and the other. */
export interface PagePair {
  readonly a: PageRange
  readonly b: PageRange
}

/** How one version of a bundle differs from another. Cover, index and dividers are told apart from the documents. */
export interface Comparison {
  /** Every page of the one is the same page of the other, front pages too. */
  readonly same: boolean
  readonly pages: { readonly a: number; readonly b: number }
  readonly unchanged: readonly PageRange[]
  readonly changed: readonly PagePair[]
  readonly moved: readonly PagePair[]
  readonly added: readonly PageRange[]
  readonly removed: readonly PageRange[]
  /** How many front pages each has, and the numbers of those that differ, in the second. */
  readonly front: { readonly a: number; readonly b: number; readonly changed: readonly string[] }
}

/** Two files compared, with why either may not be what it was, in sentences: see {@link unsoundness}. */
export interface ComparedFiles extends Comparison {
  readonly damage: { readonly a: readonly string[]; readonly b: readonly string[] }
}

/**
 * Compares two versions of a bundle by what their pages show, as far as a damaged one can be read. One is read after the
 * other. Throws `not-found`, `not-a-file`, `unreadable` and `cancelled`.
 */
export async function compareBundles(a: string, b: string, watching: Watching = {}): Promise<ComparedFiles> {
  const read = async (path: string, half: 0 | 1) =>
    await pagesIn(path, {
      ...watching,
      onProgress: (done, total) => watching.onProgress?.(half * total + done, 2 * total),
    })
  const first = await read(a, 0)
  const second = await read(b, 1)
  return {
    ...comparePages(first.pages, second.pages),
    damage: { a: first.damage, b: second.damage },
  }
}

async function pagesIn(
  path: string,
  watching: Watching,
): Promise<{ readonly pages: readonly ComparedPage[]; readonly damage: readonly string[] }> {
  const file = openFile(path)
  try {
    const reader = new PdfReader(file)
    // What is wrong with a file shows while its pages are read.
    const pages = await comparedPages(reader, watching)
    return { pages, damage: await unsoundness(path, file, reader, watching.signal) }
  } catch (cause) {
    if (cause instanceof CaseworkError) throw cause
    const why = cause instanceof PdfProblem ? cause.message : 'It is damaged.'
    throw new CaseworkError('unreadable', `${basename(path)} could not be read as a PDF. ${why}`, { cause })
  } finally {
    file.close()
  }
}

interface Pair {
  readonly a: number
  readonly b: number
}

/** Compares pages in order; see {@link compareBundles}. */
export function comparePages(a: readonly ComparedPage[], b: readonly ComparedPage[]): Comparison {
  const rest = { a: new Set<number>(), b: new Set<number>() }
  for (const [i, page] of a.entries()) if (page.document !== '') rest.a.add(i)
  for (const [i, page] of b.entries()) if (page.document !== '') rest.b.add(i)
  const pairUp = (key: (page: ComparedPage) => string): Pair[] => {
    const waiting = new Map<string, number[]>()
    for (const i of rest.a) {
      const list = waiting.get(key(a[i]!))
      if (list) list.push(i)
      else waiting.set(key(a[i]!), [i])
    }
    for (const list of waiting.values()) list.reverse()
    const pairs: Pair[] = []
    for (const i of rest.b) {
      const partner = waiting.get(key(b[i]!))?.pop()
      if (partner !== undefined) pairs.push({ a: partner, b: i })
    }
    for (const pair of pairs) {
      rest.a.delete(pair.a)
      rest.b.delete(pair.b)
    }
    return pairs
  }
  // The same page at the same number; then at another; then what stands in its place, by number or in its document.
  const unchanged = pairUp(({ label, digest }) => `${label}\n${digest}`)
  const moved = [
    ...pairUp(({ document, place, digest }) => `${document}\n${place}\n${digest}`),
    ...pairUp(({ document, digest }) => `${document}\n${digest}`),
    ...pairUp(({ digest }) => digest),
  ]
  const changed = [
    ...pairUp(({ document, place }) => `${document}\n${place}`),
    ...pairUp(({ document, label }) => `${document}\n${label}`),
  ]
  const front = frontOf(a, b)
  const result = {
    pages: { a: a.length, b: b.length },
    unchanged: runs(unchanged, a, b, false).map((run) => run.b),
    changed: runs(changed, a, b, true),
    moved: runs(moved, a, b, true),
    added: runs(
      [...rest.b].map((i) => ({ a: i, b: i })),
      b,
      b,
      true,
    ).map((run) => run.b),
    removed: runs(
      [...rest.a].map((i) => ({ a: i, b: i })),
      a,
      a,
      true,
    ).map((run) => run.a),
    front,
  }
  const differs = [changed, moved, result.added, result.removed, front.changed].some(
    (list) => list.length > 0,
  )
  return { same: !differs && front.a === front.b, ...result }
}

/** Pairs that follow one another in both, taken together; by document, or whatever the documents. */
function runs(
  pairs: readonly Pair[],
  a: readonly ComparedPage[],
  b: readonly ComparedPage[],
  byDocument: boolean,
): PagePair[] {
  const sorted = [...pairs].sort((one, other) => one.b - other.b)
  const out: PagePair[] = []
  let start = 0
  for (const [i, pair] of sorted.entries()) {
    const next = sorted[i + 1]
    const goesOn =
      next !== undefined &&
      next.a === pair.a + 1 &&
      next.b === pair.b + 1 &&
      (!byDocument ||
        (a[next.a]!.document === a[pair.a]!.document && b[next.b]!.document === b[pair.b]!.document))
    if (goesOn) continue
    const first = sorted[start]!
    const pages = i - start + 1
    out.push({ a: range(a, first.a, pages), b: range(b, first.b, pages) })
    start = i + 1
  }
  return out
}

function range(pages: readonly ComparedPage[], first: number, count: number): PageRange {
  const within = pages.slice(first, first + count)
  const { document } = within[0]!
  const one = within.every((page) => page.document === document)
  return { from: within[0]!.label, to: within.at(-1)!.label, pages: count, document: one ? document : '' }
}

function frontOf(a: readonly ComparedPage[], b: readonly ComparedPage[]): Comparison['front'] {
  const [first, second] = [a, b].map((pages) => pages.filter(({ document }) => document === ''))
  const before = new Set(first!.map(({ label, digest }) => `${label}\n${digest}`))
  const changed = second!.filter(({ label, digest }) => !before.has(`${label}\n${digest}`))
  return { a: first!.length, b: second!.length, changed: changed.map(({ label }) => label) }
}
