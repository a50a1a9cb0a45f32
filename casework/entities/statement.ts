import { entity } from '../entity.ts'
import { body, choice, day, reference, text } from '../schema.ts'

/** A witness statement in the shape of form MG11. Its rear, the contact page, is a record of its own, kept apart. */
export const statement = entity({
  type: 'statement',
  letter: 'S',
  name: { one: 'Statement', many: 'Statements' },
  fields: {
    witness: reference('Witness', 'person'),
    statementOf: text('Statement of', { required: true, hint: 'The name the witness gives' }),
    age: text('Age if under 18', { hint: 'Otherwise: Over 18', max: 20 }),
    occupation: text('Occupation'),
    language: text('Language'),
    interpreter: text('Interpreter'),
    made: day('Date of the statement'),
    stage: choice('Stage', { draft: 'Draft', 'read-over': 'Read over', signed: 'Signed' }),
    signed: day('Signed on'),
    witnessedBy: text('Signature witnessed by'),
    paragraphs: body('Statement'),
  },
  title: (v) => `Statement of ${v.statementOf}`,
})
