import { type Check, type LiveDocument, type LivePlan, type LiveSection, rangeWords } from './live-plan.ts'

/** A line of the bundle as it would be bound, from the cover to the last document. */
export type PlanLine =
  | {
      readonly kind: 'front'
      readonly key: 'cover' | 'index'
      readonly title: string
      readonly pages: string
    }
  | {
      readonly kind: 'section'
      readonly key: string
      readonly at: number
      readonly section: LiveSection
      readonly pages: string
      readonly open: boolean
    }
  | {
      readonly kind: 'document'
      readonly key: string
      readonly at: number
      /** The key of its section. */
      readonly section: string
      readonly document: LiveDocument
      readonly pages: string
    }

/** The bundle in lines. Sections whose key is in `closed` keep their documents to themselves. */
export function planLines(live: LivePlan, closed: ReadonlySet<string>): readonly PlanLine[] {
  return [
    ...live.front.map(
      ({ key, ends }): PlanLine => ({
        kind: 'front',
        key,
        title: key === 'cover' ? 'Cover' : 'Index',
        pages: rangeWords(ends),
      }),
    ),
    ...live.sections.flatMap((section): readonly PlanLine[] => {
      const { key, at, ends, documents } = section
      const open = !closed.has(key)
      const pages = documents.length === 0 ? '' : rangeWords(ends)
      const head: PlanLine = { kind: 'section', key, at, section, pages, open }
      if (!open) return [head]
      return [
        head,
        ...documents.map(
          (document): PlanLine => ({
            kind: 'document',
            key: document.key,
            at: document.at,
            section: key,
            document,
            pages: rangeWords(document.ends),
          }),
        ),
      ]
    }),
  ]
}

/** Before which entry something dropped on a line goes: in its upper half before it, in its lower half behind it. */
export function dropBefore(lines: readonly PlanLine[], place: number, entries: number): number {
  const index = Math.floor(place)
  const line = lines[index]
  if (place < 0) return 0
  if (line === undefined) return entries
  if (line.kind === 'front') return 0
  if (place - index < 0.5) return line.at
  if (line.kind === 'document' || line.open) return line.at + 1
  return line.at + 1 + line.section.documents.length
}

/** The line above which what is dropped before the entry at `at` will stand. */
export function lineBefore(lines: readonly PlanLine[], at: number): number {
  const found = lines.findIndex((line) => line.kind !== 'front' && line.at >= at)
  return found < 0 ? lines.length : found
}

/**
 * A document's title in two parts: one that may be cut when there is no room, and a reference at its end that may not.
 * A title that does not name its reference has it put first.
 */
export function titleParts({ ref, title }: Pick<LiveDocument, 'ref' | 'title'>): {
  readonly title: string
  readonly tail: string
} {
  const tail = `(${ref})`
  if (ref !== '' && title.endsWith(` ${tail}`)) return { title: title.slice(0, -tail.length - 1), tail }
  return { title: ref === '' || title.includes(ref) ? title : `${ref} ${title}`, tail: '' }
}

// What to look at before there is no way back, gravest first: the rules by name.
const gravest = ['R46', 'R65', 'R36', 'R35', 'R45', 'R44', 'R31', 'R40', 'R66', 'R58']
const rankOf = ({ rule }: Check) => (gravest.indexOf(rule) + gravest.length + 1) % (gravest.length + 1)

/** What a person is to look at before freezing, gravest first; that something came late is no fault. */
export const beforeFreezing = (checks: readonly Check[]): readonly Check[] =>
  checks
    .filter(({ weight, rule }) => weight === 'look' && rule !== 'R9')
    .sort((a, b) => rankOf(a) - rankOf(b))

/** The checks by weight, in the order a person deals with them. */
export function checksByWeight(
  checks: readonly Check[],
): Readonly<Record<Check['weight'], readonly Check[]>> {
  const of = (weight: Check['weight']) => checks.filter((check) => check.weight === weight)
  return { stops: of('stops'), look: of('look'), fine: of('fine') }
}
