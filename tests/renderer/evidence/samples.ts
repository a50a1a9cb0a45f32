import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'
import type { FileFacts } from '../../../casework/schema.ts'

const stamp = { at: Date.parse('2026-03-16T09:12:00Z'), by: 'officer' }
const numbers = { last: 0 }

const stored = (type: string, fields: object) => {
  const no = ++numbers.last
  return {
    id: `id${String(no).padStart(6, '0')}`,
    type,
    no,
    version: 1,
    made: stamp,
    changed: stamp,
    archived: null,
    fields,
  }
}

/** A stored exhibit with the given values over empty ones. */
export const exhibitWith = (fields: Partial<ValuesOf<'exhibit'>>): StoredOf<'exhibit'> =>
  stored('exhibit', { ...register.exhibit.blank, ...fields }) as StoredOf<'exhibit'>

/** A stored custody entry with the given values over empty ones. */
export const entryWith = (fields: Partial<ValuesOf<'custody'>>): StoredOf<'custody'> =>
  stored('custody', { ...register.custody.blank, ...fields }) as StoredOf<'custody'>

/** A file that can be shown, with the given facts over it. */
export const fileWith = (facts: Partial<FileFacts> = {}): FileFacts => ({
  blob: '0'.repeat(32),
  sha256: 'a'.repeat(64),
  bytes: 1_000,
  name: 'scan.pdf',
  kind: 'pdf',
  mediaType: 'application/pdf',
  pages: 4,
  note: '',
  modified: null,
  ...facts,
})
