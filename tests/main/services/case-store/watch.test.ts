import { randomBytes } from 'node:crypto'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCase, type Surroundings } from '../../../../main/services/case-store/index.ts'
import { openWitness } from '../../../../main/services/machine/witness.ts'
import { newCase, outcome, passphrase, put, reopen, room, surroundings } from './room.ts'

const at: { place: ReturnType<typeof room>; s: Surroundings } = { place: room(), s: surroundings() }
beforeEach(() => {
  at.place = room()
  at.s = surroundings({ witness: openWitness(at.place.at('machine'), (n) => randomBytes(n)) })
})
afterEach(() => at.place.clear())

const change = (n: number) => ({
  ops: [put('event', { id: `v${n}` })],
  audit: [{ action: 'alteration', target: { type: 'event', id: `v${n}` } }],
  actor: 'PC Byrne',
})
const copy = (from: string, to: string) => {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
}
async function made(name = 'a') {
  const folder = at.place.at(name)
  const { store } = await newCase(folder, at.s)
  await store.commit(change(1))
  await store.close()
  return folder
}
const codes = (notices: readonly { code: string }[]) => notices.map(({ code }) => code)

describe('an older copy of a whole case', () => {
  test('is noticed by the machine that saw a newer one, and by that alone', async () => {
    const folder = await made()
    copy(folder, at.place.at('old'))
    const again = await reopen(folder, at.s)
    await again.commit(change(2))
    await again.close()
    copy(at.place.at('old'), folder)

    expect(await outcome(reopen(folder, at.s))).toBe('rollback-suspected')
    const looked = await reopen(folder, at.s, { readOnly: true })
    expect(codes(looked.notices)).toContain('rollback-suspected')
    await looked.close()
    // A look does not teach the machine the older head: the refusal stands.
    expect(await outcome(reopen(folder, at.s))).toBe('rollback-suspected')

    // What no memory outside the folder has seen, nothing in the folder can show: FORMAT.md says so too.
    const stranger = surroundings()
    const unknowing = await reopen(folder, stranger)
    expect(unknowing.notices).toEqual([])
    expect(await unknowing.verify({ full: true })).toMatchObject({ ok: true })
    await unknowing.close()
  })

  test('may be gone on with, which is entered, and the memory begins anew', async () => {
    const folder = await made()
    copy(folder, at.place.at('old'))
    const again = await reopen(folder, at.s)
    await again.commit(change(2))
    await again.close()
    copy(at.place.at('old'), folder)
    const store = await openCase(folder, { passphrase }, at.s, { goOn: true })
    expect((await store.history()).filter(({ action }) => action === 'went-on')).toMatchObject([
      { detail: { code: 'rollback-suspected' } },
    ])
    await store.close()
    const next = await reopen(folder, at.s)
    expect(next.notices).toEqual([])
    await next.close()
  })

  test('that went on by itself as long, is another history', async () => {
    const folder = await made()
    copy(folder, at.place.at('old'))
    const again = await reopen(folder, at.s)
    await again.commit(change(2))
    await again.close()
    const other = await reopen(at.place.at('old'), surroundings())
    for (let n = 10; n < 20; n++) await other.commit(change(n))
    await other.close()
    copy(at.place.at('old'), folder)
    expect(await outcome(reopen(folder, at.s))).toBe('rollback-suspected')
  })
})

describe('another case', () => {
  test('in a place this machine knows is noticed', async () => {
    const folder = await made()
    const stranger = surroundings()
    const { store } = await newCase(at.place.at('b'), stranger)
    await store.close()
    copy(at.place.at('b'), folder)
    expect(await outcome(reopen(folder, at.s))).toBe('case-substituted')
    const looked = await reopen(folder, at.s, { readOnly: true })
    expect(codes(looked.notices)).toEqual(['case-substituted'])
    await looked.close()
    const store2 = await openCase(folder, { passphrase }, at.s, { goOn: true })
    await store2.close()
    expect(await outcome(reopen(folder, at.s).then((each) => each.close()))).toBe('done')
  })

  test('made there anew, or after ours was moved, is no matter', async () => {
    const folder = await made()
    copy(folder, at.place.at('moved'))
    rmSync(folder, { recursive: true })
    const moved = await reopen(at.place.at('moved'), at.s)
    await moved.close()
    const { store } = await newCase(at.place.at('c'), surroundings())
    await store.close()
    copy(at.place.at('c'), folder)
    expect(await outcome(reopen(folder, at.s).then((each) => each.close()))).toBe('done')
    rmSync(folder, { recursive: true })
    const fresh = await newCase(folder, at.s)
    expect(fresh.store.notices).toEqual([])
    await fresh.store.close()
  })

  test('with the number of ours but none of its keys is noticed', async () => {
    const folder = await made()
    const id = (await reopen(folder, at.s, { readOnly: true })).id
    const known = at.s.witness?.recall(id)
    if (typeof known !== 'object') throw new Error('Nothing was remembered.')
    at.s.witness?.keep({ ...known, edPubs: ['a key this case never had'] }, true)
    expect(await outcome(reopen(folder, at.s))).toBe('case-substituted')
  })
})

describe('what could not be entered when it was done', () => {
  test('looks without writing and failed unlocks enter at the next opening for writing, once', async () => {
    const folder = await made()
    for (let n = 0; n < 2; n++) await (await reopen(folder, at.s, { readOnly: true })).close()
    for (let n = 0; n < 3; n++)
      expect(await outcome(openCase(folder, { passphrase: 'nothing like it' }, at.s))).toBe(
        'wrong-passphrase',
      )
    const store = await reopen(folder, at.s)
    const entered = (await store.history()).filter(({ action }) =>
      ['read-only-opening', 'failed-unlock'].includes(action),
    )
    expect(entered).toMatchObject([
      { action: 'read-only-opening', detail: { count: 2 } },
      { action: 'failed-unlock', detail: { count: 3 } },
    ])
    expect(JSON.stringify(entered)).not.toContain('nothing like it')
    await store.close()
    const next = await reopen(folder, at.s)
    const again = (await next.history()).filter(({ action }) => action === 'failed-unlock')
    expect(again).toHaveLength(1)
    await next.close()
  })
})

describe('a memory that cannot serve', () => {
  test('does not keep a case shut, and that is said', async () => {
    const folder = await made()
    writeFileSync(at.place.at('machine', 'machine.key'), 'not a key')
    const s = surroundings({ witness: openWitness(at.place.at('machine'), (n) => randomBytes(n)) })
    const store = await reopen(folder, s)
    expect(codes(store.notices)).toEqual(['io-error'])
    await store.commit(change(2))
    await store.close()
  })
})
