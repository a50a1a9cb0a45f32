import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnyStored, entityOf, register } from '../../../casework/entities/index.ts'
import { actName } from '../../../casework/rules/act-names.ts'
import { changedFields, changesBetween, sameValue } from '../../../casework/rules/changes.ts'
import { givenForGood, isForGood } from '../../../casework/rules/for-good.ts'

const called = (type: string, id: string) => `${type} ${id}`
const between = (type: keyof typeof register, before: object, after: object) => {
  const { blank } = entityOf(type)
  return changesBetween(type, { ...blank, ...before }, { ...blank, ...after }, called)
}
const stored = (type: string, fields: object, part: object = {}) =>
  ({
    id: 'aaaa',
    type,
    no: 4,
    version: 1,
    made: { at: 0, by: 'JLB' },
    changed: { at: 0, by: 'JLB' },
    archived: null,
    fields: { ...register[type as 'person'].blank, ...fields },
    ...part,
  }) as unknown as AnyStored

describe('changes between two versions', () => {
  test('are told in the words of the form, in its order', () => {
    const when = { words: 'about May 2025', precision: 'about', earliest: '2025-05-01', latest: '2025-05-31' }
    expect(
      between(
        'event',
        { title: 'Moved', people: ['p1'] },
        {
          sources: [{ type: 'exhibit', id: 'e1', page: 4, paragraph: null }],
          people: ['p1', 'p2'],
          title: 'Was moved',
          when,
          basis: 'fact',
        },
      ),
    ).toEqual([
      { field: 'title', name: 'What happened', before: 'Moved', after: 'Was moved' },
      { field: 'when', name: 'When', before: '', after: 'about May 2025' },
      { field: 'people', name: 'People', before: 'person p1', after: 'person p1, person p2' },
      { field: 'basis', name: 'Basis', before: 'Allegation', after: 'Fact' },
      { field: 'sources', name: 'Sources', before: '', after: 'exhibit e1 p.4' },
    ])
    expect(between('exhibit', {}, { notForService: true, power: 's8', tags: ['phone', 'blue'] })).toEqual([
      { field: 'power', name: 'Power', before: 'Not stated', after: 'PACE s.8' },
      { field: 'tags', name: 'Tags', before: '', after: 'phone, blue' },
      { field: 'notForService', name: 'Not for service', before: 'No', after: 'Yes' },
    ])
    expect(
      between('statement', { witness: 'p1' }, { made: '2026-03-20', paragraphs: ['I saw it.'] }),
    ).toEqual([
      { field: 'witness', name: 'Witness', before: 'person p1', after: '' },
      { field: 'made', name: 'Date of the statement', before: '', after: '20 Mar 2026' },
      { field: 'paragraphs', name: 'Statement', before: '', after: '1. I saw it.' },
    ])
    expect(between('person', { born: '1999-01-02', roles: ['victim', 'witness'] }, {})).toMatchObject([
      { name: 'Roles in the case', before: 'Potential victim, Witness', after: '' },
      { name: 'Date of birth', before: '2 Jan 1999', after: '' },
    ])
  })

  test('of numbered paragraphs are those that differ, whichever they are', () => {
    const told = (before: readonly string[], after: readonly string[]) =>
      between('statement', { paragraphs: before }, { paragraphs: after }).map(({ before, after }) => [
        before,
        after,
      ])
    expect(told(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([['2. b', '2. x']])
    expect(told(['a', 'b'], ['a', 'new', 'b'])).toEqual([['', '2. new']])
    expect(told(['a', 'a', 'a'], ['a', 'a'])).toEqual([['3. a', '']])
    const words = fc.array(fc.constantFrom<string>('a', 'b', 'c'), { maxLength: 6 })
    fc.assert(
      fc.property(words, words, (before, after) => {
        const [change] = told(before, after)
        if (change === undefined) {
          expect(before).toEqual(after)
          return
        }
        // What is told in place of what was there makes the one out of the other.
        const lines = change.map((each) => (each === '' ? [] : (each as string).split('\n')))
        const first = [...lines[0]!, ...lines[1]!].map((line) => Number.parseInt(line, 10))
        const at = Math.min(...first) - 1
        const made = before.toSpliced(at, lines[0]!.length, ...lines[1]!.map((line) => line.slice(3)))
        expect(made).toEqual(after)
      }),
    )
  })

  test('are none between equals, and a field that was not known yet was empty', () => {
    const { blank } = entityOf('person')
    expect(changedFields('person', blank, structuredClone(blank))).toEqual([])
    const { occupation: _, ...older } = blank as Record<string, unknown>
    expect(changedFields('person', older, blank)).toEqual([])
    expect(changedFields('person', older, { ...blank, occupation: 'Cook' })).toEqual(['occupation'])
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true)
    expect(sameValue([], {})).toBe(false)
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false)
    expect(sameValue([1, 2], [1])).toBe(false)
  })
})

describe('names of acts', () => {
  const person = stored('person', { name: 'Kyle Pattinson', pseudonym: '' })
  const change = (fields: object) => stored('person', { name: 'Kyle Pattinson', ...fields })
  test('say what and which, in few words', () => {
    expect(actName({ before: null, after: person })).toBe('adding N4')
    expect(actName({ before: person, after: change({ notes: 'x' }) })).toBe('change of N4: notes')
    expect(actName({ before: person, after: change({ notes: 'x', occupation: 'y' }) })).toBe(
      'change of N4: occupation and notes',
    )
    expect(
      actName({ before: person, after: change({ notes: 'x', occupation: 'y', born: '1999-01-02' }) }),
    ).toBe('change of N4: date of birth and 2 more')
    const away = stored('person', {}, { archived: { at: 1, by: 'JLB' } })
    expect(actName({ before: person, after: away })).toBe('archiving N4')
    expect(actName({ before: away, after: person })).toBe('bringing back N4')
    expect(actName({ before: person, after: person, restored: 2 })).toBe('bringing back version 2 of N4')
    expect(actName({ before: person, after: person })).toBe('change of N4')
  })
  test('call an exhibit by its title while it has no reference, and a contact page by nothing of its own', () => {
    const exhibit = (fields: object) => stored('exhibit', fields)
    expect(actName({ before: null, after: exhibit({ title: 'Notebook' }) })).toBe('adding “Notebook”')
    expect(
      actName({ before: null, after: exhibit({ title: 'A telephone found in the kitchen drawer' }) }),
    ).toBe('adding “A telephone found in the kitc…”')
    expect(actName({ before: null, after: exhibit({ producer: 'JLB', number: 3 }) })).toBe('adding JLB/3')
    expect(actName({ before: null, after: stored('contact', { address: '12 Mill Lane' }) })).toBe(
      'adding a contact page',
    )
    const named = stored('case', { name: 'Marram' })
    expect(actName({ before: named, after: stored('case', { name: 'Lantern' }) })).toMatch(
      /^change of the case details: /,
    )
  })
})

describe('what is for good', () => {
  test('a reference, a file and a pseudonym stay; giving a reference and signing are for good', () => {
    const bare = stored('exhibit', { producer: 'JLB' })
    const given = stored('exhibit', { producer: 'JLB', number: 3 })
    expect(givenForGood(bare)).toEqual({ file: null })
    expect(givenForGood(given)).toEqual({ file: null, producer: 'JLB', number: 3 })
    expect(givenForGood(stored('person', { pseudonym: 'V1' }))).toEqual({ pseudonym: 'V1' })
    expect(givenForGood(stored('person', {}))).toEqual({})
    expect([isForGood(bare, given), isForGood(null, given), isForGood(given, given)]).toEqual([
      true,
      false,
      false,
    ])
    const [draft, signed] = [stored('statement', {}), stored('statement', { stage: 'signed' })]
    expect([isForGood(draft, signed), isForGood(null, signed), isForGood(signed, signed)]).toEqual([
      true,
      true,
      false,
    ])
    expect(isForGood(draft, draft)).toBe(false)
  })
})
