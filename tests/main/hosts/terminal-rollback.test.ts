import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-rollback-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Told {
  readonly ok?: boolean
  readonly folder?: string
  readonly repaired?: string[]
  readonly notices?: string[]
  readonly findings?: { code: string; what: string }[]
  readonly error?: { code: string; message: string; hint?: string }
}

const turnstone = askedOver<Told>({ machineDir: at('machine') })
const first = ['--passphrase-file', at('pass')]
const second = ['--passphrase-file', at('second')]
const onCase = (command: string, ...args: string[]) => turnstone('case', command, at('x.case'), ...args)
const headers = ['header.cv', 'header.cv.bak']
const kept = () => headers.map((name) => readFileSync(at('x.case', name)))
const putBack = (bytes: readonly Buffer[]) => {
  for (const [i, name] of headers.entries()) writeFileSync(at('x.case', name), bytes[i] as Buffer)
}

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  writeFileSync(at('second'), 'seven other words that are just as long\n')
  mkdirSync(at('backups'))
  expect((await turnstone('case', 'create', at('x.case'), '--name', 'X', ...first)).code).toBe(0)
})

test('a check of a case put back whole finds it, and says so on every command', async () => {
  cpSync(at('x.case'), at('old'), { recursive: true })
  writeFileSync(at('paper.txt'), 'A paper.')
  expect((await turnstone('evidence', 'add', at('x.case'), at('paper.txt'), ...first)).code).toBe(0)
  cpSync(at('x.case'), at('new'), { recursive: true })
  rmSync(at('x.case'), { recursive: true })
  cpSync(at('old'), at('x.case'), { recursive: true })
  for (const how of [[], ['--full'], ['--subset', '1/1']]) {
    const found = await onCase('verify', ...first, ...how)
    expect(found).toMatchObject({ code: 1, json: { ok: false } })
    expect(found.json.findings?.map(({ code }) => code)).toEqual(['rollback-suspected'])
    expect(found.json.notices).toEqual([expect.stringContaining('had been seen')])
  }
  const shown = await onCase('show', ...first)
  expect(shown).toMatchObject({ code: 0, json: { notices: [expect.stringContaining('had been seen')] } })
  const refused = await turnstone('evidence', 'add', at('x.case'), at('paper.txt'), ...first)
  expect(refused.json.error).toMatchObject({ code: 'rollback-suspected' })
  expect(refused.json.error?.hint).toContain('--go-on')
  expect(refused.json.error?.message).not.toContain('--')
  expect(refused.err).toContain('--go-on')
  rmSync(at('x.case'), { recursive: true })
  cpSync(at('new'), at('x.case'), { recursive: true })
  expect((await onCase('verify', '--full', ...first)).json).toEqual(
    expect.not.objectContaining({ notices: [] }),
  )
  expect((await onCase('verify', '--full', ...first)).json).toMatchObject({ ok: true, findings: [] })
})

test.each([
  ['a changed passphrase', [], second],
  ['a changed key', ['--new-key'], first],
] as const)(
  'a header put back from before %s is found, and brought back from a backup',
  async (_, how, now) => {
    const before = now === second ? first : second
    const old = kept()
    const changed = ['--new-passphrase-file', now[1] as string, ...how]
    expect((await onCase('change-passphrase', ...before, ...changed)).code).toBe(0)
    const backup = (await onCase('backup', ...now, '--to', at('backups'))).json.folder as string
    const present = kept()
    putBack(old)
    const found = await onCase('verify', ...before)
    expect([found.code, found.json.ok]).not.toEqual([0, true])
    const codes = found.json.findings?.map(({ code }) => code) ?? [found.json.error?.code]
    expect(codes).toContain('rollback-suspected')
    const refused = await onCase('backup', ...before, '--to', at('backups'))
    expect(refused.json.error?.code).toBe('rollback-suspected')
    expect(refused.json.error?.hint).toContain('case repair')
    // The one that stands there knows nothing of the passphrase of now.
    const mended = await onCase('repair', ...now, '--from', backup)
    expect(mended).toMatchObject({ code: 0, json: { ok: true, findings: [], repaired: headers } })
    expect(kept()).toEqual(present)
    expect(await onCase('verify', '--full', ...now)).toMatchObject({ code: 0, err: '', json: { ok: true } })
    rmSync(backup, { recursive: true })
    rmSync(`${backup}.sha256`)
  },
)

test('a repair with a header that is newer than a case that was put back whole leaves its header', async () => {
  cpSync(at('x.case'), at('whole'), { recursive: true })
  const passphrase = ['--new-passphrase-file', at('second')]
  expect((await onCase('change-passphrase', ...first, ...passphrase)).code).toBe(0)
  const backup = (await onCase('backup', ...second, '--to', at('backups'))).json.folder as string
  rmSync(at('x.case'), { recursive: true })
  cpSync(at('whole'), at('x.case'), { recursive: true })
  const refused = await onCase('repair', ...second, '--from', backup)
  expect([refused.code, refused.json.error?.code]).toEqual([1, 'wrong-passphrase'])
  const repaired = await onCase('repair', ...first, '--from', backup, '--go-on')
  expect(repaired.json.repaired).not.toContain('header.cv')
})

test('a case held elsewhere is refused with the flag that takes it over', async () => {
  const owner = { host: 'elsewhere', bootId: 'b', pid: 1, startTime: 1, nonce: 'n', since: 0, at: 0 }
  mkdirSync(at('x.case', 'lock'))
  writeFileSync(at('x.case', 'lock', 'owner.json'), JSON.stringify(owner))
  const refused = await turnstone('evidence', 'add', at('x.case'), at('paper.txt'), ...first)
  expect(refused.json.error).toMatchObject({ code: 'held', hint: expect.stringContaining('--take-over') })
  const taken = await turnstone('evidence', 'add', at('x.case'), at('paper.txt'), ...first, '--take-over')
  expect(taken).toMatchObject({ code: 0, json: { notices: [expect.stringContaining('taken over')] } })
})
