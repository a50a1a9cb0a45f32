import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newIdentity } from '../../../main/services/vault/age-keys.ts'
import { askedOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-hand-over-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const turnstone = askedOver<Record<string, never>>({ machineDir: at('machine') })
const secret = ['--passphrase-file', at('pass')]
const held = { recipient: '' }

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  writeFileSync(at('paper.txt'), 'The first paper.')
  const { identity, recipient } = await newIdentity()
  held.recipient = recipient
  writeFileSync(at('key'), `# public key: ${recipient}\n${identity}\n`)
  writeFileSync(at('people'), `# DI Okafor\n${recipient}\n`)
  for (const name of ['a', 'b', 'c'])
    await turnstone('case', 'create', at(`${name}.case`), '--name', name, ...secret)
  await turnstone('evidence', 'add', at('a.case'), at('paper.txt'), '--producer', 'JLB', ...secret)
}, 30_000)

test('a case is sealed, looked at, and merged into a new one', async () => {
  const sealed = await turnstone(
    'case',
    'seal',
    at('a.case'),
    '--to',
    at('a'),
    '--recipient-file',
    at('people'),
    '--for',
    'DI Ruth Okafor',
    ...secret,
  )
  expect(sealed).toMatchObject({ code: 0, err: '', json: { file: at('a.handover'), files: 1 } })
  expect(existsSync(at('a.handover'))).toBe(true)
  const args = [at('b.case'), at('a.handover'), '--hand-over-identity-file', at('key'), ...secret]
  const looked = await turnstone('case', 'merge', ...args, '--look')
  expect(looked).toMatchObject({ code: 0, err: '', json: { merged: false, counts: { new: 2, newer: 1 } } })
  expect((await turnstone('evidence', 'list', at('b.case'), ...secret)).json).toEqual({ items: [] })
  expect(await turnstone('case', 'merge', ...args)).toMatchObject({ code: 0, json: { merged: true } })
  const { json } = await turnstone('evidence', 'list', at('b.case'), ...secret)
  expect(json).toEqual((await turnstone('evidence', 'list', at('a.case'), ...secret)).json)
})

test.each(['--for', '--reason'])(
  'what steers a screen is refused in %s, and the flag is named',
  async (flag) => {
    const args = ['--to', at('steered'), '--recipient', held.recipient, ...secret]
    const sealed = await turnstone('case', 'seal', at('a.case'), ...args, flag, 'Who\nx')
    expect(sealed).toMatchObject({
      code: 1,
      json: { error: { code: 'invalid', hint: `It was given with ${flag}.` } },
    })
    expect(existsSync(at('steered.handover'))).toBe(false)
  },
)

test('a case is not made under a name that steers a screen', async () => {
  const made = await turnstone('case', 'create', at('odd.case'), '--name', 'Odd\u202Ename', ...secret)
  expect(made).toMatchObject({ code: 1, json: { error: { code: 'invalid' } } })
  expect(existsSync(at('odd.case'))).toBe(false)
})

test('a part is chosen by its references, and one that stands for nothing is named', async () => {
  const part = ['case', 'seal', at('a.case'), '--recipient', held.recipient, ...secret]
  const wrong = await turnstone(...part, '--to', at('part'), '--only', 'JLB/1,JLB/99')
  expect(wrong).toMatchObject({ code: 1, json: { error: { code: 'not-found' } } })
  expect(wrong.err).toContain('JLB/99')
  expect(existsSync(at('part.handover'))).toBe(false)
  expect((await turnstone(...part, '--to', at('part'), '--only', 'jlb/1')).json).toMatchObject({ files: 1 })
})

test('without recipients, and without the identity, it is refused; a secret is never repeated', async () => {
  expect((await turnstone('case', 'seal', at('a.case'), '--to', at('x'), ...secret)).json).toMatchObject({
    error: { code: 'invalid' },
  })
  const merged = await turnstone('case', 'merge', at('c.case'), at('part.handover'), ...secret)
  expect(merged).toMatchObject({ code: 1, json: { error: { code: 'not-a-recipient' } } })
  const key = readFileSync(at('key'), 'utf8').split('\n')[1] as string
  const asRecipient = await turnstone(
    'case',
    'seal',
    at('a.case'),
    '--to',
    at('x'),
    '--recipient',
    key,
    ...secret,
  )
  expect(asRecipient).toMatchObject({ code: 1, json: { error: { code: 'invalid' } } })
  expect(asRecipient.err.toUpperCase()).not.toContain(key.slice(20, 40))
})
