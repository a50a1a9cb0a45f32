import { entity } from '../entity.ts'
import { body, flag, number, reference, text } from '../schema.ts'

/**
 * A version of a bundle as it was frozen: what it holds, under which numbers, and the hash of the file it makes. It is
 * never changed, so that a copy built years later is the same.
 */
export const issue = entity({
  type: 'issue',
  letter: 'BV',
  name: { one: 'Bundle version', many: 'Bundle versions' },
  fields: {
    bundle: reference('Bundle', 'bundle'),
    version: number('Version', 1, 1_000, { inForm: false }),
    title: text('Title', { inForm: false }),
    /** It holds late material alone, numbered in a series of its own. */
    supplement: flag('Supplement', { inForm: false }),
    /** Which supplement of its bundle, from 1; null in what earlier programs froze, where they count in order. */
    part: number('Which supplement', 1, 1_000, { inForm: false }),
    /** The pages of a supplement's cover and index when it was first frozen; null as above. */
    front: number('Cover and index', 0, 10_000_000, { inForm: false }),
    pages: number('Pages', 0, 10_000_000, { inForm: false }),
    documents: number('Documents', 0, 1_000_000, { inForm: false }),
    bytes: number('Bytes', 0, Number.MAX_SAFE_INTEGER, { inForm: false }),
    /** Of the file it makes; of several volumes each in their order, a space between. */
    sha256: text('SHA-256', { inForm: false, max: 8_000 }),
    program: text('Program', { inForm: false }),
    /** Its plan, one line of JSON for the front and one for each section and document, as the desk binds it. */
    plan: body('Plan', { inForm: false, lines: 20_001, max: 8_000_000, says: () => 'A part of the plan' }),
    /** What changed since the version before, in words. */
    changes: body('Changes', { inForm: false, lines: 20_000 }),
  },
  title: (v) => `${v.title}, version ${v.version}`,
  appendOnly: true,
  ownList: true,
})
