import { randomBytes } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { asked, freshFolder, start } from '../support/shell.ts'

const many = 200
const machine = freshFolder('machine')
const folder = freshFolder('killed')
const passphrase = join(folder, 'passphrase.txt')
const place = join(folder, 'Killed.case')
const source = join(folder, 'source')

test.beforeAll(async () => {
  writeFileSync(passphrase, 'one two three four five six\n')
  const { mkdirSync } = await import('node:fs')
  mkdirSync(source)
  for (let index = 0; index < many; index++)
    writeFileSync(join(source, `${String(index).padStart(3, '0')}.bin`), randomBytes(60_000 + index))
  const made = await asked(
    machine,
    'case',
    'create',
    place,
    '--name',
    'Killed',
    '--passphrase-file',
    passphrase,
  )
  expect(made.code).toBe(0)
})

const blobs = () =>
  // Only where nothing goes away while it is looked at.
  (readdirSync(join(place, 'blobs'), { recursive: true }) as string[]).filter((name) =>
    statSync(join(place, 'blobs', name)).isFile(),
  ).length

test('what was kept before the power failed is there, and nothing else is', async () => {
  let before = 0
  let kept: readonly string[] = []
  for (const enough of [15, 60, 110]) {
    const child = start(machine, [
      'evidence',
      'add',
      place,
      source,
      '--passphrase-file',
      passphrase,
      '--json',
    ])
    const ended = new Promise<void>((done) => child.on('close', () => done()))
    for (let tries = 0; tries < 2_000 && blobs() < enough; tries++) await wait(10)
    child.kill('SIGKILL')
    await ended
    const listed = await asked(machine, 'evidence', 'list', place, '--passphrase-file', passphrase)
    expect(listed.code).toBe(0)
    const items = listed.json['items'] as { file: string; bytes: number; sha256: string }[]
    // Each file is there once and whole, or not at all; what an earlier run kept is never lost. A file is sealed before
    // it is entered, and the next one meanwhile: so many that lay there may not have been acknowledged.
    expect(items.length).toBeGreaterThanOrEqual(Math.max(before, enough - 4))
    expect(items.length).toBeLessThan(many)
    expect(new Set(items.map(({ sha256 }) => sha256)).size).toBe(items.length)
    for (const { file, bytes } of items) expect(bytes).toBe(60_000 + Number(/(\d+)\.bin$/.exec(file)![1]))
    const verdict = await asked(machine, 'case', 'verify', place, '--full', '--passphrase-file', passphrase)
    expect(verdict.json['ok'], JSON.stringify(verdict.json)).toBe(true)
    const now = items.map(({ sha256 }) => sha256)
    expect(kept.filter((sum) => !now.includes(sum))).toEqual([])
    kept = now
    before = items.length
  }
  const rest = await asked(machine, 'evidence', 'add', place, source, '--passphrase-file', passphrase)
  const verdicts = (rest.json['items'] as { verdict: string }[]).map(({ verdict }) => verdict)
  expect(verdicts.filter((each) => each === 'duplicate')).toHaveLength(before)
  expect(verdicts.filter((each) => each === 'noted')).toHaveLength(many - before)
  expect(readdirSync(join(place, 'tmp'))).toEqual([])
})
