import Fuse from 'fuse.js'
import type { Hit } from '../../../casework/contract/shapes.ts'
import type { AnyStored, RecordType, StoredOf } from '../../../casework/entities/index.ts'
import { entityOf, recordTypes } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { folded } from '../../../casework/rules/words.ts'

/** A record as search knows it: labels only, never a body, never what stands apart. */
interface Label {
  readonly type: RecordType
  readonly id: string
  readonly ref: string
  readonly title: string
  readonly detail: string
  readonly plain: string
}
export interface Findable {
  readonly caseId: string
  list<T extends RecordType>(type: T): readonly StoredOf<T>[]
}
const most = 30

/**
 * Finds records by words that may be misspelt or lack their accents: a reference typed whole comes first, then fuzzy
 * matches of titles and other names. Contact pages and custody are never searched.
 */
export function findWords(words: string, within: Findable): Hit[] {
  const asked = words.trim()
  if (asked === '') return []
  const labels = recordTypes
    .filter((type) => !entityOf(type).apart && !entityOf(type).within && type !== 'case')
    .flatMap((type) => within.list(type).map((record) => labelOf(type, record)))
  const plain = folded(asked)
  const exact = labels.filter((label) => label.ref !== '' && folded(label.ref) === plain)
  // Fuse reads every label on every key: measured fine to ten thousand short names, which is what a case holds.
  const fuse = new Fuse(labels, {
    keys: [{ name: 'plain', weight: 2 }, 'detail'],
    threshold: 0.34,
    ignoreLocation: true,
    minMatchCharLength: 2,
  })
  const near = fuse.search(plain.slice(0, 64), { limit: most }).map(({ item }) => item)
  return [...new Set([...exact, ...near])].slice(0, most).map(({ plain: matched, ...label }) => ({
    ...label,
    caseId: within.caseId,
    folded:
      matched.includes(plain) &&
      !`${label.ref} ${label.title} ${label.detail}`.toLowerCase().includes(asked.toLowerCase()),
  }))
}

function labelOf(type: RecordType, record: AnyStored): Label {
  const ref = refOf(record)
  const title = entityOf(type).title(record.fields as never)
  const detail =
    type === 'person'
      ? (record as StoredOf<'person'>).fields.aliases.join(', ')
      : type === 'exhibit'
        ? (record as StoredOf<'exhibit'>).fields.source
        : type === 'event'
          ? (record as StoredOf<'event'>).fields.when.words
          : type === 'action'
            ? (record as StoredOf<'action'>).fields.owner
            : ''
  return { type, id: record.id, ref, title, detail, plain: folded(`${ref} ${title} ${detail}`) }
}
