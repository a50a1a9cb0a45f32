import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { room } from '../main/services/case-store/room.ts'
import { inflict, lantern, recordedCases } from '../support/recorded-cases.ts'

const { hasPython, python } = (await import(
  new URL('../../main/setup/debian.mjs', import.meta.url).href
)) as { hasPython: () => boolean; python: string }

const script = fileURLToPath(new URL('read_case.py', import.meta.url))
const place = room()
afterAll(() => place.clear())

interface Answer {
  readonly ok: boolean
  readonly code?: string
  readonly notices?: readonly string[]
  readonly found?: readonly string[]
}

/** What the second reader says of a case. */
function read(folder: string, ...words: string[]): Promise<Answer> {
  return new Promise((done, fail) => {
    // -B: it leaves nothing behind beside its source.
    execFile(python, ['-B', script, folder, ...words], (error, out, err) => {
      if (out.trim() === '') fail(new Error(err, { cause: error }))
      else done(JSON.parse(out) as Answer)
    })
  })
}

const file = (name: string, text: string) => {
  writeFileSync(place.at(name), text)
  return place.at(name)
}
const passphrase = ['--passphrase-file', file('passphrase', lantern.passphrase)]
const identity = ['--identity-file', file('identity', `# a recovery key\n${lantern.recoveryKey}\n`)]
const sound = { ok: true, notices: [], found: [] }

describe.skipIf(!hasPython())('a reader written from FORMAT.md alone', () => {
  test.each([
    ['passphrase', passphrase],
    ['recovery key', identity],
  ])('finds what is in the recorded case with its %s', async (name, words) => {
    const out = place.at(`dump with the ${name}`)
    expect(await read(join(recordedCases, 'lantern'), ...words, '--out', out)).toEqual(sound)
    const state = JSON.parse(readFileSync(join(out, 'state.json'), 'utf8'))
    expect([state.caseId, state.name, state.at]).toEqual([lantern.id, lantern.name, lantern.savedAt])
    expect(state.audit).toEqual({ seq: lantern.auditHead.seq, head: lantern.auditHead.hash })
    const records = Object.entries(lantern.records).filter(([, there]) => there.length > 0)
    expect(Object.keys(state.collections).sort()).toEqual(records.map(([collection]) => collection).sort())
    for (const [collection, there] of records)
      expect(state.collections[collection].map((row: { record: unknown }) => row.record)).toEqual(there)
    for (const { uid, size, sha256 } of lantern.blobs) {
      const bytes = readFileSync(join(out, 'files', uid))
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
    }
    const history = readFileSync(join(out, 'audit.jsonl'), 'utf8').trim().split('\n')
    const actions = history.map((line) => JSON.parse(JSON.parse(line).entry).action)
    expect(actions).toEqual(lantern.historyActions)
  })

  test.each(lantern.faults.map((fault) => [fault.name, fault] as const))('sees: %s', async (name, fault) => {
    const folder = place.at(createHash('sha256').update(name).digest('hex').slice(0, 12))
    cpSync(join(recordedCases, 'lantern'), folder, { recursive: true })
    inflict(folder, fault)
    const answer = await read(folder, ...passphrase, '--verify-only')
    if (fault.open !== undefined) {
      expect(answer).toEqual({ ok: false, code: fault.open })
      return
    }
    expect(answer.ok).toBe(true)
    if (fault.notice !== undefined) expect(answer.notices).toEqual([fault.notice])
    if (fault.find !== undefined) expect(answer.found).toEqual([fault.find])
  })

  test('refuses a passphrase and a key that are not of this case', async () => {
    const folder = join(recordedCases, 'lantern')
    const wrong = ['--passphrase-file', file('wrong', 'no lantern at all')]
    expect(await read(folder, ...wrong, '--verify-only')).toEqual({ ok: false, code: 'wrong-passphrase' })
    const strange = 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX'
    const other = ['--identity-file', file('strange', strange)]
    expect(await read(folder, ...other, '--verify-only')).toEqual({ ok: false, code: 'not-a-recipient' })
  })
})
