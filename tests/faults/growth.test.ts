import { truncateSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseStore, Surroundings } from '../../main/services/case-store/index.ts'
import {
  newCase,
  outcome,
  pieces,
  put,
  rememberingKdf,
  reopen,
  room,
  surroundings,
} from '../main/services/case-store/room.ts'
import { amountAsked, howMany } from './amounts.ts'
import { seededBytes } from './chance.ts'

// Attack A13: a case that somebody, or work itself, made very large. It is taken in within bounds, opened within ten
// seconds, and verifying it says how far it is and stops when asked.

const mebibyte = 1024 * 1024
const size = howMany(amountAsked(), {
  sample: { file: 32 * mebibyte, files: 300, words: 4 * mebibyte, entries: 2_000 },
  whole: { file: 1024 * mebibyte, files: 10_000, words: 32 * mebibyte, entries: 100_000 },
  nightly: { file: 10 * 1024 * mebibyte, files: 200_000, words: 100 * mebibyte, entries: 1_000_000 },
})
const patience = { timeout: 3_600_000 }
const longestOpening = 10_000
const mostMemory = 400 * mebibyte

const place = room()
afterAll(() => place.clear())
const s: Surroundings = surroundings({ kdf: rememberingKdf() })

async function* zeros(length: number): AsyncIterable<Uint8Array> {
  const piece = new Uint8Array(mebibyte)
  for (let at = 0; at < length; at += piece.length)
    yield piece.subarray(0, Math.min(piece.length, length - at))
}

/** How much more memory work takes at its height than before, in bytes. */
async function memoryOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage.rss()
  const peak = { at: before }
  const timer = setInterval(() => {
    peak.at = Math.max(peak.at, process.memoryUsage.rss())
  }, 20)
  await work().finally(() => clearInterval(timer))
  return Math.max(peak.at, process.memoryUsage.rss()) - before
}

async function opened(folder: string): Promise<CaseStore> {
  const from = performance.now()
  const store = await reopen(folder, s, { readOnly: true })
  expect(performance.now() - from).toBeLessThan(longestOpening)
  return store
}

const folderOf = (name: string) => `${place.path}/${name}`

describe('a very large file', () => {
  let store: CaseStore
  let uid = ''
  beforeAll(async () => {
    store = (await newCase(folderOf('file'), s)).store
  })
  test('is taken in within bounds', patience, async () => {
    const used = await memoryOf(async () => {
      const blob = await store.seal(zeros(size.file))
      uid = blob.uid
      await store.commit({ ops: [put('n', { id: '1', file: uid })], audit: [], blobs: [blob], actor: 'x' })
    })
    expect(used).toBeLessThan(mostMemory)
    expect(store.blob(uid)?.size).toBe(size.file)
  })
  test('is verified with word of how far it is, and only until somebody says to stop', patience, async () => {
    const heard: number[] = []
    const stop = new AbortController()
    const onProgress = (done: number, of: number) => {
      heard.push(done / of)
      if (done > 0) stop.abort()
    }
    const asked = performance.now()
    expect(await outcome(store.verify({ full: true, signal: stop.signal, onProgress }))).toBe('cancelled')
    expect(performance.now() - asked).toBeLessThan(longestOpening)
    expect(heard.at(-1)).toBeLessThanOrEqual(1)
  })
  test('that was made to look far larger is found out by its length, unread', patience, async () => {
    const { path } = store.access(uid)
    await store.close()
    truncateSync(path, 10 * 1024 * mebibyte + 77)
    const used = await memoryOf(async () => {
      const again = await opened(folderOf('file'))
      expect(again.notices.map(({ code }) => code)).toEqual(['corrupt-blob'])
      expect(await outcome(again.readBlob(uid, 0, 10))).toBe('corrupt-blob')
      await again.close()
    })
    expect(used).toBeLessThan(mostMemory)
  })
})

test('very many files', patience, async () => {
  const { store } = await newCase(folderOf('files'), s)
  const atOnce = 500
  for (let at = 0; at < size.files; at += atOnce) {
    const count = Math.min(atOnce, size.files - at)
    const blobs = await Promise.all(
      Array.from({ length: count }, (_, i) => store.seal(pieces(Buffer.from(`file ${at + i}`)))),
    )
    await store.commit({
      ops: blobs.map(({ uid }, i) => put('n', { id: `${at + i}`, file: uid })),
      audit: [],
      blobs,
      actor: 'x',
    })
  }
  await store.close()
  const again = await opened(folderOf('files'))
  expect([again.list('n').length, again.notices]).toEqual([size.files, []])
  await again.close()
})

test('very many words', patience, async () => {
  const { store } = await newCase(folderOf('words'), s)
  const each = mebibyte
  for (let at = 0; at < size.words; at += each) {
    const words = Buffer.from(seededBytes(`${at}`)(each / 2)).toString('hex')
    await store.commit({ ops: [put('n', { id: `${at}`, words })], audit: [], actor: 'x' })
  }
  await store.close()
  const again = await opened(folderOf('words'))
  expect(again.list('n')).toHaveLength(size.words / each)
  await again.close()
})

test('a very long history', patience, async () => {
  const { store } = await newCase(folderOf('history'), s)
  const atOnce = 1_000
  const note = { action: 'alteration', target: { type: 'n', id: '1' }, detail: {} }
  for (let at = 0; at < size.entries; at += atOnce)
    await store.commit({ ops: [], audit: Array.from({ length: atOnce }, () => note), actor: 'x' })
  await store.close()
  const again = await opened(folderOf('history'))
  expect(again.auditHead().seq).toBeGreaterThan(size.entries)
  const { ok, findings } = await again.verify({ full: true })
  expect([ok, findings]).toEqual([true, []])
  await again.close()
})
