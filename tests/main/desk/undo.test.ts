import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyStored, RecordType } from '../../../casework/entities/index.ts'
import { arrangementLines, documentEntry } from '../../../casework/rules/arrangement.ts'
import { openActs } from '../../../main/desk/undo.ts'
import { openRecords } from '../../../main/services/records/records.ts'
import { countingIds, memoryStore } from '../../support/memory-store.ts'

function setUp() {
  const clock = { at: 1_000_000 }
  const failing: { with: Error | null } = { with: null }
  const memory = memoryStore({ fail: () => failing.with })
  const acts = openActs(() => clock.at)
  const by = { now: () => clock.at, newId: countingIds() }
  const records = openRecords(memory.store, { ...by, actor: 'JLB', saved: acts.heard })
  return {
    ...memory,
    acts,
    records,
    failing,
    /** Somebody else at the same case: what a merge does. */
    other: openRecords(memory.store, { ...by, actor: 'KLP' }),
    wait: (milliseconds: number) => {
      clock.at += milliseconds
    },
    undo: () => acts.turn(records, 'undo'),
    redo: () => acts.turn(records, 'redo'),
  }
}

describe('acts', () => {
  test('are taken back and done again by name, each as one version more', async () => {
    const { records, acts, undo, redo, wait, notes } = setUp()
    expect(acts.state()).toEqual({ undo: null, redo: null, stands: [] })
    const { id } = await records.add('person', { name: 'Kyle Pattinson' })
    wait(60_000)
    await records.change('person', id, 1, { occupation: 'Driver' })
    expect(acts.state()).toEqual({ undo: 'change of N1: occupation', redo: null, stands: [] })

    expect(await undo()).toMatchObject({ did: 'change of N1: occupation', undo: 'adding N1', type: 'person' })
    expect(records.peek('person', id)).toMatchObject({ version: 3, fields: { occupation: '' } })
    expect(notes.at(-1)).toEqual({
      action: 'alteration',
      target: { type: 'person', id, version: 3 },
      detail: { turned: 'undo', fields: ['occupation'] },
    })
    await undo()
    expect(records.peek('person', id)).toMatchObject({ version: 4, archived: { by: 'JLB' } })
    expect(notes.at(-1)?.detail).toEqual({ turned: 'undo', archived: true })
    await expect(undo()).rejects.toMatchObject({ code: 'not-found' })

    expect(await redo()).toMatchObject({
      did: 'adding N1',
      undo: 'adding N1',
      redo: 'change of N1: occupation',
    })
    await redo()
    expect(records.peek('person', id)).toMatchObject({
      version: 6,
      archived: null,
      fields: { occupation: 'Driver' },
    })
    await expect(redo()).rejects.toMatchObject({ code: 'not-found' })
  })

  test('freezing is said to stand before anything older is taken back; what was learnt of a file is no act', async () => {
    const { records, acts, undo, wait } = setUp()
    const { id } = await records.add('bundle', { title: 'Trial', profile: 'general' })
    const file = {
      blob: 'a'.repeat(32),
      sha256: 'b'.repeat(64),
      bytes: 1,
      name: 'bank.pdf',
      kind: 'pdf' as const,
      mediaType: 'application/pdf',
      pages: null,
      note: 'It asks for a password.',
      modified: null,
    }
    const exhibit = await records.add('exhibit', { title: 'Bank', file })
    wait(60_000)
    await records.change('exhibit', exhibit.id, 1, { file: { ...file, pages: 3, note: '' } })
    expect(acts.state().undo).toBe('adding “Bank”')
    await records.change('bundle', id, 1, { version: 1, state: 'frozen' })
    expect(acts.state()).toEqual({ undo: 'freezing B1', redo: null, stands: ['undo'] })
    await expect(undo()).rejects.toMatchObject({
      code: 'conflict',
      message:
        'Freezing B1 can’t be undone. Pressed again, undo goes on with what was done before it: adding “Bank”.',
    })
    expect(records.peek('exhibit', exhibit.id)).toMatchObject({ version: 2, archived: null })
    expect(acts.state()).toEqual({ undo: 'adding “Bank”', redo: null, stands: [] })
    expect(await undo()).toMatchObject({ did: 'adding “Bank”', type: 'exhibit' })
  })

  test('how a bundle was arranged before it was frozen is not taken back, what was done to it since is', async () => {
    const { records, acts, undo, redo, wait } = setUp()
    const { id: first } = await records.add('exhibit', { title: 'Bank' })
    const { id } = await records.add('bundle', { title: 'Trial', profile: 'general' })
    const arranged = (version: number, title: string) =>
      records.change('bundle', id, version, {
        entries: arrangementLines([{ kind: 'section', letter: 'A', title }, documentEntry('exhibit', first)]),
      })
    for (const [at, title] of ['One', 'Two', 'Three'].entries()) {
      await arranged(at + 1, title)
      wait(60_000)
    }
    await undo()
    await records.change('bundle', id, 5, { version: 1, state: 'frozen' })
    expect(acts.state().stands).toEqual(['undo', 'redo'])
    await expect(redo()).rejects.toMatchObject({ code: 'conflict' })
    await expect(undo()).rejects.toMatchObject({ message: 'Freezing B1 can’t be undone.' })
    expect(acts.state()).toMatchObject({ undo: 'change of B1: arrangement', stands: ['undo'] })
    await expect(undo()).rejects.toMatchObject({
      code: 'conflict',
      message:
        'Change of B1: arrangement can’t be undone: the bundle was frozen since, and what was frozen stays. Change its arrangement, and freeze the next version.',
    })
    expect(acts.state()).toEqual({ undo: 'adding B1', redo: null, stands: [] })
    expect(records.peek('bundle', id).version).toBe(6)

    await arranged(6, 'Four')
    wait(60_000)
    await records.change('bundle', id, 7, { state: 'served' })
    await expect(undo()).rejects.toMatchObject({ message: expect.stringContaining('Pressed again') })
    expect(await undo()).toMatchObject({ did: 'change of B1: arrangement' })
  })

  test('a new act leaves nothing to do again', async () => {
    const { records, acts, undo } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    await undo()
    expect(acts.state().redo).toBe('adding A1')
    await records.add('action', { title: 'Two' })
    expect(acts.state()).toEqual({ undo: 'adding A2', redo: null, stands: [] })
    expect(records.peek('action', id).archived).not.toBeNull()
  })

  test('is refused when somebody else changed the record since, given up, and the one before it is next', async () => {
    const { records, acts, other, undo, redo, wait } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    const { id: second } = await records.add('action', { title: 'Two' })
    await records.change('action', id, 1, { owner: 'DC Brennan' })
    await other.change('action', id, 2, { owner: 'DS Cole' })
    const refusal = await undo().catch((thrown: Error) => thrown)
    expect(refusal).toMatchObject({ code: 'conflict' })
    expect((refusal as Error).message).toContain('Change of A1: owner can’t be undone')
    expect(records.peek('action', id).fields.owner).toBe('DS Cole')
    expect(acts.state().undo).toBe('adding A2')
    wait(60_000)
    await undo()
    await other.change('action', second, 2, { owner: 'DS Cole' })
    await expect(redo()).rejects.toMatchObject({ code: 'conflict' })
    expect(acts.state()).toEqual({ undo: 'adding A1', redo: null, stands: [] })
  })

  test('stays to be tried again when the disk refuses it', async () => {
    const { records, acts, failing, undo } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    failing.with = new Error('disk')
    await expect(undo()).rejects.toThrow('disk')
    expect(acts.state().undo).toBe('adding A1')
    failing.with = null
    await undo()
    expect(records.peek('action', id).archived).not.toBeNull()
  })

  test('asked for twice at once, two acts are taken back and none twice', async () => {
    const { records, acts, undo, wait } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    await records.change('action', id, 1, { title: 'Two' })
    wait(60_000)
    await records.change('action', id, 2, { title: 'Three' })
    await Promise.all([undo(), undo()])
    expect(records.peek('action', id).fields.title).toBe('One')
    expect(acts.state()).toMatchObject({ undo: 'adding A1', redo: 'change of A1: action' })
  })

  test('what is still on its way when undo is asked for is the act taken back', async () => {
    const { records, undo } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    const [changed, undone] = await Promise.all([records.change('action', id, 1, { title: 'Two' }), undo()])
    expect([changed.version, undone.did]).toEqual([2, 'change of A1: action'])
    expect(records.peek('action', id)).toMatchObject({ version: 3, fields: { title: 'One' } })
  })

  test('quick saves of the same field are one act, for half a minute at most', async () => {
    const { records, acts, undo, wait } = setUp()
    const { id } = await records.add('statement', { statementOf: 'Asha Verity' })
    const type = async (text: string) => {
      const { version } = records.peek('statement', id)
      await records.change('statement', id, version, { paragraphs: [text] })
    }
    const text = async () => (await records.get('statement', id)).fields.paragraphs
    for (const words of ['I', 'I saw', 'I saw him']) {
      await type(words)
      wait(4_000)
    }
    await undo()
    expect(await text()).toEqual([])
    expect(acts.state().undo).toBe('adding S1')
    await acts.turn(records, 'redo')
    expect(await text()).toEqual(['I saw him'])

    // What is written after that is an act of its own; so is what comes after half a minute of typing.
    for (let step = 0; step < 10; step++) {
      wait(4_000)
      await type(`I saw him ${step}`)
    }
    await undo()
    expect(await text()).toEqual(['I saw him 7'])
    await undo()
    expect(await text()).toEqual(['I saw him'])
  })

  test('another field, another record, or a pause is another act; a change taken back by hand is none', async () => {
    const { records, acts, wait } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    wait(60_000)
    await records.change('action', id, 1, { title: 'Two' })
    await records.change('action', id, 2, { owner: 'DC Brennan' })
    await records.change('action', id, 3, { owner: '' })
    expect(acts.state().undo).toBe('change of A1: action')
    wait(6_000)
    await records.change('action', id, 4, { title: 'One' })
    await acts.turn(records, 'undo')
    expect(records.peek('action', id).fields.title).toBe('Two')
  })

  test('a reference, a signature and the ledger of custody are no acts; what was before them can still be undone', async () => {
    const { records, acts, undo } = setUp()
    const { id } = await records.add('exhibit', { title: 'Notebook' })
    await records.change('exhibit', id, 1, { source: 'Kitchen drawer' })
    await records.change('exhibit', id, 2, { producer: 'JLB', number: 7 })
    await records.add('custody', { exhibit: id, action: 'referenced' })
    expect(acts.state().undo).toBe('change of “Notebook”: source')
    await undo()
    expect(records.peek('exhibit', id).fields).toMatchObject({ source: '', producer: 'JLB', number: 7 })

    const statement = await records.add('statement', { statementOf: 'Asha Verity' })
    await records.change('statement', statement.id, 1, { occupation: 'Cook' })
    await records.change('statement', statement.id, 2, { stage: 'signed', signed: '2026-03-20' })
    expect(acts.state().undo).toBe('change of S1: occupation')
    await expect(undo()).rejects.toMatchObject({ code: 'conflict' })
    expect(records.peek('statement', statement.id).fields).toMatchObject({
      stage: 'signed',
      occupation: 'Cook',
    })
  })

  test('a pseudonym stays when what gave it is taken back', async () => {
    const { records, undo, redo } = setUp()
    const { id } = await records.add('person', { name: 'A' })
    await records.change('person', id, 1, { roles: ['victim'] })
    await undo()
    expect(records.peek('person', id).fields).toMatchObject({ roles: [], pseudonym: 'V1' })
    await redo()
    expect(records.peek('person', id).fields).toMatchObject({ roles: ['victim'], pseudonym: 'V1' })
    expect((await records.add('person', { name: 'B', roles: ['victim'] })).fields.pseudonym).toBe('V2')
  })

  test('an import is no act, and neither are several records made at once', async () => {
    const { records, acts } = setUp()
    await records.addAll([{ type: 'exhibit', fields: { title: 'A file' } }], { blobs: [] })
    await records.addAll([
      { type: 'action', fields: { title: 'One' } },
      { type: 'action', fields: { title: 'Two' } },
    ])
    expect(acts.state().undo).toBeNull()
  })

  test('end with the session', async () => {
    const { records, acts, undo } = setUp()
    await records.add('action', { title: 'One' })
    await records.add('action', { title: 'Two' })
    await undo()
    acts.clear()
    expect(acts.state()).toEqual({ undo: null, redo: null, stands: [] })
  })

  test('bringing an earlier version back is an act like any other', async () => {
    const { records, acts, undo } = setUp()
    const { id } = await records.add('action', { title: 'One' })
    await records.change('action', id, 1, { title: 'Two' })
    await records.restore('action', id, 2, 1)
    expect(acts.state().undo).toBe('bringing back version 1 of A1')
    await undo()
    expect(records.peek('action', id).fields.title).toBe('Two')
  })
})

const step = fc.oneof(
  fc.record({ does: fc.constant('add' as const), type: fc.constantFrom('action', 'event', 'exhibit') }),
  fc.record({
    does: fc.constant('change' as const),
    which: fc.nat(),
    field: fc.constantFrom('title', 'other'),
    value: fc.constantFrom('', 'a', 'b', 'c'),
  }),
  fc.record({ does: fc.constant('archive' as const), which: fc.nat(), away: fc.boolean() }),
  fc.record({ does: fc.constant('restore' as const), which: fc.nat(), to: fc.nat() }),
  fc.record({ does: fc.constant('wait' as const), milliseconds: fc.constantFrom(100, 10_000) }),
)
const others = { action: 'owner', event: 'place', exhibit: 'source' } as const
type Kind = keyof typeof others

test('property: after any acts, all undone is the beginning and all done again is the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { store, records, acts, undo, redo, wait } = setUp()
      const kinds = Object.keys(others) as Kind[]
      const all = () => kinds.flatMap((kind) => store.list(kind) as unknown as AnyStored[])
      // What a case says: its live records. An added one that was archived again is as if it had not been.
      const says = () =>
        all()
          .filter(({ archived }) => archived === null)
          .map(({ id, fields }) => ({ id, fields }))
      for (const kind of kinds) await records.add(kind as 'action', { title: 'first' })
      acts.clear()
      const start = says()
      for (const each of steps) {
        if (each.does === 'wait') wait(each.milliseconds)
        else if (each.does === 'add') await records.add(each.type as 'action', { title: 'made' })
        else {
          const records_ = all()
          const { id, type, version } = records_[each.which % records_.length] as AnyStored
          const kind = type as Kind
          if (each.does === 'archive') await records.archive(kind, id, each.away)
          else if (each.does === 'change') {
            const fields =
              each.field === 'title' ? { title: `t${each.value}` } : { [others[kind]]: each.value }
            await records.change(kind as 'action', id, version, fields as object)
          } else {
            const to = (each.to % version) + 1
            if (to !== version) await records.restore(kind as RecordType, id, version, to)
          }
        }
      }
      const end = says()
      const versions = () => all().reduce((sum, { version }) => sum + version, 0)
      const before = versions()
      const count = { undone: 0 }
      while (acts.state().undo !== null) {
        await undo()
        count.undone += 1
      }
      expect(says()).toEqual(start)
      expect(versions()).toBe(before + count.undone)
      while (acts.state().redo !== null) await redo()
      expect(says()).toEqual(end)
    }),
    { numRuns: 150 },
  )
})
