import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { recordIdOf } from '../../casework/rules/arrangement.ts'
import { counted, folded } from '../../casework/rules/words.ts'
import type { BundlePlan } from '../services/bundle/index.ts'
import type { Bound } from './binder.ts'
import { redactedIn } from './edited-copies.ts'
import type { OpenCase } from './open-cases.ts'
import type { WorkingBundle } from './working-bundle.ts'

/**
 * What of redaction stands in the way of serving: boxes that are not burned, or were changed since, and a document that
 * was frozen before it was edited, stop; boxes no second person has checked, and a title that says what its boxes hide, are
 * worth a look.
 */
export async function redacting(
  held: OpenCase,
  documents: readonly Bound[],
  working: WorkingBundle,
): Promise<BundleCheck[]> {
  if (working.profile.audience === 'internal') return []
  const redacted = redactedIn(held)
  const each = documents.map(async ({ entry, record, document }): Promise<BundleCheck[]> => {
    if (entry.type !== 'exhibit' || entry.taken || !('sha256' in document.content)) return []
    const exhibit = record as StoredOf<'exhibit'>
    const { state, marks, file, edited } = redacted(exhibit)
    if (state === 'none') return []
    const name = document.ref ?? `“${exhibit.fields.title}”`
    const about = { type: 'exhibit' as const, id: entry.id, fix: 'redact' as const }
    const boxes = counted(marks.length, 'box', 'boxes')
    if (file === null)
      return [
        {
          rule: 'R52',
          weight: 'stops',
          sentence:
            state === 'marked'
              ? `${name} has ${boxes} that ${marks.length === 1 ? 'is' : 'are'} not burned`
              : `The boxes on ${name} were changed after its edited copy was made`,
          detail: 'Burn them, or remove them. Until then the bundle would hold what they are to hide.',
          ...about,
        },
      ]
    if (document.content.sha256 === exhibit.fields.file?.sha256)
      return [
        {
          rule: 'R52',
          weight: 'stops',
          sentence: `${name} was frozen before its edited copy was made`,
          detail: 'What is frozen stays as it was. Take it out, and put it in again at the end as it is now.',
          type: 'exhibit',
          id: entry.id,
          fix: 'take-out',
        },
      ]
    const found: BundleCheck[] = []
    if (marks.some(({ fields }) => fields.checkedBy === ''))
      found.push({
        rule: 'R51',
        weight: 'look',
        sentence: `Nobody has checked the boxes on ${name}`,
        detail: 'A second person looks at each before it is served.',
        ...about,
      })
    const { tested } = (await held.records.get('edited', edited!.id)).fields
    const said = served(document)
    const hidden = tested.filter((words) => said.includes(bare(words)))
    if (hidden.length > 0)
      found.push({
        rule: 'R48',
        weight: 'look',
        sentence: `The title of ${name} says what its boxes hide: ${hidden.slice(0, 3).join(', ')}`,
        detail: 'Titles stand in the index and the bookmarks. Give it another in this bundle.',
        type: 'exhibit',
        id: entry.id,
        fix: 'details',
      })
    return found
  })
  return (await Promise.all(each)).flat()
}

/** Said of a frozen version that is built as it was frozen, where it holds unedited what has boxes now. */
export function servedUnedited(
  held: OpenCase,
  plan: BundlePlan,
): { kind: string; sentence: string; document: string }[] {
  if (plan.profile.audience === 'internal') return []
  const redacted = redactedIn(held)
  const exhibits = new Map(held.records.list('exhibit', { archived: true }).map((each) => [each.id, each]))
  return plan.sections.flatMap(({ documents }) =>
    documents.flatMap(({ id, ref, title, content }) => {
      const exhibit = exhibits.get(recordIdOf(id))
      if (exhibit === undefined || !('sha256' in content) || content.sha256 !== exhibit.fields.file?.sha256)
        return []
      if (redacted(exhibit).state === 'none') return []
      return [
        {
          kind: 'edited',
          document: id,
          sentence: `${ref ?? title} has boxes now, and stands in this version as it was frozen, without them. Do not serve it on anyone who has not had it.`,
        },
      ]
    }),
  )
}

/** Words between blanks, without punctuation, so that one is not found within another. */
const bare = (text: string): string =>
  ` ${folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** What a document says in front of its pages: its title, and on its front sheet what it is. */
const served = ({ title, front }: Bound['document']): string => bare(`${title} ${front?.description ?? ''}`)
