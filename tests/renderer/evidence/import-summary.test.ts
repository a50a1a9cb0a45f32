import { expect, test } from 'vitest'
import type { ImportItem } from '../../../casework/contract/shapes.ts'
import { checkWords, troubled } from '../../../renderer/views/evidence/check-summary.ts'
import {
  madeBy,
  summaryOf,
  tallyOf,
  verdictOf,
  verdictRank,
  verdictSaid,
  verdictWords,
} from '../../../renderer/views/evidence/import-summary.ts'

const item = (verdict: ImportItem['verdict'], id: string | null): ImportItem => ({
  file: `${verdict}.pdf`,
  verdict,
  id,
  why: '',
  code: null,
})

test('the sentence adds up', () => {
  const items = [
    item('taken', 'aaaa1'),
    item('noted', 'aaaa2'),
    item('duplicate', 'old01'),
    item('refused', null),
  ]
  expect(summaryOf(items)).toBe(
    '2 files taken, 1 of them can’t be shown yet. 1 was already here. 1 was refused.',
  )
  expect(Object.values(tallyOf(items)).reduce((sum, count) => sum + count, 0)).toBe(items.length)
  expect(madeBy(items)).toEqual(['aaaa1', 'aaaa2'])
})

test('nothing taken is said, and so is an empty folder', () => {
  expect(summaryOf([item('refused', null), item('refused', null)])).toBe('Nothing was taken. 2 were refused.')
  expect(summaryOf([item('noted', 'aaaa1')])).toBe('1 file taken, but can’t be shown yet.')
  expect(summaryOf([])).toBe('There was no file in what you chose.')
})

test('what one stopped oneself was not refused', () => {
  const stopped = { ...item('refused', null), code: 'cancelled' as const }
  expect(summaryOf([item('taken', 'aaaa1'), stopped, stopped])).toBe(
    '1 file taken. 2 were not taken: you stopped it.',
  )
  expect(verdictWords[verdictOf(stopped)]).toBe('Not taken')
  expect(summaryOf([item('refused', null), stopped])).toBe(
    'Nothing was taken. 1 was refused. 1 was not taken: you stopped it.',
  )
})

test('what needs a look comes first', () => {
  expect(
    (['taken', 'duplicate', 'refused', 'noted'] as const).toSorted(
      (a, b) => verdictRank(item(a, null)) - verdictRank(item(b, null)),
    ),
  ).toEqual(['refused', 'noted', 'duplicate', 'taken'])
})

test('a file that was cut short is said to be, before those that are sound', () => {
  const short: ImportItem = { ...item('taken', 'aaaa2'), damage: 'missing' }
  expect(verdictSaid(short)).toBe('Taken; pages may be missing')
  expect(verdictRank(short)).toBeLessThan(verdictRank(item('duplicate', null)))
  expect(summaryOf([item('taken', 'aaaa1'), short])).toBe('2 files taken. 1 may not be whole.')
})

test('a check counts files, not exhibits', () => {
  const checked = (verdict: 'intact' | 'altered' | 'no-file') => ({
    id: 'thing01',
    ref: 'JLB/7',
    verdict,
    sentence: '',
  })
  expect(checkWords([checked('intact'), checked('intact'), checked('no-file')])).toBe(
    '2 files intact. 1 exhibit has no file.',
  )
  expect(checkWords([checked('no-file')])).toBe('No file to check. 1 exhibit has no file.')
  expect(troubled([checked('intact'), checked('altered'), checked('no-file')])).toHaveLength(1)
})
