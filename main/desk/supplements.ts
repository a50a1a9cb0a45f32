import type { StoredOf } from '../../casework/entities/index.ts'
import { documentIdOf } from '../../casework/rules/arrangement.ts'
import { supplementWords } from '../../casework/rules/freezing.ts'
import type { NumberRun } from '../../casework/rules/numbering.ts'
import { seriesFor } from '../../casework/rules/series.ts'
import type { BundlePlan } from '../services/bundle/index.ts'
import { type BoundSection, planOf } from './binder.ts'
import { issuesOf, planFrom } from './frozen-plan.ts'
import type { OpenCase } from './open-cases.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** The sections of a bundle, those with a document, by the file they go into. */
export interface BundleParts {
  /** The bundle itself. */
  readonly own: readonly BoundSection[]
  /** The supplements that are frozen, by the version that made them. */
  readonly frozen: ReadonlyMap<number, readonly BoundSection[]>
  /** What came late and waits for a supplement. */
  readonly waiting: readonly BoundSection[]
}

/** Which file each document goes into. */
export function partsOf(working: WorkingBundle, sections: readonly BoundSection[]): BundleParts {
  const known = new Map(working.frozen.map((line) => [line.key, line]))
  const waits = (key: string) => working.late === 'supplement' && working.version !== null && !known.has(key)
  const chosen = (goes: (key: string) => boolean) =>
    sections
      .map((section) => ({ ...section, documents: section.documents.filter(({ key }) => goes(key)) }))
      .filter(({ documents }) => documents.length > 0)
  const made = new Set(working.frozen.flatMap(({ supplement }) => supplement ?? []))
  return {
    own: chosen((key) => known.get(key)?.supplement === undefined && !waits(key)),
    frozen: new Map(
      [...made].map((version) => [version, chosen((key) => known.get(key)?.supplement === version)]),
    ),
    waiting: chosen(waits),
  }
}

/** What each frozen supplement is called, by the version that made it, from a bundle's versions, oldest first. */
export const supplementNames = (issues: readonly StoredOf<'issue'>[]): ReadonlyMap<number, string> =>
  new Map(
    issues
      .filter(({ fields }) => fields.supplement)
      .map(({ fields }, i) => [fields.version ?? 0, supplementWords(i + 1)]),
  )

/** Which supplement of a bundle the next one is, from 1. */
export const nextSupplement = (held: OpenCase, { record }: WorkingBundle): number =>
  record === null ? 1 : issuesOf(held, record.id).filter(({ fields }) => fields.supplement).length + 1

/** The plan of the next supplement, as the engine numbers it: nothing of it is frozen. */
export function supplementPlan(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  which: number,
): BundlePlan {
  const title = `${working.title}: ${supplementWords(which)}`
  return {
    ...planOf(held, { ...working, title, frozen: [], version: null }, sections),
    series: seriesFor(working.profile.supplement.letters, which),
  }
}

/**
 * The plan of a frozen supplement: what was frozen, in its order then, with the page that stands for what was taken out
 * since. `version` made it; `runs` are its frozen numbers, by key.
 */
export async function frozenSupplement(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  version: number,
  runs: ReadonlyMap<string, NumberRun>,
): Promise<BundlePlan> {
  const issue = issuesOf(held, working.record!.id).find(({ fields }) => fields.version === version)!
  const plan = planFrom(held, (await held.records.get('issue', issue.id)).fields.plan)
  const bound = new Map(
    sections.flatMap(({ documents }) => documents.map((each) => [documentIdOf(each.entry), each] as const)),
  )
  return {
    ...plan,
    sections: plan.sections.map((section) => ({
      ...section,
      documents: section.documents.map((document) => {
        const now = bound.get(document.id)
        const run = runs.get(now?.key ?? '')
        const own = now?.entry.taken ? now.document : document
        return run === undefined ? own : { ...own, numbers: run }
      }),
    })),
  }
}
