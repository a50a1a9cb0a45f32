import { expect, test } from 'vitest'
import { bundleFileName } from '../../../main/services/bundle/index.ts'
import { coverFaults, fileNameFor, freshCover, usualTitle } from '../../../renderer/views/bundles/cover.ts'

const today = '2026-03-18'
const planned = (title = usualTitle, date = today) =>
  bundleFileName({ caseTitle: 'R v Whitlock and Hoxha', urn: '24NM0042125', title, date })

test('the name follows the title and the date as the engine would have it', () => {
  expect(fileNameFor(planned(), freshCover, today)).toBe(planned())
  const cover = { ...freshCover, title: 'Trial bundle', date: '2026-09-14' }
  expect(fileNameFor(planned(), cover, today)).toBe(planned('Trial bundle', '2026-09-14'))
})

test('a name that was typed stays, and a plan that names things otherwise is left alone', () => {
  expect(fileNameFor(planned(), { ...freshCover, title: 'Trial', fileName: 'Mine.pdf' }, today)).toBe(
    'Mine.pdf',
  )
  expect(fileNameFor('Other.pdf', { ...freshCover, title: 'Trial' }, today)).toBe('Other.pdf')
})

test('what no system takes in a name is left out of it', () => {
  const name = fileNameFor(planned(), { ...freshCover, title: 'Trial: part 1/2?' }, today)
  expect(name).not.toMatch(/[\\/:*?"<>|]/)
  expect(name).toContain('Trial part 1 2')
})

test('a cover that can’t be built from says which field', () => {
  expect(coverFaults(freshCover, planned())).toEqual({})
  expect(Object.keys(coverFaults({ ...freshCover, title: ' ' }, '.pdf'))).toEqual(['title', 'fileName'])
  expect(coverFaults(freshCover, 'a/b.pdf').fileName).toContain('slash')
})
