import { describe, expect, it } from 'vitest'
import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'
import {
  ageOn,
  peopleShown,
  roleCounts,
  rolesLine,
  underName,
} from '../../../renderer/views/people/people.ts'

const stamp = { at: 0, by: 'officer' }
const personWith = (no: number, fields: Partial<ValuesOf<'person'>>): StoredOf<'person'> =>
  ({
    id: `person${no}`,
    type: 'person',
    no,
    version: 1,
    made: stamp,
    changed: stamp,
    archived: null,
    fields: { ...register.person.blank, ...fields },
  }) as StoredOf<'person'>

const boss = personWith(1, { name: 'D. P. Whitlock', roles: ['suspect'] })
const huong = personWith(2, {
  name: 'Nguyễn Thị Hường',
  pseudonym: 'V1',
  roles: ['witness', 'victim'],
  aliases: ['Hana'],
  born: '1999-03-18',
})
const kyle = personWith(3, { name: 'Kyle Pattinson', pseudonym: 'V10', roles: ['victim', 'suspect'] })
const ion = personWith(4, { name: 'Ionuț Țăranu', pseudonym: 'V2', roles: ['victim'] })
const someone = personWith(5, { name: 'Unknown male 1' })
const all = [boss, huong, kyle, ion, someone]
const numbers = (...asked: [Parameters<typeof peopleShown>[1], string]) =>
  peopleShown(all, ...asked).map((each) => each.no)

describe('the list of people', () => {
  it('puts potential victims first, in the order of their pseudonyms', () =>
    expect(numbers('all', '')).toEqual([2, 4, 3, 1, 5]))
  it('finds by alias and without marks', () => {
    expect(numbers('all', 'huong')).toEqual([2])
    expect(numbers('all', 'hana')).toEqual([2])
    expect(numbers('all', 'taranu')).toEqual([4])
  })
  it('knows who is both, and who is nothing yet', () => {
    expect(numbers('both', '')).toEqual([3])
    expect(numbers('none', '')).toEqual([5])
    expect(numbers('suspect', '')).toEqual([3, 1])
  })
  it('offers only roles somebody has', () =>
    expect(roleCounts(all).map((each) => `${each.role} ${each.count}`)).toEqual([
      'all 5',
      'victim 3',
      'suspect 2',
      'witness 1',
      'both 1',
      'none 1',
    ]))
})

describe('what stands under a name', () => {
  it('says roles, age, other names and the name outside the case', () =>
    expect(underName(huong, '2026-03-18')).toBe(
      'Potential victim, witness · 27 · also Hana · in bundles: V1',
    ))
  it('says when there is no role yet', () => expect(rolesLine(someone)).toBe('No role yet'))
  it('counts an age by birthdays', () => {
    expect(ageOn('1999-03-19', '2026-03-18')).toBe(26)
    expect(ageOn('1999-03-18', '2026-03-18')).toBe(27)
    expect(ageOn('2030-01-01', '2026-03-18')).toBeNull()
    expect(ageOn(null, '2026-03-18')).toBeNull()
  })
})
