import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { counted, folded } from '../../casework/rules/words.ts'
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

/** Words between blanks, without punctuation, so that one is not found within another. */
const bare = (text: string): string =>
  ` ${folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `

/** What a document says in front of its pages: its title, and on its front sheet what it is. */
const served = ({ title, front }: Bound['document']): string => bare(`${title} ${front?.description ?? ''}`)
