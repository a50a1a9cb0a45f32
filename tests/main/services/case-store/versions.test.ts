import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaseStore, openCase } from '../../../../main/services/case-store/index.ts'
import { amountAsked } from '../../../faults/amounts.ts'
import { newCase, outcome, put, rememberingKdf, reopen, room, surroundings } from './room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const runsIn = (folder: string) => readdirSync(join(folder, 'versions')).sort()
const records = async (store: CaseStore, id: string) =>
  (await store.versions('n', id)).versions.map((each) => each.record)

// Day by day a part of the law is tried.
const whole = amountAsked() !== 'sample'

describe('earlier versions of a record', () => {
  test('are told newest first, with who and when, in this opening and the next', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    for (const [i, actor] of ['PC Byrne', 'DS Cole', 'PC Byrne'].entries())
      await store.commit({ ops: [put('n', { id: 'r', i })], audit: [{ action: 'x' }], actor })
    await store.commit({ ops: [['del', 'n', 'r']], audit: [], actor: 'DS Cole' })
    await store.commit({ ops: [put('n', { id: 'r', i: 9 })], audit: [], actor: 'DS Cole' })
    const before = await store.versions('n', 'r')
    expect(before.whole).toBe(true)
    expect(before.versions.map(({ record, actor }) => [record?.i ?? null, actor])).toEqual([
      [9, 'DS Cole'],
      [null, 'DS Cole'],
      [2, 'PC Byrne'],
      [1, 'DS Cole'],
      [0, 'PC Byrne'],
    ])
    expect(before.versions.every(({ at }, i, all) => i === 0 || at < (all[i - 1]?.at ?? 0))).toBe(true)
    await store.close()
    const again = await reopen(place.at('a'), s, { readOnly: true })
    expect(await again.versions('n', 'r')).toEqual(before)
    expect(await again.versions('n', 'none')).toEqual({ versions: [], whole: true })
    await again.close()
  })

  test('each step of one change is a version', async () => {
    const { store } = await newCase(place.at('a'), surroundings())
    await store.commit({ ops: [put('n', { id: 'r', i: 0 })], audit: [], actor: 'x' })
    const ops = [put('n', { id: 'r', i: 1 }), ['del', 'n', 'r'] as const, put('n', { id: 'r', i: 2 })]
    await store.commit({ ops, audit: [], actor: 'x' })
    expect((await records(store, 'r')).map((each) => each?.i)).toEqual([2, undefined, 1, 0])
    await store.close()
  })

  test('a damaged or missing run is said, and a full check finds it; the present versions stand', async () => {
    const s = surroundings()
    const folder = place.at('a')
    const { store } = await newCase(folder, s)
    const words = 'x'.repeat(1_000)
    for (let i = 0; i < 250; i += 1)
      await store.commit({ ops: [put('n', { id: `${i % 3}`, i, words })], audit: [], actor: 'x' })
    await store.close()
    const [run] = runsIn(folder)
    expect(run).toBe('0000000000000001.ver')
    const path = join(folder, 'versions', run as string)
    const bytes = readFileSync(path)
    const broken = Buffer.from(bytes)
    broken[bytes.length >> 1] = (broken[bytes.length >> 1] as number) ^ 1
    for (const harm of [() => writeFileSync(path, broken), () => rmSync(path)]) {
      harm()
      const held = await reopen(folder, s, { readOnly: true })
      expect(held.get('n', '0')?.i).toBe(249)
      expect(await outcome(held.versions('n', '0'))).toBe('corrupt-journal')
      const { ok, findings } = await held.verify({ full: true })
      expect(ok).toBe(false)
      expect(findings.map((each) => each.code)).toContain('corrupt-journal')
      await held.close()
    }
  })

  test('a run taken from an older copy of the case is found out', async () => {
    const s = surroundings()
    const folder = place.at('a')
    const { store } = await newCase(folder, s)
    await store.close()
    const copy = place.at('copy')
    cpSync(folder, copy, { recursive: true })
    const fill = async (where: string, word: string) => {
      const held = await reopen(where, s)
      for (let i = 0; i < 250; i += 1)
        await held.commit({ ops: [put('n', { id: 'r', i, word })], audit: [], actor: 'x' })
      await held.close()
    }
    await fill(folder, 'ours')
    await fill(copy, 'theirs')
    cpSync(join(copy, 'versions'), join(folder, 'versions'), { recursive: true })
    const held = await reopen(folder, s, { readOnly: true })
    expect((await held.verify({ full: true })).findings.map((each) => each.code)).toEqual(['corrupt-journal'])
    await held.close()
  })
})

test('the head is signed as entries pass a multiple of 64, and at closing', async () => {
  const s = surroundings()
  const { store } = await newCase(place.at('a'), s)
  const audit = Array.from({ length: 70 }, () => ({ action: 'x' }))
  await store.commit({ ops: [], audit, actor: 'x' })
  await store.close()
  const again = await reopen(place.at('a'), s)
  expect((await again.history()).map((each) => each.action).slice(-2)).toEqual(['closed', 'opened'])
  expect((await again.history()).at(-1)?.detail).toEqual({ slot: again.holder.slot })
  await again.close()
})

/** A machine whose process is gone as soon as it is needed: whatever it holds open counts as crashed. */
const crashed = { name: 'desk-1', bootId: 'boot-1', pid: 2 ** 30, startTime: 1 }

type Step =
  | { do: 'put'; id: number; words: string }
  | { do: 'del'; id: number }
  | { do: 'much'; id: number }
  | { do: 'close' }
  | { do: 'crash' }
  | { do: 'crash in a snapshot' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('put' as const), id: fc.nat(4), words: fc.string() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('del' as const), id: fc.nat(4) }) },
  // Enough that the next closing makes a snapshot, and with it a run.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('much' as const), id: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'close' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
  { weight: 2, arbitrary: fc.constant({ do: 'crash in a snapshot' as const }) },
)

test('after any changes, snapshots, closings and crashes a record has the versions a plain model remembers', async () => {
  const kdf = rememberingKdf()
  const counts = { folder: 0, runs: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const folder = place.at(`m${++counts.folder}`)
      const s = surroundings({ kdf, host: crashed })
      const model = new Map<string, (unknown | null)[]>()
      const made = await newCase(folder, s)
      const identity = made.recoveryKey
      let store: CaseStore = made.store
      const again = async () => {
        store = await openCase(folder, { identity }, s)
      }
      const remember = async (id: string, record: { id: string; words: string } | null) => {
        const op = record === null ? (['del', 'n', id] as const) : put('n', record)
        await store.commit({ ops: [op], audit: [{ action: 'c' }], actor: 'm' })
        model.set(id, [record, ...(model.get(id) ?? [])])
      }
      for (const each of steps) {
        if (each.do === 'put') await remember(`${each.id}`, { id: `${each.id}`, words: each.words })
        else if (each.do === 'del') await remember(`${each.id}`, null)
        else if (each.do === 'much')
          await remember(`${each.id}`, { id: `${each.id}`, words: 'w'.repeat(70_000) })
        else if (each.do === 'close') {
          await store.close()
          await again()
        } else if (each.do === 'crash') {
          const dead = store
          await again()
          await dead.close()
        } else {
          // Everything a snapshot writes but the snapshot itself: the states before it are put back.
          await store.close()
          const before = place.at(`s${counts.folder}`)
          await again()
          cpSync(join(folder, 'state'), before, { recursive: true })
          await remember('0', { id: '0', words: 'y'.repeat(70_000) })
          const dead = store
          await dead.close()
          model.set('0', (model.get('0') ?? []).slice(1))
          const journals = readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.jrn'))
          // Without the snapshot the journal it was made from still stands: only the snapshot's own files go.
          for (const name of readdirSync(join(folder, 'state')))
            if (!readdirSync(before).includes(name) && !journals.includes(name))
              rmSync(join(folder, 'state', name))
          for (const name of readdirSync(before))
            if (!readdirSync(join(folder, 'state')).includes(name))
              cpSync(join(before, name), join(folder, 'state', name))
          rmSync(before, { recursive: true })
          model.set('0', [{ id: '0', words: 'y'.repeat(70_000) }, ...(model.get('0') ?? [])])
          await again()
        }
      }
      await store.close()
      await again()
      counts.runs += runsIn(folder).length
      for (let id = 0; id <= 4; id += 1) {
        const { versions, whole } = await store.versions('n', `${id}`)
        expect(versions.map(({ record }) => record)).toEqual(model.get(`${id}`) ?? [])
        expect(whole).toBe(true)
      }
      expect((await store.verify({ full: true })).findings.filter((f) => f.code !== 'orphan-blob')).toEqual(
        [],
      )
      await store.close()
    }),
    { numRuns: whole ? 40 : 16, seed: 11 },
  )
  // The law is about runs too: without them this test would say little.
  expect(counts.runs).toBeGreaterThan(whole ? 20 : 8)
}, 60_000)

test('a case of 1.0 is opened and written as it is, and says that earlier versions may be missing', async () => {
  const vectors = fileURLToPath(new URL('../../../vectors/case-file/', import.meta.url))
  const { passphrase, records: expected } = JSON.parse(readFileSync(join(vectors, 'expected.json'), 'utf8'))
  const folder = place.at('lantern')
  cpSync(join(vectors, 'lantern'), folder, { recursive: true })
  const s = surroundings()
  const store = await openCase(folder, { passphrase }, s)
  const [collection] = Object.keys(expected) as [string]
  const [record] = expected[collection] as { id: string }[]
  await store.commit({ ops: [put(collection, { ...record!, added: 'later' })], audit: [], actor: 'x' })
  const { versions, whole } = await store.versions(collection, record!.id)
  expect(versions[0]?.record).toMatchObject({ added: 'later' })
  expect(whole).toBe(false)
  expect((await store.verify({ full: true })).findings).toEqual([])
  const words = 'x'.repeat(70_000)
  await store.commit({ ops: [put('n', { id: 'big', words })], audit: [], actor: 'x' })
  await store.close()
  expect(runsIn(folder)).toHaveLength(1)
  const again = await openCase(folder, { passphrase }, s)
  expect((await again.versions(collection, record!.id)).versions).toEqual(versions)
  expect((await again.versions(collection, record!.id)).whole).toBe(false)
  expect((await again.verify({ full: true })).findings).toEqual([])
  await again.close()
})
