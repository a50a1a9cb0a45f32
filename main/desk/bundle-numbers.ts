import { CaseworkError } from '../../casework/contract/errors.ts'
import { type BundleRuns, bundleRuns, type Waiting } from '../../casework/rules/bundle-runs.ts'
import { labelEnds, labelRange, type NumberRun } from '../../casework/rules/numbering.ts'
import { frontPages, sheetsBefore, statementPages, textPages } from '../services/bundle/index.ts'
import { type Bound, type BoundSection, planOf } from './binder.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'
import { nextSupplement, partsOf, supplementPlan } from './supplements.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** How many pages everything takes, and under which numbers. */
export interface Numbered extends BundleRuns {
  readonly pages: ReadonlyMap<string, number>
  /** The next supplement: which of them it is, and how what waits for it is numbered. */
  readonly waiting: Waiting & { readonly which: number }
}

/** A cover and a page of index: what a supplement begins with at the least. */
const LEAST_FRONT = 2

/** The numbers a bundle's pages would bear if it were built now, without reading more than it must. */
export async function numbersOf(
  held: OpenCase,
  desk: Desk,
  working: WorkingBundle,
  sections: readonly BoundSection[],
): Promise<Numbered> {
  const pages = new Map<string, number>()
  const frozen = new Map(working.frozen.map((line) => [line.key, line.pages]))
  for (const { documents } of sections)
    for (const bound of documents) {
      const stands = bound.entry.taken ? 1 : frozen.get(bound.key)
      pages.set(bound.key, stands ?? (await pagesOf(held, bound, desk)))
    }
  const filled = sections.filter(({ documents }) => documents.length > 0)
  const { own, waiting: waits } = partsOf(working, filled)
  const front = own.length === 0 ? 0 : await frontPages(planOf(held, working, own), desk.paper)
  const which = nextSupplement(held, working)
  const next = supplementPlan(held, working, waits, which)
  const waiting = {
    which,
    front: waits.length === 0 ? LEAST_FRONT : await frontPages(next, desk.paper),
    series: next.series ?? '',
  }
  return { pages, waiting, ...numbersFor(working, filled, front, (key) => pages.get(key) ?? 1, waiting) }
}

/** The numbers of sections whose pages are known. Frozen numbers stand; the rest is numbered as the profile says. */
export function numbersFor(
  { profile: { numbering, dividers }, late, entries, frozen }: WorkingBundle,
  filled: readonly BoundSection[],
  front: number,
  pagesOfKey: (key: string) => number,
  waiting: Waiting | null = null,
): BundleRuns {
  return bundleRuns({ entries, frozen }, { numbering, dividers, late }, filled, front, pagesOfKey, waiting)
}

/** The first and last number of a stretch of pages; both '' while it has none. */
export const endsOf = (run: NumberRun | undefined, pages: number): readonly [first: string, last: string] =>
  run === undefined ? ['', ''] : labelEnds(run, pages)

/** The range of a stretch as printed; '' while it has no numbers. */
export const rangeOf = (run: NumberRun | undefined, pages: number): string =>
  labelRange(...endsOf(run, pages))

/** A text longer than this is not set in type just to be counted; its pages show as one until it is built. */
const longestCounted = 1 << 20
// A page count holds as long as the record's version does.
const counts = new WeakMap<OpenCase, Map<string, number>>()

async function pagesOf(held: OpenCase, bound: Bound, desk: Desk): Promise<number> {
  const known = counts.get(held) ?? new Map<string, number>()
  counts.set(held, known)
  const name = `${bound.record.id} ${bound.record.version} ${bound.document.content.kind} ${bound.document.title}`
  const pages = known.get(name) ?? (await counted(held, bound, desk))
  known.set(name, pages)
  return pages + sheetsBefore(bound.document)
}

async function counted({ store }: OpenCase, { document, record }: Bound, desk: Desk): Promise<number> {
  if (document.content.kind === 'statement') return statementPages(document.content.statement, desk.paper)
  if (document.content.kind === 'placeholder') return 1
  const file = 'file' in record.fields ? record.fields.file : null
  if (document.content.kind === 'text' && file !== null && file.bytes <= longestCounted) {
    try {
      return textPages(document, await store.readBlob(file.blob), desk.paper)
    } catch (cause) {
      // A file that does not open stops the build and says why there; looking at the bundle goes on.
      if (!(cause instanceof CaseworkError)) throw cause
    }
  }
  return Math.max(1, file?.pages ?? 1)
}
