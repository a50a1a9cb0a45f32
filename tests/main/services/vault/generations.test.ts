import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realDisk } from '../../../../main/services/vault/disk.ts'
import { keptForTheirDay } from '../../../../main/services/vault/generations.ts'
import { mountKind, sharedPlace } from '../../../../main/services/vault/shared-place.ts'
import { newCase, put, reopen, room, surroundings } from '../case-store/room.ts'

const day = 86_400_000
let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

describe('states kept for their day', () => {
  test('of each of the last seven days the newest, and of no other day', () => {
    const dates = fc.array(fc.integer({ min: -2 * day, max: 12 * day }), { maxLength: 40 })
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: day - 1 }), (agos, within) => {
        const now = 20_000 * day + within
        const dated = new Map(agos.map((ago, i) => [i + 1, now - ago]))
        const kept = keptForTheirDay(dated, now)
        const dayOf = (at: number) => Math.floor(at / day)
        for (const [generation, at] of dated) {
          const ago = dayOf(now) - dayOf(at)
          const newest = Math.max(
            ...[...dated].filter(([, other]) => dayOf(other) === dayOf(at)).map(([g]) => g),
          )
          expect(kept.has(generation)).toBe(ago >= 0 && ago < 7 && generation === newest)
        }
        expect(kept.size).toBeLessThanOrEqual(7)
      }),
      { numRuns: 200 },
    )
  })

  test('a case worked on for nine days keeps the newest two states and one for each of the last seven days', {
    timeout: 60_000,
  }, async () => {
    const clock = { at: Date.UTC(2026, 2, 1, 9) }
    const s = surroundings({ now: () => clock.at })
    const made = await newCase(place.at('a'), s)
    await made.store.close()
    for (let on = 0; on < 9; on += 1)
      for (const hour of [9, 12, 15]) {
        clock.at = Date.UTC(2026, 2, 1 + on, hour)
        const store = await reopen(place.at('a'), s)
        const record = put('n', { id: '1', on, hour, words: 'x'.repeat(70_000) })
        await store.commit({ ops: [record], audit: [{ action: 'alteration' }], actor: 'x' })
        await store.close()
      }
    const snapshots = readdirSync(place.at('a', 'state')).filter((name) => name.endsWith('.snap'))
    const newest = Number.parseInt(snapshots.sort().at(-1)!.slice(0, 16), 16)
    const kept = snapshots
      .map((name) => newest - Number.parseInt(name.slice(0, 16), 16))
      .sort((a, b) => a - b)
    // Three a day: the newest two; of those before, the newest of today and the last of each of the six days before.
    expect(kept).toEqual([0, 1, 2, 3, 6, 9, 12, 15, 18])
    const again = await reopen(place.at('a'), s)
    expect((await again.verify({ full: true })).findings).toEqual([])
    await again.close()
  })
})

describe('a place that is shared', () => {
  const mounts = [
    'rootfs / ext4 rw 0 0',
    'server:/cases /mnt/cases nfs4 rw 0 0',
    '//server/share /mnt/with\\040space cifs rw 0 0',
    'tmpfs /mnt/cases/local tmpfs rw 0 0',
    'sshfs#x /home/x/far fuse.sshfs rw 0 0',
  ].join('\n')

  test('is known by the mount point nearest to it', () => {
    expect(mountKind(mounts, '/mnt/cases/a.case')).toBe('nfs4')
    expect(mountKind(mounts, '/mnt/cases')).toBe('nfs4')
    expect(mountKind(mounts, '/mnt/casesother/a.case')).toBe('ext4')
    expect(mountKind(mounts, '/mnt/cases/local/a.case')).toBe('tmpfs')
    expect(mountKind(mounts, '/mnt/with space/a.case')).toBe('cifs')
    expect(mountKind(mounts, '/home/x/far/a')).toBe('fuse.sshfs')
    expect(mountKind('', '/home/x')).toBeUndefined()
  })

  test('is told of on network shares and in folders that are synchronised, and nowhere else', async () => {
    const said = (folder: string) => sharedPlace(realDisk, folder, mounts)
    expect(await said('/mnt/cases/a.case')).toMatch(/network share/u)
    expect(await said('/home/x/far/a.case')).toMatch(/network share/u)
    expect(await said('/mnt/cases/local/a.case')).toBeUndefined()
    expect(await said('/home/x/OneDrive - Force/a.case')).toMatch(/OneDrive synchronises/u)
    expect(await said('/home/x/Dropbox/a.case')).toMatch(/Dropbox synchronises/u)
    expect(await said('/home/x/boxes/a.case')).toBeUndefined()
    mkdirSync(place.at('kept', '.stfolder'), { recursive: true })
    mkdirSync(place.at('kept', 'deep', 'a.case'), { recursive: true })
    expect(await said(place.at('kept', 'deep', 'a.case'))).toMatch(/Syncthing synchronises/u)
    expect(existsSync(join(place.path, 'kept', 'deep', 'a.case'))).toBe(true)
  })
})
