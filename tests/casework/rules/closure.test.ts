import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnyStored, entityOf, type RecordType } from '../../../casework/entities/index.ts'
import { partOf, referencesOf } from '../../../casework/rules/closure.ts'

const record = (type: RecordType, id: string, fields: object = {}): AnyStored =>
  ({
    id,
    type,
    no: 1,
    version: 1,
    made: { at: 1, by: 'x' },
    changed: { at: 1, by: 'x' },
    archived: null,
    fields: { ...(entityOf(type).blank as object), ...fields },
  }) as unknown as AnyStored
const ids = (records: readonly AnyStored[]) => records.map(({ id }) => id)

describe('part of a case', () => {
  const all = [
    record('case', 'case1'),
    record('exhibit', 'exh1'),
    record('exhibit', 'exh2'),
    record('custody', 'cus1', { exhibit: 'exh1' }),
    record('custody', 'cus2', { exhibit: 'exh2' }),
    record('person', 'per1'),
    record('person', 'per2'),
    record('statement', 'sta1', { witness: 'per1' }),
    record('contact', 'con1', { statement: 'sta1' }),
    record('event', 'eve1', {
      people: ['per2'],
      sources: [
        { type: 'exhibit', id: 'exh2', page: 1, paragraph: null },
        { type: 'statement', id: 'sta1', page: null, paragraph: 2 },
      ],
    }),
  ]

  test('an exhibit brings its custody, and nothing else', () => {
    expect(ids(partOf(all, [{ type: 'exhibit', id: 'exh1' }]).records)).toEqual(['exh1', 'cus1'])
  })

  test('a statement brings its witness; its contact page is left out and counted', () => {
    const { records, left } = partOf(all, [{ type: 'statement', id: 'sta1' }])
    expect(ids(records)).toEqual(['per1', 'sta1'])
    expect(left).toBe(1)
  })

  test('an event brings its people and all it cites, and what these bring', () => {
    expect(ids(partOf(all, [{ type: 'event', id: 'eve1' }]).records)).toEqual([
      'exh2',
      'cus2',
      'per1',
      'per2',
      'sta1',
      'eve1',
    ])
  })

  test('a contact page is left out even when it is chosen', () => {
    expect(partOf(all, [{ type: 'contact', id: 'con1' }])).toEqual({ records: [], left: 1 })
  })

  test('property: a part is closed under references, holds what was chosen and never a contact page', () => {
    const id = fc.integer({ min: 0, max: 9 })
    const any = fc.record({
      statements: fc.array(id, { maxLength: 8 }),
      custody: fc.array(id, { maxLength: 8 }),
      contacts: fc.array(id, { maxLength: 8 }),
      events: fc.array(fc.tuple(fc.array(id, { maxLength: 3 }), fc.array(id, { maxLength: 3 })), {
        maxLength: 6,
      }),
      chosen: fc.array(fc.tuple(fc.constantFrom('exhibit', 'statement', 'event', 'person', 'contact'), id)),
    })
    fc.assert(
      fc.property(any, (made) => {
        const records = [
          ...Array.from({ length: 10 }, (_, n) => record('exhibit', `exhibit${n}`)),
          ...Array.from({ length: 5 }, (_, n) => record('person', `person${n}`)),
          ...made.statements.map((n, at) => record('statement', `statement${at}`, { witness: `person${n}` })),
          ...made.custody.map((n, at) => record('custody', `custody${at}`, { exhibit: `exhibit${n}` })),
          ...made.contacts.map((n, at) => record('contact', `contact${at}`, { statement: `statement${n}` })),
          ...made.events.map(([people, cited], at) =>
            record('event', `event${at}`, {
              people: people.map((n) => `person${n}`),
              sources: cited.map((n) => ({
                type: 'statement',
                id: `statement${n}`,
                page: null,
                paragraph: 1,
              })),
            }),
          ),
        ]
        const chosen = made.chosen.map(([type, n]) => ({ type, id: `${type}${n}` }))
        const part = new Set(ids(partOf(records, chosen).records))
        const there = new Map(records.map((each) => [each.id, each]))
        for (const each of chosen)
          if (there.has(each.id)) expect(part.has(each.id)).toBe(each.type !== 'contact')
        for (const each of part) {
          const found = there.get(each) as AnyStored
          expect(found.type).not.toBe('contact')
          for (const { id: target } of referencesOf(found))
            expect(part.has(target) || !there.has(target)).toBe(true)
        }
        for (const each of records)
          if (each.type === 'custody')
            expect(part.has(each.id)).toBe(part.has((each.fields as { exhibit: string }).exhibit))
      }),
      { numRuns: 300 },
    )
  })
})
