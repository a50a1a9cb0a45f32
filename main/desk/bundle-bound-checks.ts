import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Bound } from './binder.ts'
import { about, nameOf, weigh } from './bundle-check-parts.ts'
import { reasonOf } from './exhibit-content.ts'
import type { WorkingBundle } from './working-bundle.ts'

/**
 * What is wrong with documents as they are bound. A frozen one is judged by what was frozen, whatever became of its
 * record since; where the record is in order by now, what puts it right is to bind that, behind what is frozen.
 */
export const boundChecks = (documents: readonly Bound[], working: WorkingBundle): BundleCheck[] => [
  ...unsigned(documents, working),
  ...noReference(documents, working),
  ...named(documents, working),
]

const again = ({ late }: WorkingBundle, what: string) =>
  late === 'supplement'
    ? `take it out and put ${what} into the supplement`
    : `take it out and put ${what} at the end`
const pageStands = 'One page then stands for its old numbers.'

function unsigned(documents: readonly Bound[], working: WorkingBundle): BundleCheck[] {
  const refused = weigh(working, 'unsigned-statements')
  if (refused === undefined) return []
  return documents
    .filter(({ draft }) => draft)
    .map((each): BundleCheck => {
      const { weight, why } = refused
      const name = nameOf(each)
      if (each.frozenIn === undefined)
        return {
          rule: 'R46',
          weight,
          sentence: `${name} is not signed`,
          detail: `${why} Have it signed, or take it out.`,
          ...about(each, 'open'),
        }
      const signed = 'stage' in each.record.fields && each.record.fields.stage === 'signed'
      return {
        rule: 'R46',
        weight,
        sentence: `${name} is bound as the unsigned draft frozen in version ${each.frozenIn}`,
        detail: signed
          ? `${why} It was signed since: ${again(working, 'the signed one')}. ${pageStands}`
          : `${why} Have it signed; then ${again(working, 'the signed one')}. ${pageStands}`,
        ...about(each, signed ? 'replace' : 'open'),
      }
    })
}

function noReference(documents: readonly Bound[], working: WorkingBundle): BundleCheck[] {
  const refused = weigh(working, 'no-reference')
  if (refused === undefined) return []
  return documents
    .filter(({ entry, document }) => entry.type === 'exhibit' && !entry.taken && document.ref === undefined)
    .map((each): BundleCheck => {
      const { weight, why } = refused
      const title = 'title' in each.record.fields ? each.record.fields.title : ''
      const now = refOf(each.record as StoredOf<'exhibit'>)
      if (each.frozenIn === undefined || now === '')
        return {
          rule: 'R44',
          weight,
          sentence: `“${title}” has no exhibit reference`,
          detail: `${why} Give it its producer’s initials.`,
          ...about(each, 'reference'),
        }
      return {
        rule: 'R44',
        weight,
        sentence: `“${title}” is bound without its reference, as it was frozen in version ${each.frozenIn}`,
        detail: `${why} It is ${now} now: ${again(working, 'it back')}. ${pageStands}`,
        ...about(each, 'replace'),
      }
    })
}

function named(documents: readonly Bound[], working: WorkingBundle): BundleCheck[] {
  const refused = weigh(working, 'placeholders')
  if (refused === undefined) return []
  return documents.flatMap((each): BundleCheck[] => {
    const { entry, document } = each
    if (entry.taken || entry.standIn !== '' || document.content.kind !== 'placeholder') return []
    const opens = each.frozenIn !== undefined && reasonOf(each.record as StoredOf<'exhibit'>) === ''
    return [
      {
        rule: 'R36',
        weight: refused.weight,
        sentence: opens
          ? `${nameOf(each)} is bound as a page that names it, as it was frozen in version ${each.frozenIn}`
          : `${nameOf(each)} becomes a page that names it`,
        detail: opens
          ? `It can be opened now: ${
              working.late === 'supplement'
                ? 'take it out and add it again, in the supplement'
                : 'take it out and add it again at the end'
            }. ${pageStands}`
          : document.content.reason,
        ...about(each, opens ? 'replace' : 'open'),
      },
    ]
  })
}
