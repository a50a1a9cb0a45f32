import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-secrets-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const turnstone = askedOver<{ error?: { code: string; message: string }; notices?: string[] }>({
  machineDir: at('machine'),
})

/** Takes the case out without Turnstone, with the same file. */
const script = fileURLToPath(new URL('../../../main/standalone/recover.mjs', import.meta.url))
function recovered(to: string, ...secret: readonly string[]): string {
  try {
    execFileSync(process.execPath, [script, at('x.case'), ...secret, '--to', at(to)], { stdio: 'pipe' })
    return 'done'
  } catch (thrown) {
    return String((thrown as { stderr: Buffer }).stderr)
  }
}

const passphrase = 'Größe zählt: seven words of a long passphrase'
const key = () => readFileSync(at('recovery'), 'utf8').trim()
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

beforeAll(async () => {
  writeFileSync(at('pass'), `${passphrase}\n`)
  const made = await turnstone(
    'case',
    'create',
    at('x.case'),
    '--name',
    'X',
    '--passphrase-file',
    at('pass'),
    '--recovery-file',
    at('recovery'),
  )
  expect(made).toMatchObject({ code: 0, err: '' })
})

test.each([
  ['more lines behind it', `${passphrase}\nnot this\nnor this\n`],
  ['a byte order mark', `\uFEFF${passphrase}\n`],
  ['line ends of another system', `${passphrase}\r\nmore\r\n`],
  ['line ends of an old system', `${passphrase}\rmore\r`],
  ['no line end, and letters taken apart', passphrase.normalize('NFD')],
  [
    'something behind it that is no text',
    Buffer.concat([Buffer.from(`${passphrase}\n`), Buffer.of(0xff, 0)]),
  ],
])('a passphrase file with %s opens the case, here and without Turnstone', async (name, content) => {
  writeFileSync(at('file'), content)
  const secret = ['--passphrase-file', at('file')]
  expect(await turnstone('case', 'show', at('x.case'), ...secret)).toMatchObject({ code: 0, err: '' })
  expect(recovered(`out ${name}`, ...secret)).toBe('done')
})

test.each([
  ['in Latin-1', Buffer.from(`${passphrase}\n`, 'latin1'), 'UTF-8'],
  ['in UTF-16', utf16(`${passphrase}\n`), 'UTF-8'],
  ['in UTF-16 without its mark', utf16(`${passphrase}\n`).subarray(2), 'UTF-8'],
  ['that is blank', Buffer.from('   \nmore\n'), 'empty'],
  ['that is empty', Buffer.from(''), 'empty'],
])('a passphrase file %s is refused, here and without Turnstone', async (_, content, word) => {
  writeFileSync(at('file'), content)
  const secret = ['--passphrase-file', at('file')]
  const shown = await turnstone('case', 'show', at('x.case'), ...secret)
  expect([shown.code, shown.json.error?.message]).toEqual([1, expect.stringContaining(word)])
  expect(recovered('none', ...secret)).toContain(word)
  const made = await turnstone('case', 'create', at('y.case'), '--name', 'Y', ...secret)
  expect([made.code, made.json.error?.message]).toEqual([1, expect.stringContaining(word)])
})

test('a key file may have remarks, a byte order mark and spaces between its groups', async () => {
  const groups = key().replace(/.{6}/g, '$& ').toLowerCase()
  writeFileSync(at('file'), `\uFEFF# created: 2026-03-01\r\n# public key: age1…\r\n\r\n${groups}\r\n`)
  for (const flag of ['--recovery-key-file', '--identity-file'])
    expect(await turnstone('case', 'show', at('x.case'), flag, at('file'))).toMatchObject({
      code: 0,
      err: '',
    })
  expect(recovered('out key', '--recovery-key-file', at('file'))).toBe('done')
})

test.each([
  ['two keys', () => Buffer.from(`${key()}\n${key()}\n`), 'invalid', 'more than one'],
  ['no key but remarks', () => Buffer.from('# nothing\n'), 'empty', 'no recovery key'],
  ['another encoding', () => utf16(`${key()}\n`), 'invalid', 'UTF-8'],
])('a key file with %s is refused, here and without Turnstone', async (_, content, code, word) => {
  writeFileSync(at('file'), content())
  for (const flag of ['--recovery-key-file', '--identity-file']) {
    const shown = await turnstone('case', 'show', at('x.case'), flag, at('file'))
    expect([shown.code, shown.json.error?.code]).toEqual([1, code])
  }
  expect(recovered('none', '--recovery-key-file', at('file'))).toContain(word)
})

test('a file of keys that is longer than one can be is refused before a second key could hide in it', async () => {
  writeFileSync(at('file'), `${key()}\n${'#'.repeat(270_000)}\n${key()}\n`)
  const shown = await turnstone('case', 'show', at('x.case'), '--identity-file', at('file'))
  expect([shown.code, shown.json.error?.code]).toEqual([1, 'too-large'])
})

test('the keys of a hand-over are read by the same rule', async () => {
  writeFileSync(at('two'), `${key()}\n${key()}\n`)
  const args = ['case', 'merge', at('x.case'), at('none.handover'), '--passphrase-file', at('pass')]
  const merged = await turnstone(...args, '--hand-over-identity-file', at('two'))
  expect([merged.code, merged.json.error?.code]).toEqual([1, 'invalid'])
})

test('a weak passphrase is taken, and said to be weak', async () => {
  writeFileSync(at('weak'), 'x\n')
  const weak = ['--passphrase-file', at('weak')]
  const made = await turnstone('case', 'create', at('weak.case'), '--name', 'W', ...weak)
  expect(made).toMatchObject({ code: 0, json: { notices: [expect.stringContaining('Too short')] } })
  expect(made.err).toContain('Too short')
  writeFileSync(at('weaker'), 'y\n')
  const changed = await turnstone(
    'case',
    'change-passphrase',
    at('x.case'),
    '--passphrase-file',
    at('pass'),
    '--new-passphrase-file',
    at('weaker'),
  )
  expect(changed).toMatchObject({ code: 0, json: { notices: [expect.stringContaining('Too short')] } })
})
