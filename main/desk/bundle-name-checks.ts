import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { BundlePlan } from '../services/bundle/index.ts'
import type { Bound } from './binder.ts'
import { nameOf } from './bundle-check-parts.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** So many are named one by one; the rest are counted. */
const mostNamed = 6

/**
 * Statements in a bundle for service whose pages bear the name of a person that the index calls by a pseudonym. The form
 * has the witness's name at its head and its foot, and a person decides who may read it. What is frozen is judged by the
 * index it was frozen with, whatever its witness is called since.
 */
export function nameChecks(
  documents: readonly Bound[],
  { profile }: WorkingBundle,
  { reportingRestriction = '' }: Pick<BundlePlan, 'reportingRestriction'>,
): BundleCheck[] {
  if (profile.audience !== 'served') return []
  const named = documents.flatMap((each) => {
    const { pseudonym = '', document } = each
    return pseudonym === '' || document.content.kind !== 'statement'
      ? []
      : [{ name: nameOf(each), pseudonym }]
  })
  const [first] = named
  if (first === undefined) return []
  const listed = named.slice(0, mostNamed).map(({ name, pseudonym }) => `${name} names ${pseudonym}`)
  const rest = named.length - listed.length
  const restricted = reportingRestriction !== ''
  return [
    {
      rule: 'R65',
      weight: 'look',
      sentence:
        named.length === 1
          ? `The pages of ${first.name} name ${first.pseudonym}`
          : `The pages of ${named.length.toLocaleString('en-GB')} statements name people who have a pseudonym`,
      detail: [
        ...(named.length === 1 ? [] : [`${listed.join(', ')}${rest === 0 ? '' : `, and ${rest} more`}.`]),
        'The form prints the witness’s name at its head and foot. The index calls the same pages by the pseudonym, so whoever has both knows who it stands for.',
        restricted
          ? 'The cover bears the reporting restriction.'
          : 'The cover bears no reporting restriction.',
        'Make sure that whoever gets this may know the name.',
      ].join(' '),
    },
  ]
}
