import type { BundleOutlook } from '../../../casework/contract/bundles.ts'
import { type DocumentEntry, type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import { bundleRuns, sectionEnds } from '../../../casework/rules/bundle-runs.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { type FrozenLine, readFrozen } from '../../../casework/rules/freezing.ts'
import { labelAt, labelEnds, labelRange, type NumberRun } from '../../../casework/rules/numbering.ts'

export type Plan = BundleOutlook
export type Check = Plan['checks'][number]
export type Offered = Plan['offered'][number]
export type PlannedDocument = Plan['sections'][number]['documents'][number]

/** A document as it stands in the arrangement at hand, under the numbers it would have. */
export interface LiveDocument {
  readonly at: number
  readonly key: string
  readonly entry: DocumentEntry
  readonly ref: string
  readonly title: string
  readonly date: string
  readonly pages: number
  /** First and last number as printed; both '' while it has none. */
  readonly ends: readonly [first: string, last: string]
  /** Why it will be a page that names it; '' when its pages are shown. */
  readonly placeholder: string
  readonly standing: PlannedDocument['standing']
  /** What the supplement is called that it stands in or waits for; '' in the bundle itself. */
  readonly part: string
  readonly draft: boolean
}
export interface LiveSection {
  readonly at: number
  readonly key: string
  readonly letter: string
  readonly title: string
  readonly ends: readonly [first: string, last: string]
  readonly documents: readonly LiveDocument[]
}
/** A file beside the bundle itself. */
export interface LiveSupplement {
  /** What it is called: `supplement 2`. */
  readonly part: string
  readonly pages: number
  /** Nothing of it is frozen yet. */
  readonly waits: boolean
}
/** A bundle as it would be bound if the arrangement at hand were saved. */
export interface LivePlan {
  readonly front: readonly { readonly key: 'cover' | 'index'; readonly ends: readonly [string, string] }[]
  readonly sections: readonly LiveSection[]
  /** Of the bundle itself. */
  readonly pages: number
  readonly documents: number
  /** The supplements beside it: those that are frozen, then the one that waits, where something waits for it. */
  readonly supplements: readonly LiveSupplement[]
  /** Keys of what is frozen. */
  readonly frozen: ReadonlySet<string>
  /** Keys of what was frozen as taken out, which nothing brings back. */
  readonly gone: ReadonlySet<string>
}

/** The arrangement a record keeps. It was read by its rules before it was kept, and is not again for every keystroke. */
export const entriesIn = (lines: readonly string[]): readonly Entry[] =>
  lines.map((line) => JSON.parse(line) as Entry)

/** What is frozen of a planned bundle. */
export const frozenOf = (plan: Plan): readonly FrozenLine[] =>
  plan.bundle === null ? [] : readFrozen(plan.bundle.fields.frozen)

/**
 * The bundle under an arrangement that is newer than its plan: what is known of each document comes from the plan, the
 * numbers from the rules the engine itself prints by. A document the plan does not know yet counts as one page.
 */
export function livePlan(plan: Plan, entries: readonly Entry[], frozen: readonly FrozenLine[]): LivePlan {
  const known = new Map(
    plan.sections.flatMap(({ documents }) =>
      documents.map((each): [string, PlannedDocument] => [each.key, each]),
    ),
  )
  const offered = new Map(plan.offered.map((each): [string, Offered] => [`${each.type} ${each.id}`, each]))
  const lines = new Map(frozen.map((line) => [line.key, line]))
  const pagesOf = (entry: DocumentEntry) => {
    const key = keyOf(entry)
    if (entry.taken) return 1
    const before = lines.get(key)
    if (before !== undefined) return before.pages
    const planned = known.get(key)
    if (planned === undefined) return 1
    const own = planned.pages - Number(planned.coversheet) - Number(planned.front)
    return Math.max(1, own) + Number(entry.coversheet) + Number(entry.front)
  }
  const filed = sectionsOf(entries)
  const pages = new Map<string, number>()
  for (const { documents } of filed)
    for (const { entry } of documents) pages.set(keyOf(entry), pagesOf(entry))
  const filled = filed
    .filter(({ documents }) => documents.length > 0)
    .map(({ entry, documents }) => ({
      key: keyOf(entry),
      letter: entry.letter,
      documents: documents.map((each) => ({ key: keyOf(each.entry) })),
    }))
  const { scheme, dividers } = plan.profile
  const late = plan.bundle?.fields.late ?? plan.profile.late
  const numbers = bundleRuns(
    { entries, frozen },
    { numbering: scheme, dividers, late },
    filled,
    filled.length === 0 ? 0 : Math.max(1, plan.front.pages),
    (key) => pages.get(key) ?? 1,
    plan.waiting,
  )
  const partOf = (key: string): string => {
    const line = lines.get(key)
    if (line !== undefined) return line.supplement === undefined ? '' : (known.get(key)?.part ?? '')
    return late === 'supplement' && frozen.length > 0 ? plan.waiting.part : ''
  }
  const ends = (run: NumberRun | undefined, count: number): readonly [string, string] =>
    run === undefined ? ['', ''] : labelEnds(run, count)
  const document = ({ at, entry }: { readonly at: number; readonly entry: DocumentEntry }): LiveDocument => {
    const key = keyOf(entry)
    const planned = known.get(key)
    const own = planned ?? offered.get(`${entry.type} ${entry.id}`) ?? known.get(`${entry.type} ${entry.id}`)
    const count = pages.get(key) ?? 1
    const frozenNow = lines.has(key)
    return {
      at,
      key,
      entry,
      ref: own?.ref ?? '',
      title: entry.title || own?.title || '',
      date: entry.date === null ? (planned?.date ?? '') : shortDay(entry.date),
      pages: count,
      ends: ends(numbers.runs.get(key), count),
      placeholder: entry.standIn || planned?.placeholder || '',
      standing: entry.taken ? 'taken' : frozenNow ? 'frozen' : numbers.late.has(key) ? 'late' : 'open',
      part: partOf(key),
      draft: planned?.draft ?? false,
    }
  }
  const sections = filed.map(({ at, entry, documents }): LiveSection => {
    const key = keyOf(entry)
    const listed = documents.map(document)
    const [divider] = listed.length === 0 ? [''] : ends(numbers.runs.get(key), 1)
    return {
      at,
      key,
      letter: entry.letter,
      title: entry.title,
      ends: sectionEnds(divider, listed),
      documents: listed,
    }
  })
  const { run, pages: front } = numbers.front
  const holding = (part: string) =>
    sections
      .map((section) => section.documents.filter((each) => each.part === part))
      .filter((documents) => documents.length > 0)
  const own = holding('')
  const waiting = holding(plan.waiting.part)
  /** So many pages, those of documents, and the dividers of their sections. */
  const long = (besides: number, of: readonly (readonly LiveDocument[])[], divided: boolean) =>
    of.flat().reduce((sum, each) => sum + each.pages, besides) + (divided ? of.length : 0)
  return {
    front:
      front === 0
        ? []
        : [
            { key: 'cover', ends: ends(run, 1) },
            ...(front > 1
              ? [{ key: 'index' as const, ends: [labelAt(run, 1), labelAt(run, front - 1)] as const }]
              : []),
          ],
    sections,
    pages: long(front + plan.sheets, own, dividers),
    documents: own.flat().length,
    supplements: [
      ...plan.supplements.map(({ part, frame }) => ({
        part,
        pages: long(frame, holding(part), false),
        waits: false,
      })),
      ...(waiting.length === 0
        ? []
        : [{ part: plan.waiting.part, pages: long(plan.waiting.front, waiting, dividers), waits: true }]),
    ],
    frozen: new Set(lines.keys()),
    gone: new Set(frozen.filter((line) => line.run.style === 'fixed').map(({ key: gone }) => gone)),
  }
}

function sectionsOf(entries: readonly Entry[]) {
  const sections: {
    at: number
    entry: Extract<Entry, { kind: 'section' }>
    documents: { at: number; entry: DocumentEntry }[]
  }[] = []
  for (const [at, entry] of entries.entries())
    if (entry.kind === 'section') sections.push({ at, entry, documents: [] })
    else sections.at(-1)?.documents.push({ at, entry })
  return sections
}

/** Whether pages of a section are frozen in the bundle itself: its divider and the index bear its title for good. */
export const keepsTitle = ({ documents }: LiveSection): boolean =>
  documents.some(({ standing, part }) => (standing === 'frozen' || standing === 'taken') && part === '')

/** `49–54`, as the index prints it; a dash for what has no number. */
export const rangeWords = ([first, last]: readonly [string, string]): string =>
  first === '' ? '–' : labelRange(first, last)

/** How an entry is called in a sentence: `S9`, `section H`, or by its title. */
export function nameOf(live: LivePlan, key: string): string {
  for (const section of live.sections) {
    if (section.key === key) return `Section ${section.letter}`
    const found = section.documents.find((each) => each.key === key)
    if (found !== undefined) return found.ref || found.title
  }
  return ''
}

/** What is said when an entry was moved: "S9, now pages 49 to 54". */
export function saidNow(live: LivePlan, key: string): string {
  for (const section of live.sections) {
    const found = section.key === key ? section : section.documents.find((each) => each.key === key)
    if (found === undefined) continue
    const [first, last] = found.ends
    const name = nameOf(live, key)
    if (first === '') return 'documents' in found ? `${name} moved` : `${name} has no page numbers here`
    return first === last ? `${name}, now page ${first}` : `${name}, now pages ${first} to ${last}`
  }
  return ''
}
