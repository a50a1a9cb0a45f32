import { afterAll, beforeAll, expect, test } from 'vitest'
import { newIdentity } from '../../../main/services/vault/age-keys.ts'
import { type OpenHost, openInProcess } from '../../support/hosts.ts'

const held = {} as { host: OpenHost; caseId: string }
const passphrase = 'seven words that make a long passphrase'
beforeAll(async () => {
  held.host = await openInProcess()
  const [place] = await held.host.grant([held.host.folder])
  const made = await held.host.client.call('cases.create', { place: place as string, name: 'X', passphrase })
  held.caseId = made.caseId
})
afterAll(() => held.host.close())

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: { code: string; at?: string }) => [thrown.code, thrown.at],
  )

test('holders are listed, added in either way and removed; every window hears of it', async () => {
  const { client } = held.host
  const { caseId } = held
  const heard: unknown[] = []
  client.onNotice((notice) => void heard.push(notice))
  const { recipient } = await newIdentity()
  const { slot } = await client.call('holders.add', {
    caseId,
    label: 'Two',
    passphrase: 'another passphrase',
  })
  await client.call('holders.add', { caseId, label: 'Three', recipient, kind: 'escrow' })
  const { recoveryKey } = await client.call('holders.addRecoveryKey', { caseId })
  expect(recoveryKey).toMatch(/^AGE-SECRET-KEY-1/)
  expect(heard).toContainEqual({ kind: 'changed', caseId, types: ['case'] })
  const { holders } = await client.call('holders.list', { caseId })
  expect(holders.map(({ label, kind, you, signs }) => [label, kind, you, signs])).toEqual([
    ['Asha Verity', 'passphrase', true, true],
    ['Recovery key', 'recovery', false, true],
    ['Two', 'passphrase', false, true],
    ['Three', 'escrow', false, false],
    ['Recovery key 2', 'recovery', false, true],
  ])
  expect(await client.call('holders.remove', { caseId, slot })).toEqual({ epoch: 2 })
  const after = await client.call('holders.list', { caseId })
  expect(after.past).toMatchObject([{ label: 'Two' }])
  expect(after.epoch).toBe(2)
})

test('a passphrase is confirmed and changed', async () => {
  const { client } = held.host
  const { caseId } = held
  expect(await refusal(client.call('holders.confirm', { caseId, passphrase: 'wrong' }))).toEqual([
    'wrong-passphrase',
    'passphrase',
  ])
  expect(await client.call('holders.changePassphrase', { caseId, passphrase: 'a new one' })).toEqual({})
  expect(await client.call('holders.confirm', { caseId, passphrase: 'a new one' })).toEqual({})
})

test('one way of opening is given, and only one', async () => {
  const { client } = held.host
  const { caseId } = held
  const { recipient } = await newIdentity()
  const add = (more: object) => refusal(client.call('holders.add', { caseId, label: 'Four', ...more }))
  expect(await add({})).toEqual(['invalid', 'passphrase'])
  expect(await add({ passphrase, recipient })).toEqual(['invalid', 'recipient'])
  expect(await add({ passphrase, kind: 'escrow' })).toEqual(['invalid', 'recipient'])
  expect(await refusal(client.call('holders.remove', { caseId, slot: 'f'.repeat(32) }))).toEqual([
    'not-found',
    undefined,
  ])
})
