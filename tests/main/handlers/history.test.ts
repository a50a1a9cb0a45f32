import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCaseIn, unlockCase } from '../../../main/desk/case-files.ts'
import type { Desk } from '../../../main/desk/desk.ts'
import { openCases } from '../../../main/desk/open-cases.ts'
import { historyHandlers } from '../../../main/handlers/history.ts'
import { recordHandlers } from '../../../main/handlers/records.ts'
import { statementHandlers } from '../../../main/handlers/statements.ts'
import { openKnownCases } from '../../../main/services/machine/known-cases.ts'
import { openPlaces } from '../../../main/services/machine/places.ts'
import { passphrase, rememberingKdf, room, surroundings } from '../services/case-store/room.ts'

async function stage() {
  const place = room()
  const clock = { at: Date.UTC(2026, 2, 1, 9) }
  const now = () => clock.at
  const base = { now, newId: () => randomBytes(16).toString('hex'), user: 'DC Asha Verity' }
  const cases = openCases(base)
  const told: unknown[] = []
  const desk = {
    ...base,
    version: '0.0.0',
    cases,
    store: surroundings({ kdf: rememberingKdf(), now }),
    tell: (notice: unknown) => void told.push(notice),
    known: openKnownCases(place.at('machine')),
    places: openPlaces(randomBytes(16)),
  } as unknown as Desk
  const { caseId } = await createCaseIn(desk, { folder: place.path, name: 'Lantern', passphrase })
  return {
    place,
    clock,
    cases,
    caseId,
    told,
    history: historyHandlers(desk),
    records: recordHandlers(desk),
    statements: statementHandlers(desk),
    lockAndOpen: async (readOnly = false) => {
      await cases.closeAll()
      await unlockCase(desk, caseId, { passphrase, readOnly })
    },
    entered: async () => await cases.get(caseId).store.history(),
  }
}
const held: { s?: Awaited<ReturnType<typeof stage>> } = {}
const s = () => held.s!
beforeEach(async () => {
  held.s = await stage()
})
afterEach(async () => {
  await s().cases.closeAll()
  s().place.clear()
})

async function statementOfThree() {
  const { caseId, records } = s()
  const add = { caseId, type: 'statement', fields: { statementOf: 'Asha Verity' } } as const
  const { id } = (await records['records.add'](add as never)).record
  for (const [at, words] of ['I saw it.', 'I did not see it.'].entries()) {
    s().clock.at += 60_000
    const change = { caseId, type: 'statement', id, version: at + 1, fields: { paragraphs: [words] } }
    await records['records.change'](change as never)
  }
  return { caseId, type: 'statement' as const, id }
}
const versions = (of: { caseId: string; type: 'statement'; id: string }) =>
  s().history['records.versions'](of)

describe('versions of a record', () => {
  test('are the same before and after the case was closed, and a look at them is entered', async () => {
    const of = await statementOfThree()
    const before = await versions(of)
    expect(before).toMatchObject({
      whole: true,
      versions: [
        {
          version: 3,
          by: 'DC Asha Verity',
          changes: [{ before: '1. I saw it.', after: '1. I did not see it.' }],
        },
        { version: 2, act: 'changed' },
        { version: 1, act: 'added' },
      ],
    })
    await s().lockAndOpen()
    expect(await versions(of)).toEqual(before)
    const looks = (await s().entered()).filter(({ action }) => action === 'consultation')
    expect(looks).toMatchObject([{ target: { type: 'statement', id: of.id }, detail: { of: 'versions' } }])
    await s().lockAndOpen(true)
    expect(await versions(of)).toEqual(before)
    const restore = { ...of, version: 3, to: 2 }
    await expect(s().history['records.restore'](restore)).rejects.toMatchObject({
      code: 'read-only-newer',
    })
  })

  test('an earlier one is brought back as one more, told to every window and entered', async () => {
    const of = await statementOfThree()
    expect(await s().history['records.restore']({ ...of, version: 3, to: 2 })).toEqual({ version: 4 })
    expect(s().told.at(-1)).toEqual({ kind: 'changed', caseId: of.caseId, types: ['statement'] })
    await s().lockAndOpen()
    const { record } = await s().records['records.get'](of)
    expect(record).toMatchObject({ version: 4, fields: { paragraphs: ['I saw it.'] } })
    expect((await versions(of)).versions.map(({ version }) => version)).toEqual([4, 3, 2, 1])
    const alterations = (await s().entered()).filter(({ action }) => action === 'alteration')
    expect(alterations.at(-1)).toMatchObject({ detail: { restored: 2, fields: ['paragraphs'] } })
    await expect(s().history['records.restore']({ ...of, version: 3, to: 1 })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('undo in a case', () => {
  test('is entered like every change, and ends with the lock', async () => {
    const of = await statementOfThree()
    const { history, caseId } = s()
    const name = 'change of S1: statement'
    expect(await history['undo.undo']({ caseId })).toEqual({ did: name, undo: name, redo: name })
    expect(s().told.at(-1)).toEqual({ kind: 'changed', caseId, types: ['statement'] })
    expect((await s().entered()).at(-1)).toMatchObject({
      action: 'alteration',
      target: { type: 'statement', id: of.id, version: 4 },
      detail: { turned: 'undo', fields: ['paragraphs'] },
    })
    expect(await history['undo.redo']({ caseId })).toEqual({ did: name, undo: name, redo: null })
    const { acts } = s().cases.get(caseId)
    await s().lockAndOpen()
    expect(acts.state()).toEqual({ undo: null, redo: null, stands: [] })
    expect(await history['undo.state']({ caseId })).toEqual({ undo: null, redo: null, stands: [] })
    await expect(history['undo.undo']({ caseId })).rejects.toMatchObject({ code: 'not-found' })
    expect((await versions(of)).versions).toHaveLength(5)
  })

  test('takes back what was written on a contact page, and names nothing of it', async () => {
    const { caseId, id } = await statementOfThree()
    const set = (fields: object) =>
      s().statements['statements.setContact']({ caseId, statement: id, fields } as never)
    await set({ address: '12 Mill Lane' })
    await set({ address: '14 Mill Lane' })
    const turned = await s().history['undo.undo']({ caseId })
    expect(turned.did).toBe('change of a contact page: home address')
    const contact = await s().statements['statements.contact']({ caseId, statement: id })
    expect(contact.contact?.fields.address).toBe('12 Mill Lane')
  })
})
