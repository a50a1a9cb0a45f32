import { entity } from '../entity.ts'
import { number, text } from '../schema.ts'

/** An import that was stopped before its end, by someone or by a lock: how far it came. */
export const intake = entity({
  type: 'intake',
  letter: 'IM',
  name: { one: 'Stopped import', many: 'Stopped imports' },
  fields: {
    files: number('Files chosen', 0, 10_000_000, { inForm: false }),
    taken: number('Taken in', 0, 10_000_000, { inForm: false }),
    left: number('Not taken', 0, 10_000_000, { inForm: false }),
    /** The first file that was not taken, as it is named below the folder that was chosen. */
    next: text('First not taken', { max: 1_024, inForm: false }),
  },
  title: () => 'Stopped import',
  appendOnly: true,
  ownList: true,
  within: true,
})
