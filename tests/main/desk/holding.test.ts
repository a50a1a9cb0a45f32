import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type OpenHost, openInProcess } from '../../support/hosts.ts'

const own = 'heron lantern oatmeal quarry saddle willow'
const held: { host?: OpenHost } = {}
beforeEach(async () => {
  held.host = await openInProcess()
})
afterEach(() => held.host?.close())

async function aCase() {
  const { client, grant, folder } = held.host!
  const [place] = await grant([folder])
  const { caseId } = await client.call('cases.create', { place: place!, name: 'X', passphrase: own })
  const labels = async () =>
    (await client.call('holders.list', { caseId })).holders.map(({ kind, slot }) => ({ kind, slot }))
  const slotOf = async (wanted: string) => (await labels()).find(({ kind }) => kind === wanted)!.slot
  return { client, caseId, labels, slotOf }
}
const identity = async () => await identityToRecipient(await generateX25519Identity())

test('a case is never left to what is kept for emergencies', async () => {
  const { client, caseId, slotOf, labels } = await aCase()
  await client.call('holders.add', { caseId, label: 'Force', recipient: await identity(), kind: 'escrow' })
  const me = await slotOf('passphrase')
  await expect(client.call('holders.remove', { caseId, slot: me })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect((await labels()).map(({ kind }) => kind)).toEqual(['passphrase', 'recovery', 'escrow'])
  // What is kept for emergencies may go, and so may the first once somebody else works with the case.
  await client.call('holders.remove', { caseId, slot: await slotOf('recovery') })
  await client.call('holders.add', { caseId, label: 'Bryn Oduya', recipient: await identity() })
  await client.call('holders.remove', { caseId, slot: me })
  expect((await labels()).map(({ kind }) => kind)).toEqual(['escrow', 'identity'])
})

test('two holders never share the passphrase of whoever adds the other, nor is one changed to itself', async () => {
  const { client, caseId, labels } = await aCase()
  const same = { code: 'invalid', at: 'passphrase' }
  const adding = client.call('holders.add', { caseId, label: 'Bryn Oduya', passphrase: own })
  await expect(adding).rejects.toMatchObject(same)
  const changing = client.call('holders.changePassphrase', { caseId, passphrase: own, newKey: true })
  await expect(changing).rejects.toMatchObject(same)
  expect(await labels()).toHaveLength(2)
})
