import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyCode } from '../../../casework/rules/bundle-seal.ts'
import { headCode, readHeadCode } from '../../../casework/rules/head-code.ts'

test('a key has the code of its first ten bytes, however it is written', () => {
  for (let i = 0; i < 200; i++) {
    const key = createHash('sha256').update(String(i)).digest()
    const code = headCode(key.toString('hex'))
    expect(keyCode(key.toString('base64url'))).toBe(code)
    expect(keyCode(key.toString('base64'))).toBe(code)
    expect(readHeadCode(code.toLowerCase().replaceAll('-', ' '))).toBe(code)
  }
})

test('what is no key has no code', () => {
  for (const text of ['', 'x', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}!`, 'ABCD-EFGH-JKMN-PQRS'])
    expect(keyCode(text)).toBe('')
})
