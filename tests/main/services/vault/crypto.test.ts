import { hkdfSync, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  newIdentity,
  readIdentity,
  signedBy,
  signerOf,
  unwrap,
  wrap,
} from '../../../../main/services/vault/age-keys.ts'
import {
  openMessage,
  plainLength,
  sealedLength,
  sealMessage,
} from '../../../../main/services/vault/cobblestone.ts'
import { checkCrypto, hkdf, nonceAt } from '../../../../main/services/vault/crypto.ts'
import { costAllowed, defaultCost } from '../../../../main/services/vault/passphrase.ts'
import { paddedLength } from '../../../../main/services/vault/snapshot.ts'

test('this machine gives the published answers', () => {
  expect(() => checkCrypto()).not.toThrow()
})

test('our HKDF is Node\u2019s, at every length a key has', () => {
  for (const length of [1, 12, 32, 60, 64, 65, 76, 200]) {
    const [ikm, salt, info] = [randomBytes(32), randomBytes(16), randomBytes(40)]
    expect(hkdf(ikm, salt, info, length)).toEqual(Buffer.from(hkdfSync('sha512', ikm, salt, info, length)))
  }
})

test('a chunk\u2019s nonce is the base with its number folded in, also beyond 32 bits', () => {
  const zero = Buffer.alloc(12)
  expect(nonceAt(zero, 0x12_3456_789a).toString('hex')).toBe('000000000000001234567 89a'.replace(' ', ''))
  const base = Buffer.from('ff'.repeat(12), 'hex')
  expect(nonceAt(base, 1).toString('hex')).toBe(`${'ff'.repeat(11)}fe`)
})

describe('a sealed message', () => {
  test('opens to what was sealed, at lengths around a chunk\u2019s, and has one valid form for each', () => {
    const key = randomBytes(32)
    const context = Buffer.from('here')
    for (const length of [0, 1, 16_383, 16_384, 16_385, 32_768, 50_000]) {
      const plain = randomBytes(length)
      const sealed = sealMessage(key, randomBytes(24), context, plain)
      expect([sealed.length, plainLength(sealed.length)]).toEqual([sealedLength(length), length])
      expect(openMessage(key, context, sealed)).toEqual(plain)
      expect(openMessage(key, Buffer.from('there'), sealed)).toBeNull()
      expect(openMessage(randomBytes(32), context, sealed)).toBeNull()
      expect(openMessage(key, context, sealed.subarray(0, -1))).toBeNull()
    }
    // Cut exactly at a chunk's end: every chunk left is authentic, and the message is still refused.
    const two = sealMessage(key, randomBytes(24), context, randomBytes(20_000))
    expect(openMessage(key, context, two.subarray(0, 56 + 16_400))).toBeNull()
  })
})

test('an age file opens to its recipient alone, and a signature names its signer', async () => {
  const [a, b] = [await newIdentity(), await newIdentity()]
  const file = await wrap(Buffer.from('key'), a.recipient)
  expect((await unwrap(file, a.identity))?.toString()).toBe('key')
  expect(await unwrap(file, b.identity)).toBeNull()
  expect(await readIdentity(` ${a.identity.toLowerCase()}\n`)).toBe(a.identity)
  const id = randomBytes(16)
  const signature = signerOf(a.identity, id).sign('head')
  expect(signedBy(signerOf(a.identity, id).publicKey, 'head', signature)).toBe(true)
  expect(signedBy(signerOf(b.identity, id).publicKey, 'head', signature)).toBe(false)
  expect(signedBy(signerOf(a.identity, randomBytes(16)).publicKey, 'head', signature)).toBe(false)
  expect(signedBy(signerOf(a.identity, id).publicKey, 'another head', signature)).toBe(false)
})

test('a cost out of bounds is never paid', () => {
  expect(costAllowed(defaultCost)).toBe(true)
  for (const over of [
    { memoryKiB: 19_455 },
    { memoryKiB: 2_097_153 },
    { passes: 0 },
    { passes: 17 },
    { lanes: 0 },
    { lanes: 17 },
  ])
    expect(costAllowed({ ...defaultCost, ...over })).toBe(false)
})

test('padding hides a length and adds at most an eighth', () => {
  for (let length = 2; length < 3_000_000; length = Math.ceil(length * 1.37)) {
    const padded = paddedLength(length)
    expect(padded).toBeGreaterThanOrEqual(length)
    expect(padded).toBeLessThanOrEqual(length * 1.12)
    expect(paddedLength(padded)).toBe(padded)
  }
})
