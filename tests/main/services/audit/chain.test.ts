import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  emptyChain,
  enter,
  follow,
  readEntry,
  type StoredEntry,
} from '../../../../main/services/audit/chain.ts'

const caseId = '000102030405060708090a0b0c0d0e0f'
const by = { at: 1_772_355_600_000, actor: 'PC Byrne', device: 'desk-1', app: 'Turnstone 0.1.0' }
const notes = ['a', 'b', 'c', 'd'].map((action) => ({ action, target: { type: 'case' }, detail: { n: 1 } }))
const made = enter(caseId, emptyChain(caseId), notes, by, (n) => Buffer.alloc(n, 7))

test('the chain is what its description says, worked out by hand', () => {
  const h = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const id = Buffer.from(caseId, 'hex')
  let head = h(Uint8Array.of(2), id)
  expect(emptyChain(caseId)).toEqual({ seq: 0, hash: head.toString('hex') })
  for (const [i, [salt, text]] of made.entries.entries()) {
    expect(text).toBe(
      `{"action":"${'abcd'[i]}","actor":"PC Byrne","app":"Turnstone 0.1.0","at":1772355600000,"detail":{"n":1},"device":"desk-1","seq":${i + 1},"target":{"type":"case"}}`,
    )
    const commitment = h(Uint8Array.of(0), Buffer.from(salt, 'base64'), Buffer.from(text))
    const number = Buffer.alloc(8)
    number.writeBigUInt64BE(BigInt(i + 1))
    head = h(Uint8Array.of(1), id, number, head, commitment)
  }
  expect(made.head).toEqual({ seq: 4, hash: head.toString('hex') })
})

test('an entry changed, moved, added or left out shows in the head', () => {
  const heads = new Set([made.head.hash])
  const [a, b, c, d] = made.entries as [StoredEntry, StoredEntry, StoredEntry, StoredEntry]
  const altered: StoredEntry = [b[0], b[1].replace('"b"', '"x"')]
  const resalted: StoredEntry = [Buffer.alloc(16).toString('base64'), b[1]]
  const forgeries = [
    [a, altered, c, d],
    [a, resalted, c, d],
    [a, c, b, d],
    [a, b, d],
    [a, b, c, d, d],
    [b, c, d],
  ]
  for (const entries of forgeries) heads.add(follow(caseId, emptyChain(caseId), entries).head.hash)
  expect(heads.size).toBe(forgeries.length + 1)
  expect(follow(caseId, emptyChain(caseId), [a, c]).brokenAt).toBe(2)
  expect(follow('ff'.repeat(16), emptyChain('ff'.repeat(16)), made.entries).head).not.toEqual(made.head)
  expect(readEntry(a)).toMatchObject({ seq: 1, actor: 'PC Byrne' })
})
