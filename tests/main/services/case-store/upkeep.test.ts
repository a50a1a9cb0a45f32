import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseStore } from '../../../../main/services/case-store/index.ts'
import { blobPath } from '../../../../main/services/vault/sealed-blob.ts'
import { newCase, outcome, pieces, put, reopen, room, surroundings } from './room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

async function keep(store: CaseStore, ...contents: Buffer[]): Promise<string[]> {
  const blobs = []
  for (const content of contents) blobs.push(await store.seal(pieces(content)))
  const ops = blobs.map(({ uid }) => put('exhibit', { id: uid, file: uid }))
  await store.commit({ ops, audit: [{ action: 'added' }], blobs, actor: 'PC Byrne' })
  return blobs.map(({ uid }) => uid)
}
function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] as number) ^ 1
  writeFileSync(path, bytes)
}
const codes = (found: readonly { code: string }[]) => found.map(({ code }) => code).sort()

describe('opening', () => {
  test('tells of stored files that are gone or cut, and opens all the same', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const [gone, cut, whole] = await keep(store, randomBytes(10), randomBytes(40_000), randomBytes(30))
    await store.close()
    rmSync(blobPath(place.at('a'), gone as string))
    truncateSync(blobPath(place.at('a'), cut as string), 20_000)
    for (const readOnly of [true, false]) {
      const again = await reopen(place.at('a'), s, { readOnly })
      expect(again.notices.map(({ code, blobs }) => [code, blobs])).toEqual([
        ['missing-blob', [gone]],
        ['corrupt-blob', [cut]],
      ])
      expect(await again.readBlob(whole as string)).toHaveLength(30)
      expect(await outcome(again.readBlob(gone as string))).toBe('missing-blob')
      expect(await outcome(again.readBlob(cut as string))).toBe('corrupt-blob')
      await again.close()
    }
  })

  test('looks for 10,000 stored files in little time', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const { presenceOf } = await import('../../../../main/services/vault/presence.ts')
    const { realDisk } = await import('../../../../main/services/vault/disk.ts')
    const folder = place.at('many')
    const metas = Array.from({ length: 10_000 }, () => {
      const uid = randomBytes(16).toString('hex')
      mkdirSync(join(folder, 'blobs', uid.slice(0, 2)), { recursive: true })
      writeFileSync(blobPath(folder, uid), Buffer.alloc(72))
      return { uid, epoch: 1, size: 0, sha256: '', at: 0, by: '' }
    })
    const started = performance.now()
    const seen = await presenceOf(realDisk, folder, metas)
    const took = performance.now() - started
    expect(seen).toEqual({ missing: [], wrongLength: [], unreadable: [], orphans: [] })
    expect(took).toBeLessThan(1_500)
    await store.close()
  })

  test('sweeps a stored file nothing names a week after it was first seen, and enters that', async () => {
    const clock = { at: Date.UTC(2026, 2, 1, 9) }
    const s = surroundings({ now: () => clock.at })
    const { store } = await newCase(place.at('a'), s)
    await keep(store, randomBytes(10))
    await store.close()
    const stray = join(place.at('a'), 'blobs', 'ab', 'c'.repeat(30))
    mkdirSync(join(place.at('a'), 'blobs', 'ab'), { recursive: true })
    writeFileSync(stray, 'x')
    const openAt = async (days: number) => {
      clock.at = Date.UTC(2026, 2, 1 + days, 9)
      const again = await reopen(place.at('a'), s)
      const swept = (await again.history()).filter(({ action }) => action === 'swept')
      await again.close()
      return [existsSync(stray), swept.map(({ detail }) => detail)]
    }
    expect(await openAt(30)).toEqual([true, []])
    expect(await openAt(36)).toEqual([true, []])
    expect(await openAt(37)).toEqual([false, [{ files: 1 }]])
    expect(await openAt(60)).toEqual([false, [{ files: 1 }]])
  })

  test('tells of copies beside the files of a case, and of a folder that is synchronised', async () => {
    const s = surroundings()
    mkdirSync(place.at('Dropbox'))
    const folder = place.at('Dropbox', 'a')
    const { store } = await newCase(folder, s)
    await store.close()
    const copies = ['header (conflicted copy 2026-03-01).cv', join('audit', '0000000000000001 2.aud')]
    for (const copy of copies) writeFileSync(join(folder, copy), 'x')
    const again = await reopen(folder, s)
    expect(codes(again.notices)).toEqual(['forked', 'forked', 'shared-place'])
    for (const copy of copies)
      expect(again.notices.some(({ sentence }) => sentence.includes(copy))).toBe(true)
    expect(codes((await again.verify({ full: true })).findings)).toEqual(['forked', 'forked'])
    await again.close()
    for (const copy of copies) expect(existsSync(join(folder, copy))).toBe(true)
  })
})

describe('verifying', () => {
  test('n subsets read every stored file once', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    const sizes = [0, 1, 16_383, 16_384, 16_385, 5_000_000]
    const uids = await keep(store, ...sizes.map((size) => randomBytes(size)))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    let bytes = 0
    let files = 0
    for (let k = 1; k <= 3; k += 1) {
      const verdict = await store.verify({ subset: { k, n: 3 } })
      expect(verdict).toMatchObject({ ok: true, findings: [] })
      expect(verdict.checked.entries).toBe(store.auditHead().seq)
      bytes += verdict.checked.bytes
      files += verdict.checked.files
    }
    expect([files, bytes]).toEqual([6, total])
    expect((await store.verify({ full: true })).checked).toMatchObject({ files: 6, bytes: total })
    for (const [i, uid] of uids.entries()) flip(blobPath(place.at('a'), uid), 60 + Math.min(sizes[i]!, 9))
    const found: string[] = []
    for (let k = 1; k <= 3; k += 1)
      found.push(...(await store.verify({ subset: { k, n: 3 } })).findings.map(({ what }) => what))
    expect(found.sort()).toEqual(uids.map((uid) => `blobs/${uid}`).sort())
    await store.close()
  })

  test('tells its progress in bytes and stops when asked', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a'), s)
    await keep(store, randomBytes(20_000_000), randomBytes(1_000))
    const seen: [number, number][] = []
    await store.verify({ full: true, onProgress: (done, total) => seen.push([done, total]) })
    expect(seen.length).toBeGreaterThan(8)
    expect(seen.at(-1)).toEqual([20_001_000, 20_001_000])
    expect(seen.every(([done], i) => i === 0 || done >= (seen[i - 1] as [number, number])[0])).toBe(true)
    const stop = new AbortController()
    const asked = { at: 0 }
    const work = store.verify({
      full: true,
      signal: stop.signal,
      onProgress: () => {
        asked.at ||= performance.now()
        stop.abort()
      },
    })
    expect(await outcome(work)).toBe('cancelled')
    expect(performance.now() - asked.at).toBeLessThan(100)
    const closing = outcome(store.verify({ full: true }))
    await store.close()
    expect(await closing).toBe('locked')
  })
})

describe('a backup', () => {
  const name = 'a 2026-03-01 0900.case'
  test('is the case as it was, whole, listed by hash, and opens', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a.case'), s)
    const [uid] = await keep(store, randomBytes(3_000_000), randomBytes(0), randomBytes(16_384))
    mkdirSync(place.at('to'))
    const seen: number[] = []
    const made = await store.backup(place.at('to'), {
      name,
      onProgress: (done, total) => seen.push(done / total),
    })
    expect(made).toMatchObject({ ok: true, findings: [], head: store.auditHead() })
    expect(seen.at(-1)).toBe(1)
    await store.commit({ ops: [put('n', { id: '1' })], audit: [], actor: 'x' })
    await store.close()
    expect(readdirSync(place.at('to')).sort()).toEqual([name, `${name}.sha256`])
    expect(readdirSync(place.at('to', name)).sort()).toEqual(
      ['audit', 'blobs', 'header.cv', 'header.cv.bak', 'state', 'tmp', 'versions'].sort(),
    )
    const said = execFileSync('sha256sum', ['--check', '--strict', `${name}.sha256`], { cwd: place.at('to') })
    expect(said.toString().trim().split('\n')).toHaveLength(made.files)
    const copy = await reopen(place.at('to', name), s)
    expect(copy.get('n', '1')).toBeUndefined()
    expect(await copy.readBlob(uid as string)).toHaveLength(3_000_000)
    expect((await copy.verify({ full: true })).findings).toEqual([])
    await copy.close()
  })

  test('is made while the case is worked on', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a.case'), s)
    await keep(store, randomBytes(8_000_000))
    mkdirSync(place.at('to'))
    const work = store.backup(place.at('to'), { name })
    for (let i = 0; i < 20; i += 1) await keep(store, randomBytes(50_000))
    const made = await work
    expect(made).toMatchObject({ ok: true, findings: [] })
    await store.close()
    const copy = await reopen(place.at('to', name), s, { readOnly: true })
    expect(copy.auditHead()).toEqual(made.head)
    await copy.close()
  })

  test('leaves nothing when stopped, and refuses places it must not stand in', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a.case'), s)
    await keep(store, randomBytes(9_000_000))
    mkdirSync(place.at('to'))
    const stop = new AbortController()
    const work = store.backup(place.at('to'), { name, signal: stop.signal, onProgress: () => stop.abort() })
    expect(await outcome(work)).toBe('cancelled')
    expect(readdirSync(place.at('to'))).toEqual([])
    const refused = (to: string) => outcome(store.backup(to, { name }))
    expect(await refused(place.at('a.case'))).toBe('invalid')
    expect(await refused(place.at('a.case', 'tmp'))).toBe('invalid')
    expect(await refused(place.at('nowhere'))).toBe('not-found')
    expect(await refused(place.at('a.case', 'header.cv'))).toBe('invalid')
    mkdirSync(place.at('to', name))
    expect(await refused(place.at('to'))).toBe('exists')
    await store.close()
  })

  test('of a damaged case says so and keeps what there is', async () => {
    const s = surroundings()
    const { store } = await newCase(place.at('a.case'), s)
    const [gone, bad] = await keep(store, randomBytes(10), randomBytes(20), randomBytes(30))
    rmSync(blobPath(place.at('a.case'), gone as string))
    flip(blobPath(place.at('a.case'), bad as string), 70)
    mkdirSync(place.at('to'))
    const made = await store.backup(place.at('to'), { name })
    expect([made.ok, codes(made.findings)]).toEqual([false, ['corrupt-blob', 'missing-blob']])
    expect(existsSync(place.at('to', name, 'header.cv'))).toBe(true)
    await store.close()
  })
})
