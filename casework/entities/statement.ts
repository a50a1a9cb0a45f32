import { entity } from '../entity.ts'
import { body, choice, day, number, reference, text } from '../schema.ts'

/**
 * A witness statement in the shape of form MG11, or of CPR Practice Direction 32. The rear of the form, the contact page,
 * is a record of its own, kept apart.
 */
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
    form: choice('Form', { mg11: 'Criminal: MG11', civil: 'Civil: CPR PD 32' }),
    /** What the corner of a civil statement gives beside its exhibits and its date. */
    behalf: text('Made on behalf of', { hint: 'The party: Claimant, Second Defendant', max: 120 }),
    shortName: text('Initials and surname', { hint: 'Of the witness, as the corner gives it', max: 120 }),
    number: number('Number of the statement', 1, 99, { hint: 'Which of this witness’s statements it is' }),
    translated: day('Translated on'),
  },
  title: (v) => `Statement of ${v.statementOf}`,
})
