import { expect, test } from 'vitest'
import { coverage, pageRuns, pagesMarked, readMark } from '../../../casework/rules/page-marks.ts'

test('pages are written as a person writes them, by whatever numbers they bear', () => {
  expect(pageRuns([])).toBe('')
  expect(pageRuns([4, 5, 6, 9, 11, 12])).toBe('4–6, 9, 11–12')
  expect(pageRuns([1, 2, 7], (page) => `A${page}`)).toBe('A1–A2, A7')
})

test('marks are told apart by letter', () => {
  expect(pagesMarked('tnbn', 'n')).toEqual([2, 4])
  expect(pagesMarked('', 't')).toEqual([])
})

test.each([
  ['', [], 'Not looked at yet.'],
  ['t', [], 'The page has text.'],
  ['ttb', [], 'Every page with ink has text.'],
  ['tnn', [], '2 pages without text: 2–3.'],
  ['tnn', [2], '1 page read by machine; 1 page without text: 3.'],
  ['nn', [1, 2], '2 pages read by machine.'],
] as const)('%s with %j read is said: %s', (marks, read, said) => {
  expect(coverage(marks, new Set(read))).toBe(said)
})

test('words a machine read are never shown without saying so', () => {
  expect(readMark(87, '')).toBe('Machine-read, unchecked · 87 % sure')
  expect(readMark(87, 'DC Brennan')).toBe('Machine-read, checked by DC Brennan')
})
