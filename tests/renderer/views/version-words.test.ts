import { expect, test } from 'vitest'
import { turnedWords } from '../../../renderer/shell/undo-words.ts'
import { changesWords, versionWords } from '../../../renderer/views/versions/version-words.ts'

const change = (name: string) => ({ field: name, name, before: 'a', after: 'b' })
const changed = (...names: string[]) => versionWords({ act: 'changed', changes: names.map(change) })

test('a version says in a few words what it did', () => {
  expect(changed('Occupation')).toBe('Changed occupation')
  expect(changed('Title', 'Source')).toBe('Changed title and source')
  expect(changed('Title', 'Source', 'Seal number')).toBe('Changed title, source and 1 more field')
  expect(changed('Title', 'Source', 'Tags', 'Power')).toBe('Changed title, source and 2 more fields')
  expect(changed()).toBe('Changed')
  expect(versionWords({ act: 'added', changes: [change('Title')] })).toBe('Added')
  expect(versionWords({ act: 'merged', changes: [] })).toBe('Taken in')
})

test('what stands over its changes tells no change from one that is not known', () => {
  expect(changesWords({ act: 'added', changes: [change('Title')] }, true)).toBe('As it was first written.')
  expect(changesWords({ act: 'changed', changes: [change('Title')] }, true)).toBe(
    'What changed, before and after.',
  )
  expect(changesWords({ act: 'changed', changes: [] }, true)).toBe('No words were changed.')
  expect(changesWords({ act: 'changed', changes: [] }, false)).toContain('was not kept')
  expect(changesWords({ act: 'archived', changes: [] }, true)).toContain('Put away')
  expect(changesWords({ act: 'brought-back', changes: [] }, true)).toContain('Taken out of the archive')
})

test('a toast says which act was taken back or done again', () => {
  expect(turnedWords('undo', 'change of V1: occupation')).toBe('Undone: change of V1: occupation')
  expect(turnedWords('redo', 'adding A4')).toBe('Done again: adding A4')
})
