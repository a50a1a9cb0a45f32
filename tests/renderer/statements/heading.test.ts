import { describe, expect, it } from 'vitest'
import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'
import { sortedChecks } from '../../../renderer/views/statements/checks.ts'
import { contactLines } from '../../../renderer/views/statements/contact-lines.ts'
import { ageBox, fromWitness, furtherFrom, headingLine } from '../../../renderer/views/statements/heading.ts'

const today = '2026-03-18'
const blank = register.statement.blank
const person = (id: string, fields: Partial<ValuesOf<'person'>>) =>
  ({ id, fields: { ...register.person.blank, ...fields } }) as StoredOf<'person'>
const huong = person('huong', {
  name: 'Nguyễn Thị Hường',
  occupation: 'Nail technician',
  born: '1999-10-20',
  languages: ['Vietnamese', 'English'],
})
const child = person('child', { name: 'A. Child', born: '2010-03-19', languages: ['English'] })

describe('choosing a witness', () => {
  it('fills the empty boxes', () =>
    expect(fromWitness(blank, huong, null, today)).toEqual({
      witness: 'huong',
      statementOf: 'Nguyễn Thị Hường',
      occupation: 'Nail technician',
      age: 'Over 18',
      language: 'Vietnamese',
    }))
  it('keeps what was written by hand', () =>
    expect(fromWitness({ ...blank, statementOf: 'Hana', language: 'French' }, huong, null, today)).toEqual({
      witness: 'huong',
      occupation: 'Nail technician',
      age: 'Over 18',
    }))
  it('changes what the last witness had filled', () => {
    const filled = { ...blank, ...fromWitness(blank, huong, null, today) }
    expect(fromWitness(filled, child, huong, today)).toMatchObject({
      witness: 'child',
      statementOf: 'A. Child',
      age: '15',
      language: 'English',
    })
  })
  it('takes the age on the day of the statement', () => {
    expect(ageBox('2008-03-19', '2026-03-18')).toBe('17')
    expect(ageBox('2008-03-18', '2026-03-18')).toBe('Over 18')
    expect(ageBox(null, today)).toBe('')
  })
  it('choosing nobody takes only the tie away', () =>
    expect(fromWitness(blank, null, huong, today)).toEqual({ witness: null }))
})

describe('the heading', () => {
  it('says age, language and date, pages', () => {
    expect(headingLine({ ...blank, age: 'Over 18', language: 'Vietnamese', made: '2026-02-11' }, 7)).toEqual([
      'Over 18',
      'Vietnamese, 11 Feb 2026',
      '7 pages',
    ])
    expect(headingLine({ ...blank, age: '15' }, 1)).toEqual(['Age 15', '1 page'])
    expect(headingLine(blank, null)).toEqual([])
  })
  it('names a civil statement as one, and gives no age', () => {
    const civil = { ...blank, form: 'civil' as const, age: 'Over 18', language: 'English' }
    expect(headingLine(civil, 2)).toEqual(['Civil', 'English', '2 pages'])
    expect(furtherFrom({ ...civil, number: null, behalf: 'Claimant' }, today)).toMatchObject({
      form: 'civil',
      behalf: 'Claimant',
      number: 2,
    })
  })
  it('a further statement has the witness and none of the words', () => {
    const signed = {
      ...blank,
      witness: 'huong',
      statementOf: 'Hana',
      stage: 'signed' as const,
      signed: today,
      paragraphs: ['I saw it.'],
    }
    const next = furtherFrom(signed, today)
    expect(next).toMatchObject({ witness: 'huong', statementOf: 'Hana', made: today })
    expect(next).not.toHaveProperty('paragraphs')
    expect(next).not.toHaveProperty('stage')
    expect(next).not.toHaveProperty('signed')
  })
})

describe('checks', () => {
  it('puts what stops first', () => {
    const check = (weight: 'stops' | 'look' | 'fine', sentence: string) => ({ weight, sentence, detail: '' })
    const { asking, fine, stops } = sortedChecks([
      check('look', 'b'),
      check('fine', 'c'),
      check('stops', 'a'),
    ])
    expect(asking.map((each) => each.sentence)).toEqual(['a', 'b'])
    expect([fine.length, stops]).toEqual([1, 1])
  })
})

describe('the contact page', () => {
  const full = {
    ...register.contact.blank,
    address: '1 Mill Lane\nFenhithe',
    phones: ['07700 900418'],
    born: '1999-10-20',
    personalStatementOffered: true,
  }
  it('shows only boxes that hold something', () =>
    expect(contactLines(full, false)).toEqual([
      { label: 'Home address', words: '1 Mill Lane\nFenhithe' },
      { label: 'Telephone', words: '07700 900418' },
      { label: 'Date of birth', words: '20 Oct 1999' },
      { label: 'Victim personal statement explained', words: 'Yes' },
    ]))
  it('hidden, is the same whatever it holds', () => {
    const hidden = contactLines(full, true)
    expect(hidden).toEqual(contactLines(register.contact.blank, true))
    expect(hidden.some(({ label }) => label === 'Statement')).toBe(false)
    expect(JSON.stringify(hidden)).not.toContain('418')
  })
})
