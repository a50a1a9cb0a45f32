import type { DocumentEntry } from '../../../casework/rules/arrangement.ts'
import type { LivePlan, Plan } from './live-plan.ts'

/** Whether a document's pages are in the copy for a reader; null is everyone, who gets them all. */
export const isIn = ({ audience }: Pick<DocumentEntry, 'audience'>, reader: string | null): boolean =>
  reader === null || audience.length === 0 || audience.includes(reader)

/** How long the copy for a reader is, and how large: what is not for them is one page. */
export function measureFor(
  plan: Plan,
  live: LivePlan,
  reader: string | null,
): { readonly pages: number; readonly bytes: number } {
  const known = new Map(
    plan.sections.flatMap(({ documents }) =>
      documents.map((each) => [`${each.type} ${each.id}`, each.bytes]),
    ),
  )
  const measure = { pages: live.pages, bytes: 0 }
  for (const { documents } of live.sections)
    for (const { key, entry, pages } of documents)
      if (isIn(entry, reader))
        measure.bytes += entry.taken || entry.standIn !== '' ? 0 : (known.get(key) ?? 0)
      else measure.pages -= pages - 1
  return measure
}

/** A reader within a sentence: “the defence”. */
export const readerWord = (reader: string): string => reader.charAt(0).toLowerCase() + reader.slice(1)
