import { entity } from '../entity.ts'
import { choice, day, lines, text } from '../schema.ts'

/** Something to be done, by someone, by a day, for a reason. Its states are those of a major incident room. */
export const action = entity({
  type: 'action',
  letter: 'A',
  name: { one: 'Action', many: 'Actions' },
  fields: {
    title: text('Action', { required: true, max: 300 }),
    reason: lines('Why', { hint: 'What it is for, and what set its date', max: 2_000 }),
    line: text('Line of enquiry'),
    owner: text('Owner'),
    due: day('Due'),
    bringForward: day('Bring forward', { hint: 'The day to look at it again, when waiting on others' }),
    waitingOn: text('Waiting on'),
    priority: choice('Priority', { medium: 'Medium', high: 'High', low: 'Low' }),
    state: choice('State', {
      'for-allocation': 'For allocation',
      allocated: 'Allocated',
      resulted: 'Resulted',
      filed: 'Filed',
    }),
    result: lines('Result', { max: 4_000 }),
    resulted: day('Resulted on'),
  },
  title: (v) => v.title,
})
