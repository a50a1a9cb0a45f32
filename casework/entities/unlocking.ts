import { entity } from '../entity.ts'
import { body, reference } from '../schema.ts'

/**
 * The password that opens an exhibit's file, once somebody has given it: the file stays as it was taken in, and its
 * pages can be shown and bound. The password lies sealed apart, so that no list and no search ever holds it.
 */
export const unlocking = entity({
  type: 'unlocking',
  letter: 'UF',
  name: { one: 'File password', many: 'File passwords' },
  fields: {
    exhibit: reference('Exhibit', 'exhibit'),
    password: body('Password', { inForm: false, lines: 1, max: 1_024, says: () => 'A password' }),
  },
  title: () => 'Password of a file',
  appendOnly: true,
  ownList: true,
})
