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
