import type { Result } from '../../../casework/contract/contract.ts'
import { documentIdOf } from '../../../casework/rules/arrangement.ts'
import type { LivePlan } from './live-plan.ts'

type Finding = Result<'bundle.build'>['findings'][number]

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

/**
 * Where a finding is: its document where that has a name here, its page, its rule. An id would tell nobody anything, and
 * the number printed on a page is just what may be wrong, so the page is told by its place.
 */
export const whereFound = (
  { document, page, rule }: Finding,
  names: ReadonlyMap<string, string> = new Map(),
): string =>
  [
    document === undefined ? '' : (names.get(document) ?? ''),
    page === undefined ? '' : `page ${page} of the file`,
    `rule ${rule}`,
  ]
    .filter(Boolean)
    .join(' · ')

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
