import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openCase, repairClosed } from '../../../../main/services/case-store/index.ts'
import type { CaseStore } from '../../../../main/services/case-store/store.ts'
import { blobPath } from '../../../../main/services/vault/sealed-blob.ts'
import { amountAsked, howMany } from '../../../faults/amounts.ts'
import { failingDisk } from '../vault/failing-disk.ts'
import { newCase, outcome, passphrase, pieces, put, rememberingKdf, room, surroundings } from './room.ts'

const place = room()
const s = surroundings({ kdf: rememberingKdf() })
const secret = { passphrase }
const good = () => place.at('good')
const hurt = () => place.at('hurt')
const backup = () => place.at('backup')

const keep = async (store: CaseStore, words: string, ...contents: Buffer[]) => {
  const blobs = []
  for (const content of contents) blobs.push(await store.seal(pieces(content)))
  const ops = [put('n', { id: words, words })]
  await store.commit({ ops, audit: [{ action: 'collection' }], blobs, actor: 'PC Byrne' })
  return blobs.map(({ uid }) => uid)
}
const reopened = (folder: string) => openCase(folder, secret, s)

/** Files of a case without what a repair or an opening leaves beside it. */
const filesOf = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative(folder, join(folder, name)))
    .filter((name) => !/^(?:damaged|tmp|lock)/u.test(name))
    .sort()

const known = { uids: [] as string[] }
beforeAll(async () => {
  const { store } = await newCase(good(), s)
  known.uids = await keep(store, 'one', randomBytes(40_000), randomBytes(0), randomBytes(16_384))
  await store.close()
  // Two closings that are worth a snapshot each, then a few changes behind the newest.
  for (const words of ['a', 'b']) {
    const again = await reopened(good())
    await keep(again, words.repeat(70_000))
    await again.close()
  }
  const last = await reopened(good())
  known.uids.push(...(await keep(last, 'two', randomBytes(300))))
  await last.close()
  cpSync(good(), backup(), { recursive: true })
}, 60_000)
afterAll(() => place.clear())
beforeEach(() => {
  rmSync(hurt(), { recursive: true, force: true })
  cpSync(good(), hurt(), { recursive: true })
})

const harms = {
  remove: (path: string) => rmSync(path),
  empty: (path: string) => writeFileSync(path, ''),
  cut: (path: string, at: number) => writeFileSync(path, readFileSync(path).subarray(0, at)),
  flip: (path: string, at: number) => {
    const bytes = readFileSync(path)
    if (bytes.length === 0) return
    bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ 0x10
    writeFileSync(path, bytes)
  },
  // Behind a journal such bytes are what a crash leaves, and stay; anywhere else they are damage.
  longer: (path: string) => {
    if (!path.endsWith('.jrn')) writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(3, 7)]))
  },
} as const
type Harm = keyof typeof harms

const amount = amountAsked()
/** Both of the plainest harms for each file, or in a sample one of them in turn. */
const some = (i: number) =>
  (['remove', 'flip'] as const).filter((_, at) => amount !== 'sample' || at === i % 2)

/** What the shell does: what keeps it shut first, then all the rest of it. */
async function repair(from = backup()) {
  const first = await repairClosed(hurt(), secret, from, s)
  const store = await reopened(hurt())
  try {
    const rest = await store.repair(from, {})
    return { ...rest, repaired: [...first, ...rest.repaired], notices: store.notices }
  } finally {
    await store.close()
  }
}

describe('a repair from a backup', () => {
  test('whatever is damaged comes back byte for byte, and the case verifies', {
    timeout: 240_000,
  }, async () => {
    const names = filesOf(good())
    const one = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...Object.keys(harms)), fc.nat(60_000))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(one, { selector: ([name]) => name, minLength: 1, maxLength: 8 }),
        async (hits) => {
          rmSync(hurt(), { recursive: true, force: true })
          cpSync(good(), hurt(), { recursive: true })
          for (const [name, harm, at] of hits) harms[harm as Harm](join(hurt(), name), at)
          const { ok, findings } = await repair()
          expect(findings).toEqual([])
          expect(ok).toBe(true)
          for (const name of names)
            expect(readFileSync(join(hurt(), name)).equals(readFileSync(join(good(), name))), name).toBe(true)
        },
      ),
      { numRuns: howMany(amount, { sample: 8, whole: 60, nightly: 1_000 }), seed: 20260301 },
    )
  })

  test('each file by itself, in each way', { timeout: 240_000 }, async () => {
    for (const [i, name] of filesOf(good()).entries())
      for (const harm of some(i)) {
        rmSync(hurt(), { recursive: true, force: true })
        cpSync(good(), hurt(), { recursive: true })
        harms[harm](join(hurt(), name), 170)
        const { ok, repaired } = await repair()
        expect(ok, `${harm} ${name}`).toBe(true)
        expect(
          readFileSync(join(hurt(), name)).equals(readFileSync(join(good(), name))),
          `${harm} ${name}`,
        ).toBe(true)
        if (harm !== 'remove' && !name.startsWith('header') && repaired.length > 0)
          expect(readdirSync(join(hurt(), 'damaged')).length).toBeGreaterThan(0)
      }
  })

  test('what was damaged is kept aside, as it was', async () => {
    const path = blobPath('.', known.uids[0] as string)
    harms.flip(join(hurt(), path), 900)
    const before = readFileSync(join(hurt(), path))
    const { repaired } = await repair()
    expect(repaired).toEqual([path])
    const [aside, ...others] = readdirSync(join(hurt(), 'damaged'))
    expect(others).toEqual([])
    expect(readFileSync(join(hurt(), 'damaged', aside as string)).equals(before)).toBe(true)
  })

  test('bytes that are not exactly what the case names are never taken', async () => {
    const [first, second] = known.uids as [string, string]
    rmSync(blobPath(hurt(), first))
    const from = place.at('bad')
    cpSync(good(), from, { recursive: true })
    cpSync(blobPath(from, second), blobPath(from, first))
    const { ok, repaired, findings } = await repair(from)
    expect([ok, repaired, findings.map(({ code }) => code)]).toEqual([false, [], ['missing-blob']])
    harms.flip(join(from, blobPath('.', first)), 60)
    expect((await repair(from)).repaired).toEqual([])
    expect(readdirSync(join(hurt(), 'tmp'))).toEqual([])
    rmSync(from, { recursive: true })
  })

  test('nothing is ever overwritten by something older', { timeout: 120_000 }, async () => {
    const store = await reopened(hurt())
    await keep(store, 'late'.repeat(40_000), randomBytes(100))
    await store.close()
    const entries = await lastEntry(hurt())
    const whole = place.at('whole')
    cpSync(hurt(), whole, { recursive: true })
    for (const [i, name] of filesOf(whole).entries())
      for (const harm of some(i)) {
        rmSync(hurt(), { recursive: true })
        cpSync(whole, hurt(), { recursive: true })
        harms[harm](join(hurt(), name), 130)
        // Either it is mended from the older backup, or refused; in no case does it come back with less.
        const outcome = await repair().then(
          () => 'done',
          (thrown: Error & { code?: string }) => thrown.code ?? thrown.message,
        )
        expect(['done', 'conflict', 'corrupt-journal', 'corrupt-snapshot'], `${harm} ${name}`).toContain(
          outcome,
        )
        if (outcome !== 'done') continue
        expect(await lastEntry(hurt()), `${harm} ${name}`).toBeGreaterThanOrEqual(entries)
        for (const other of filesOf(whole).filter((each) => each !== name))
          expect(readFileSync(join(hurt(), other)).equals(readFileSync(join(whole, other))), other).toBe(true)
      }
    rmSync(hurt(), { recursive: true })
    cpSync(whole, hurt(), { recursive: true })
    rmSync(join(hurt(), 'state'), { recursive: true })
    const said = repair()
    await expect(said).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/ends with entry \d+ of the history.*up to entry \d+/u),
    })
    expect(filesOf(hurt()).filter((name) => name.startsWith('state'))).toEqual([])
    rmSync(whole, { recursive: true })
  })

  test('where the state is gone, what lies beside it tells that the backup is older', async () => {
    const lose = () => rmSync(join(hurt(), 'state'), { recursive: true })
    const files = await reopened(hurt())
    await keep(files, 'x', randomBytes(100))
    await files.close()
    lose()
    await expect(repair()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/1 of its stored/u),
    })
    rmSync(hurt(), { recursive: true })
    cpSync(good(), hurt(), { recursive: true })
    const keys = await reopened(hurt())
    await keys.holders.addRecoveryKey()
    await keys.close()
    lose()
    await expect(repair()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/who can open it/u),
    })
    expect(filesOf(hurt()).filter((name) => name.startsWith('state'))).toEqual([])
  })

  test('a disk that fails at any call of a repair leaves what can be repaired again', {
    timeout: 120_000,
  }, async () => {
    const { disk, fault } = failingDisk()
    const failing = { ...s, disk }
    const names = filesOf(good())
    const hits = [
      ...names.filter((name) => /^header|^state.*(?:2|3)\.snap$/u.test(name)),
      ...names.filter((name) => name.startsWith('blobs')).slice(0, 1),
    ]
    for (let at = 0; ; at += howMany(amount, { sample: 23, whole: 1, nightly: 1 })) {
      rmSync(hurt(), { recursive: true, force: true })
      cpSync(good(), hurt(), { recursive: true })
      for (const name of hits) harms.flip(join(hurt(), name), 150)
      Object.assign(fault, { at, code: 'EIO', sticky: at % 2 === 0, calls: 0, hit: false })
      await repairClosed(hurt(), secret, backup(), failing).catch(() => undefined)
      const { hit } = fault
      fault.at = -1
      const { ok } = await repair()
      expect(ok, `call ${at}`).toBe(true)
      for (const name of hits)
        expect(
          readFileSync(join(hurt(), name)).equals(readFileSync(join(good(), name))),
          `call ${at}: ${name}`,
        ).toBe(true)
      if (!hit) break
    }
  })

  test('a header that is older than the case is not put back', async () => {
    const store = await reopened(hurt())
    await store.holders.addRecoveryKey()
    await store.close()
    for (const name of ['header.cv', 'header.cv.bak']) harms.flip(join(hurt(), name), 300)
    await expect(repair()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('somebody removed could open it again'),
    })
    expect(existsSync(join(hurt(), 'damaged'))).toBe(false)
  })

  test('places that are no backup of this case are refused', async () => {
    const { store } = await newCase(place.at('other'), s)
    await store.close()
    mkdirSync(place.at('empty'), { recursive: true })
    expect(await outcome(repair(place.at('other')))).toBe('invalid')
    expect(await outcome(repair(hurt()))).toBe('invalid')
    expect(await outcome(repair(join(hurt(), 'state')))).toBe('invalid')
    expect(await outcome(repair(place.at('empty')))).toBe('not-a-case')
    expect(await outcome(repair(place.at('nowhere')))).toBe('not-found')
    for (const name of ['header.cv', 'header.cv.bak']) rmSync(join(hurt(), name))
    expect(await outcome(repair(place.at('other')))).toBe('invalid')
    expect(await outcome(repairClosed(hurt(), { passphrase: 'wrong' }, backup(), s))).toBe('wrong-passphrase')
    expect(existsSync(join(hurt(), 'header.cv'))).toBe(false)
    await repair()
  })

  test('it tells how far it is, stops when asked, and what stands by then stays', async () => {
    const paths = known.uids.map((uid) => blobPath('.', uid))
    for (const path of paths) rmSync(join(hurt(), path))
    const stop = new AbortController()
    const back: string[] = []
    const store = await reopened(hurt())
    const work = store.repair(backup(), {
      signal: stop.signal,
      onRepaired: (path) => {
        back.push(path)
        if (back.length === 2) stop.abort()
      },
    })
    expect(await outcome(work)).toBe('cancelled')
    expect(paths.filter((path) => existsSync(join(hurt(), path))).sort()).toEqual(back.sort())
    const seen: number[] = []
    const { ok, repaired } = await store.repair(backup(), {
      onProgress: (done, total) => seen.push(done / total),
    })
    expect([ok, repaired.length]).toEqual([true, 2])
    expect(seen.at(-1)).toBe(1)
    const reader = await openCase(hurt(), secret, s, { readOnly: true })
    expect(await outcome(reader.repair(backup(), {}))).toBe('permission')
    await reader.close()
    await store.close()
  })
})

async function lastEntry(folder: string): Promise<number> {
  const reader = await openCase(folder, secret, s, { readOnly: true })
  try {
    return reader.auditHead().seq
  } finally {
    await reader.close()
  }
}
