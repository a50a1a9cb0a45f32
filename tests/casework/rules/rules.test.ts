import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, nearDay } from '../../../casework/rules/days.ts'
import { areInitials, compareRefs, nextNumber, referencesIn } from '../../../casework/rules/references.ts'
import { standing, standingWords } from '../../../casework/rules/standing.ts'
import { checkStatement } from '../../../casework/rules/statement-checks.ts'
import { folded } from '../../../casework/rules/words.ts'

describe('days', () => {
  test('adding and counting undo one another, over clock changes and leap days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40_000, max: 40_000 }),
        (count) => daysBetween('2024-02-29', addDays('2024-02-29', count)) === count,
      ),
    )
  })
  test('a near day names its weekday', () => expect(nearDay('2026-03-20')).toBe('Fri 20 Mar'))
})

test('a due date is overdue from the day after it', () => {
  const on = (today: string) => standingWords(standing('2026-03-15', today))
  expect([on('2026-03-18'), on('2026-03-16'), on('2026-03-15'), on('2026-03-14'), on('2026-03-10')]).toEqual([
    '3 days overdue',
    '1 day overdue',
    'Due today',
    'Due tomorrow',
    'Due in 5 days',
  ])
  expect([standing('2026-03-15', '2026-03-08').state, standing('2026-03-15', '2026-03-07').state]).toEqual([
    'soon',
    'later',
  ])
})

describe('exhibit references', () => {
  test('are found in a text, each once, with the initials of any alphabet', () => {
    expect(referencesIn('I produce JLB/7, AWŁ/2 and JLB/7/A; see JLB/7. Not 12/3 nor mJLB/8.')).toEqual([
      'JLB/7',
      'AWŁ/2',
      'JLB/7/A',
    ])
  })
  test('sort by number within initials, and none comes last', () => {
    expect(['JLB/12', '', 'JLB/9', 'AWŁ/2'].sort(compareRefs)).toEqual(['AWŁ/2', 'JLB/9', 'JLB/12', ''])
  })
  test('numbers go on from the highest ever used', () => {
    const used = [{ fields: { producer: 'JLB', number: 7 } }, { fields: { producer: 'TAO', number: 9 } }]
    expect(nextNumber('JLB', used as never)).toBe(8)
    expect(nextNumber('HRK', used as never)).toBe(1)
  })
  test('initials', () =>
    expect(['JLB', 'AWŁ', 'JLB1234', 'J', 'jlb', 'JLB/7'].map(areInitials)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]))
})

describe('reading a statement over', () => {
  const facts = {
    statementOf: 'A',
    age: 'Over 18',
    language: 'English',
    interpreter: '',
    stage: 'signed',
    form: 'mg11',
    behalf: '',
    made: null,
    references: new Set(['JLB/7']),
  }
  test('a civil statement is asked for its party and its day, never for an age', () => {
    const said = (more: object) =>
      checkStatement({ ...facts, age: '', form: 'civil', paragraphs: ['I saw it.'], ...more })
        .filter(({ weight }) => weight === 'look')
        .map(({ sentence }) => sentence)
    expect(said({})).toEqual(['The corner names no party', 'The corner gives no date'])
    expect(said({ behalf: 'Claimant', made: '2026-03-02' })).toEqual([])
  })
  const stops = (paragraphs: string[]) =>
    checkStatement({ ...facts, paragraphs })
      .filter((each) => each.weight === 'stops')
      .map((each) => each.sentence)
  test('a sound one is in order', () => expect(stops(['I was shown exhibit JLB/7.'])).toEqual([]))
  test('an unknown exhibit stops it', () =>
    expect(stops(['I was shown JLB/11.'])).toEqual(['JLB/11 is not in the register']))
  test('a telephone number stops it', () =>
    expect(stops(['Call me on 07700 900123.'])).toEqual(['A telephone number in the text']))
  test('no words stop it', () => expect(stops([''])).toEqual(['The statement has no words yet']))
})

test('folding finds names without their accents', () => {
  expect(['Nguyễn Thị Hường', 'Đặng', 'Łódź', 'Timișoara'].map(folded)).toEqual([
    'nguyen thi huong',
    'dang',
    'lodz',
    'timisoara',
  ])
})
