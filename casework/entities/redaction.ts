import { entity } from '../entity.ts'
import { number, reference, text } from '../schema.ts'

const side = (label: string) => number(label, 0, 10_000_000, { inForm: false })

/**
 * A box to be burned into the edited copy of an exhibit’s file: where, why, and who has checked it. It belongs to the
 * file with that hash and to no other. A box is never moved; one that was removed stands in the archive.
 */
export const redaction = entity({
  type: 'redaction',
  letter: 'RD',
  name: { one: 'Redaction', many: 'Redactions' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit', { inForm: false }),
    sha256: text('SHA-256', { inForm: false }),
    page: number('Page', 1, 500_000, { inForm: false }),
    /** From the top left corner of the page as it is seen: whole points, or pixels of a picture. */
    left: side('Left'),
    top: side('Top'),
    right: side('Right'),
    bottom: side('Bottom'),
    /** The code of a reason in resources/redaction. */
    reason: text('Reason', { required: true, max: 40 }),
    note: text('Note', { max: 400 }),
    checkedBy: text('Checked by', { inForm: false }),
    checkedAt: number('Checked at', 0, 8_640_000_000_000_000, { inForm: false }),
  },
  title: (v) => `Box on page ${v.page ?? ''}`,
  ownList: true,
  within: true,
})
