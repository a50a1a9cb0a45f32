import type { DocumentEntry } from '../../../casework/rules/arrangement.ts'
import type { LivePlan, Plan } from './live-plan.ts'

/** Whether a document's pages are in the copy for a reader; null is everyone, who gets them all. */
export const isIn = ({ audience }: Pick<DocumentEntry, 'audience'>, reader: string | null): boolean =>
  reader === null || audience.length === 0 || audience.includes(reader)

/** How long a file of a bundle is, and how large. */
export interface Measure {
  /** Which supplement it is; '' for the bundle itself. */
  readonly part: string
  readonly pages: number
  readonly bytes: number
  /** Nothing of it is frozen yet, and something of the bundle is. */
  readonly waits: boolean
}

/**
 * How long the copies for a reader are, and how large: what is not for them is one page. The bundle itself, then each
 * supplement.
 */
export function measuresFor(plan: Plan, live: LivePlan, reader: string | null): readonly Measure[] {
  const known = new Map(
    plan.sections.flatMap(({ documents }) =>
      documents.map((each) => [`${each.type} ${each.id}`, each.bytes]),
    ),
  )
  const documents = live.sections.flatMap((section) => section.documents)
  const all = [{ part: '', pages: live.pages, waits: false }, ...live.supplements]
  return all.map(({ part, pages, waits }) => {
    const measure = { part, pages, bytes: 0, waits }
    for (const each of documents.filter((own) => own.part === part))
      if (isIn(each.entry, reader))
        measure.bytes += each.entry.taken || each.entry.standIn !== '' ? 0 : (known.get(each.key) ?? 0)
      else measure.pages -= each.pages - 1
    return measure
  })
}

/** A reader within a sentence: “the defence”. */
export const readerWord = (reader: string): string => reader.charAt(0).toLowerCase() + reader.slice(1)
