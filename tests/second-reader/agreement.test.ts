import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import canonicalize from 'canonicalize'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CaseStore, openCase, type Secret } from '../../main/services/case-store/index.ts'
import { outcome, rememberingKdf, room, surroundings } from '../main/services/case-store/room.ts'
import { dumpOf } from '../support/case-dump.ts'
import { beacon, inflict, lantern, recordedCases } from '../support/recorded-cases.ts'

const { hasPython, python } = (await import(
  new URL('../../main/setup/debian.mjs', import.meta.url).href
)) as { hasPython: () => boolean; python: string }

const readCase = fileURLToPath(new URL('read_case.py', import.meta.url))
const recover = fileURLToPath(new URL('../../main/standalone/recover.mjs', import.meta.url))
const place = room()
afterAll(() => place.clear())
const s = surroundings({ kdf: rememberingKdf() })

/** What a program printed, whatever it ended with. */
function said(program: string, ...args: string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(program, args, (error, out, err) => {
      if (out === '' && err !== '') fail(new Error(err, { cause: error }))
      else done(out)
    })
  })
}
const file = (name: string, text: string) => {
  writeFileSync(place.at(name), text)
  return place.at(name)
}
const read = (path: string) => readFileSync(path, 'utf8')

interface Change {
  readonly tx: number
  readonly at: number
  readonly actor: string
  readonly ops: readonly (readonly [kind: string, collection: string, id: string, record?: unknown])[]
}
interface Dump {
  readonly state: string
  readonly audit: string
  readonly versions: string
}
const dumpIn = (folder: string): Dump => ({
  state: read(join(folder, 'state.json')),
  audit: read(join(folder, 'audit.jsonl')),
  versions: read(join(folder, 'versions.jsonl')),
})
const changesOf = ({ versions }: Dump) =>
  versions
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Change)

/** The dump that the recovery reader's folders come to, and the files of the index that it wrote. */
function dumpFrom(folder: string): Dump {
  const collections: Record<string, unknown> = {}
  for (const name of readdirSync(join(folder, 'records')))
    collections[name.replace(/\.json$/, '')] = JSON.parse(read(join(folder, 'records', name)))
  const told = JSON.parse(read(join(folder, 'case.json')))
  return {
    state: `${canonicalize({ ...told, collections })}\n`,
    audit: read(join(folder, 'history/audit.jsonl')),
    versions: read(join(folder, 'history/versions.jsonl')),
  }
}

/** Our own reader against a dump: state and history byte for byte, and what it says of each record's past. */
async function expectOurs(store: CaseStore, dump: Dump): Promise<void> {
  const state = JSON.parse(dump.state)
  const collections = Object.keys(state.collections)
  const uids = state.blobs.map(({ uid }: { uid: string }) => uid)
  expect(await dumpOf(store, { collections, uids, tx: state.tx })).toEqual({
    state: dump.state,
    audit: dump.audit,
  })
  for (const { uid, sha256 } of state.blobs)
    expect(
      createHash('sha256')
        .update(await store.readBlob(uid))
        .digest('hex'),
    ).toBe(sha256)
}

/** What a full check finds, each kind once. A torn tail is known from the opening. */
async function codesOf(store: CaseStore): Promise<string[]> {
  const { findings } = await store.verify({ full: true })
  return [...new Set(findings.map(({ code }) => code))].filter((code) => code !== 'torn-tail')
}

const expected = dumpIn(join(recordedCases, 'beacon.expected'))
const secrets: readonly (readonly [string, string, Secret, string])[] = [
  ['passphrase', '--passphrase-file', { passphrase: beacon.passphrase }, beacon.passphrase],
  ['recovery key', '--recovery-key-file', { identity: beacon.recoveryKey }, beacon.recoveryKey],
  ['escrow key', '--recovery-key-file', { identity: beacon.escrowKey }, beacon.escrowKey],
]
const pythonFlag = (flag: string) => (flag === '--passphrase-file' ? flag : '--identity-file')

describe.each(secrets)('the case recorded in 1.1, opened with its %s', (name, flag, secret, words) => {
  const folder = join(recordedCases, 'beacon')
  const secretFile = file(`secret ${name}`, words)

  test('is what was recorded, to our own reader', async () => {
    const store = await openCase(folder, secret, s, { readOnly: true })
    expect(store.notices.map(({ code }) => code)).toEqual(['torn-tail'])
    await expectOurs(store, expected)
    const changes = changesOf(expected)
    const touched = changes.flatMap(({ ops }) => ops.filter(([kind]) => kind !== 'blob'))
    expect(touched.length).toBeGreaterThan(5)
    for (const [, collection, id] of touched) {
      const { versions, whole } = await store.versions(collection, id)
      expect(whole).toBe(true)
      const own = changes.flatMap(({ tx, at, actor, ops }) =>
        ops
          .filter((op) => op[0] !== 'blob' && op[1] === collection && op[2] === id)
          .map((op) => ({ record: op[0] === 'put' ? op[3] : null, tx, at, actor })),
      )
      expect(versions).toEqual(own.reverse())
    }
    expect(await codesOf(store)).toEqual([])
    await store.close()
  })

  test.skipIf(!hasPython())('is what was recorded, to the second reader', async () => {
    const out = place.at(`python ${name}`)
    const answer = await said(python, '-B', readCase, folder, pythonFlag(flag), secretFile, '--out', out)
    expect(JSON.parse(answer)).toEqual({ ok: true, notices: ['torn-tail'], found: [] })
    expect(dumpIn(out)).toEqual(expected)
    for (const { uid, sha256 } of JSON.parse(expected.state).blobs)
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, 'files', uid)))
          .digest('hex'),
      ).toBe(sha256)
  })

  test('is what was recorded, to the recovery reader', async () => {
    const out = place.at(`recovered ${name}`)
    await said(process.execPath, recover, folder, flag, secretFile, '--to', out)
    expect(read(join(out, 'LOST.txt'))).toMatch(/^state\/\S+\.jrn: the last 28 bytes [^\n]*\n$/)
    expect(dumpFrom(out)).toEqual(expected)
    const sums = read(join(out, 'READ-ME.txt'))
    const shown = readdirSync(join(out, 'exhibits')).sort()
    expect(shown).toEqual(['E2 ledger.txt', 'JLB-7 yard.mp4'])
    // The one statement stands as text; an earlier wording of it is kept beside the rest, as stored.
    const texts = new Set(['ee593903f6afe12225421628343e2d38', 'f0a727ddeb4babd947ca6978fdbe25c6'])
    for (const { uid, sha256 } of JSON.parse(expected.state).blobs)
      if (!texts.has(uid)) expect(sums).toContain(sha256)
    expect(read(join(out, 'statements', 'S1 Đặng Thị Hà.txt'))).toBe(
      'Tôi đến vào tháng tư.\n\nI came in April.\n',
    )
    expect(readdirSync(join(out, 'other-files'))).toEqual(['ee593903f6afe12225421628343e2d38'])
  })
})

test.each([
  ['who was removed', beacon.removed],
  ['before it was changed', beacon.replaced],
])('the passphrase %s opens it no more', async (name, words) => {
  const folder = join(recordedCases, 'beacon')
  expect(await outcome(openCase(folder, { passphrase: words }, s, { readOnly: true }))).toBe(
    'wrong-passphrase',
  )
  if (!hasPython()) return
  const secretFile = file(`gone ${name}`, words)
  const answer = await said(python, '-B', readCase, folder, '--passphrase-file', secretFile, '--verify-only')
  expect(JSON.parse(answer)).toEqual({ ok: false, code: 'wrong-passphrase' })
})

describe('the case recorded in 1.1, with', () => {
  const secretFile = file('secret', beacon.passphrase)
  test.each(beacon.faults.map((fault) => [fault.name, fault] as const))('%s', async (name, fault) => {
    const folder = place.at(createHash('sha256').update(name).digest('hex').slice(0, 12))
    cpSync(join(recordedCases, 'beacon'), folder, { recursive: true })
    inflict(folder, fault)
    // Behind damage nobody looks for a torn tail; where the frame is gone there is none.
    const torn = fault.notice === 'corrupt-journal' || fault.cut !== undefined ? [] : ['torn-tail']
    const notices = [...(fault.notice === undefined ? [] : [fault.notice]), ...torn].sort()
    const found = fault.find === undefined ? [] : [fault.find]
    const store = await openCase(folder, { passphrase: beacon.passphrase }, s, { readOnly: true })
    // Of a header younger than what damage leaves of the state, only our own reader says so.
    const met = store.notices.map(({ code }) => code).filter((code) => code !== 'header-changed')
    expect(met.sort()).toEqual(notices)
    if (fault.notice === undefined) expect(await codesOf(store)).toEqual(found)
    await store.close()
    if (!hasPython()) return
    const answer = await said(
      python,
      '-B',
      readCase,
      folder,
      '--passphrase-file',
      secretFile,
      '--verify-only',
    )
    const told = JSON.parse(answer)
    expect(told.notices).toEqual(notices)
    if (fault.notice === undefined) expect(told.found).toEqual(found)
  })
})

describe('the case recorded in 1.0', () => {
  const folder = join(recordedCases, 'lantern')
  const secretFile = file('lantern', lantern.passphrase)
  const recovered = place.at('lantern recovered')
  beforeAll(() => said(process.execPath, recover, folder, '--passphrase-file', secretFile, '--to', recovered))

  test('is the same to our own reader and to the recovery reader', async () => {
    const store = await openCase(folder, { passphrase: lantern.passphrase }, s, { readOnly: true })
    await expectOurs(store, dumpFrom(recovered))
    await store.close()
  })

  test.skipIf(!hasPython())('is the same to the second reader and to the recovery reader', async () => {
    const out = place.at('lantern python')
    await said(python, '-B', readCase, folder, '--passphrase-file', secretFile, '--out', out)
    expect(dumpIn(out)).toEqual(dumpFrom(recovered))
  })
})
