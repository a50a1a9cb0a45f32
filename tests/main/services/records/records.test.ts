import { describe, expect, test } from 'vitest'
import { openRecords } from '../../../../main/services/records/records.ts'
import { countingIds, memoryStore } from '../../../support/memory-store.ts'

function setUp(options: Parameters<typeof memoryStore>[0] = {}) {
  const memory = memoryStore(options)
  const clock = { at: 1_000 }
  const newId = countingIds()
  const open = () => openRecords(memory.store, { now: () => clock.at++, newId, actor: 'JLB' })
  return { ...memory, open, records: open() }
}

describe('records', () => {
  test('are numbered in the order they are made, and a number is never used again', async () => {
    const { records, open } = setUp()
    const first = await records.add('action', { title: 'One' })
    const second = await records.add('action', { title: 'Two' })
    await records.archive('action', second.id, true)
    const third = await open().add('action', { title: 'Three' })
    expect([first.no, second.no, third.no]).toEqual([1, 2, 3])
    expect(records.list('action').map((each) => each.fields.title)).toEqual(['One', 'Three'])
    expect(records.list('action', { archived: true })).toHaveLength(3)
  })

  test('a change on an old version is refused and nothing is lost', async () => {
    const { records } = setUp()
    const made = await records.add('action', { title: 'One' })
    await records.change('action', made.id, 1, { owner: 'DC Brennan' })
    await expect(records.change('action', made.id, 1, { owner: 'DS Cole' })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(records.peek('action', made.id)).toMatchObject({
      version: 2,
      fields: { title: 'One', owner: 'DC Brennan' },
    })
  })

  test('of two changes made at once over one version one is refused, and two victims get two pseudonyms', async () => {
    const { records } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    const both = await Promise.allSettled([
      records.change('action', id, 1, { owner: 'DC Brennan' }),
      records.change('action', id, 1, { title: 'Two' }),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(records.peek('action', id)).toMatchObject({ version: 2, fields: { title: 'One' } })
    const people = await Promise.all(
      ['A', 'B'].map((name) => records.add('person', { name, roles: ['victim'] })),
    )
    expect(people.map((each) => each.fields.pseudonym)).toEqual(['V1', 'V2'])
  })

  test('a body lies sealed apart and is read back whole', async () => {
    const { records, store, texts } = setUp()
    const paragraphs = ['I come from a village.', 'I have a daughter.']
    const { id } = await records.add('statement', { statementOf: 'Nguyễn Thị Hường', paragraphs })
    expect(JSON.stringify(store.get('statement', id))).not.toContain('village')
    expect([...texts.values()].join()).toContain('village')
    expect(records.peek('statement', id).fields.paragraphs).toEqual([])
    expect((await records.get('statement', id)).fields.paragraphs).toEqual(paragraphs)
    await records.change('statement', id, 1, { occupation: 'Nail technician' })
    expect((await records.get('statement', id)).fields.paragraphs).toEqual(paragraphs)
  })

  test('the audit says what was done to which record, never a name or a text', async () => {
    const { records, notes } = setUp()
    const { id } = await records.add('person', { name: 'Kyle Pattinson' })
    await records.change('person', id, 1, { notes: 'Something private' })
    expect(notes).toEqual([
      { action: 'collection', target: { type: 'person', id, version: 1 }, detail: {} },
      { action: 'alteration', target: { type: 'person', id, version: 2 }, detail: { fields: ['notes'] } },
    ])
  })

  test('a failed save leaves the record as it was', async () => {
    const failing = { now: false }
    const { records } = setUp({ fail: () => (failing.now ? new Error('disk') : null) })
    const made = await records.add('action', { title: 'One' })
    failing.now = true
    await expect(records.change('action', made.id, 1, { title: 'Two' })).rejects.toThrow('disk')
    expect(records.peek('action', made.id).fields.title).toBe('One')
  })

  test('a case open for reading refuses every change', async () => {
    const { records } = setUp({ readOnly: true })
    await expect(records.add('action', { title: 'One' })).rejects.toMatchObject({ code: 'read-only-newer' })
  })
})

describe('before saving', () => {
  test('a potential victim is given the next pseudonym and keeps it', async () => {
    const { records } = setUp()
    const first = await records.add('person', { name: 'A', roles: ['victim'] })
    const second = await records.add('person', { name: 'B', roles: ['suspect'] })
    const both = await records.change('person', second.id, 1, { roles: ['suspect', 'victim'] })
    const after = await records.change('person', second.id, 2, { roles: ['suspect'] })
    expect([first, both, after].map((each) => each.fields.pseudonym)).toEqual(['V1', 'V2', 'V2'])
  })

  test('a signed statement stands', async () => {
    const { records } = setUp()
    const { id } = await records.add('statement', {
      statementOf: 'A',
      stage: 'signed',
      paragraphs: ['I saw it.'],
    })
    await expect(records.change('statement', id, 1, { paragraphs: ['I did not.'] })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(records.change('statement', id, 1, { stage: 'draft' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('a reference is given once and belongs to one exhibit', async () => {
    const { records } = setUp()
    const one = await records.add('exhibit', { title: 'Notebook' })
    await records.change('exhibit', one.id, 1, { producer: 'JLB', number: 7 })
    await expect(records.change('exhibit', one.id, 2, { number: 8 })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(
      records.add('exhibit', { title: 'Ticket', producer: 'JLB', number: 7 }),
    ).rejects.toMatchObject({ code: 'conflict', at: 'number' })
  })

  test('custody is only added to', async () => {
    const { records } = setUp()
    const { id } = await records.add('custody', { action: 'sealed' })
    await expect(records.change('custody', id, 1, { action: 'found' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})
