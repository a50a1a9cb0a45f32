import type { Result } from '../../../casework/contract/contract.ts'
import { documentIdOf } from '../../../casework/rules/arrangement.ts'
import type { LivePlan } from './live-plan.ts'

type Report = Result<'bundle.build'>['report']
type Finding = Result<'bundle.build'>['findings'][number]

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
      documents.map(({ entry, ref, title }): [string, string] => [
        documentIdOf(entry),
        ref === '' ? title : ref,
      ]),
    ),
  )

/** Where a finding is: its document where that has a name here, its page, its rule. An id would tell nobody anything. */
export const whereFound = (
  { document, page, rule }: Finding,
  names: ReadonlyMap<string, string> = new Map(),
): string =>
  [
    document === undefined ? '' : (names.get(document) ?? ''),
    page === undefined ? '' : `page ${page}`,
    `rule ${rule}`,
  ]
    .filter(Boolean)
    .join(' · ')

// A sentence that begins with its page says the same of every page but for that: the number, as it is printed, goes
// beside the document, and the rest can be said once.
function apart(whole: string, place: number | undefined): { sentence: string; page: string | undefined } {
  const [, page, colon, rest] = /^Page ([^\s:]+)(:?) (.+)$/s.exec(whole) ?? []
  if (place === undefined || rest === undefined) return { sentence: whole, page: place?.toString() }
  const sentence = colon === ':' ? rest.charAt(0).toUpperCase() + rest.slice(1) : `The page ${rest}`
  return { sentence, page }
}

/** The report with what was done alike said once, in the order it first happened. A document with no name has gone. */
export function reportGroups(report: Report, names: ReadonlyMap<string, string>): readonly ReportGroup[] {
  const groups = new Map<string, Set<string>>()
  for (const { sentence: whole, document, page: place } of report) {
    const { sentence, page } = apart(whole, place)
    const where = groups.get(sentence) ?? new Set<string>()
    const name = document === undefined ? '' : (names.get(document) ?? 'a document since removed')
    const words = [name, page === undefined ? '' : `page ${page}`].filter(Boolean).join(', ')
    if (words !== '') where.add(words)
    groups.set(sentence, where)
  }
  return [...groups].map(([sentence, where]) => ({ sentence, where: [...where] }))
}

/** What a copy was built from, and whether that still stands as it did. */
export function keptWords({
  version,
  reader,
  changed,
}: Pick<Result<'bundle.report'>, 'version' | 'reader' | 'changed'>): string {
  const of = version === null ? 'The draft' : `Version ${version}, as it was frozen`
  const whom = reader === '' ? '' : `, for ${reader.charAt(0).toLowerCase()}${reader.slice(1)}`
  if (version !== null || changed === null) return `${of}${whom}`
  return changed ? `${of}${whom}. The bundle was changed since` : `${of}${whom}, as it stands now`
}
