import { randomBytes } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCase } from '../../../../main/services/case-store/index.ts'
import { openSealed } from '../../../../main/services/vault/index.ts'
import { newCase, outcome, passphrase, pieces, put, reopen, room, surroundings } from './room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const note = { action: 'alteration', target: { type: 'exhibit', id: 'e1' }, detail: { fields: ['title'] } }

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
}

describe('a case', () => {
  test('gives back what was put into it, in this opening and the next', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const film = randomBytes(100_000)
    const blob = await store.seal(pieces(film))
    const text = await store.putText('Ich kam im März hier an. 我三月到的。')
    await store.commit({
      ops: [
        put('exhibit', { id: 'e1', title: 'Film', file: blob.uid }),
        put('statement', { id: 's1', text: text.uid }),
      ],
      audit: [note],
      blobs: [blob, text],
      actor: 'PC Byrne',
    })
    const check = async (now: typeof store) => {
      expect(now.list('exhibit')).toEqual([{ id: 'e1', title: 'Film', file: blob.uid }])
      expect(now.get('statement', 's1')).toEqual({ id: 's1', text: text.uid })
      expect(await now.readText(text.uid)).toBe('Ich kam im März hier an. 我三月到的。')
      expect((await now.readBlob(blob.uid)).equals(film)).toBe(true)
      expect((await now.readBlob(blob.uid, 16_380, 10)).equals(film.subarray(16_380, 16_390))).toBe(true)
      expect(now.blobBySha256(blob.sha256)?.uid).toBe(blob.uid)
      expect((await now.history()).slice(0, 3).map((e) => [e.seq, e.action, e.actor])).toEqual([
        [1, 'case-created', 'PC Amara Byrne'],
        [2, 'opened', 'PC Amara Byrne'],
        [3, 'alteration', 'PC Byrne'],
      ])
      expect(await now.verify({ full: true })).toMatchObject({ ok: true, findings: [] })
    }
    await check(store)
    const saved = store.savedAt()
    await store.close()
    const again = await reopen(place.at('a'), s)
    expect(again.notices).toEqual([])
    expect([again.id, again.name]).toEqual([store.id, 'Operation Lantern'])
    // Closing and opening are entered, and so are changes of their own.
    expect(again.savedAt()).toBeGreaterThan(saved)
    await check(again)
    await again.close()
  })

  test('opens with its recovery key, and with no other key or passphrase', async () => {
    const s = surroundings()
    const { store, recoveryKey } = await newCase(place.at('a'), s)
    await store.commit({ ops: [put('note', { id: 'n', words: 'here' })], audit: [], actor: 'x' })
    await store.close()
    const grouped = recoveryKey.toLowerCase().replace(/(.{6})/g, '$1 ')
    const opened = await openCase(place.at('a'), { identity: grouped }, s)
    expect(opened.get('note', 'n')).toEqual({ id: 'n', words: 'here' })
    expect(opened.holder.label).toBe('Recovery key')
    await opened.close()
    const other = await newCase(place.at('b'), s)
    await other.store.close()
    expect(await outcome(openCase(place.at('a'), { identity: other.recoveryKey }, s))).toBe('not-a-recipient')
    expect(await outcome(openCase(place.at('a'), { identity: 'AGE-SECRET-KEY-1QQQ' }, s))).toBe('invalid')
    expect(await outcome(openCase(place.at('a'), { passphrase: `${passphrase}r` }, s))).toBe(
      'wrong-passphrase',
    )
    expect(await outcome(openCase(place.at('a'), { passphrase: '' }, s))).toBe('invalid')
    expect(await outcome(openCase(place.at('none'), { passphrase }, s))).toBe('not-a-case')
    expect(await outcome(openCase(place.path, { passphrase }, s))).toBe('not-a-case')
  })

  test('takes one passphrase however its accents and spaces were typed', async () => {
    const s = surroundings()
    const { createCase } = await import('../../../../main/services/case-store/index.ts')
    const made = await createCase(place.at('a'), { name: 'n', passphrase: 'caf\u00e9 zw\u00f6lf' }, s)
    await made.store.close()
    const opened = await openCase(place.at('a'), { passphrase: 'cafe\u0301\u00a0zwo\u0308lf' }, s)
    await opened.close()
    expect(await outcome(createCase(place.at('b'), { name: 'n', passphrase: 'tab\there' }, s))).toBe(
      'invalid',
    )
  })

  test('is not made where something is already', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    await store.close()
    expect(await outcome(newCase(place.at('a'), s))).toBe('exists')
    expect(await outcome(newCase(place.at('no', 'such'), s))).toBe('not-found')
    expect(readdirSync(place.path)).toEqual(['a'])
  })

  test('refuses an edit in place, loudly, and a write that names no step', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const mine = { id: 'e1', deep: { list: [1, 2] } }
    await store.commit({ ops: [put('exhibit', mine)], audit: [], actor: 'x' })
    mine.deep.list.push(3)
    const held = store.get('exhibit', 'e1') as unknown as typeof mine
    expect(() => held.deep.list.push(9)).toThrow(TypeError)
    expect(() => Object.assign(held, { id: 'e2' })).toThrow(TypeError)
    expect(() => (store.list('exhibit') as unknown[]).push({})).toThrow(TypeError)
    expect(held).toEqual({ id: 'e1', deep: { list: [1, 2] } })
    expect(
      await outcome(store.commit({ ops: [['put', 'exhibit', 'other', mine]], audit: [], actor: 'x' })),
    ).toBe('invalid')
    const bad = put('exhibit', { id: 'e3', n: Number.NaN })
    expect(await outcome(store.commit({ ops: [bad], audit: [], actor: 'x' }))).toBe('invalid')
    expect(await outcome(store.commit({ ops: [], audit: [], blobs: [{ uid: 'ff' }], actor: 'x' }))).toBe(
      'invalid',
    )
    expect(store.list('exhibit')).toHaveLength(1)
    await store.close()
  })

  test('keeps the same bytes once, and a discarded file not at all', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const bytes = randomBytes(20_000)
    const first = await store.seal(pieces(bytes))
    await store.commit({ ops: [], audit: [], blobs: [first], actor: 'x' })
    const twin = await store.seal(pieces(bytes))
    expect([twin.uid, twin.known]).toEqual([first.uid, true])
    await twin.discard()
    await first.discard()
    const unwanted = await store.seal(pieces(randomBytes(10)))
    await unwanted.discard()
    expect(await store.verify({ full: true })).toMatchObject({ ok: true, findings: [] })
    expect(readdirSync(place.at('a', 'tmp'))).toEqual([])
    expect(filesOf(place.at('a', 'blobs'))).toHaveLength(1)
    await store.close()
  })

  test('lets another process read one file and no other', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const sizes = [0, 1, 16_383, 16_384, 16_385, 49_152, 3_000_000]
    for (const size of sizes) {
      const bytes = randomBytes(size)
      const blob = await store.seal(pieces(bytes, 40_000))
      await store.commit({ ops: [], audit: [], blobs: [blob], actor: 'x' })
      const open = openSealed(JSON.parse(JSON.stringify(store.access(blob.uid))))
      expect(open.size).toBe(size)
      expect(open.read(0, size).equals(bytes)).toBe(true)
      for (const [from, length] of [
        [0, 1],
        [size - 1, 5],
        [16_383, 2],
        [size, 10],
        [10_000, 30_000],
      ] as const)
        if (from >= 0) expect(open.read(from, length).equals(bytes.subarray(from, from + length))).toBe(true)
      open.close()
    }
    const [a, b] = [...filesOf(place.at('a', 'blobs'))]
    expect(a).not.toBe(b)
    await store.close()
  })

  test('stops sealing when asked and leaves nothing', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const stop = new AbortController()
    async function* endless() {
      for (;;) yield randomBytes(65_536)
    }
    const work = store.seal(endless(), { signal: stop.signal, onBytes: (n) => n > 500_000 && stop.abort() })
    expect(await outcome(work)).toBe('cancelled')
    async function* failing() {
      yield randomBytes(10)
      throw Object.assign(new Error('gone'), { code: 'ENOENT' })
    }
    expect(await outcome(store.seal(failing()))).toBe('ENOENT')
    expect(readdirSync(place.at('a', 'tmp'))).toEqual([])
    await store.close()
    expect(await outcome(store.commit({ ops: [], audit: [], actor: 'x' }))).toBe('locked')
    expect(() => store.list('x')).toThrow('closed')
  })

  test('shows a stranger neither contents nor names, and is its owner\u2019s alone', async () => {
    const s = surroundings({ host: { name: 'h', bootId: 'b', pid: process.pid, startTime: 1 } })
    const { store } = await newCase(place.at('a'), s)
    const canary = 'KANARIENVOGEL'
    const blob = await store.seal(pieces(Buffer.from(canary.repeat(5_000))))
    const ops = [put(canary, { id: canary, title: canary })]
    await store.commit({ ops, audit: [{ action: canary, detail: canary }], blobs: [blob], actor: canary })
    for (let i = 0; i < 250; i += 1)
      await store.commit({ ops: [put('n', { id: `${i}`, canary })], audit: [], actor: canary })
    await store.close()
    const files = filesOf(place.at('a'))
    expect(files.some((f) => f.includes('audit'))).toBe(true)
    for (const file of files) {
      const bytes = readFileSync(file)
      for (const word of [canary, 'Lantern', 'Byrne', 'AGE-SECRET', passphrase, 'exhibit'])
        expect(bytes.includes(word), `${word} in ${file}`).toBe(false)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
    expect(statSync(place.at('a')).mode & 0o777).toBe(0o700)
    expect(statSync(place.at('a', 'blobs')).mode & 0o777).toBe(0o700)
  })

  test('snapshots as it grows, and forgets no change and no history', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const words = 'x'.repeat(200_000)
    for (let i = 0; i < 60; i += 1)
      await store.commit({ ops: [put('big', { id: `${i % 7}`, i, words })], audit: [note], actor: 'x' })
    await store.commit({ ops: [['del', 'big', '3']], audit: [note], actor: 'x' })
    await store.close()
    const names = readdirSync(place.at('a', 'state')).filter((n) => n.endsWith('.snap'))
    expect(names.length).toBeGreaterThanOrEqual(2)
    expect(Number.parseInt(names.at(-1) as string, 16)).toBeGreaterThan(2)
    const again = await reopen(place.at('a'), s, { readOnly: true })
    expect(
      again
        .list('big')
        .map((r) => r.id)
        .sort(),
    ).toEqual(['0', '1', '2', '4', '5', '6'])
    expect(await again.history()).toHaveLength(64)
    expect((await again.verify({ full: true })).findings).toEqual([])
    await again.close()
  })

  test('reads without writing, beside somebody who writes', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    await store.commit({ ops: [put('n', { id: '1' })], audit: [], actor: 'x' })
    const before = filesOf(place.at('a')).sort()
    const reader = await reopen(place.at('a'), s, { readOnly: true })
    expect(reader.list('n')).toEqual([{ id: '1' }])
    expect(reader.notices).toEqual([])
    expect(await outcome(reader.commit({ ops: [put('n', { id: '2' })], audit: [], actor: 'x' }))).toBe(
      'permission',
    )
    expect(await outcome(reader.putText('x'))).toBe('permission')
    await reader.verify({ full: true })
    await reader.close()
    expect(filesOf(place.at('a')).sort()).toEqual(before)
    await store.close()
    if (process.getuid?.() !== 0) chmodSync(place.at('a'), 0o500)
    const last = await reopen(place.at('a'), s, { readOnly: true })
    await last.close()
    if (process.getuid?.() !== 0) chmodSync(place.at('a'), 0o700)
  })
})
