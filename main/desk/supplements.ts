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

/** A frozen supplement of a bundle: which it is, the version that made it, and its versions, oldest first. */
interface Supplement {
  readonly which: number
  readonly version: number
  readonly issues: readonly StoredOf<'issue'>[]
}

/** The supplements among a bundle's versions, which come oldest first. */
function supplementsIn(issues: readonly StoredOf<'issue'>[]): readonly Supplement[] {
  const found = new Map<number, StoredOf<'issue'>[]>()
  for (const issue of issues.filter(({ fields }) => fields.supplement)) {
    const which = issue.fields.part ?? found.size + 1
    found.set(which, [...(found.get(which) ?? []), issue])
  }
  return [...found].map(([which, own]) => ({ which, version: own[0]!.fields.version ?? 0, issues: own }))
}

/** What the supplement of each version is called, by version; nothing for a version of the bundle itself. */
export const supplementNames = (issues: readonly StoredOf<'issue'>[]): ReadonlyMap<number, string> =>
  new Map(
    supplementsIn(issues).flatMap(({ which, issues: own }) =>
      own.map(({ fields }) => [fields.version ?? 0, supplementWords(which)] as const),
    ),
  )

/** The newest version of a supplement, by the version that made it. */
export const newestOf = (issues: readonly StoredOf<'issue'>[], version: number): StoredOf<'issue'> =>
  supplementsIn(issues)
    .find((each) => each.version === version)!
    .issues.at(-1)!

/** Which supplement of a bundle the next one is, from 1. */
export const nextSupplement = (held: OpenCase, { record }: WorkingBundle): number =>
  record === null ? 1 : supplementsIn(issuesOf(held, record.id)).length + 1

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
  const { id } = newestOf(issuesOf(held, working.record!.id), version)
  const plan = planFrom(held, (await held.records.get('issue', id)).fields.plan)
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
        const own = now?.document ?? document
        return run === undefined ? own : { ...own, numbers: run }
      }),
    })),
  }
}

/** A frozen supplement as it is frozen anew: which it is, its plan, and the pages its front keeps. */
export async function supplementAgain(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  version: number,
  runs: ReadonlyMap<string, NumberRun>,
): Promise<{ readonly which: number; readonly front: number; readonly plan: BundlePlan }> {
  const all = supplementsIn(issuesOf(held, working.record!.id))
  const { which, issues } = all.find((each) => each.version === version)!
  const before = await frozenSupplement(held, working, sections, version, runs)
  const front = issues.findLast(({ fields }) => fields.front !== null)?.fields.front
  const frozenFront = front ?? firstFront(issues[0]!, before, working, version)
  // The bundle's title and the facts of the case are those of now, as in a new version of the bundle itself.
  const { series: _, ...anew } = supplementPlan(held, working, [], which)
  const { profile, series, sections: frozen } = before
  return {
    which,
    front: frozenFront,
    plan: {
      ...anew,
      profile,
      ...(series === undefined ? {} : { series }),
      frozenFront,
      sections: frozen,
    },
  }
}

// What an earlier program froze does not say how long its front was: it is what is left of each of its files.
function firstFront(
  { fields }: StoredOf<'issue'>,
  { profile, sections }: BundlePlan,
  { frozen }: WorkingBundle,
  version: number,
): number {
  const documents = frozen
    .filter((line) => line.supplement === version)
    .reduce((sum, line) => sum + line.pages, 0)
  const dividers = profile.dividers ? sections.length : 0
  return Math.max(1, ((fields.pages ?? 0) - documents - dividers) / fields.sha256.split(' ').length)
}
