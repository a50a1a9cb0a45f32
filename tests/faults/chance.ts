import { createCipheriv, createHash } from 'node:crypto'

/** Bytes that look random and are the same in every run with the same seed. Two seeds never give the same bytes. */
export function seededBytes(seed: string): (n: number) => Uint8Array {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (n) => stream.update(Buffer.alloc(n))
}

/** Whole numbers below `limit`, the same in every run with the same seed (mulberry32). */
export function dice(seed: number): (limit: number) => number {
  const state = { at: seed >>> 0 }
  return (limit) => {
    state.at = (state.at + 0x6d2b79f5) >>> 0
    let x = state.at
    x = Math.imul(x ^ (x >>> 15), x | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
}
