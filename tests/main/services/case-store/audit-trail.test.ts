import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  emptyChain,
  enter,
  follow,
  readEntry,
  type StoredEntry,
} from '../../../../main/services/audit/chain.ts'
import { payloadsOf } from '../../../../main/services/case-store/audit-runs.ts'
import { auditTrail } from '../../../../main/services/case-store/audit-trail.ts'
import { type CaseDocument, emptyDocument } from '../../../../main/services/case-store/document.ts'
import { signerOf } from '../../../../main/services/vault/age-keys.ts'
import type { SealedCase } from '../../../../main/services/vault/sealed-case.ts'
import type { SealedRun } from '../../../../main/services/vault/sealed-runs.ts'
import { headText } from '../../../../main/services/vault/snapshot.ts'
import { newCase, put, reopen, room, surroundings } from './room.ts'

const caseId = '0f0e0d0c0b0a09080706050403020100'
const slot = 'aa'.repeat(16)
const signer = signerOf('AGE-SECRET-KEY-1TEST', Buffer.from(caseId, 'hex'))
const sign = (seq: number, head: string) => ({
  seq,
  slot,
  sig: signer.sign(headText(Buffer.from(caseId, 'hex'), seq, head)),
})
const by = { at: 1_772_355_600_000, actor: 'PC Byrne', device: 'desk-1', app: 'Turnstone' }

/** A history of so many entries, a part of it sealed in runs of a length, the rest in memory; nothing on a disk. */
function madeUp(length: number, sealedTo: number, runLength: number) {
  const notes = Array.from({ length }, (_, n) => ({
    action: 'alteration',
    target: { type: 'exhibit', id: `e${n}` },
  }))
  const { entries, head } = enter(caseId, emptyChain(caseId), notes, by, (n) => randomBytes(n))
  const headAt = (seq: number) => follow(caseId, emptyChain(caseId), entries.slice(0, seq)).head
  const signed = Array.from({ length: Math.floor(length / 64) }, (_, n) => {
    const { seq, hash } = headAt(64 * (n + 1))
    return sign(seq, hash)
  })
  const runs = new Map<number, SealedRun>()
  for (let first = 1; first <= sealedTo; first += runLength) {
    const part = entries.slice(first - 1, Math.min(sealedTo, first - 1 + runLength))
    runs.set(first, { first, before: headAt(first - 1).hash, payloads: payloadsOf(first, part, signed) })
  }
  const document: CaseDocument = {
    ...emptyDocument(caseId),
    chain: head,
    recent: entries.slice(sealedTo),
    recentFrom: headAt(sealedTo),
    recentSigned: signed.filter(({ seq }) => seq > sealedTo),
  }
  const read: number[] = []
  const sealed = {
    id: caseId,
    roster: { holders: [{ slot, label: 'PC Byrne', edPub: signer.publicKey }], past: [] },
    runs: async () => [...runs.keys()].sort((a, b) => a - b),
    readRun: async (_kind: string, first: number) => {
      read.push(first)
      return runs.get(first)
    },
  } as unknown as SealedCase
  const remake = (first: number, change: (entries: StoredEntry[]) => void) => {
    const run = runs.get(first)!
    const part = run.payloads.flatMap((p) => (JSON.parse(p.toString()) as { audit: StoredEntry[] }).audit)
    change(part)
    runs.set(first, { ...run, payloads: payloadsOf(first, part, signed) })
  }
  return { entries, headAt, runs, read, remake, signed, document, trail: auditTrail(sealed, () => document) }
}

describe('reading', () => {
  test('any stretch comes out as it went in, and only the runs it lies in are read', async () => {
    const { trail, entries, headAt, read } = madeUp(500, 430, 100)
    for (const [from, to] of [
      [1, 1],
      [1, 500],
      [100, 101],
      [101, 200],
      [399, 431],
      [430, 430],
      [431, 500],
      [480, 900],
    ] as const)
      expect((await trail.read(from, to)).map((e) => readEntry(e).seq)).toEqual(
        entries.slice(from - 1, to).map((e) => readEntry(e).seq),
      )
    for (const seq of [0, 1, 99, 100, 101, 430, 431, 500])
      expect((await trail.headAt(seq)).hash).toBe(headAt(seq).hash)
    await expect(trail.headAt(501)).rejects.toMatchObject({ code: 'not-found' })
    const fresh = madeUp(500, 430, 100)
    await fresh.trail.read(450, 500)
    expect(fresh.read).toEqual([])
    await fresh.trail.read(410, 500)
    await fresh.trail.read(405, 500)
    expect(fresh.read).toEqual([401])
    expect(read.length).toBeGreaterThan(0)
  })

  test('a run that reaches past the snapshot is not told twice', async () => {
    const { trail, runs, document, entries, headAt } = madeUp(300, 200, 100)
    // As after a crash between the run and its snapshot, and an older snapshot that then served.
    Object.assign(document, { recent: entries.slice(150), recentFrom: headAt(150) })
    expect(runs.has(101)).toBe(true)
    expect((await trail.read(1, 300)).map((e) => readEntry(e).seq)).toEqual(entries.map((_, n) => n + 1))
    expect(await trail.verify({})).toMatchObject({ ok: true, entries: 300, faults: [] })
  })
})

describe('verifying', () => {
  test('a whole history is right, with every signature', async () => {
    const { trail, signed } = madeUp(500, 430, 100)
    const heard: number[] = []
    const verdict = await trail.verify({ onProgress: (done) => heard.push(done) })
    expect(verdict).toEqual({ ok: true, entries: 500, signatures: signed.length, faults: [] })
    expect(heard.at(-1)).toBe(500)
  })

  test('an entry changed, put in, left out or moved is found at its number', async () => {
    const seqsOf = async (change: (entries: StoredEntry[]) => void, first = 101) => {
      const { trail, remake } = madeUp(500, 430, 100)
      remake(first, change)
      const { ok, faults } = await trail.verify({})
      expect(ok).toBe(false)
      return faults[0]?.seq
    }
    const other = enter(caseId, emptyChain(caseId), [{ action: 'erasure' }], by, (n) => Buffer.alloc(n))
    // An entry rewritten under its own number shows at the next signed head or the next run's beginning.
    const rewritten = await seqsOf((entries) => {
      entries[19] = [entries[19]![0], entries[19]![1].replace('alteration', 'erasure')]
    })
    expect(rewritten).toBe(128)
    expect(await seqsOf((entries) => entries.splice(19, 0, other.entries[0]!))).toBe(120)
    expect(await seqsOf((entries) => entries.splice(19, 1))).toBe(120)
    expect(await seqsOf((entries) => entries.splice(19, 2, entries[20]!, entries[19]!))).toBe(120)
    expect(await seqsOf((entries) => entries.splice(99, 1))).toBe(200)
  })

  test('a run that is gone is found where it was', async () => {
    const { trail, runs } = madeUp(500, 430, 100)
    runs.delete(201)
    const { ok, faults } = await trail.verify({})
    expect([ok, faults[0]?.seq]).toEqual([false, 201])
    await expect(trail.read(150, 350)).rejects.toMatchObject({ code: 'audit-broken' })
    await expect(trail.read(150, 180)).resolves.toHaveLength(31)
  })

  test('a signature of a key nobody had, or under another head, is found', async () => {
    const { trail, document } = madeUp(300, 200, 100)
    const sound = document.recentSigned
    document.recentSigned = sound.map((each) => ({ ...each, slot: 'bb'.repeat(16) }))
    expect((await trail.verify({})).faults[0]?.seq).toBe(256)
    document.recentSigned = [{ ...sign(256, 'ee'.repeat(32)) }]
    expect((await trail.verify({})).faults[0]?.seq).toBe(256)
    document.recentSigned = sound
    expect((await trail.verify({})).ok).toBe(true)
  })

  test('it can be stopped', async () => {
    const { trail } = madeUp(3_000, 2_000, 1_000)
    const stop = new AbortController()
    await expect(trail.verify({ signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject(
      { name: 'AbortError' },
    )
  })
})

describe('on a disk', () => {
  const place = room()
  const s = surroundings()
  beforeAll(async () => {
    const { store } = await newCase(place.at('a'), s)
    for (let n = 0; n < 230; n++)
      await store.commit({
        ops: [put('event', { id: `v${n}` })],
        audit: [{ action: 'alteration', target: { type: 'event', id: `v${n}` } }],
        actor: 'PC Byrne',
      })
    await store.close()
  })
  afterAll(() => place.clear())

  test('a closed case opens with its history sealed, and it verifies with the signatures it carries', async () => {
    const store = await reopen(place.at('a'), s)
    const { seq } = store.audit.head()
    expect(seq).toBeGreaterThan(230)
    const verdict = await store.audit.verify({})
    expect(verdict).toMatchObject({ ok: true, entries: seq, faults: [] })
    expect(verdict.signatures).toBeGreaterThanOrEqual(4)
    expect((await store.audit.read(1, seq)).map((e) => readEntry(e).seq)).toEqual(
      Array.from({ length: seq }, (_, n) => n + 1),
    )
    expect((await store.history()).length).toBe(seq)
    await store.close()
  })
})
