import { entity } from '../entity.ts'
import { choice, lines, reference, text, when } from '../schema.ts'

/** One movement or handling of an exhibit. The ledger is only ever added to; a gap in it is shown, never filled. */
export const custody = entity({
  type: 'custody',
  letter: 'K',
  name: { one: 'Custody entry', many: 'Custody' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit'),
    action: choice('What was done', {
      found: 'Found',
      seized: 'Seized',
      sealed: 'Sealed',
      stored: 'Into store',
      moved: 'Moved',
      examined: 'Examined',
      opened: 'Opened',
      resealed: 'Resealed',
      copied: 'Copied',
      imported: 'Imported',
      referenced: 'Reference given',
      checked: 'Checked',
      bundled: 'Put in a bundle',
      submitted: 'Sent to a laboratory',
      returned: 'Returned',
    }),
    at: when('When'),
    by: text('By whom'),
    from: text('From'),
    to: text('To'),
    where: text('Where'),
    purpose: text('Purpose'),
    seal: text('Seal'),
    sha256: text('SHA-256', { inForm: false }),
    note: lines('Note', { max: 1_000 }),
  },
  title: (v) => v.action,
  appendOnly: true,
  ownList: true,
  within: true,
})
