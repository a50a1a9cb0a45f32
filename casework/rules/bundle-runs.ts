import { type Entry, keyOf } from './arrangement.ts'
import { type FrozenLine, type HowNumbered, renumbered, standing } from './freezing.ts'
import { type NumberRun, numberBundle } from './numbering.ts'

/** A section with something in it, by keys. */
export interface FilledSection {
  readonly key: string
  readonly letter: string
  readonly documents: readonly { readonly key: string }[]
}
/** The numbers of everything in a bundle, by key, and what of it is late or may not stand where it does. */
export interface BundleRuns {
  readonly front: { readonly pages: number; readonly run: NumberRun }
  readonly runs: ReadonlyMap<string, NumberRun>
  readonly late: ReadonlySet<string>
  readonly misplaced: ReadonlySet<string>
}

/** The supplement that what came late waits for: the pages of its cover and index, and what its numbers begin with. */
export interface Waiting {
  readonly front: number
  readonly series: string
}

/**
 * The numbers of sections whose pages are known: frozen numbers stand, the rest is numbered as the court wants it, each
 * in the file it goes into. The window that shows them and the engine that prints them both ask here.
 */
export function bundleRuns(
  of: { readonly entries: readonly Entry[]; readonly frozen: readonly FrozenLine[] },
  how: HowNumbered,
  filled: readonly FilledSection[],
  front: number,
  pagesOf: (key: string) => number,
  waiting: Waiting | null = null,
): BundleRuns {
  const first: NumberRun = { style: 'decimal', prefix: '', from: 1 }
  if (of.frozen.length > 0) {
    const own = of.frozen.find(({ key }) => key === 'front')
    const numbers = renumbered(of.entries, of.frozen, how, pagesOf)
    const runs = new Map([...numbers.runs, ...inSupplements(of)])
    if (how.late === 'supplement' && waiting !== null)
      for (const [key, run] of waitingRuns(how, filled, numbers.late, pagesOf, waiting)) runs.set(key, run)
    return { front: { pages: front, run: own?.run ?? first }, ...numbers, runs }
  }
  const numbers = numberBundle(how.numbering, front, toNumber(how, filled, pagesOf))
  const runs = new Map<string, NumberRun>()
  for (const [s, { key, documents }] of filled.entries()) {
    const { divider, documents: own } = numbers.sections[s]!
    if (divider !== null) runs.set(key, divider)
    for (const [d, document] of documents.entries()) runs.set(document.key, own[d]!)
  }
  return {
    front: { pages: front, run: numbers.front[0] ?? first },
    runs,
    late: new Set(),
    misplaced: new Set(),
  }
}

const toNumber = (
  { dividers }: HowNumbered,
  filled: readonly FilledSection[],
  pagesOf: (key: string) => number,
) =>
  filled.map(({ letter, documents }) => ({
    letter,
    divider: dividers,
    documents: documents.map(({ key }) => ({ pages: pagesOf(key) })),
  }))

/** What stands in a supplement has the numbers it was frozen with there. */
function inSupplements(of: { readonly entries: readonly Entry[]; readonly frozen: readonly FrozenLine[] }) {
  const entries = new Map(of.entries.map((entry) => [keyOf(entry), entry]))
  return of.frozen.flatMap((line): [string, NumberRun][] => {
    const entry = line.supplement === undefined ? undefined : entries.get(line.key)
    return entry === undefined ? [] : [[line.key, standing(line, entry)]]
  })
}

/** The numbers of what waits, as its supplement is numbered: from its own cover on. */
function waitingRuns(
  how: HowNumbered,
  filled: readonly FilledSection[],
  late: ReadonlySet<string>,
  pagesOf: (key: string) => number,
  { front, series }: Waiting,
): [string, NumberRun][] {
  const waits = filled
    .map((section) => ({ ...section, documents: section.documents.filter(({ key }) => late.has(key)) }))
    .filter(({ documents }) => documents.length > 0)
  const { sections } = numberBundle(how.numbering, front, toNumber(how, waits, pagesOf), 1, series)
  return waits.flatMap(({ documents }, s) =>
    documents.map(({ key }, d): [string, NumberRun] => [key, sections[s]!.documents[d]!]),
  )
}

/**
 * The first and last number of a section, whose divider has `divider`: of what the bundle itself holds of it. Where that
 * is nothing, of the supplement that holds it all; both '' where several do.
 */
export function sectionEnds(
  divider: string,
  documents: readonly { readonly ends: readonly [first: string, last: string]; readonly part: string }[],
): readonly [first: string, last: string] {
  const numbered = documents.filter(({ ends }) => ends[0] !== '')
  const own = numbered.filter(({ part }) => part === '')
  const one = new Set(numbered.map(({ part }) => part)).size === 1
  const listed = own.length > 0 || divider !== '' ? own : one ? numbered : []
  const first = divider || (listed[0]?.ends[0] ?? '')
  return [first, listed.at(-1)?.ends[1] ?? first]
}
