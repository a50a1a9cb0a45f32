// What browsers lack: a SHA-256 (FIPS 180-4) that takes a file in pieces, so that 2 GB need no 2 GB of memory.
const isPrime = (n) => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false
  return true
}
const primes = Array.from({ length: 312 }, (_, i) => i)
  .filter((n) => n > 1 && isPrime(n))
  .slice(0, 64)
const fraction = (n) => ((n - Math.floor(n)) * 2 ** 32) | 0
const K = Int32Array.from(primes, (n) => fraction(Math.cbrt(n)))
const H = Int32Array.from(primes.slice(0, 8), (n) => fraction(Math.sqrt(n)))

/** A SHA-256 in the making: `update` with bytes as often as need be, then `digest` once, hexadecimal. */
export function sha256() {
  const h = Int32Array.from(H)
  const w = new Int32Array(64)
  const rest = new Uint8Array(64)
  const at = { rest: 0, length: 0 }

  const block = (bytes, from) => {
    for (let i = 0, p = from; i < 16; i++, p += 4)
      w[i] = (bytes[p] << 24) | (bytes[p + 1] << 16) | (bytes[p + 2] << 8) | bytes[p + 3]
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]
      const y = w[i - 2]
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0
    }
    let a = h[0]
    let b = h[1]
    let c = h[2]
    let d = h[3]
    let e = h[4]
    let f = h[5]
    let g = h[6]
    let z = h[7]
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (z + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      z = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    h[0] += a
    h[1] += b
    h[2] += c
    h[3] += d
    h[4] += e
    h[5] += f
    h[6] += g
    h[7] += z
  }

  const update = (bytes) => {
    let from = 0
    at.length += bytes.length
    if (at.rest > 0) {
      from = Math.min(64 - at.rest, bytes.length)
      rest.set(bytes.subarray(0, from), at.rest)
      at.rest += from
      if (at.rest < 64) return
      block(rest, 0)
      at.rest = 0
    }
    for (; from + 64 <= bytes.length; from += 64) block(bytes, from)
    rest.set(bytes.subarray(from))
    at.rest = bytes.length - from
  }

  return {
    update,
    digest() {
      const bits = at.length
      const end = new Uint8Array((at.rest < 56 ? 64 : 128) - at.rest)
      end[0] = 0x80
      const view = new DataView(end.buffer)
      view.setUint32(end.length - 8, Math.floor(bits / 2 ** 29))
      view.setUint32(end.length - 4, (bits % 2 ** 29) * 8)
      update(end)
      return Array.from(h, (n) => (n >>> 0).toString(16).padStart(8, '0')).join('')
    },
  }
}
