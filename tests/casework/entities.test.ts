import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { entityOf, type RecordType, recordTypes, register } from '../../casework/entities/index.ts'

const sample = (type: RecordType): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/records/${type}.json`, import.meta.url), 'utf8'))

describe.each(recordTypes)('%s', (type) => {
  const kind = entityOf(type)
  test('reads its sample, fills what it leaves out, and reads itself again', () => {
    const values = kind.read(sample(type))
    expect(values).toMatchObject(sample(type))
    expect(Object.keys(values).sort()).toEqual(Object.keys(kind.fields).sort())
    expect(kind.read(values)).toEqual(values)
  })
  test('refuses a field it does not have, by name', () => {
    expect(() => kind.read({ ...sample(type), planted: 1 })).toThrow(/planted/)
  })
  test('has a title', () => {
    expect(kind.title(kind.read(sample(type)) as never)).not.toBe('')
  })
})

describe('what an earlier program stored', () => {
  const folder = new URL('../vectors/records/', import.meta.url)
  test.each(readdirSync(folder).sort())('%s is read as it is stored now', (name) => {
    const { stored, now } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
    const { upgraded } = entityOf(name.split('-')[0] as RecordType)
    expect(upgraded(stored)).toEqual(now)
    expect(upgraded(now)).toEqual(now)
  })
  test('every step of an upgrade has such a record', () => {
    const steps = recordTypes.flatMap((type) => (entityOf(type).upgrades ?? []).map(() => type)).sort()
    expect(
      readdirSync(folder)
        .map((name) => name.split('-')[0])
        .sort(),
    ).toEqual(steps)
  })
})

test('no two kinds share a letter', () => {
  const letters = recordTypes.map((type) => entityOf(type).letter)
  expect(new Set(letters).size).toBe(letters.length)
})

describe('a field that is wrong', () => {
  const at = (read: () => unknown) => {
    try {
      read()
    } catch (thrown) {
      return thrown instanceof CaseworkError ? [thrown.code, thrown.at] : thrown
    }
    return 'read'
  }
  test.each([
    ['a name that is only spaces', () => register.person.read({ name: '  ' }), 'name'],
    ['a name that turns the text round', () => register.person.read({ name: 'Ann \u202Enna' }), 'name'],
    ['a line break in a line', () => register.person.read({ name: 'Ann\nLee' }), 'name'],
    [
      'a day that is not in the calendar',
      () => register.person.read({ name: 'Ann', born: '2025-02-29' }),
      'born',
    ],
    ['an American date', () => register.action.read({ title: 'x', due: '11/29/2025' }), 'due'],
    ['a role nobody has', () => register.person.read({ name: 'Ann', roles: ['boss'] }), 'roles'],
    ['a number that is none', () => register.exhibit.read({ title: 'x', number: 1.5 }), 'number'],
    [
      'a path for an id',
      () => register.statement.read({ statementOf: 'Ann', witness: '../../etc' }),
      'witness',
    ],
  ])('%s', (_what, read, field) => expect(at(read)).toEqual(['invalid', field]))
})
