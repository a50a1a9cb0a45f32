import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { damageOf } from '../../casework/rules/file-damage.ts'
import type { Bound } from './binder.ts'
import { about, nameOf, weigh } from './bundle-check-parts.ts'
import type { OpenCase } from './open-cases.ts'
import { hasPages, pageTexts, statesOf } from './page-texts.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** What is known of the files that are bound: pages that may be missing, repairs, what an owner forbids (R36, R35). */
export function fileChecks(
  held: OpenCase,
  documents: readonly Bound[],
  working: WorkingBundle,
): BundleCheck[] {
  const missing = weigh(working, 'missing-pages')
  if (missing === undefined) return []
  const texts = pageTexts(held)
  const found: BundleCheck[] = []
  let unseen = 0
  for (const each of documents) {
    const { entry, document, frozenIn } = each
    if (entry.type !== 'exhibit' || entry.taken || !('source' in document.content)) continue
    const exhibit = each.record as StoredOf<'exhibit'>
    if (!hasPages(exhibit)) continue
    const states = statesOf(exhibit, texts(exhibit))
    if (states === null) {
      unseen += 1
      continue
    }
    const name = nameOf(each)
    const damage = damageOf(states)
    const said = (kind: string) =>
      states
        .filter((state) => state.kind === kind)
        .map(({ sentence }) => sentence)
        .join(' ')
    if (damage === 'missing' || damage === 'cut')
      found.push({
        rule: 'R36',
        weight: missing.weight,
        sentence: damage === 'missing' ? `Pages of ${name} may be missing` : `${name} may not show whole`,
        detail: `${said(damage)} ${missing.why} ${
          frozenIn === undefined
            ? 'Bring in a whole copy, or decide that a page that names it stands in its place.'
            : 'Bring in a whole copy; this one can be taken out.'
        }`,
        ...about(each, frozenIn === undefined ? 'stand-in' : 'take-out'),
      })
    else if (damage === 'repaired')
      found.push({
        rule: 'R36',
        weight: 'look',
        sentence: `${name} is damaged and goes in as repaired`,
        detail: `${said('repaired')} Compare its pages with the original.`,
        ...about(each, 'open'),
      })
    if (said('restricted') !== '')
      found.push({
        rule: 'R35',
        weight: 'look',
        sentence: `The owner of ${name} set limits on its use`,
        detail: `${said('restricted')} It goes in all the same: make sure that it may.`,
        ...about(each, 'open'),
      })
  }
  if (unseen > 0)
    found.push({
      rule: 'R36',
      weight: 'look',
      sentence: `Not looked at yet: whether ${unseen === 1 ? 'one document is' : `${unseen.toLocaleString('en-GB')} documents are`} whole`,
      detail: 'They were taken in before that was looked at. Reading them by machine looks first.',
      fix: 'read-text',
    })
  return found
}
