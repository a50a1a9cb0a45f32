import { expect, test } from 'vitest'
import {
  identityIn,
  mergeWords,
  partOfToday,
  recipientFault,
  recipientsIn,
  verdictWords,
  waysIn,
} from '../../../renderer/views/case-file/words.ts'

test('a recipient is told from a secret, and from what is neither', () => {
  expect(recipientFault('age15t5t9k0gujyhgeecmj6fs2v5txfjpz7d8ryqhqncczlswjw0ygcsh8a4sm')).toBeUndefined()
  expect(recipientFault('AGE-SECRET-KEY-1QQQ')).toMatch(/secret/)
  expect(recipientFault('somebody@example.org')).toMatch(/begins age1/)
  expect(recipientFault('  ')).toMatch(/Paste/)
  expect(recipientsIn('age1a,\n age1b  age1c\n')).toEqual(['age1a', 'age1b', 'age1c'])
})

test('an identity is read from a file as age writes it, and from no other', () => {
  const file = '# created: 2026-03-01\n# public key: age1xyz\nAGE-SECRET-KEY-1ABC\n'
  expect(identityIn(file)).toBe('AGE-SECRET-KEY-1ABC')
  expect(identityIn(file.replaceAll('\n', '\r\n'))).toBe('AGE-SECRET-KEY-1ABC')
  expect(identityIn(`${file}AGE-SECRET-KEY-1DEF\n`)).toBe('')
  expect(identityIn('age1xyz')).toBe('')
  expect(identityIn('')).toBe('')
})

test('thirty days read every thirtieth once', () => {
  const days = Array.from({ length: 30 }, (_, at) =>
    new Date(Date.UTC(2026, 1, 20 + at)).toISOString().slice(0, 10),
  )
  const read = days.map((day) => partOfToday(day, 30)).sort((a, b) => a - b)
  expect(read).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
})

test('how somebody opens it', () => {
  expect(waysIn({ kind: 'identity', recipient: 'age1pq1abc' })).toBe('Own identity, post-quantum')
  expect(waysIn({ kind: 'recovery', recipient: 'age1abc' })).toBe('Recovery key, printed')
})

test('what a hand-over brings', () => {
  const none = { new: 0, same: 0, newer: 0, older: 0, conflict: 0 }
  expect(mergeWords({ counts: none, files: { new: 0, same: 4 } })).toBe('Nothing in it is new.')
  expect(mergeWords({ counts: { ...none, new: 2, conflict: 1 }, files: { new: 1, same: 0 } })).toBe(
    '2 new records, 1 record in conflict, 1 new file.',
  )
  expect(verdictWords({ verdict: 'conflict', fields: ['Title', 'Due'] })).toBe('In conflict: Title, Due')
})
