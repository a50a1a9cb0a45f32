import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, longDay, shortDay, weekdayOf } from '../../../casework/rules/days.ts'
import { readDay } from '../../../renderer/views/actions/said-day.ts'

// A Wednesday.
const today = '2026-03-18'

describe('a day as an officer says it', () => {
  it.each([
    ['today', '2026-03-18'],
    ['tomorrow', '2026-03-19'],
    ['in 14 days', '2026-04-01'],
    ['14 days', '2026-04-01'],
    ['+28', '2026-04-15'],
    ['in two weeks', '2026-04-01'],
    ['a week', '2026-03-25'],
    ['3w', '2026-04-08'],
    ['friday', '2026-03-20'],
    ['by Fri', '2026-03-20'],
    ['Wednesday', '2026-03-25'],
    ['next Friday', '2026-03-27'],
    ['next monday', '2026-03-23'],
    ['20 Mar', '2026-03-20'],
    ['20th march', '2026-03-20'],
    ['20/3', '2026-03-20'],
    ['17 Mar', '2027-03-17'],
    ['29 Feb', null],
    ['end of month', '2026-03-31'],
    ['29 Nov 2025', '2025-11-29'],
    ['29/11/2025', '2025-11-29'],
  ])('%s', (words, day) => expect(readDay(words, today)).toBe(day))

  it.each([
    '',
    'soon',
    'about Friday',
    'Mar 2026',
    'before 3 May 2026',
    '12–18 Mar 2026',
    '31 Apr',
    'a fortnight or so',
  ])('names no single day: %s', (words) => expect(readDay(words, today)).toBeNull())

  it('reads back every day it could have written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (by) => {
        const day = addDays(today, by)
        expect(readDay(shortDay(day), today)).toBe(day)
        expect(readDay(longDay(day), today)).toBe(day)
      }),
      { numRuns: 200 },
    )
  })

  it('always takes a weekday to come, on that weekday', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.constantFrom('monday', 'thursday', 'sunday'),
        (by, name) => {
          const from = addDays(today, by)
          const read = readDay(name, from)!
          expect(weekdayOf(read).toLowerCase()).toBe(name)
          expect(read > from && read <= addDays(from, 7)).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })
})
