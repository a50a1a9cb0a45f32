import * as crypto from 'node:crypto'
import { attempt } from './losses.mjs'

export const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), crypto.createHash('sha256')).digest()
export const hmac = (name, key, ...parts) =>
  parts.reduce((h, part) => h.update(part), crypto.createHmac(name, key)).digest()
export const u64 = (n) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(n))
  return bytes
}
export const u32 = (n) => u64(n).subarray(4)
export const hex16 = (n) => n.toString(16).padStart(16, '0')

export function expand(prk, info, length) {
  const blocks = [Buffer.alloc(0)]
  while (Buffer.concat(blocks).length < length)
    blocks.push(hmac('sha512', prk, blocks.at(-1), info, Buffer.of(blocks.length)))
  return Buffer.concat(blocks).subarray(0, length)
}
/** Opens what one of Node's two AEAD ciphers sealed, the tag behind it; undefined when it is not authentic. */
function open(name, key, nonce, sealed, aad = Buffer.alloc(0)) {
  return attempt(() => {
    const cipher = crypto.createDecipheriv(name, key, nonce, { authTagLength: 16 })
    cipher.setAuthTag(sealed.subarray(-16)).setAAD(aad)
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  })
}
export const gcm = (...rest) => open('aes-256-gcm', ...rest)
export const poly = (...rest) => open('chacha20-poly1305', ...rest)
export const nonceAt = (base, k) => {
  const nonce = Buffer.from(base)
  nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ BigInt(k), 4)
  return nonce
}

/** Key, nonce base and commitment of a sealed message. */
export function messageKeys(key, salt, context) {
  const label = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0')
  const made = expand(key, Buffer.concat([label, salt, context]), 76)
  return { key: made.subarray(0, 32), base: made.subarray(32, 44), commitment: made.subarray(44) }
}
export function openMessage(key, context, message) {
  const keys = messageKeys(key, message.subarray(0, 24), context)
  if (!keys.commitment.equals(message.subarray(24, 56))) return undefined
  const out = []
  for (let at = 56, k = 0; ; at += 16_400, k += 1) {
    const chunk = message.subarray(at, at + 16_400)
    const plain = chunk.length < 16 ? undefined : gcm(keys.key, nonceAt(keys.base, k), chunk)
    if (plain === undefined) return undefined
    out.push(plain)
    if (chunk.length < 16_400) return Buffer.concat(out)
  }
}
