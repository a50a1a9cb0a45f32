import { expect, test } from 'vitest'
import { nextWords } from '../../../renderer/views/bundles/next-words.ts'

test('freezing says whether it makes a version of the bundle or a supplement, and what waits', () => {
  const late = ['exhibit e']
  const out = ['exhibit c']
  expect(nextWords({ what: 'nothing', late: [], out: [] }, 'supplement', 1)).toEqual({
    words: 'Nothing was added or taken out since version 1 was frozen.',
    waits: false,
  })
  expect(nextWords({ what: 'supplement', late, out: [] }, 'supplement', 1).words).toContain(
    'Version 2 is a supplement: a bundle of its own',
  )
  const both = nextWords({ what: 'bundle', late, out }, 'supplement', 1)
  expect(both.waits).toBe(true)
  expect(both.words).toContain('This becomes version 2 of the bundle itself. What came late is not in it')
  expect(nextWords({ what: 'bundle', late, out }, 'end', 1)).toEqual({
    words: 'What was frozen before keeps its numbers. This becomes version 2:',
    waits: false,
  })
})

test('freezing a supplement anew says which, that the bundle stays, and what still waits', () => {
  const made = { what: 'supplement', again: 2, out: ['exhibit c'] } as const
  expect(nextWords({ ...made, late: [] }, 'supplement', 4, 'supplement 2')).toEqual({
    words:
      'The bundle itself stays as it was frozen. This becomes version 5, of supplement 2 alone, and no number of it changes:',
    waits: false,
  })
  expect(nextWords({ ...made, late: [] }, 'supplement', 4, 'supplement').words).toContain(
    'This becomes version 5, of the supplement alone',
  )
  const waits = nextWords({ ...made, late: ['exhibit e'] }, 'supplement', 4, 'supplement 2')
  expect(waits.waits).toBe(true)
  expect(waits.words).toContain('What came late is not in it: freeze again for that.')
})
