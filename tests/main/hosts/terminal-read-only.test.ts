import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import type * as disk from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { askedOver } from '../../support/turnstone.ts'

const failing = vi.hoisted(() => ({ code: '' }))
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof disk>()
  const mkdir: typeof real.mkdir = async (path, ...rest) => {
    if (failing.code !== '' && String(path).includes('x.case'))
      throw Object.assign(new Error(failing.code), { code: failing.code })
    return await (real.mkdir as (...args: unknown[]) => Promise<undefined>)(path, ...rest)
  }
  return { ...real, mkdir }
})

const folder = mkdtempSync(join(tmpdir(), 'turnstone-read-only-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const turnstone = askedOver<{ folder: string }>({ machineDir: at('machine') })

test.each([
  ['EROFS', 'can only be read'],
  ['EACCES', 'may not use it'],
  ['ENOSPC', 'The disk is full'],
])(
  'a case whose disk says %s is backed up all the same, and nothing else is done in it',
  async (code, said) => {
    const secret = ['--passphrase-file', at('pass')]
    writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
    expect((await turnstone('case', 'create', at('x.case'), '--name', 'X', ...secret)).code).toBe(0)
    mkdirSync(at(code))
    failing.code = code
    const made = await turnstone('case', 'backup', at('x.case'), '--to', at(code), ...secret)
    expect(made).toMatchObject({ code: 0, json: { ok: true, notices: [expect.stringContaining(said)] } })
    expect(readdirSync(at(code))).toHaveLength(2)
    const other = await turnstone('evidence', 'add', at('x.case'), at('pass'), ...secret)
    expect(other.code).toBe(1)
    failing.code = ''
    expect(await turnstone('case', 'verify', made.json.folder, '--full', ...secret)).toMatchObject({
      code: 0,
      json: { ok: true },
    })
    rmSync(at('x.case'), { recursive: true })
  },
)
