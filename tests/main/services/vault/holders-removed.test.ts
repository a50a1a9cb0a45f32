import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCase } from '../../../../main/services/case-store/index.ts'
import { caseKeys } from '../../../../main/services/vault/case-keys.ts'
import { readSealedHeader, sealHeader } from '../../../../main/services/vault/header-write.ts'
import { decodeSnapshot, encodeSnapshot } from '../../../../main/services/vault/snapshot.ts'
import { newCase, outcome, passphrase, put, reopen, room } from '../case-store/room.ts'
import { headerIn, keyChanges, note, s, slotOf, theirs, unlocked } from './holder-room.ts'

const vectors = fileURLToPath(new URL('../../../vectors/case-file', import.meta.url))
let place: ReturnType<typeof room>
let folder: string
beforeEach(() => {
  place = room()
  folder = place.at('a')
})
afterEach(() => place.clear())
const header = () => headerIn(folder)

describe('a holder who is removed', () => {
  async function withThree() {
    const { store, recoveryKey } = await newCase(folder, s)
    const identity = await generateHybridIdentity()
    await store.holders.add({ label: 'Two', passphrase: theirs })
    await store.holders.add({
      label: 'Three',
      recipient: await identityToRecipient(identity),
      kind: 'identity',
    })
    await note(store, 'before')
    return { store, recoveryKey, identity }
  }

  test('is shut out, with passphrase and identity alike; the others open it with what they had', async () => {
    const { store, recoveryKey, identity } = await withThree()
    const old = await unlocked({ passphrase: theirs }, folder)
    const slot = slotOf(store, 'Two')
    expect(await store.holders.remove(slot)).toEqual({ epoch: 2 })
    await note(store, 'after')
    const text = await store.putText('A text from after.')
    await store.commit({ ops: [put('n', { id: 't', text: text.uid })], audit: [], blobs: [text], actor: 'x' })
    expect(store.blob(text.uid)?.epoch).toBe(2)
    expect(store.holders.list().past).toMatchObject([{ slot, label: 'Two' }])
    expect(keyChanges(await store.history()).at(-1)).toEqual({
      what: 'holder-removed',
      slot,
      epoch: 2,
      headerGen: 4,
    })
    await store.close()
    expect(await outcome(openCase(folder, { passphrase: theirs }, s))).toBe('wrong-passphrase')
    expect(await outcome(openCase(folder, { identity: old.identity }, s))).toBe('not-a-recipient')
    for (const secret of [{ passphrase }, { identity }, { identity: recoveryKey }]) {
      const mine = await openCase(folder, secret, s, { readOnly: true })
      expect(mine.notices).toEqual([])
      expect(mine.list('n').map((r) => r.id)).toEqual(['before', 'after', 't'])
      expect(await mine.readText(text.uid)).toBe('A text from after.')
      expect((await mine.verify({ full: true })).findings).toEqual([])
      await mine.close()
    }
    const writing = await openCase(folder, { identity }, s)
    expect(writing.notices).toEqual([])
    await writing.close()

    // Everything they ever had: the case key of the old epoch, tried on all that was written since.
    const mine = caseKeys(header().caseId, old.keys.present(), [])
    const newest = readdirSync(join(folder, 'state'))
      .filter((name) => name.endsWith('.snap'))
      .sort()
      .at(-1) as string
    const snapshot = readFileSync(join(folder, 'state', newest))
    const asEpochOne = Buffer.from(snapshot)
    asEpochOne.writeUInt32BE(1, 32)
    const generation = Number.parseInt(newest, 16)
    expect(decodeSnapshot(mine, generation, snapshot)).toBeNull()
    expect(decodeSnapshot(mine, generation, asEpochOne)).toBeNull()
    expect(readSealedHeader(header().bytes, old.keys.present(), header().caseId)).toBeNull()
    const since = readdirSync(join(folder, 'state')).filter(
      (n) => n.startsWith(newest.slice(0, 16)) && n.endsWith('.jrn'),
    )
    expect(since.length).toBeGreaterThan(0)
    for (const name of since) expect(readFileSync(join(folder, 'state', name)).readUInt32BE(36)).toBe(2)
  })

  test('and the old header put back: what was written since stays shut, and the case says what happened', async () => {
    const { store } = await withThree()
    const kept = place.at('kept')
    copyFileSync(join(folder, 'header.cv'), kept)
    await store.holders.remove(slotOf(store, 'Two'))
    await note(store, 'after')
    await store.close()
    for (const name of ['header.cv', 'header.cv.bak']) copyFileSync(kept, join(folder, name))
    expect(await outcome(openCase(folder, { passphrase: theirs }, s))).toBe('rollback-suspected')
    expect(await outcome(openCase(folder, { passphrase: theirs }, s, { goOn: true }))).toBe(
      'rollback-suspected',
    )
    const thief = await openCase(folder, { passphrase: theirs }, s, { readOnly: true })
    expect(thief.notices.map((n) => n.code)).toContain('rollback-suspected')
    expect(thief.list('n').map((r) => r.id)).not.toContain('after')
    await thief.close()
  })

  test('cannot put a state of their own in place, neither behind the new one nor instead of it', async () => {
    const { store } = await withThree()
    const old = await unlocked({ passphrase: theirs }, folder)
    await store.holders.remove(slotOf(store, 'Two'))
    const mine = caseKeys(header().caseId, old.keys.present(), [])
    await store.close()
    const state = join(folder, 'state')
    const seen = readFileSync(join(state, '0000000000000001.snap'))
    const { manifest, parts } = decodeSnapshot(mine, 1, seen) as NonNullable<
      ReturnType<typeof decodeSnapshot>
    >
    for (const [gen, headerGen] of [
      [3, 3],
      [3, 4],
    ] as const) {
      const forged = encodeSnapshot(mine, Buffer.alloc(24, gen), { ...manifest, gen, headerGen }, parts)
      writeFileSync(join(state, '0000000000000003.snap'), forged)
      expect(await outcome(reopen(folder, s))).toBe('rollback-suspected')
      expect(await outcome(openCase(folder, { passphrase }, s, { goOn: true }))).toBe('rollback-suspected')
      const reading = await reopen(folder, s, { readOnly: true })
      expect(reading.notices.map((n) => n.code)).toContain('rollback-suspected')
      await reading.close()
    }
    const alone = place.at('alone')
    cpSync(folder, alone, { recursive: true })
    for (const name of readdirSync(join(alone, 'state')).filter((each) => each < '0000000000000003'))
      rmSync(join(alone, 'state', name))
    expect(await outcome(reopen(alone, s))).toBe('rollback-suspected')
    rmSync(join(state, '0000000000000003.snap'))
    const whole = await reopen(folder, s)
    expect(whole.notices).toEqual([])
    await whole.close()
  })

  test('by a machine that stopped before the history knew: noted, and sealed anew, when next opened', async () => {
    const { store } = await withThree()
    const stopped = place.at('stopped')
    cpSync(folder, stopped, { recursive: true })
    await store.holders.remove(slotOf(store, 'Two'))
    // One copy of the header was written, and nothing else.
    copyFileSync(join(folder, 'header.cv'), join(stopped, 'header.cv'))
    await store.close()
    const epochs = () =>
      readdirSync(join(stopped, 'state'))
        .filter((name) => name.endsWith('.snap'))
        .map((name) => readFileSync(join(stopped, 'state', name)).readUInt32BE(32))
    expect(epochs()).toEqual([1])
    expect(await outcome(openCase(stopped, { passphrase: theirs }, s))).toBe('wrong-passphrase')
    const reading = await openCase(stopped, { passphrase }, s, { readOnly: true })
    expect(reading.notices.map((n) => n.code)).toContain('header-changed')
    await reading.close()
    const writing = await openCase(stopped, { passphrase }, s)
    expect(writing.notices.map((n) => n.code)).toContain('header-changed')
    expect(writing.get('n', 'before')).toBeDefined()
    expect((await writing.history()).at(-1)).toMatchObject({
      action: 'noticed',
      detail: { code: 'header-changed', epoch: 2, headerGen: 4 },
    })
    expect(epochs()).toEqual([1, 2])
    expect(readFileSync(join(stopped, 'header.cv.bak'))).toEqual(readFileSync(join(stopped, 'header.cv')))
    await writing.close()
  })

  test('last is refused, as is one who is gone, and whoever removed themselves does no more', async () => {
    const { store, recoveryKey } = await newCase(folder, s)
    const [me, key] = store.holders.list().holders.map((h) => h.slot) as [string, string]
    await store.holders.remove(me)
    expect(store.holder.slot).toBe(me)
    expect(await outcome(store.holders.remove(me))).toBe('not-found')
    expect(await outcome(store.holders.remove(key))).toBe('conflict')
    expect(await outcome(store.holders.changePassphrase(theirs))).toBe('conflict')
    await note(store, '1')
    await store.close()
    expect(await outcome(reopen(folder, s))).not.toBe('done')
    const again = await openCase(folder, { identity: recoveryKey }, s)
    expect(again.get('n', '1')).toBeDefined()
    expect((await again.verify({ full: true })).ok).toBe(true)
    await again.close()
  })

  test('one of 64, of every kind; a 65th is refused', async () => {
    const { store } = await newCase(folder, s)
    const pq = await Promise.all(Array.from({ length: 61 }, () => generateHybridIdentity()))
    for (const [i, identity] of pq.entries())
      await store.holders.add({
        label: `Holder ${i}`,
        recipient: await identityToRecipient(identity),
        kind: 'identity',
      })
    await store.holders.add({ label: 'Two', passphrase: theirs })
    expect(store.holders.list().holders).toHaveLength(64)
    expect(await outcome(store.holders.addRecoveryKey())).toBe('conflict')
    expect(await store.holders.remove(slotOf(store, 'Holder 7'))).toEqual({ epoch: 2 })
    await store.close()
    expect(header().bytes.length).toBeLessThanOrEqual(524_288)
    for (const i of [0, 60]) await unlocked({ identity: pq[i] as string }, folder)
    expect((await unlocked({ passphrase: theirs }, folder)).keys.epoch).toBe(2)
    expect(await outcome(unlocked({ identity: pq[7] as string }, folder))).toBe('not-a-recipient')
  }, 60_000)
})

describe('a header', () => {
  test('put back within its epoch is noticed; going on is entered, and then it is known', async () => {
    const { store } = await newCase(folder, s)
    const kept = place.at('kept')
    copyFileSync(join(folder, 'header.cv'), kept)
    await store.holders.add({ label: 'Two', passphrase: theirs })
    await store.close()
    for (const name of ['header.cv', 'header.cv.bak']) copyFileSync(kept, join(folder, name))
    expect(await outcome(reopen(folder, s))).toBe('rollback-suspected')
    const reading = await reopen(folder, s, { readOnly: true })
    expect(reading.notices.map((n) => n.code)).toEqual(['rollback-suspected'])
    await reading.close()
    const on = await openCase(folder, { passphrase }, s, { goOn: true })
    expect((await on.history()).filter((e) => e.action === 'went-on')).toMatchObject([
      { detail: { code: 'rollback-suspected', headerGen: 1 } },
    ])
    await on.close()
    const next = await reopen(folder, s)
    expect(next.notices).toEqual([])
    await next.close()
  })

  test('of a kind this version does not know keeps its slot, and no new key is made', async () => {
    const { store } = await newCase(folder, s)
    await store.close()
    const { header: found, keys, ring } = await unlocked({ passphrase }, folder)
    const strange = { type: 9, flags: 3, id: Buffer.alloc(16, 7), body: Buffer.from('from another time') }
    const more = Buffer.from('0005000000026869', 'hex')
    const draft = { caseId: keys.caseId, generation: 2, slots: [...found.slots, strange], ring, more }
    const bytes = sealHeader(draft, keys.present(), Buffer.alloc(12, 1))
    for (const name of ['header.cv', 'header.cv.bak']) writeFileSync(join(folder, name), bytes)
    const again = await reopen(folder, s)
    expect(again.notices.map((n) => n.code)).toEqual(['header-changed'])
    await again.holders.changePassphrase(theirs)
    await again.holders.add({ label: 'Two', passphrase })
    expect(header().slots.find((slot) => slot.type === 9)).toEqual(strange)
    expect(header().more).toEqual(more)
    const before = header().bytes
    expect(await outcome(again.holders.remove(slotOf(again, 'Two')))).toBe('read-only-newer')
    expect(await outcome(again.holders.changePassphrase(passphrase, true))).toBe('read-only-newer')
    expect(header().bytes).toEqual(before)
    await again.close()
  })

  test('of 1.0 is read with kinds told by slot and label, and is 1.1 from its next rewrite on', async () => {
    const { passphrase: word, recoveryKey } = JSON.parse(
      readFileSync(join(vectors, 'expected.json'), 'utf8'),
    ) as {
      passphrase: string
      recoveryKey: string
    }
    cpSync(join(vectors, 'lantern'), folder, { recursive: true })
    expect(header().minor).toBe(0)
    const store = await openCase(folder, { passphrase: word }, s)
    expect(store.holders.list().holders.map((h) => h.kind)).toEqual(['passphrase', 'recovery'])
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    await store.holders.add({ label: 'Escrow', recipient, kind: 'escrow' })
    await store.holders.remove(store.holder.slot)
    await store.close()
    expect(header()).toMatchObject({ minor: 1, epoch: 2, generation: 3 })
    for (const each of [identity, recoveryKey]) {
      const mine = await openCase(folder, { identity: each }, s, { readOnly: true })
      expect(mine.holders.list().holders.map((h) => h.kind)).toEqual(['recovery', 'escrow'])
      expect(mine.list('exhibit')).toHaveLength(2)
      expect((await mine.verify({ full: true })).findings).toEqual([])
      await mine.close()
    }
  })

  test('that has no room for one more is not written', () => {
    const key = { epoch: 1, key: Buffer.alloc(32, 1) }
    const ring = { name: 'x'.repeat(524_288), history: [], holders: [], past: [] }
    const draft = { caseId: Buffer.alloc(16), generation: 1, slots: [], ring, more: Buffer.alloc(0) }
    expect(() => sealHeader(draft, key, Buffer.alloc(12))).toThrow('no room')
  })
})
