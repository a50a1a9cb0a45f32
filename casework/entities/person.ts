import { entity } from '../entity.ts'
import { choice, choices, day, lines, list, text } from '../schema.ts'

/**
 * A person is neutral; what they are to the case is a role, and roles live side by side: a suspect may be a victim.
 * A potential victim gets a pseudonym (V1), which every list outside the case and every served index uses.
 */
export const person = entity({
  type: 'person',
  letter: 'N',
  name: { one: 'Person', many: 'People' },
  fields: {
    name: text('Name', { required: true }),
    pseudonym: text('Pseudonym', { hint: 'Given to potential victims: V1, V2', max: 8, inForm: false }),
    roles: choices('Roles in the case', {
      victim: 'Potential victim',
      suspect: 'Suspect',
      witness: 'Witness',
      associate: 'Associate',
      officer: 'Officer',
      interpreter: 'Interpreter',
      professional: 'Professional',
    }),
    aliases: list('Also known as'),
    born: day('Date of birth'),
    pronoun: choice('Referred to as', { they: 'They', she: 'She', he: 'He' }),
    nationality: text('Nationality'),
    languages: list('Languages', { hint: 'The dialect too, where it matters' }),
    occupation: text('Occupation'),
    safety: lines('Safe to contact', { hint: 'How, when, through whom; and what never to do', max: 2_000 }),
    notes: lines('Notes'),
  },
  title: (v) => v.name,
})
