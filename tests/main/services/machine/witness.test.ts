import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { machineKey } from '../../../../main/services/machine/machine-key.ts'
import { openWitness } from '../../../../main/services/machine/witness.ts'

const place = { path: '' }
beforeEach(() => {
  place.path = mkdtempSync(join(tmpdir(), 'turnstone-'))
})
afterEach(() => rmSync(place.path, { recursive: true, force: true }))

const caseId = 'ab'.repeat(16)
const seen = (seq: number, over: object = {}) => ({
  caseId,
  folder: '/cases/a.case',
  seq,
  head: String(seq % 10).repeat(64),
  tx: seq,
  at: seq * 1_000,
  edPubs: ['first key'],
  ...over,
})
const witness = () => openWitness(place.path, (n) => randomBytes(n))

test('it remembers the newest head and the first keys, and only its owner may read it', () => {
  expect(witness().recall(caseId)).toBeUndefined()
  witness().keep(seen(5))
  witness().keep(seen(9, { edPubs: ['another key'] }))
  witness().keep(seen(7))
  expect(witness().recall(caseId)).toMatchObject({ seq: 9, edPubs: ['first key'] })
  expect(witness().caseIn('/cases/a.case')).toBe(caseId)
  witness().keep(seen(3, { edPubs: ['new'] }), true)
  expect(witness().recall(caseId)).toMatchObject({ seq: 3, edPubs: ['new'] })
  expect(statSync(join(place.path, 'machine.key')).mode & 0o777).toBe(0o600)
  expect(statSync(join(place.path, 'machine.key')).size).toBe(32)
  for (const name of readdirSync(join(place.path, 'witness')))
    expect(statSync(join(place.path, 'witness', name)).mode & 0o777).toBe(0o600)
})

test('what is owed is kept in order and paid from the oldest', () => {
  const at = (n: number) => ({ what: 'failed-unlock' as const, at: n })
  for (const n of [1, 2, 3]) witness().owe(caseId, at(n))
  expect(witness().owed(caseId)).toEqual([at(1), at(2), at(3)])
  witness().settle(caseId, 2)
  expect(witness().owed(caseId)).toEqual([at(3)])
  witness().settle(caseId, 1)
  witness().settle(caseId, 0)
  expect(witness().owed(caseId)).toEqual([])
})

test('a file that was changed, or is another’s, is set aside and that is said until a head is kept anew', () => {
  witness().keep(seen(5))
  const path = join(place.path, 'witness', `${caseId}.json`)
  const text = readFileSync(path, 'utf8')
  for (let at = 0; at < text.length; at += 7) {
    const flipped = Buffer.from(text)
    flipped[at] = flipped[at]! ^ 1
    writeFileSync(path, flipped)
    expect(witness().recall(caseId), `byte ${at}`).toBe('set-aside')
    expect(witness().recall(caseId)).toBe('set-aside')
  }
  const other = 'cd'.repeat(16)
  writeFileSync(join(place.path, 'witness', `${other}.json`), text)
  expect(witness().recall(other)).toBe('set-aside')
  witness().keep(seen(6), true)
  expect(witness().recall(caseId)).toMatchObject({ seq: 6 })
})

test('the key is made once and is nobody else’s', () => {
  const a = machineKey(place.path)
  expect(machineKey(place.path).holds('label', 'text', a.mac('label', 'text'))).toBe(true)
  expect(a.holds('other', 'text', a.mac('label', 'text'))).toBe(false)
  expect(a.holds('label', 'text', '')).toBe(false)
  writeFileSync(join(place.path, 'machine.key'), 'short')
  expect(() => machineKey(place.path)).toThrow('not a machine key')
})
