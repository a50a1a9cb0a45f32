import { entity } from '../entity.ts'
import { day, number, text } from '../schema.ts'

/** A bundle that was built: what it was called, how long it is, and the hash that proves a copy the same. */
export const bundle = entity({
  type: 'bundle',
  letter: 'B',
  name: { one: 'Bundle', many: 'Bundles' },
  fields: {
    title: text('Title', { required: true }),
    subtitle: text('Purpose', { max: 300 }),
    date: day('Date on the cover'),
    profile: text('Profile', { max: 40 }),
    fileName: text('File name', { max: 255, inForm: false }),
    pages: number('Pages', 0, 10_000_000, { inForm: false }),
    documents: number('Documents', 0, 1_000_000, { inForm: false }),
    bytes: number('Bytes', 0, Number.MAX_SAFE_INTEGER, { inForm: false }),
    sha256: text('SHA-256', { inForm: false }),
  },
  title: (v) => v.title,
  appendOnly: true,
  ownList: true,
})
