import { entity } from '../entity.ts'
import { body, choice, number, reference, text } from '../schema.ts'

/** A copy of a bundle that was built: how long it is, and the hash that proves another the same. */
export const copy = entity({
  type: 'copy',
  letter: 'BC',
  name: { one: 'Built copy', many: 'Built copies' },
  fields: {
    bundle: reference('Bundle', 'bundle'),
    /** The frozen version it is of; null for a draft. */
    version: number('Version', 1, 1_000, { inForm: false }),
    title: text('Title', { inForm: false }),
    /** The one reader it was made for; '' for everyone. */
    reader: text('Made for', { inForm: false, max: 60 }),
    profile: text('Profile', { max: 40, inForm: false }),
    fileName: text('File name', { max: 255, inForm: false }),
    pages: number('Pages', 0, 10_000_000, { inForm: false }),
    documents: number('Documents', 0, 1_000_000, { inForm: false }),
    volumes: number('Volumes', 1, 10_000, { inForm: false }),
    bytes: number('Bytes', 0, Number.MAX_SAFE_INTEGER, { inForm: false }),
    /** Of several volumes each in their order, a space between. */
    sha256: text('SHA-256', { inForm: false, max: 8_000 }),
    /** The version of the bundle's own record it was built from: a later one may say something else. */
    draft: number('Built from', 1, Number.MAX_SAFE_INTEGER, { inForm: false }),
    /** Whether its own bytes said what its index says; not known of copies whose report was not kept. */
    verified: choice('Verified', { unknown: 'Not known', yes: 'Yes', no: 'No' }, { inForm: false }),
    /** What the build did, line by line as the desk keeps it. */
    report: body('Report', {
      inForm: false,
      lines: 100_000,
      max: 8_000_000,
      says: () => 'A line of the report',
    }),
  },
  title: (v) => v.title,
  appendOnly: true,
  ownList: true,
  upgrades: [withoutReport],
})

/** Until 0.1 what a build did was shown and not kept. */
function withoutReport(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return 'report' in fields
    ? { ...fields }
    : { ...fields, draft: null, verified: 'unknown', report: { text: '' } }
}
