import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { pageRuns, pagesMarked } from '../../casework/rules/page-marks.ts'
import type { Bound } from './binder.ts'
import { about, nameOf, weigh } from './bundle-check-parts.ts'
import type { OpenCase } from './open-cases.ts'
import { pageTexts } from './page-texts.ts'
import type { WorkingBundle } from './working-bundle.ts'

/**
 * Pages that do not lie as they are read (R31): upside down, where the profile minds, which is a slip; and scans on their
 * side, which may be one. A typed page on its side was made so: it is a wide table, read with the head on one side.
 */
export function lyingChecks(
  held: OpenCase,
  documents: readonly Bound[],
  working: WorkingBundle,
): BundleCheck[] {
  const refused = weigh(working, 'upside-down')
  if (refused === undefined) return []
  const texts = pageTexts(held)
  return documents.flatMap((each): BundleCheck[] => {
    const { entry } = each
    if (entry.type !== 'exhibit' || entry.taken) return []
    const { census, readings } = texts(each.record as StoredOf<'exhibit'>)
    const scans = (lie: 'upside-down' | 'sideways') =>
      [...readings].filter(([, { fields }]) => fields.lie === lie).map(([page]) => page)
    const down = [...pagesMarked(census?.fields.marks ?? '', 'd'), ...scans('upside-down')]
    const found = (weight: BundleCheck['weight'], pages: readonly number[], how: string, detail: string) =>
      pages.length === 0
        ? []
        : [
            {
              rule: 'R31',
              weight,
              sentence: `${pages.length === 1 ? 'Page' : 'Pages'} ${pageRuns(pages)} of ${nameOf(each)} ${pages.length === 1 ? 'lies' : 'lie'} ${how}`,
              detail,
              ...about(each, 'open'),
            },
          ]
    const again = scans('upside-down').length > 0 ? 'ask for a copy or a new scan' : 'ask for a copy'
    return [
      ...found(
        refused.weight,
        ordered(down),
        'upside down',
        `${refused.why} A page is bound as its file has it: ${again} that is the right way up.`,
      ),
      ...found(
        'look',
        ordered(scans('sideways')),
        scans('sideways').length === 1 ? 'on its side' : 'on their side',
        'A wide table may be meant so. If it is not: a page is bound as its file has it, so ask for a copy or a new scan that is the right way up.',
      ),
    ]
  })
}

const ordered = (pages: readonly number[]): readonly number[] => [...pages].sort((a, b) => a - b)
