import { createHash, randomBytes } from 'node:crypto'
import { type Surroundings, thisHost } from '../../main/services/case-store/index.ts'

export const passphrase = 'six plain words for the bench'

/** Key derivation is left out of every figure, as its cost is chosen, not suffered. */
export const surroundings = (): Surroundings => ({
  now: Date.now,
  random: (count) => new Uint8Array(randomBytes(count)),
  cost: { memoryKiB: 19_456, passes: 1, lanes: 1 },
  kdf: async ({ passphrase: word, salt }) =>
    new Uint8Array(createHash('sha256').update(word).update(salt).digest()),
  host: thisHost(Date.now),
})
