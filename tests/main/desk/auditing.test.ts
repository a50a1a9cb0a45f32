import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCaseIn, unlockCase } from '../../../main/desk/case-files.ts'
import type { Desk } from '../../../main/desk/desk.ts'
import { openUnfinishedNamed } from '../../../main/desk/landing-names.ts'
import { type OpenCase, openCases } from '../../../main/desk/open-cases.ts'
import type { Asked } from '../../../main/dispatch.ts'
import { auditHandlers } from '../../../main/handlers/audit.ts'
import { recordHandlers } from '../../../main/handlers/records.ts'
import { statementHandlers } from '../../../main/handlers/statements.ts'
import { openKnownCases } from '../../../main/services/machine/known-cases.ts'
import { openPlaces } from '../../../main/services/machine/places.ts'
import { openWitness } from '../../../main/services/machine/witness.ts'
import { outcome, passphrase, rememberingKdf, room, surroundings } from '../services/case-store/room.ts'

const asked: Asked = { signal: new AbortController().signal, progress: () => undefined }
const user = 'DC Asha Verity'

async function stage() {
  const place = room()
  const witness = openWitness(place.at('machine'), (n) => randomBytes(n))
  const clock = { at: Date.UTC(2026, 2, 1, 9) }
  const store = surroundings({ kdf: rememberingKdf(), witness, now: () => clock.at })
  const base = { now: () => clock.at, newId: () => randomBytes(16).toString('hex'), user }
  const cases = openCases({ ...base, witness })
  const desk = {
    ...base,
    version: '0.0.0',
    cases,
    store,
    tell: () => undefined,
    known: openKnownCases(place.at('machine')),
    places: openPlaces(randomBytes(16)),
    unfinished: openUnfinishedNamed(place.at('machine'), (n) => randomBytes(n), store.host),
  } as unknown as Desk
  const { caseId, held } = await createCaseIn(desk, { folder: place.path, name: 'Lantern', passphrase })
  return {
    place,
    desk,
    clock,
    caseId,
    held,
    witness,
    audit: auditHandlers(desk),
    records: recordHandlers(desk),
    statements: statementHandlers(desk),
    at: desk.places.grant(place.path),
    reopen: (readOnly: boolean): Promise<OpenCase> => unlockCase(desk, caseId, { passphrase, readOnly }),
  }
}
type Stage = Awaited<ReturnType<typeof stage>>
const held: { s?: Stage } = {}
const s = () => held.s!
beforeEach(async () => {
  held.s = await stage()
})
afterEach(async () => {
  vi.useRealTimers()
  await s().desk.cases.closeAll()
  s().place.clear()
})
const list = (over: object = {}) => s().audit['audit.list']({ caseId: s().caseId, ...over }, asked)
const actionsOf = async () => (await s().held.store.history()).map(({ action }) => action)
const consultations = async () =>
  (await s().desk.cases.get(s().caseId).store.history()).filter(({ action }) => action === 'consultation')

describe('the list', () => {
  test('is newest first, page by page, with references of now and no names', async () => {
    const person = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    await s().held.records.change('person', person.id, 1, { nationality: 'Vietnamese' })
    const all = await list()
    expect(all.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: all.seq }, (_, n) => all.seq - n))
    expect(all.total).toBe(all.seq)
    expect(all.entries[0]).toMatchObject({
      actor: user,
      kind: 'alteration',
      sentence: 'Changed the person: nationality',
      about: 'V1',
      record: { type: 'person', id: person.id, version: 2 },
      odd: null,
    })
    expect(JSON.stringify(all)).not.toContain('Nguy')
    expect(all.code).toMatch(/^(\w{4}-){3}\w{4}$/)
    expect(all.witness?.seq).toBeGreaterThan(0)
    const paged = [...(await list({ count: 2 })).entries, ...(await list({ from: 2, count: 50 })).entries]
    expect(paged).toEqual(all.entries)
    expect((await list({ sinceSeq: all.seq })).entries).toEqual([all.entries[0]])
    expect((await list({ from: 10_000 })).entries).toEqual([])
  })

  test('is narrowed by who, what, which record, when and oddness, and says how many are left', async () => {
    const { clock } = s()
    const person = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    clock.at += 3_600_000
    const until = clock.at
    await s().held.records.change('person', person.id, 1, { nationality: 'Albanian' })
    clock.at -= 7_200_000
    await s().held.records.add('event', { title: 'Arrival' })
    const seqs = async (over: object) => {
      const { total, entries } = await list(over)
      expect(total).toBe(entries.length)
      return entries.map(({ sentence }) => sentence)
    }
    const record = { type: 'person', id: person.id }
    expect(await seqs({ record })).toEqual(['Changed the person: nationality', 'Added a person'])
    expect(await seqs({ record, until })).toEqual(['Added a person'])
    expect(await seqs({ record, since: until })).toEqual(['Changed the person: nationality'])
    expect(await seqs({ kinds: ['access'] })).toEqual(['Opened the case for writing', 'Made the case'])
    expect(await seqs({ odd: true })).toEqual([expect.stringContaining('Added an event')])
    expect((await list({ odd: true })).entries[0]?.odd).toBe('The clock went back 2 hours before this entry.')
    expect(await seqs({ actor: 'nobody' })).toEqual([])
    // What is entered later is found too.
    await s().held.records.change('person', person.id, 2, { nationality: 'Greek' })
    expect(await seqs({ record })).toHaveLength(3)
    expect((await list({ actor: user })).actors).toContain(user)
  })

  test('is the same after closing and opening, and verifies', async () => {
    for (let n = 0; n < 70; n++) await s().held.records.add('event', { title: `Event ${n}` })
    const before = await list()
    await s().desk.cases.close(s().caseId)
    await s().reopen(true)
    const after = await list({ count: 2_000 })
    expect(after.entries.slice(-before.seq).map(({ seq, sentence }) => [seq, sentence])).toEqual(
      before.entries.map(({ seq, sentence }) => [seq, sentence]),
    )
    expect(after.signed?.by).toBe(user)
    expect(after.verified).toBeNull()
    const verdict = await s().audit['audit.verify']({ caseId: s().caseId }, asked)
    expect(verdict).toMatchObject({ ok: true, entries: after.seq, findings: [] })
    expect((await list()).verified).toMatchObject({ ok: true, entries: after.seq })
  })
})

describe('a look', () => {
  test('is entered once in a quarter of an hour, with the next change', async () => {
    const person = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    const look = () => s().records['records.get']({ caseId: s().caseId, type: 'person', id: person.id })
    await look()
    await look()
    expect(await consultations()).toEqual([])
    await s().held.records.add('event', { title: 'Arrival' })
    expect(await consultations()).toMatchObject([{ target: { type: 'person', id: person.id }, actor: user }])
    expect((await actionsOf()).slice(-2)).toEqual(['consultation', 'collection'])
    s().clock.at += 14 * 60_000
    await look()
    await s().held.looks.flush()
    expect(await consultations()).toHaveLength(1)
    s().clock.at += 60_000
    await look()
    await s().held.looks.flush()
    expect(await consultations()).toHaveLength(2)
    // The case's own record tells of no person.
    const [about] = s().held.records.list('case')
    await s().records['records.get']({ caseId: s().caseId, type: 'case', id: about!.id })
    await s().held.looks.flush()
    expect(await consultations()).toHaveLength(2)
  })

  test('is entered within five seconds by itself, several in one change', async () => {
    const one = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    const two = await s().held.records.add('event', { title: 'Arrival' })
    const tx = (await list()).seq
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await s().records['records.get']({ caseId: s().caseId, type: 'person', id: one.id })
    await s().records['records.get']({ caseId: s().caseId, type: 'event', id: two.id })
    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    await vi.waitFor(async () => expect(await consultations()).toHaveLength(2))
    expect((await list()).seq).toBe(tx + 2)
  })

  test('at a contact page is entered, and at closing none is left behind', async () => {
    const statement = await s().held.records.add('statement', { statementOf: 'V1' })
    await s().statements['statements.setContact']({
      caseId: s().caseId,
      statement: statement.id,
      fields: {},
    } as never)
    await s().statements['statements.contact']({ caseId: s().caseId, statement: statement.id })
    await s().desk.cases.close(s().caseId)
    await s().reopen(true)
    expect(await consultations()).toMatchObject([{ target: { type: 'contact' } }])
  })

  test('that cannot be entered is not forgotten, and no other is given until it is', async () => {
    const person = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    const other = await s().held.records.add('person', { name: 'Somebody', pseudonym: 'V2' })
    const look = (id: string) => s().records['records.get']({ caseId: s().caseId, type: 'person', id })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await look(person.id)
    // Somebody else has taken the case over: nothing more can be written to it from here.
    writeFileSync(s().place.at('Lantern.case', 'lock', 'owner.json'), '{"nonce":"another"}')
    await vi.advanceTimersByTimeAsync(5_000)
    vi.useRealTimers()
    await vi.waitFor(async () => expect(await outcome(look(person.id))).toBe('lock-lost'))
    expect(await outcome(look(other.id))).toBe('lock-lost')
    const { id } = s().held.store
    await s().desk.cases.close(s().caseId)
    expect(s().witness.owed(id)).toMatchObject([
      { what: 'entry', note: { action: 'consultation', target: { id: person.id } } },
    ])
  })
})

describe('a proof of part of the history', () => {
  const exported = (over: object = {}) =>
    s().audit['audit.export'](
      { caseId: s().caseId, place: s().at, fileName: 'proof', from: 1, to: 4, ...over },
      asked,
    )
  const checked = (name = 'proof.json') =>
    s().audit['audit.check']({ file: s().desk.places.grant(s().place.at(name)) })

  test('is written, holds, withholds what was not asked for, and is entered as a disclosure', async () => {
    const one = await s().held.records.add('person', { name: 'Nguyễn Thị Hoa', pseudonym: 'V1' })
    const two = await s().held.records.add('person', { name: 'Somebody', pseudonym: 'V2' })
    const { seq } = await list()
    const made = await exported({ to: seq, keep: [{ type: 'person', id: one.id }] })
    expect(made.withheld).toBeGreaterThan(0)
    const text = readFileSync(s().place.at('proof.json'), 'utf8')
    expect([text.includes(one.id), text.includes(two.id)]).toEqual([true, false])
    expect(await checked()).toEqual({
      ok: true,
      fileName: 'proof.json',
      entries: made.entries,
      withheld: made.withheld,
      signedBy: [user],
      findings: [],
    })
    expect((await list()).entries[0]).toMatchObject({ kind: 'disclosure' })
    expect((await list()).entries[0]?.sentence).toContain(`Exported entries 1 to ${seq} of the history`)
    writeFileSync(s().place.at('bad.json'), text.replace('"seq":1', '"seq":2'))
    expect(await checked('bad.json')).toMatchObject({ ok: false, entries: 0 })
  })

  test('goes on, withheld, to a head that is signed', async () => {
    for (let n = 0; n < 140; n++) await s().held.records.add('event', { title: `Event ${n}` })
    const made = await exported({ from: 10, to: 20 })
    expect(made).toMatchObject({ entries: 11, withheld: 64 - 20 })
    expect(await checked()).toMatchObject({ ok: true, signedBy: [user] })
  })

  test('is refused for entries there are not, and over a file that is there', async () => {
    expect(await outcome(exported({ to: 10_000 }))).toBe('invalid')
    expect(await outcome(exported({ from: 3, to: 2 }))).toBe('invalid')
    await exported({ to: 1 })
    expect(await outcome(exported({ to: 1 }))).toBe('exists')
    expect(
      await outcome(s().audit['audit.check']({ file: s().desk.places.grant(s().place.at('none.json')) })),
    ).toBe('not-found')
  })

  test('from a case open for reading only enters it when it is next opened for writing', async () => {
    await s().desk.cases.close(s().caseId)
    await s().reopen(true)
    await exported({ to: 2 })
    expect(await checked()).toMatchObject({ ok: true })
    await s().desk.cases.close(s().caseId)
    await s().reopen(false)
    const { entries } = await list({ kinds: ['disclosure'] })
    expect(entries).toMatchObject([{ sentence: 'Exported entries 1 to 2 of the history with their proof' }])
  })
})
