import { expect, test } from 'vitest'
import { type Beside, translationFaults } from '../../../casework/rules/translations.ts'

const whole = { of: 'o', from: 'Romanian', translator: 'Ana Pop', on: '2026-03-02', certificate: null }
const plain = (id: string, depth: 0 | 1 = 0): Beside => ({ id, depth, translation: null })
const translation = (more: Partial<NonNullable<Beside['translation']>> = {}, depth: 0 | 1 = 1): Beside => ({
  id: 't',
  depth,
  translation: { ...whole, ...more },
})
const faults = (section: readonly Beside[], others: readonly string[] = []) =>
  translationFaults(section, new Set([...section.map(({ id }) => id), ...others])).map(({ fault }) => fault)

test('a translation under its original, or next to it, with who made it, from what and when, lacks nothing', () => {
  expect(faults([plain('o'), translation()])).toEqual([])
  expect(faults([plain('o'), translation({}, 0)])).toEqual([])
  expect(faults([translation({}, 0), plain('o')])).toEqual([])
  expect(faults([plain('o'), plain('x', 1), translation(), plain('n')])).toEqual([])
  expect(faults([plain('o'), translation({ translator: '', certificate: 'c' }), plain('c', 1)])).toEqual([])
})

test('what it lacks is named', () => {
  expect(faults([translation()])).toEqual(['no-original'])
  expect(faults([plain('o'), translation({ of: null })])).toEqual(['no-original'])
  expect(faults([plain('x'), translation({ of: 't' })])).toEqual(['no-original'])
  // In another section, or with another document between.
  expect(faults([translation({}, 0)], ['o'])).toEqual(['apart'])
  expect(faults([plain('o'), plain('x'), translation({}, 0)])).toEqual(['apart'])
  for (const part of [{ translator: '' }, { from: '' }, { on: null }])
    expect(faults([plain('o'), translation(part)])).toEqual(['no-certificate'])
  expect(faults([plain('o'), translation({ certificate: 'c' })])).toEqual(['no-certificate'])
  expect(faults([plain('o'), translation({ certificate: 'c' })], ['c'])).toEqual(['certificate-apart'])
})
