import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { counted } from '../../casework/rules/words.ts'
import type { Bound } from './binder.ts'
import { redactedIn } from './edited-copies.ts'
import type { OpenCase } from './open-cases.ts'
import type { WorkingBundle } from './working-bundle.ts'

/**
 * What of redaction stands in the way of serving: boxes that are not burned, or were changed since, and a document that
 * was frozen before it was edited, stop; boxes no second person has checked are worth a look.
 */
export function redacting(
  held: OpenCase,
  documents: readonly Bound[],
  working: WorkingBundle,
): BundleCheck[] {
  if (working.profile.audience === 'internal') return []
  const redacted = redactedIn(held)
  return documents.flatMap(({ entry, record, document }): BundleCheck[] => {
    if (entry.type !== 'exhibit' || entry.taken || !('sha256' in document.content)) return []
    const exhibit = record as StoredOf<'exhibit'>
    const { state, marks, file } = redacted(exhibit)
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
    if (marks.some(({ fields }) => fields.checkedBy === ''))
      return [
        {
          rule: 'R51',
          weight: 'look',
          sentence: `Nobody has checked the boxes on ${name}`,
          detail: 'A second person looks at each before it is served.',
          ...about,
        },
      ]
    return []
  })
}
