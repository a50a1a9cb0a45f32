import { expect, test } from 'vitest'
import { volumesSpoken } from '../../../casework/rules/volume-words.ts'

const other = (n: number, stands: 'same' | 'another' | 'absent') => ({ file: `B vol ${n}.pdf`, stands })

test.each([
  [[], []],
  [[other(2, 'same')], ['The other volume beside it is as built.']],
  [[other(2, 'same'), other(3, 'same')], ['All 2 other volumes beside it are as built.']],
  [
    [other(1, 'same'), other(3, 'absent'), other(4, 'another')],
    [
      '1 other volume beside it is as built.',
      'Not in its folder, so not compared: “B vol 3.pdf”. Put all volumes in one folder.',
    ],
  ],
])('%j is said as %j', (others, said) => {
  expect(volumesSpoken(others)).toEqual(said)
})
