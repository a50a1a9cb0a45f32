import { expect, test } from 'vitest'
import { nameParts } from '../../../renderer/parts/file-name.ts'

const long = (version: number) => `R v Quill and others, Crown Court trial bundle, version ${version}.pdf`

test('versions of one name differ in the part that is never cut', () => {
  const [one, twelve] = [nameParts(long(1)), nameParts(long(12))]
  expect(one.tail).toMatch(/version 1\.pdf$/)
  expect(twelve.tail).toMatch(/version 12\.pdf$/)
  expect(one.tail).not.toBe(twelve.tail)
})

test('the two parts are the whole name, a space between them included', () => {
  for (const name of [long(3), `${'a'.repeat(20)} ${'b'.repeat(17)}`, `${'a'.repeat(20)} ${'b'.repeat(18)}`])
    expect(`${nameParts(name).head}${nameParts(name).tail}`.replaceAll('\u00a0', ' ')).toBe(name)
})

test('a short name is left whole, and a letter of several marks too', () => {
  expect(nameParts('rota.pdf')).toEqual({ head: 'rota.pdf', tail: '' })
  expect(nameParts(`${'x'.repeat(30)}${'e\u0301'.repeat(18)}`).tail).toBe('e\u0301'.repeat(18))
})
