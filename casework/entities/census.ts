import { entity } from '../entity.ts'
import { flag, lines, number, reference, text } from '../schema.ts'

/**
 * On which pages of an exhibit's file words can be searched and copied. `marks` has one letter for each page: `t` they
 * can, `d` and `s` they can and lie upside down or on their side, `n` they can't though the page has ink, `b` it is
 * blank. It belongs to the file with that hash and to no other.
 */
export const census = entity({
  type: 'census',
  letter: 'X',
  name: { one: 'Text check', many: 'Text checks' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit'),
    sha256: text('SHA-256', { inForm: false }),
    pages: number('Pages', 0, 500_000, { inForm: false }),
    marks: text('Pages with words', { max: 500_000, inForm: false }),
    /** Whether it was looked at for damage too, and what was found, as JSON. */
    looked: flag('Looked at for damage', { inForm: false }),
    states: text('What is to be known of the file', { max: 30_000, inForm: false }),
    note: lines('Why it could not be told', { inForm: false }),
  },
  title: () => 'Text check',
  appendOnly: true,
  ownList: true,
  within: true,
})
