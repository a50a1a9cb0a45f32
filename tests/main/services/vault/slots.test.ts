import { expect, test } from 'vitest'
import {
  decodeSlot,
  encodeSlot,
  identitySlot,
  passphraseSlot,
} from '../../../../main/services/vault/slots.ts'

const slot = (type: number, flags: number) =>
  encodeSlot({ type, flags, id: Buffer.alloc(16, 7), body: Buffer.from('body') })

test.each([passphraseSlot, identitySlot])(
  'a slot of type %i with a flag is not taken for one of ours',
  (type) => {
    expect(decodeSlot(slot(type, 0), 0)?.slot.flags).toBe(0)
    expect(decodeSlot(slot(type, 1), 0)).toBeNull()
  },
)

test('a slot of a type we do not know is kept with its flags', () => {
  expect(decodeSlot(slot(9, 0x80), 0)?.slot).toMatchObject({ type: 9, flags: 0x80 })
})
