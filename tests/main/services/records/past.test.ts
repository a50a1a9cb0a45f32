import { describe, expect, test } from 'vitest'
import { openRecords } from '../../../../main/services/records/records.ts'
import type { PastRecord, RecordStore } from '../../../../main/services/records/store-slice.ts'
import { countingIds, memoryStore } from '../../../support/memory-store.ts'

function setUp(over: (store: RecordStore) => Partial<RecordStore> = () => ({})) {
  const memory = memoryStore()
  const clock = { at: 1_000 }
  const store = { ...memory.store, ...over(memory.store) }
  const open = (actor: string) => openRecords(store, { now: () => clock.at++, newId: countingIds(), actor })
  return { ...memory, records: open('JLB'), open }
}

describe('versions', () => {
  test('say who, when and what, newest first', async () => {
    const { records, open } = setUp()
    const { id } = await records.add('person', { name: 'Kyle Pattinson', roles: ['suspect'] })
    await open('KLP').change('person', id, 1, { roles: ['suspect', 'witness'], occupation: 'Driver' })
    await records.archive('person', id, true)
    await records.archive('person', id, false)
    const { versions, whole } = await records.versionsOf('person', id)
    expect(whole).toBe(true)
    expect(versions.map(({ version, act, by }) => [version, act, by])).toEqual([
      [4, 'brought-back', 'JLB'],
      [3, 'archived', 'JLB'],
      [2, 'changed', 'KLP'],
      [1, 'added', 'JLB'],
    ])
    expect(versions[0]?.at).toBeGreaterThan(versions[3]?.at ?? Number.POSITIVE_INFINITY)
    expect(versions.map(({ changes }) => changes)).toEqual([
      [],
      [],
      [
        { field: 'roles', name: 'Roles in the case', before: 'Suspect', after: 'Suspect, Witness' },
        { field: 'occupation', name: 'Occupation', before: '', after: 'Driver' },
      ],
      [
        { field: 'name', name: 'Name', before: '', after: 'Kyle Pattinson' },
        { field: 'roles', name: 'Roles in the case', before: '', after: 'Suspect' },
      ],
    ])
  })

  test('read the texts that lie apart, and call what they point at by its reference of now', async () => {
    const { records } = setUp()
    const person = await records.add('person', { name: 'Kyle Pattinson' })
    const { id } = await records.add('statement', {
      statementOf: 'Kyle Pattinson',
      witness: person.id,
      paragraphs: ['I drove.', 'I parked.'],
    })
    await records.change('statement', id, 1, { paragraphs: ['I drove.', 'I waited.', 'I parked.'] })
    await records.change('statement', id, 2, { witness: 'gone' })
    const { versions } = await records.versionsOf('statement', id)
    expect(versions[1]?.changes).toEqual([
      { field: 'paragraphs', name: 'Statement', before: '', after: '2. I waited.' },
    ])
    expect(versions[0]?.changes).toEqual([
      {
        field: 'witness',
        name: 'Witness',
        before: 'N1',
        after: 'A person that is not in this case',
      },
    ])
  })

  test('of a case that kept none are the one that stands, and more are said to be missing', async () => {
    const none = async () => ({ versions: [], whole: false })
    const { records } = setUp(() => ({ versions: none }))
    const { id } = await records.add('action', { title: 'One' })
    expect(await records.versionsOf('action', id)).toMatchObject({
      whole: true,
      versions: [{ act: 'added' }],
    })
    await records.change('action', id, 1, { title: 'Two' })
    expect(await records.versionsOf('action', id)).toMatchObject({
      whole: false,
      versions: [{ version: 2, act: 'changed', changes: [] }],
    })
    await expect(records.restore('action', id, 2, 1)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('that came in from elsewhere say so, with whoever made them there', async () => {
    const { records } = setUp((store) => ({
      versions: async (type: string, id: string) => {
        const { versions, whole } = await store.versions(type, id)
        // They were put here by somebody else, an hour later.
        const taken = versions.map((each): PastRecord => ({ ...each, at: each.at + 3_600_000 }))
        return { versions: taken, whole }
      },
    }))
    const { id } = await records.add('action', { title: 'One' })
    const { versions } = await records.versionsOf('action', id)
    expect(versions).toMatchObject([{ act: 'merged', by: 'JLB', at: 1_000, changes: [{ after: 'One' }] }])
  })

  test('there are none of what is not there', async () => {
    await expect(setUp().records.versionsOf('action', 'ffff')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an earlier version brought back', () => {
  test('is one version more; nothing is taken away, and the history says which it was', async () => {
    const { records, notes } = setUp()
    const { id } = await records.add('statement', { statementOf: 'A', paragraphs: ['I saw it.'] })
    await records.change('statement', id, 1, { statementOf: 'B', paragraphs: ['I did not.'] })
    const back = await records.restore('statement', id, 2, 1)
    expect(back).toMatchObject({ version: 3, fields: { statementOf: 'A', paragraphs: ['I saw it.'] } })
    expect((await records.get('statement', id)).fields.paragraphs).toEqual(['I saw it.'])
    expect((await records.versionsOf('statement', id)).versions).toHaveLength(3)
    expect(notes.at(-1)).toEqual({
      action: 'alteration',
      target: { type: 'statement', id, version: 3 },
      detail: { restored: 1, fields: ['statementOf', 'paragraphs'] },
    })
  })

  test('is refused when the record is no longer the one on the screen, or the version is the newest', async () => {
    const { records } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    await records.change('action', id, 1, { title: 'Two' })
    await expect(records.restore('action', id, 1, 1)).rejects.toMatchObject({ code: 'conflict' })
    await expect(records.restore('action', id, 2, 2)).rejects.toMatchObject({ code: 'conflict' })
    await expect(records.restore('action', id, 3, 1)).rejects.toMatchObject({ code: 'conflict' })
    expect(records.peek('action', id)).toMatchObject({ version: 2, fields: { title: 'Two' } })
  })

  test('leaves what was given for good: a reference, a pseudonym', async () => {
    const { records } = setUp()
    const exhibit = await records.add('exhibit', { title: 'Notebook' })
    await records.change('exhibit', exhibit.id, 1, { producer: 'JLB', number: 7, title: 'Red notebook' })
    expect((await records.restore('exhibit', exhibit.id, 2, 1)).fields).toMatchObject({
      title: 'Notebook',
      producer: 'JLB',
      number: 7,
    })
    const person = await records.add('person', { name: 'A' })
    await records.change('person', person.id, 1, { roles: ['victim'] })
    expect((await records.restore('person', person.id, 2, 1)).fields).toMatchObject({
      roles: [],
      pseudonym: 'V1',
    })
  })

  test('takes its place in or out of the archive with it', async () => {
    const { records } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    await records.archive('action', id, true)
    expect((await records.restore('action', id, 2, 1)).archived).toBeNull()
    expect((await records.restore('action', id, 3, 2)).archived).toMatchObject({ by: 'JLB' })
  })

  test('of a signed statement is refused, unless only the archive is concerned; custody is never', async () => {
    const { records } = setUp()
    const { id } = await records.add('statement', { statementOf: 'A' })
    await records.change('statement', id, 1, { stage: 'signed' })
    await expect(records.restore('statement', id, 2, 1)).rejects.toMatchObject({ code: 'conflict' })
    await records.archive('statement', id, true)
    expect((await records.restore('statement', id, 3, 2)).archived).toBeNull()
    const entry = await records.add('custody', { action: 'sealed' })
    await expect(records.restore('custody', entry.id, 1, 9)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is refused where the case is open for reading only', async () => {
    const { store } = memoryStore({ readOnly: true })
    const readOnly = openRecords(store, { now: () => 1, newId: countingIds(), actor: 'JLB' })
    await expect(readOnly.restore('action', 'aaaa', 2, 1)).rejects.toMatchObject({ code: 'read-only-newer' })
  })
})
