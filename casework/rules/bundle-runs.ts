import type { Entry } from './arrangement.ts'
import { type FrozenLine, type HowNumbered, renumbered } from './freezing.ts'
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

/**
 * The numbers of sections whose pages are known: frozen numbers stand, the rest is numbered as the court wants it. The
 * window that shows them and the engine that prints them both ask here.
 */
export function bundleRuns(
  of: { readonly entries: readonly Entry[]; readonly frozen: readonly FrozenLine[] },
  how: HowNumbered,
  filled: readonly FilledSection[],
  front: number,
  pagesOf: (key: string) => number,
): BundleRuns {
  const first: NumberRun = { style: 'decimal', prefix: '', from: 1 }
  if (of.frozen.length > 0) {
    const own = of.frozen.find(({ key }) => key === 'front')
    return {
      front: { pages: front, run: own?.run ?? first },
      ...renumbered(of.entries, of.frozen, how, pagesOf),
    }
  }
  const numbers = numberBundle(
    how.numbering,
    front,
    filled.map(({ letter, documents }) => ({
      letter,
      divider: how.dividers,
      documents: documents.map(({ key }) => ({ pages: pagesOf(key) })),
    })),
  )
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
