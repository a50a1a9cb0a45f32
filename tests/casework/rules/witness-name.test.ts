import { expect, test } from 'vitest'
import { initialsAndSurname } from '../../../casework/rules/witness-name.ts'

test('a name as initials and surname', () =>
  expect(['Kyle John Pattinson', ' łucja  Wójcik ', 'Cher', ''].map(initialsAndSurname)).toEqual([
    'K. J. Pattinson',
    'Ł. Wójcik',
    'Cher',
    '',
  ]))
