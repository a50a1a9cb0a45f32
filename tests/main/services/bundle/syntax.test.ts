import { expect, test } from 'vitest'
import { Lexer } from '../../../../main/services/bundle/lexer.ts'
import type { Value } from '../../../../main/services/bundle/objects.ts'
import { Syntax } from '../../../../main/services/bundle/syntax.ts'

function again(pdf: string): string {
  const syntax = new Syntax(16)
  syntax.value(new Lexer(Buffer.from(pdf, 'latin1')).value() as Value, (ref) => ref.number)
  return syntax.from(0).toString('latin1')
}

test('numbers are written as the shortest decimals that are the same', () => {
  for (const n of [
    '0',
    '7',
    '-7',
    '0.5',
    '-0.125',
    '12.001',
    '999999999',
    '1234567890123',
    '0.0001',
    '-841.89',
    '100',
  ])
    expect(again(n)).toBe(n)
  expect(again('10.500')).toBe('10.5')
  expect(again('-.002')).toBe('-0.002')
  expect(again('+17')).toBe('17')
})

test('a number of hundreds of digits stays a number', () => {
  expect(again(`3.${'1'.repeat(400)}`)).toMatch(/^3\.1+$/)
  expect(again('9'.repeat(400))).toMatch(/^\d+$/)
})

test('names, strings, lists, dictionaries and references come back as they were', () => {
  expect(again('/A#20b')).toBe('/A#20b')
  expect(again('(a\\(b\\)\\\\)')).toBe('(a\\(b\\)\\\\)')
  expect(again('<4142>')).toBe('(AB)')
  expect(again('[1 (x) /N 3 0 R null true]')).toBe('[1 (x) /N 3 0 R null true]')
  expect(again('<</K [1 2]/L<</M 1>>>>')).toBe('<</K [1 2]\n/L <</M 1>>>>')
})
