import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaseStore, openCase } from '../../../../main/services/case-store/index.ts'
import { amountAsked } from '../../../faults/amounts.ts'
import { newCase, outcome, pieces, put, room, surroundings } from '../case-store/room.ts'
import { failingDisk } from './failing-disk.ts'

let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

const typed = ['disk-full', 'io-error', 'io-fsync', 'permission']

/** No two segments share a salt, so no key and nonce serve twice. */
function saltsAreFresh(folder: string): void {
  const files = readdirSync(join(folder, 'state')).filter((n) => n.endsWith('.jrn'))
  const salts = files.map((n) =>
    readFileSync(join(folder, 'state', n))
      .subarray(40, 64)
      .toString('hex'),
  )
  expect(new Set(salts).size).toBe(salts.length)
}

// Day by day every third call is refused.
const step = amountAsked() === 'sample' ? 3 : 1

const answers = [
  ['ENOSPC', false],
  ['EIO', true],
  ['EIO', false],
  ['EACCES', true],
] as const
// Day by day two of the four are tried.
describe.each(answers.slice(0, amountAsked() === 'sample' ? 2 : 4))(
  'a disk that answers %s (for good: %s)',
  (code, sticky) => {
    test('at any call of a change with a file, leaves the case as it was and usable', async () => {
      const { disk, fault } = failingDisk()
      const s = surroundings({ disk })
      const made = await newCase(place.at('a'), s)
      const secret = { identity: made.recoveryKey }
      let store: CaseStore = made.store
      const sure = new Set<string>()
      for (let n = 0; ; n += 1) {
        Object.assign(fault, { at: n, code, sticky, calls: 0, hit: false })
        const id = `${n}`
        const got = await outcome(
          (async () => {
            const blob = await store.seal(pieces(randomBytes(20_000)))
            await store.commit({
              ops: [put('n', { id, file: blob.uid })],
              audit: [{ action: 'a' }],
              blobs: [blob],
              actor: 'x',
            })
          })(),
        )
        const { hit } = fault
        fault.at = -1
        if (!hit) {
          expect(got).toBe('done')
          expect(n).toBeGreaterThan(8)
          break
        }
        if (got === 'done') sure.add(id)
        else expect(typed).toContain(got)
        expect(new Set(store.list('n').map((r) => r.id)), `after call ${n}`).toEqual(sure)
        // The same opening goes on once the disk answers again, and so does the next.
        await store.commit({ ops: [put('n', { id: `then ${n}` })], audit: [], actor: 'x' })
        sure.add(`then ${n}`)
        if (n % 3 !== 0) continue
        await store.close()
        store = await openCase(place.at('a'), secret, s)
        expect(new Set(store.list('n').map((r) => r.id)), `reopened after call ${n}`).toEqual(sure)
        expect(store.notices).toEqual([])
      }
      const { ok, findings } = await store.verify({ full: true })
      expect(ok, JSON.stringify(findings)).toBe(true)
      saltsAreFresh(place.at('a'))
      await store.close()
    })

    test('at any call of a snapshot at closing, loses nothing', async () => {
      const { disk, fault } = failingDisk()
      const s = surroundings({ disk })
      const made = await newCase(place.at('a'), s)
      const secret = { identity: made.recoveryKey }
      await made.store.close()
      for (let n = 0, before = 0; ; n += step, before += 1) {
        const store = await openCase(place.at('a'), secret, s)
        expect(store.list('n')).toHaveLength(Math.min(before, 1))
        const words = 'x'.repeat(70_000)
        await store.commit({ ops: [put('n', { id: '1', n, words })], audit: [{ action: 'a' }], actor: 'x' })
        Object.assign(fault, { at: n, code, sticky, calls: 0, hit: false })
        await store.close()
        const { hit } = fault
        fault.at = -1
        const again = await openCase(place.at('a'), secret, s)
        expect(again.get('n', '1')?.n).toBe(n)
        const entered = (await again.history()).filter((entry) => entry.action === 'a')
        expect(entered).toHaveLength(before + 1)
        expect((await again.verify({ full: true })).ok).toBe(true)
        await again.close()
        if (!hit) break
      }
      saltsAreFresh(place.at('a'))
    }, 60_000)
  },
)

test('a case that cannot be made whole is not made at all', async () => {
  const { disk, fault } = failingDisk()
  const s = surroundings({ disk })
  for (let n = 0; n < 60; n += 3) {
    Object.assign(fault, { at: n, code: 'ENOSPC', sticky: false, calls: 0, hit: false })
    const got = await newCase(place.at(`c${n}`), s).then(
      async ({ store }) => {
        await store.close()
        return 'done'
      },
      (thrown) => thrown.code as string,
    )
    fault.at = -1
    if (got !== 'done') expect(got).toBe('disk-full')
    expect(readdirSync(place.path).filter((name) => name.endsWith('.part'))).toEqual([])
  }
})

const mounted = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const probe = room()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe.path], { stdio: 'ignore' })
    execFileSync('umount', [probe.path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    probe.clear()
  }
})()

test.skipIf(!mounted)(
  'a disk that really is full refuses the file, keeps the case, and leaves no piece of it',
  async () => {
    const disk = place.at('small')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
    try {
      const s = surroundings()
      const { store } = await newCase(join(disk, 'a'), s)
      expect(await outcome(store.seal(pieces(randomBytes(5 * 1024 * 1024))))).toBe('disk-full')
      expect(readdirSync(join(disk, 'a', 'tmp'))).toEqual([])
      await store.commit({ ops: [put('n', { id: '1' })], audit: [], actor: 'x' })
      let got = 'done'
      let filled = 0
      while (got === 'done') {
        const id = `big ${filled}`
        got = await outcome(
          store.commit({
            ops: [put('n', { id, words: randomBytes(60_000).toString('hex') })],
            audit: [],
            actor: 'x',
          }),
        )
        if (got === 'done') filled += 1
      }
      expect(got).toBe('disk-full')
      expect(store.list('n')).toHaveLength(filled + 1)
      await store.commit({ ops: [['del', 'n', 'big 0']], audit: [], actor: 'x' }).catch(() => {})
      const held = store.list('n').length
      await store.close()
      const again = await openCase(join(disk, 'a'), { passphrase: 'correct horse battery staple lamp' }, s, {
        readOnly: true,
      })
      expect(again.list('n')).toHaveLength(held)
      await again.close()
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  },
)
