import { afterEach, expect, test, vi } from 'vitest'

// A machine whose cryptography is wrong, one function at a time: nothing may be opened on it.

type Crypto = typeof import('node:crypto')

const wrong: readonly [string, (real: Crypto) => Partial<Crypto>][] = [
  ['hash', (real) => ({ createHash: () => real.createHash('sha224') })],
  ['message code', (real) => ({ createHmac: (_name, key) => real.createHmac('sha384', key) })],
  [
    'cipher',
    (real) => ({
      createCipheriv: ((_name: string, key: never, nonce: Buffer) =>
        real.createCipheriv('aes-256-gcm', key, Buffer.from(nonce).fill(1))) as Crypto['createCipheriv'],
    }),
  ],
  [
    'check of a tag',
    (real) => ({
      createDecipheriv: ((name: 'aes-256-gcm', key: never, nonce: Buffer) =>
        Object.assign(real.createDecipheriv(name, key, nonce), {
          final: () => Buffer.alloc(0),
        })) as Crypto['createDecipheriv'],
    }),
  ],
]

afterEach(() => {
  vi.doUnmock('node:crypto')
  vi.resetModules()
})

test.each(wrong)('a machine with a wrong %s fails the self-test', async (_what, change) => {
  vi.resetModules()
  vi.doMock('node:crypto', async (importOriginal) => {
    const real = await importOriginal<Crypto>()
    return { ...real, ...change(real) }
  })
  const { checkCrypto } = await import('../../main/services/vault/crypto.ts')
  expect(() => checkCrypto()).toThrow(expect.objectContaining({ code: 'runtime-crypto' }))
})
