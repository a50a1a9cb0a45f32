import type { Result } from '../../../casework/contract/contract.ts'
import type { LivePlan } from './live-plan.ts'

type Report = Result<'bundle.build'>['report']

/** One thing that was done, and to which documents. */
export interface ReportGroup {
  readonly sentence: string
  /** References (or titles where there is none), with pages where the line names one. */
  readonly where: readonly string[]
}

/** What each document is called in a report, by its id. */
export const namesIn = (live: LivePlan | null): ReadonlyMap<string, string> =>
  new Map(
    (live?.sections ?? []).flatMap(({ documents }) =>
      documents.map(({ entry, ref, title }): [string, string] => [entry.id, ref === '' ? title : ref]),
    ),
  )

/** The report with what was done alike said once, in the order it first happened. A document with no name has gone. */
export function reportGroups(report: Report, names: ReadonlyMap<string, string>): readonly ReportGroup[] {
  const groups = new Map<string, Set<string>>()
  for (const { sentence, document, page } of report) {
    const where = groups.get(sentence) ?? new Set<string>()
    const name = document === undefined ? '' : (names.get(document) ?? 'a document since removed')
    const words = [name, page === undefined ? '' : `page ${page}`].filter(Boolean).join(', ')
    if (words !== '') where.add(words)
    groups.set(sentence, where)
  }
  return [...groups].map(([sentence, where]) => ({ sentence, where: [...where] }))
}
