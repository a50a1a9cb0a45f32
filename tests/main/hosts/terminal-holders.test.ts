import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newIdentity } from '../../../main/services/vault/age-keys.ts'
import { askedOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-holders-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Told {
  readonly holders: Record<string, unknown>[]
  readonly past: Record<string, unknown>[]
  readonly error?: { code: string; message: string }
}

const turnstone = askedOver<Told>({ machineDir: at('machine') })
const first = ['--passphrase-file', at('pass')]
const second = ['--passphrase-file', at('second')]
const held = { recipient: '', identity: '', hybrid: '', hybridIdentity: '' }

beforeAll(async () => {
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  writeFileSync(at('second'), 'another seven words that are as long\n')
  writeFileSync(at('third'), 'a third seven words, as long as before\n')
  Object.assign(held, await newIdentity())
  held.hybridIdentity = await generateHybridIdentity()
  held.hybrid = await identityToRecipient(held.hybridIdentity)
  writeFileSync(at('key'), `# created: 2026-03-01\n# public key: ${held.recipient}\n\n${held.identity}\n`)
  writeFileSync(at('hybrid'), `# public key: ${held.hybrid}\n${held.hybridIdentity}\n`)
  writeFileSync(at('two-keys'), `${held.identity}\n${held.hybridIdentity}\n`)
  writeFileSync(at('no-key'), '# nothing but a remark\n')
  const made = await turnstone(
    'case',
    'create',
    at('x.case'),
    '--name',
    'X',
    ...first,
    '--recovery-file',
    at('recovery'),
  )
  expect(made.code).toBe(0)
})
const add = (...args: string[]) => turnstone('case', 'add-holder', at('x.case'), ...first, ...args)
const open = (...secret: string[]) => turnstone('case', 'show', at('x.case'), ...secret)

test('holders are added with a passphrase, an identity of their own, and for an organisation', async () => {
  expect(await add('--name', 'Bryn Oduya', '--new-passphrase-file', at('second'))).toMatchObject({
    code: 0,
    json: { case: at('x.case'), holder: 'Bryn Oduya' },
  })
  expect(await add('--name', 'Cleo Marsh', '--recipient', held.recipient)).toMatchObject({ code: 0 })
  expect(await add('--name', 'Archive', '--recipient', held.hybrid, '--escrow')).toMatchObject({ code: 0 })
  const { json } = await turnstone('case', 'holders', at('x.case'), ...first)
  expect(json).toMatchObject({ epoch: 1, past: [] })
  expect(json.holders.map(({ label, kind, you, signs }) => [label, kind, you, signs])).toEqual([
    ['Asha Verity', 'passphrase', true, true],
    ['Recovery key', 'recovery', false, true],
    ['Bryn Oduya', 'passphrase', false, true],
    ['Cleo Marsh', 'identity', false, false],
    ['Archive', 'escrow', false, false],
  ])
  for (const secret of [
    second,
    ['--identity-file', at('key')],
    ['--identity-file', at('hybrid')],
    ['--identity-file', at('recovery')],
    ['--recovery-key-file', at('recovery')],
  ])
    expect(await open(...secret)).toMatchObject({ code: 0, err: '' })
})

test('what is not given as it should be is refused, and says nothing of a secret', async () => {
  const secretPart = held.identity.slice(20, 44)
  const cases: (readonly [() => ReturnType<typeof turnstone>, number, string])[] = [
    [() => add('--name', 'D'), 2, 'invalid'],
    [
      () => add('--name', 'D', '--recipient', held.recipient, '--new-passphrase-file', at('second')),
      2,
      'invalid',
    ],
    [() => add('--name', 'D', '--escrow', '--new-passphrase-file', at('second')), 2, 'invalid'],
    [() => add('--name', 'D', '--recipient', held.identity), 1, 'invalid'],
    [() => add('--name', 'D', '--recipient', 'age1nonsense'), 1, 'invalid'],
    [() => add('--name', 'cleo marsh', '--new-passphrase-file', at('third')), 1, 'conflict'],
    [() => add('--name', 'D', '--new-passphrase-file', at('nowhere')), 1, 'unreadable'],
    [() => open(...first, '--identity-file', at('key')), 2, 'invalid'],
    [() => open(), 2, 'invalid'],
    [() => open('--identity-file', at('two-keys')), 1, 'invalid'],
    [() => open('--identity-file', at('no-key')), 1, 'empty'],
    [() => open('--identity-file', at('pass')), 1, 'invalid'],
    [() => turnstone('case', 'remove-holder', at('x.case'), 'Nobody', ...first), 1, 'not-found'],
    [() => add('--name', 'D', '--new-passphrase-file', at('pass')), 1, 'invalid'],
    [
      () =>
        turnstone('case', 'change-passphrase', at('x.case'), ...first, '--new-passphrase-file', at('pass')),
      1,
      'invalid',
    ],
    [() => turnstone('case', 'change-passphrase', at('x.case'), ...first), 2, 'invalid'],
    [
      () =>
        turnstone(
          'case',
          'change-passphrase',
          at('x.case'),
          '--identity-file',
          at('key'),
          '--new-passphrase-file',
          at('third'),
        ),
      1,
      'conflict',
    ],
  ]
  for (const [work, code, error] of cases) {
    const said = await work()
    expect([said.code, said.json.error?.code], said.err).toEqual([code, error])
    expect(said.err).not.toContain(secretPart)
  }
})

test('one is removed, by name; a passphrase is changed, and with it the key', async () => {
  const removed = await turnstone('case', 'remove-holder', at('x.case'), 'bryn oduya', ...first)
  expect(removed.json).toEqual({ case: at('x.case'), removed: 'Bryn Oduya', epoch: 2 })
  expect((await open(...second)).json.error?.code).toBe('wrong-passphrase')
  const changed = (...args: string[]) => turnstone('case', 'change-passphrase', at('x.case'), ...args)
  expect(await changed(...first, '--new-passphrase-file', at('third'))).toMatchObject({ code: 0 })
  expect((await open(...first)).json.error?.code).toBe('wrong-passphrase')
  const third = ['--passphrase-file', at('third')]
  expect(await changed(...third, '--new-key', '--new-passphrase-file', at('pass'))).toMatchObject({ code: 0 })
  const { json } = await turnstone('case', 'holders', at('x.case'), ...first)
  expect(json).toMatchObject({ epoch: 3 })
  expect(json.past.map(({ label }) => label)).toEqual(['Bryn Oduya', 'Asha Verity'])
  expect(await open('--identity-file', at('hybrid'))).toMatchObject({ code: 0, err: '' })
})

test('an old header put back is refused for writing, unless told to go on', async () => {
  const old = readFileSync(join(at('x.case'), 'header.cv'))
  expect(await add('--name', 'Late', '--new-passphrase-file', at('third'))).toMatchObject({ code: 0 })
  for (const name of ['header.cv', 'header.cv.bak']) writeFileSync(join(at('x.case'), name), old)
  const refused = await add('--name', 'Later', '--new-passphrase-file', at('third'))
  expect([refused.code, refused.json.error?.code]).toEqual([1, 'rollback-suspected'])
  const reading = await open(...first)
  expect([reading.code, reading.err]).toEqual([0, expect.stringContaining('older than what the case holds')])
  const on = await add('--name', 'Later', '--new-passphrase-file', at('third'), '--go-on')
  expect(on.code).toBe(0)
  expect(await open(...first)).toMatchObject({ code: 0, err: '' })
})
