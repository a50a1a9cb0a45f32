import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { asked, freshFolder } from '../support/shell.ts'

const machine = freshFolder('machine')
const folder = freshFolder('full')
const disk = join(folder, 'disk')
const passphrase = join(folder, 'passphrase.txt')
const place = join(disk, 'Lantern.case')
const source = join(folder, 'source')
const ballast = join(disk, 'ballast')

/** Whether a disk of 12 MiB could be mounted for the test. */
const mounted = (): boolean => {
  mkdirSync(disk)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]).status === 0
}
const command = async (...words: readonly string[]) =>
  await asked(machine, ...words, '--passphrase-file', passphrase)
const listed = async () => (await command('evidence', 'list', place)).json['items'] as { sha256: string }[]

test.afterAll(() => void spawnSync('umount', [disk]))

test('a disk that fills during an import keeps what was taken in, refuses the rest, and takes it when there is room', async () => {
  // Where no disk may be mounted, tests/faults/full-disk tries the same against a disk that counts its bytes.
  if (process.platform !== 'linux' || !mounted()) {
    test
      .info()
      .annotations.push({ type: 'not tried', description: 'Mounting a small disk is not allowed here.' })
    return
  }
  writeFileSync(passphrase, 'one two three four five six\n')
  mkdirSync(source)
  for (let index = 0; index < 10; index++)
    writeFileSync(join(source, `${index}.bin`), randomBytes(700_000 + index))
  expect((await command('case', 'create', place, '--name', 'Lantern')).code).toBe(0)
  writeFileSync(ballast, Buffer.alloc(7 * 1024 * 1024))

  const first = await command('evidence', 'add', place, source)
  expect(first.code).toBe(1)
  const items = first.json['items'] as { verdict: string; why: string }[]
  const taken = items.filter(({ verdict }) => verdict !== 'refused').length
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(10)
  const [full, ...after] = items.filter(({ verdict }) => verdict === 'refused')
  expect(full?.why).toMatch(/disk is full.*Make room/s)
  for (const { why } of after) expect(why).toMatch(/^Not taken/)

  // The case opens on the full disk, to read; what was acknowledged is there and whole; nothing half done is left.
  expect(await listed()).toHaveLength(taken)
  const verdict = await command('case', 'verify', place, '--full')
  expect(verdict.json['ok'], JSON.stringify(verdict.json)).toBe(true)

  // With room again the same import finishes: nothing twice, nothing missing.
  rmSync(ballast)
  const again = await command('evidence', 'add', place, source)
  expect(again.code, JSON.stringify(again.json)).toBe(0)
  const sums = (await listed()).map(({ sha256 }) => sha256)
  expect(sums).toHaveLength(10)
  expect(new Set(sums).size).toBe(10)
  expect(readdirSync(join(place, 'tmp'))).toEqual([])
})
