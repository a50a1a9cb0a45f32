import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Decrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCase } from '../../../../main/services/case-store/index.ts'
import { newCase, outcome, passphrase, reopen, room } from '../case-store/room.ts'
import { ageFile, headerIn, keyChanges, labels, note, s, slotOf, theirs, unlocked } from './holder-room.ts'

let place: ReturnType<typeof room>
let folder: string
beforeEach(() => {
  place = room()
  folder = place.at('a')
})
afterEach(() => place.clear())
const header = () => headerIn(folder)

describe('a holder who is added', () => {
  test('with a passphrase opens the case with it; the first goes on with theirs', async () => {
    const { store } = await newCase(folder, s)
    await note(store, '1')
    const { slot } = await store.holders.add({ label: ' PC Bryn Oduya ', passphrase: theirs })
    expect(labels(store)).toEqual(['PC Amara Byrne', 'Recovery key', 'PC Bryn Oduya'])
    await store.close()
    const second = await openCase(folder, { passphrase: theirs }, s)
    expect(second.holder).toEqual({ slot, label: 'PC Bryn Oduya' })
    expect(second.get('n', '1')).toEqual({ id: '1' })
    expect(second.holders.list()).toMatchObject({ epoch: 1, headerGen: 2, past: [] })
    expect(second.notices).toEqual([])
    expect(keyChanges(await second.history())).toEqual([
      { what: 'holder-added', slot, epoch: 1, headerGen: 2 },
    ])
    await second.close()
    const first = await reopen(folder, s)
    expect(first.holder.label).toBe('PC Amara Byrne')
    expect((await first.verify({ full: true })).ok).toBe(true)
    await first.close()
    expect(readFileSync(join(folder, 'header.cv'))).toEqual(readFileSync(join(folder, 'header.cv.bak')))
  })

  test.each([
    ['X25519', generateX25519Identity, 'identity'],
    ['post-quantum', generateHybridIdentity, 'escrow'],
  ] as const)(
    'by a recipient (%s) brings their identity and is enrolled when they first write',
    async (_, generate, kind) => {
      const identity = await generate()
      const recipient = await identityToRecipient(identity)
      const { store } = await newCase(folder, s)
      const { slot } = await store.holders.add({ label: 'Force archive', recipient, kind })
      const added = store.holders.list().holders.find((h) => h.slot === slot)
      expect(added).toMatchObject({ recipient, kind, edPub: '' })
      await store.close()
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      const record = Buffer.from(await decrypter.decrypt(ageFile(header(), slot)))
      expect(record.subarray(32).toString('hex')).toBe(`${store.id}00000001`)

      const reading = await openCase(folder, { identity }, s, { readOnly: true })
      expect(reading.holders.list().holders.find((h) => h.slot === slot)?.edPub).toBe('')
      await reading.close()
      expect(header().generation).toBe(2)
      const writing = await openCase(folder, { identity }, s)
      expect(writing.holders.list().holders.find((h) => h.slot === slot)?.edPub).not.toBe('')
      expect(keyChanges(await writing.history()).at(-1)).toEqual({
        what: 'holder-enrolled',
        slot,
        epoch: 1,
        headerGen: 3,
      })
      await writing.close()
      await (await openCase(folder, { identity }, s)).close()
      expect(header().generation).toBe(3)
    },
  )

  test('as a further recovery key has a name of its own, and opens the case', async () => {
    const { store } = await newCase(folder, s)
    const { recoveryKey } = await store.holders.addRecoveryKey()
    const { slot } = await store.holders.addRecoveryKey()
    expect(labels(store).slice(1)).toEqual(['Recovery key', 'Recovery key 2', 'Recovery key 3'])
    expect(store.holders.list().holders.at(-1)).toMatchObject({ slot, kind: 'recovery' })
    await store.close()
    const again = await openCase(folder, { identity: recoveryKey.toLowerCase() }, s)
    expect(again.holder.label).toBe('Recovery key 2')
    await again.close()
  })

  test('is refused for what cannot be, and nothing is written', async () => {
    const { store } = await newCase(folder, s)
    const before = readFileSync(join(folder, 'header.cv'))
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    const add = (label: string, given: string) =>
      store.holders.add({ label, recipient: given, kind: 'identity' })
    const refusal = async (work: Promise<unknown>) => {
      const thrown = await work.then(
        () => ({}),
        (error: unknown) => error as { code?: string; at?: string; message: string },
      )
      expect(JSON.stringify(thrown)).not.toContain(identity.slice(20, 40))
      expect('message' in thrown ? thrown.message : '').not.toContain(identity.slice(20, 40))
      return 'code' in thrown ? [thrown.code, thrown.at] : 'done'
    }
    expect(await refusal(add('', recipient))).toEqual(['invalid', 'label'])
    expect(await refusal(add('a\u0007b', recipient))).toEqual(['invalid', 'label'])
    expect(await refusal(add('pc amara BYRNE', recipient))).toEqual(['conflict', 'label'])
    expect(await refusal(add('B', identity))).toEqual(['invalid', 'recipient'])
    expect(await refusal(add('B', identity.toLowerCase()))).toEqual(['invalid', 'recipient'])
    for (const wrong of [
      '',
      'age1',
      recipient.slice(0, -1),
      `${recipient.slice(0, -2)}qq`,
      'ssh-ed25519 AAAA',
    ])
      expect(await refusal(add('B', wrong))).toEqual(['invalid', 'recipient'])
    const tag = 'age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e'
    expect(await refusal(add('B', tag))).toEqual(['invalid', 'recipient'])
    expect(await refusal(store.holders.add({ label: 'B', passphrase: 'a\tb' }))).toEqual([
      'invalid',
      'passphrase',
    ])
    expect(readFileSync(join(folder, 'header.cv'))).toEqual(before)
    expect(await refusal(add('B', recipient.toUpperCase()))).toBe('done')
    expect(await refusal(add('C', recipient))).toEqual(['conflict', 'recipient'])
    await store.close()
    const reading = await reopen(folder, s, { readOnly: true })
    expect(await outcome(reading.holders.add({ label: 'D', passphrase: theirs }))).toBe('permission')
    await reading.close()
  })
})

describe('a passphrase', () => {
  test('is changed for its holder alone; the slot and the signing key stay', async () => {
    const { store } = await newCase(folder, s)
    const before = store.holders.list()
    await store.holders.confirm(passphrase)
    expect(await outcome(store.holders.confirm('not it'))).toBe('wrong-passphrase')
    await store.holders.changePassphrase(theirs)
    await store.holders.confirm(theirs)
    expect(store.holders.list()).toEqual({ ...before, headerGen: 2 })
    await store.close()
    expect(await outcome(reopen(folder, s))).toBe('wrong-passphrase')
    const again = await openCase(folder, { passphrase: theirs }, s)
    expect(again.holder).toEqual(store.holder)
    await again.close()
  })

  test('with a new key begins an epoch: the old identity is past, and what it signed still checks', async () => {
    const { store, recoveryKey } = await newCase(folder, s)
    const old = await unlocked({ passphrase }, folder)
    const { slot } = store.holder
    await store.holders.changePassphrase(theirs, true)
    expect(store.holder.label).toBe('PC Amara Byrne')
    expect(store.holder.slot).not.toBe(slot)
    expect(store.holders.list()).toMatchObject({ epoch: 2, past: [{ slot, label: 'PC Amara Byrne' }] })
    await note(store, 'after')
    await store.close()
    expect(await outcome(reopen(folder, s))).toBe('wrong-passphrase')
    expect(await outcome(openCase(folder, { identity: old.identity }, s))).toBe('not-a-recipient')
    const again = await openCase(folder, { passphrase: theirs }, s)
    expect((await again.verify({ full: true })).findings).toEqual([])
    await again.close()
    const key = await openCase(folder, { identity: recoveryKey }, s)
    expect(key.get('n', 'after')).toBeDefined()
    expect(await outcome(key.holders.changePassphrase(theirs))).toBe('conflict')
    expect(await outcome(key.holders.confirm(theirs))).toBe('conflict')
    await key.close()
  })
})

const hasAge = spawnSync('age', ['--version']).error === undefined
test.skipIf(!hasAge)(
  'a slot is a plain age file, which Debian’s age opens with the recovery key',
  async () => {
    const { store, recoveryKey } = await newCase(folder, s)
    await store.holders.remove(store.holder.slot)
    const slot = slotOf(store, 'Recovery key')
    await store.close()
    const [file, identity] = [place.at('slot.age'), place.at('key.txt')]
    writeFileSync(file, ageFile(header(), slot))
    writeFileSync(identity, `# printed\n${recoveryKey}\n`, { mode: 0o600 })
    const record = execFileSync('age', ['--decrypt', '--identity', identity, file])
    expect(record).toHaveLength(52)
    expect(record.subarray(32).toString('hex')).toBe(`${store.id}00000002`)
  },
)
