import { describe, expect, test } from 'vitest'
import { readWhen, sortKeyOf } from '../../../casework/rules/when.ts'

const today = '2026-03-18'
const read = (words: string) => {
  const { precision, earliest, latest } = readWhen(words, today)
  return `${precision} ${earliest ?? '…'} ${latest ?? '…'}`
}

describe('a date as it is said', () => {
  test.each([
    ['29 Nov 2025', 'exact 2025-11-29 2025-11-29'],
    ['Sat 29th November, 2025', 'exact 2025-11-29 2025-11-29'],
    ['29/11/2025', 'exact 2025-11-29 2025-11-29'],
    ['03.04.2025', 'exact 2025-04-03 2025-04-03'],
    ['2025-11-29 07:14', 'exact 2025-11-29T07:14 2025-11-29T07:14'],
    ['29 Nov 2025, 6:40', 'exact 2025-11-29T06:40 2025-11-29T06:40'],
    ['Nov 2025', 'about 2025-11-01 2025-11-30'],
    ['2024', 'about 2024-01-01 2024-12-31'],
    ['~Sep 2024', 'about 2024-09-01 2024-09-30'],
    ['about 12 March 2025', 'about 2025-03-09 2025-03-15'],
    ['about 12 to 18 March 2025', 'about 2025-03-12 2025-03-18'],
    ['12–18 Mar 2025', 'exact 2025-03-12 2025-03-18'],
    ['Jan–Mar 2025', 'about 2025-01-01 2025-03-31'],
    ['14 Aug 2024 to 28 Nov 2025', 'exact 2024-08-14 2025-11-28'],
    ['between 3 May and 6 Jun 2025', 'about 2025-05-03 2025-06-06'],
    ['before October 2024', 'before … 2024-09-30'],
    ['by 3 May 2025', 'before … 2025-05-03'],
    ['after 3 May 2025', 'after 2025-05-03 …'],
    ['since Feb 2024', 'after 2024-02-01 …'],
    ['winter 2024', 'about 2024-12-01 2025-02-28'],
    ['late Feb 2024', 'about 2024-02-21 2024-02-29'],
    ['mid-2025', 'about 2025-05-01 2025-08-31'],
    ['yesterday', 'exact 2026-03-17 2026-03-17'],
    ['31 Feb 2025', 'unknown … …'],
    ['29 Feb 2025', 'unknown … …'],
    ['6 Jun to 3 May 2025', 'unknown … …'],
    ['the week after she arrived', 'unknown … …'],
    ['', 'unknown … …'],
  ])('%s', (words, expected) => expect(read(words)).toBe(expected))

  test('keeps the words as they were said', () => {
    expect(readWhen('  about   a week  after ', today).words).toBe('about a week after')
  })
  test('the undated come last', () => {
    const keys = ['the winter', '2026', '1 Jan 2024'].map((words) => sortKeyOf(readWhen(words, today)))
    expect([...keys].sort()).toEqual([keys[2], keys[1], keys[0]])
  })
})
