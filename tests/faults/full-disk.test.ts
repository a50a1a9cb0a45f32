import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCase } from '../../main/services/case-store/index.ts'
import { type Disk, realDisk } from '../../main/services/vault/disk.ts'
import {
  outcome,
  passphrase,
  pieces,
  put,
  rememberingKdf,
  reopen,
  room,
  surroundings,
} from '../main/services/case-store/room.ts'
import { amountAsked, howMany } from './amounts.ts'

// Attack A4: the disk is full, at twenty degrees. A file that does not fit is refused, nothing of it stays, the case
// opens, and once there is room again it takes the next change.

const place = room()
const kdf = rememberingKdf()
const size = 2 * 1024 * 1024
const levels = 20
const tried = howMany(amountAsked(), {
  sample: [0, 7, 13, 19],
  whole: Array.from({ length: levels }, (_, i) => i),
  nightly: Array.from({ length: levels }, (_, i) => i),
})

/** A folder on a disk of 2 MiB, and the way to be rid of the disk. */
interface Small {
  readonly path: string
  readonly disk: Disk
  /** Takes so much of the room that is left, from 0 to 1. Gives it back. */
  fill(share: number): () => void
  end(): void
}

function really(path: string): Small {
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'ignore' })
  return {
    path,
    disk: realDisk,
    fill(share) {
      const { bavail, bsize } = statfsSync(path)
      writeFileSync(join(path, 'other work'), Buffer.alloc(Math.floor(bavail * share) * bsize))
      return () => rmSync(join(path, 'other work'))
    },
    end: () => execFileSync('umount', ['-l', path], { stdio: 'ignore' }),
  }
}

/** The same with a disk that only counts: every byte written takes room, and only what is removed whole gives it back. */
function counted(path: string): Small {
  mkdirSync(path)
  const left = { bytes: size }
  const lengths = new Map<string, number>()
  const free = (name: string) => {
    for (const [each, length] of lengths)
      if (each === name || each.startsWith(`${name}/`)) {
        left.bytes += length
        lengths.delete(each)
      }
  }
  const disk: Disk = {
    ...realDisk,
    open: (async (...input: Parameters<Disk['open']>) => {
      const file = await realDisk.open(...input)
      const name = String(input[0])
      return new Proxy(file, {
        get(target, key) {
          const value = Reflect.get(target, key, target) as unknown
          if (typeof value !== 'function') return value
          if (key !== 'write') return value.bind(target)
          return async (bytes: Uint8Array, from = 0, length = bytes.length - from) => {
            const fits = Math.min(length, left.bytes)
            if (fits === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
            left.bytes -= fits
            lengths.set(name, (lengths.get(name) ?? 0) + fits)
            return await target.write(bytes, from, fits)
          }
        },
      })
    }) as Disk['open'],
    rename: async (from, to) => {
      await realDisk.rename(from, to)
      for (const [each, length] of [...lengths])
        if (each === from || each.startsWith(`${from}/`)) {
          lengths.delete(each)
          lengths.set(`${to}${each.slice(String(from).length)}`, length)
        }
    },
    unlink: async (path_) => {
      await realDisk.unlink(path_)
      free(String(path_))
    },
    rm: async (path_, options) => {
      await realDisk.rm(path_, options)
      free(String(path_))
    },
  }
  return {
    path,
    disk,
    fill(share) {
      const taken = Math.floor(left.bytes * share)
      left.bytes -= taken
      return () => {
        left.bytes += taken
      }
    },
    end: () => {},
  }
}

const mayMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    really(place.at('probe')).end()
    return true
  } catch {
    return false
  }
})()
afterAll(() => place.clear())

const kinds: Readonly<Record<string, (path: string) => Small>> = {
  'a disk that counts its bytes': counted,
  ...(mayMount ? { 'a disk that is really so small': really } : {}),
}
const rows = Object.keys(kinds).flatMap((kind) => tried.map((level) => ({ kind, level })))

test.each(rows)('$kind, full to $level of 20: a file of 5 MiB', async ({ kind, level }) => {
  const small = (kinds[kind] as (path: string) => Small)(place.at(`${kind} ${level}`))
  try {
    const s = surroundings({ kdf, disk: small.disk })
    const folder = join(small.path, 'a')
    const { store } = await createCase(folder, { name: 'Lantern', passphrase, holder: 'PC Byrne' }, s)
    await store.commit({ ops: [put('n', { id: 'before' })], audit: [{ action: 'a' }], actor: 'x' })
    const giveBack = small.fill(level / (levels - 1))
    expect(await outcome(store.seal(pieces(randomBytes(5 * 1024 * 1024))))).toBe('disk-full')
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])
    const sure = ['before']
    const change = async (id: string) => {
      const words = randomBytes(2_000).toString('hex')
      const ops = [put('n', { id, words })]
      const came = await outcome(store.commit({ ops, audit: [{ action: 'a' }], actor: 'x' }))
      if (came === 'done') sure.push(id)
      else expect(came).toBe('disk-full')
    }
    await change('while it is full')
    if (level === levels - 1) expect(sure).toEqual(['before'])
    const reader = await reopen(folder, s, { readOnly: true })
    expect(reader.list('n').map(({ id }) => id)).toEqual(sure)
    await reader.close()
    giveBack()
    await change('with room again')
    expect(sure.at(-1)).toBe('with room again')
    await store.close()
    const again = await reopen(folder, s)
    expect([again.list('n').map(({ id }) => id), again.notices]).toEqual([sure, []])
    expect(await again.verify({ full: true })).toMatchObject({ ok: true, findings: [] })
    await again.close()
  } finally {
    small.end()
  }
})
