import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, longDay, shortDay } from '../../../casework/rules/days.ts'
import { dayWritten } from '../../../renderer/parts/day-words.ts'

test('every day is read back from each way it is written, the day before the month', () => {
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 40_000 }), (count) => {
      const day = addDays('2026-10-24', count)
      const [year, month, date] = day.split('-')
      for (const words of [
        day,
        shortDay(day),
        longDay(day),
        `${date}/${month}/${year}`,
        `${date}${month}${year}`,
      ])
        expect(dayWritten(words), words).toBe(day)
    }),
  )
  expect(dayWritten(' 3rd  oct. 2026 ')).toBe('2026-10-03')
})

test('what is no whole day, or no day of the calendar, is none', () => {
  for (const words of ['', '24 Oct', '24 Oct 26', '10/24/2026', '30 Feb 2026', '2026-13-01', 'Friday'])
    expect(dayWritten(words), words).toBeNull()
})
