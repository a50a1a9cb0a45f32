import { createHash } from 'node:crypto'
import { cpSync } from 'node:fs'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CaseStore, type Kdf, openCase } from '../../../../main/services/case-store/index.ts'
import { realDisk } from '../../../../main/services/vault/disk.ts'
import { findHeader, unlock } from '../../../../main/services/vault/unlock.ts'
import { amountAsked } from '../../../faults/amounts.ts'
import { newCase, outcome, passphrase, put, room, surroundings } from '../case-store/room.ts'
import { failingDisk } from './failing-disk.ts'

const theirs = 'lamp staple battery horse correct'
const words = [passphrase, theirs, 'a third passphrase']
let place: ReturnType<typeof room>
beforeEach(() => {
  place = room()
})
afterEach(() => place.clear())

// What is tried here is the order of writing; a passphrase need not be dear for that.
const quickKdf: Kdf = async ({ passphrase: word, salt }) =>
  createHash('sha256').update(salt).update(word).digest()

/** An act, and which secrets open the case before and after it. */
const acts: Readonly<
  Record<string, { do: (store: CaseStore) => Promise<unknown>; before: string[]; after: string[] }>
> = {
  'adding a holder': {
    do: (store) => store.holders.add({ label: 'New', passphrase: 'a third passphrase' }),
    before: [passphrase, theirs],
    after: [passphrase, theirs, 'a third passphrase'],
  },
  'removing a holder': {
    do: (store) =>
      store.holders.remove(store.holders.list().holders.find((h) => h.label === 'Two')?.slot ?? ''),
    before: [passphrase, theirs],
    after: [passphrase],
  },
  'changing a passphrase': {
    do: (store) => store.holders.changePassphrase('a third passphrase'),
    before: [passphrase, theirs],
    after: ['a third passphrase', theirs],
  },
  'changing a key': {
    do: (store) => store.holders.changePassphrase('a third passphrase', true),
    before: [passphrase, theirs],
    after: ['a third passphrase', theirs],
  },
}

// Day by day every fourth call is refused.
const step = amountAsked() === 'sample' ? 4 : 1

describe.each(Object.entries(acts))('%s', (_, act) => {
  test.each([
    ['ENOSPC', false],
    ['EIO', true],
  ] as const)(
    'with the disk refusing (%s, for good: %s) at any call leaves the old holders or the new',
    async (code, sticky) => {
      const { disk, fault } = failingDisk()
      const s = surroundings({ disk, kdf: quickKdf })
      const made = await newCase(place.at('start'), s)
      const identity = await generateX25519Identity()
      const recipient = await identityToRecipient(identity)
      await made.store.holders.add({ label: 'Two', passphrase: theirs })
      await made.store.holders.add({ label: 'Watch', recipient, kind: 'escrow' })
      await made.store.commit({ ops: [put('n', { id: 'kept' })], audit: [], actor: 'x' })
      await made.store.close()
      const opens = async (folder: string) => {
        const found: string[] = []
        const { header } = await findHeader(realDisk, folder)
        for (const passphrase of words)
          if ((await outcome(unlock(folder, header, { passphrase }, s.kdf))) === 'done')
            found.push(passphrase)
        return found
      }
      for (let n = 0; ; n += step) {
        const folder = place.at(`${n}`)
        cpSync(place.at('start'), folder, { recursive: true })
        const store = await openCase(folder, { passphrase }, s)
        Object.assign(fault, { at: n, code, sticky, calls: 0, hit: false })
        const got = await outcome(act.do(store))
        // What a power cut right now would leave, before the case is closed in order.
        const { hit } = fault
        fault.at = -1
        const cut = place.at(`${n}-cut`)
        cpSync(folder, cut, { recursive: true })
        if (got === 'done')
          expect(new Set(await opens(cut)), `cut after call ${n}`).toEqual(new Set(act.after))
        else expect(['disk-full', 'io-error', 'io-fsync']).toContain(got)
        await store.commit({ ops: [put('n', { id: 'then' })], audit: [], actor: 'x' })
        await store.close()
        for (const each of [folder, cut]) {
          const now = await opens(each)
          expect([new Set(act.before), new Set(act.after)], `after call ${n}`).toContainEqual(new Set(now))
          const again = await openCase(each, { identity }, s, { takeOver: true })
          expect(again.get('n', 'kept')).toBeDefined()
          if (each === folder) expect(again.get('n', 'then')).toBeDefined()
          const codes = again.notices.map((notice) => notice.code)
          expect(
            codes.filter((c) => !['header-changed', 'lock-taken-over', 'torn-tail'].includes(c)),
          ).toEqual([])
          expect((await again.verify({ full: true })).findings).toEqual([])
          await again.close()
          if (!codes.includes('header-changed')) continue
          // Once said, the history knows of the header as it is.
          const after = await openCase(each, { identity }, s)
          expect(after.notices).toEqual([])
          await after.close()
        }
        if (hit) continue
        expect(got).toBe('done')
        expect(n).toBeGreaterThan(14)
        break
      }
    },
    120_000,
  )
})
