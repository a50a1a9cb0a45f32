import { entity } from '../entity.ts'
import { day, flag, lines, list, reference, text } from '../schema.ts'

/**
 * The rear of a statement: how to reach the witness. It never enters a bundle, a list, a search or an export, and a
 * look at it is written in the audit. See domain rule "rear fields (never served)" of form MG11.
 */
export const contact = entity({
  type: 'contact',
  letter: 'Q',
  name: { one: 'Contact page', many: 'Contact pages' },
  fields: {
    statement: reference('Statement', 'statement', { inForm: false }),
    address: lines('Home address', { max: 400 }),
    postcode: text('Postcode', { max: 12 }),
    phones: list('Telephone', { max: 40 }),
    email: text('Email'),
    preferred: lines('Preferred contact and safe times', { max: 600 }),
    born: day('Date of birth'),
    bornAt: text('Place of birth'),
    formerName: text('Former name'),
    avoid: lines('Dates to avoid', { hint: 'Say “none” if there are none', max: 600 }),
    needs: lines('Particular needs', { max: 600 }),
    personalStatementOffered: flag('Victim personal statement explained'),
    takenBy: text('Statement taken by'),
    station: text('Station'),
  },
  title: () => 'Contact page',
  apart: true,
  ownList: true,
})
