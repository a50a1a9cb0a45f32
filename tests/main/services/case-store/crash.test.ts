import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CaseStore, openCase, thisHost } from '../../../../main/services/case-store/index.ts'
import { amountAsked, howMany } from '../../../faults/amounts.ts'
import { newCase, pieces, put, rememberingKdf, reopen, room, surroundings } from './room.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

/** Runs an import in a process of its own and kills it after so many acknowledged files. */
async function killedImport(folder: string, files: readonly string[], after: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./import-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, ...files], { stdio: ['ignore', 'pipe', 'inherit'] })
  let heard = ''
  for await (const piece of child.stdout) {
    heard += piece
    if (heard.split('\n').length - 1 >= after) child.kill('SIGKILL')
  }
  return heard.split('\n').slice(0, -1)
}

test('a process killed while it imports 200 files loses nothing it acknowledged and leaves nothing else', async () => {
  const host = thisHost(Date.now)
  const s = surroundings({ host, now: Date.now })
  const files = Array.from({ length: 200 }, (_, i) => place.at(`f${i}`))
  for (const [i, file] of files.entries()) writeFileSync(file, randomBytes(100 + i * 300))
  for (const after of [1, 57, 140]) {
    const folder = place.at(`case-${after}`)
    await (await newCase(folder, s)).store.close()
    const acknowledged = await killedImport(folder, files, after)
    expect(acknowledged.length).toBeGreaterThanOrEqual(after)
    const store = await reopen(folder, s)
    expect(store.notices.map((n) => n.code)).toContain('lock-taken-over')
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
    const kept = store.list('exhibit') as unknown as { id: string; file: string; sha256: string }[]
    // The file in hand when the blow fell may be in, but never in part.
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(1)
    expect(kept.slice(0, acknowledged.length).map((k) => `${k.id} ${k.sha256}`)).toEqual(acknowledged)
    for (const { file, sha256 } of kept)
      expect(
        createHash('sha256')
          .update(await store.readBlob(file))
          .digest('hex'),
      ).toBe(sha256)
    const { ok, findings } = await store.verify({ full: true })
    expect([ok, findings.length <= 1]).toEqual([true, true])
    await store.close()
  }
}, 60_000)

/** A machine whose process is gone as soon as it is needed: whatever it holds open counts as crashed. */
const crashed = { name: 'desk-1', bootId: 'boot-1', pid: 2 ** 30, startTime: 1 }

type Step =
  | { do: 'put'; id: number; words: string }
  | { do: 'del'; id: number }
  | { do: 'blob'; size: number }
  | { do: 'close' }
  | { do: 'crash'; torn: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      id: fc.nat(8),
      words: fc.string({ unit: 'grapheme' }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('del' as const), id: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('blob' as const), size: fc.nat(40_000) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'close' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), torn: fc.nat(60) }) },
)

/** What a crash in the midst of an append leaves: the beginning of a frame. */
function tear(folder: string, length: number): void {
  const newest = readdirSync(join(folder, 'state'))
    .filter((n) => n.endsWith('.jrn'))
    .sort()
    .at(-1)
  if (newest === undefined || length === 0) return
  const frame = Buffer.concat([Buffer.from('0000100000ffefff', 'hex'), Buffer.alloc(8), randomBytes(60)])
  frame.writeUInt32BE(~0x1000 >>> 0, 4)
  frame.writeUInt32BE(0x1000, 0)
  appendFileSync(join(folder, 'state', newest), frame.subarray(0, length))
}

test('any sequence of changes, closings and crashes leaves what a plain map would hold', async () => {
  const kdf = rememberingKdf()
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      run += 1
      const folder = place.at(`m${run}`)
      const s = surroundings({ kdf, host: crashed })
      const model = new Map<string, unknown>()
      const blobs = new Map<string, Buffer>()
      // Made, and opened; from here on each opening and each closing is entered too.
      let entries = 2
      const made = await newCase(folder, s)
      const identity = made.recoveryKey
      let store: CaseStore = made.store
      const again = async () => {
        store = await openCase(folder, { identity }, s)
        entries += 1 + store.notices.length
      }
      for (const each of steps) {
        if (each.do === 'close') {
          await store.close()
          entries += 1
          await again()
        } else if (each.do === 'crash') {
          const dead = store
          tear(folder, each.torn)
          await again()
          // It lost its lock: closing it must change nothing.
          await dead.close()
          expect(store.notices.some((n) => n.code === 'torn-tail')).toBe(each.torn > 0)
        } else if (each.do === 'blob') {
          const bytes = randomBytes(each.size)
          const blob = await store.seal(pieces(bytes, 9_999))
          await store.commit({ ops: [], audit: [{ action: 'b' }], blobs: [blob], actor: 'm' })
          blobs.set(blob.uid, bytes)
          entries += 1
        } else {
          const id = `${each.id}`
          if (each.do === 'put') model.set(id, { id, words: each.words })
          else model.delete(id)
          const op = each.do === 'put' ? put('n', { id, words: each.words }) : (['del', 'n', id] as const)
          await store.commit({ ops: [op], audit: [{ action: 'c' }], actor: 'm' })
          entries += 1
        }
      }
      await store.close()
      entries += 1
      await again()
      expect(new Map(store.list('n').map((r) => [r.id, { ...r }]))).toEqual(model)
      for (const [uid, bytes] of blobs) expect((await store.readBlob(uid)).equals(bytes)).toBe(true)
      expect(await store.history()).toHaveLength(entries)
      expect((await store.verify({ full: true })).findings).toEqual([])
      await store.close()
    }),
    { numRuns: howMany(amountAsked(), { sample: 30, whole: 1_000, nightly: 50_000 }), seed: 7 },
  )
}, 7_200_000)
