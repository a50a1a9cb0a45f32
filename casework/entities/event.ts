import { entity } from '../entity.ts'
import { choice, citations, lines, references, text, when } from '../schema.ts'

/** Something that happened, or is said to have, with how sure the date is and where it comes from. */
export const event = entity({
  type: 'event',
  letter: 'T',
  name: { one: 'Event', many: 'Timeline' },
  fields: {
    title: text('What happened', { required: true, max: 300 }),
    when: when('When'),
    learned: when('When we learned of it'),
    people: references('People', 'person'),
    place: text('Place'),
    sourceKind: choice('Kind of source', {
      account: 'Account',
      document: 'Document',
      message: 'Message',
      'police-act': 'Police act',
    }),
    basis: choice('Basis', {
      allegation: 'Allegation',
      fact: 'Fact',
      assessment: 'Assessment',
      intelligence: 'Intelligence',
    }),
    words: lines('In their words', { max: 2_000 }),
    sources: citations('Sources'),
    notes: lines('Notes'),
  },
  title: (v) => v.title,
})
