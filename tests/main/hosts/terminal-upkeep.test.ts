import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-upkeep-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Told {
  readonly ok: boolean
  readonly repaired: string[]
  readonly folder: string
  readonly findings: { code: string; what: string; sentence: string }[]
  readonly checked: { files: number; bytes: number; entries: number }
  readonly entries: { action?: string; said?: string }[]
  readonly error?: { code: string; message: string }
}

const turnstone = askedOver<Told>({ machineDir: at('machine') })
const secret = ['--passphrase-file', at('pass')]
const onCase = (command: string, ...args: string[]) =>
  turnstone('case', command, at('x.case'), ...secret, ...args)
const held = { backup: '' }

const blobs = () =>
  readdirSync(at('x.case', 'blobs')).flatMap((start) =>
    readdirSync(at('x.case', 'blobs', start)).map((rest) => at('x.case', 'blobs', start, rest)),
  )
const flip = (path: string, where: number) => {
  const bytes = readFileSync(path)
  bytes[where] = (bytes[where] as number) ^ 1
  writeFileSync(path, bytes)
}

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  writeFileSync(at('wrong'), 'seven other words that are just as long\n')
  mkdirSync(at('papers'))
  for (const name of ['a', 'b', 'c']) writeFileSync(at('papers', `${name}.txt`), name.repeat(20_000))
  expect((await turnstone('case', 'create', at('x.case'), '--name', 'X', ...secret)).code).toBe(0)
  const added = await turnstone('evidence', 'add', at('x.case'), at('papers'), ...secret)
  expect(added.code).toBe(0)
  mkdirSync(at('backups'))
}, 60_000)

test('a case is verified whole or in parts, and backed up into a folder that verifies too', async () => {
  const whole = await onCase('verify', '--full')
  expect(whole).toMatchObject({ code: 0, json: { ok: true, findings: [], checked: { files: 3 } } })
  let files = 0
  for (let k = 1; k <= 4; k += 1) files += (await onCase('verify', '--subset', `${k}/4`)).json.checked.files
  expect(files).toBe(3)
  const made = await onCase('backup', '--to', at('backups'))
  expect(made).toMatchObject({ code: 0, json: { ok: true, findings: [] } })
  held.backup = made.json.folder
  expect(existsSync(join(held.backup, 'header.cv'))).toBe(true)
  expect((await turnstone('case', 'verify', held.backup, ...secret, '--full')).json.ok).toBe(true)
})

test.each([
  [['verify', '--subset', '0/4']],
  [['verify', '--subset', '5/4']],
  [['verify', '--subset', '1/2000']],
  [['verify', '--subset', 'all']],
  [['verify', '--subset', '1/2', '--full']],
  [['backup']],
  [['repair']],
])('%j is not understood', async ([command, ...args]) => {
  const said = await onCase(command as string, ...args)
  expect([said.code, said.json.error?.code]).toEqual([2, 'invalid'])
})

test('damage is told with exit code 1, and mended from the backup', async () => {
  const [gone, bad] = blobs() as [string, string]
  rmSync(gone)
  flip(bad, 700)
  const found = await onCase('verify', '--full')
  expect([found.code, found.json.ok, found.json.findings.map(({ code }) => code).sort()]).toEqual([
    1,
    false,
    ['corrupt-blob', 'missing-blob'],
  ])
  const mended = await onCase('repair', '--from', held.backup)
  expect(mended).toMatchObject({ code: 0, json: { ok: true, findings: [] } })
  expect(mended.json.repaired.sort()).toEqual(
    [gone, bad].map((path) => path.slice(at('x.case').length + 1)).sort(),
  )
  expect((await onCase('verify', '--full')).json.ok).toBe(true)
  expect((await onCase('repair', '--from', held.backup)).json).toMatchObject({ repaired: [], ok: true })
})

test('what was done for the case file stands in its history', async () => {
  const { out } = await onCase('audit')
  expect(out).toMatch(/Backed the case up, \d+ files: the copy is sound/)
  expect(out).toMatch(/Repaired the case from a backup: 2 files brought back/)
})

test('a case that opens no more is mended too, with its passphrase', async () => {
  // The backup has to know the case as it is now: who can open it and what it holds.
  const again = await onCase('backup', '--to', at('papers'))
  expect(again.code).toBe(0)
  const from = again.json.folder
  for (const harm of [
    () => ['header.cv', 'header.cv.bak'].map((name) => rmSync(at('x.case', name))),
    () => ['header.cv', 'header.cv.bak'].map((name) => flip(at('x.case', name), 200)),
  ]) {
    harm()
    expect((await onCase('show')).code).toBe(1)
    const refused = await turnstone(
      'case',
      'repair',
      at('x.case'),
      '--passphrase-file',
      at('wrong'),
      '--from',
      from,
    )
    expect([refused.code, refused.json.error?.code]).toEqual([1, 'wrong-passphrase'])
    const mended = await onCase('repair', '--from', from)
    expect(mended.json.repaired).toEqual(['header.cv', 'header.cv.bak'])
    expect(mended.code).toBe(0)
    expect(await onCase('show')).toMatchObject({ code: 0, err: '' })
  }
})

test('a place that is no backup is refused, and nothing is changed', async () => {
  rmSync(at('x.case', 'state'), { recursive: true })
  mkdirSync(at('x.case', 'state'))
  mkdirSync(at('x.case', 'audit'), { recursive: true })
  const refused = await onCase('repair', '--from', at('x.case', 'state'))
  expect([refused.code, refused.json.error?.code]).toEqual([1, 'invalid'])
  const nowhere = await onCase('repair', '--from', at('nowhere'))
  expect([nowhere.code, nowhere.json.error?.code]).toEqual([1, 'not-found'])
})
