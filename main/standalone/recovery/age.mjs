import * as crypto from 'node:crypto'
import { hmac, poly } from './ciphers.mjs'

function bech32(text) {
  const signs = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
  const values = [...text.toLowerCase().slice(text.lastIndexOf('1') + 1, -6)].map((sign) =>
    signs.indexOf(sign),
  )
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
/** The plaintext of a binary age file; undefined when it is not for this identity or is not as it was written. */
export function ageOpen(file, identity) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), bech32(identity)])
  const privateKey = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const own = crypto.createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  const end = file.indexOf('\n---')
  const stop = file.indexOf('\n', end + 1)
  const stanza = /^age-encryption\.org\/v1\n-> X25519 (\S{43})\n(\S{43})$/.exec(
    file.toString('latin1', 0, end),
  )
  if (stanza === null) return undefined
  const share = Buffer.from(stanza[1], 'base64')
  const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), share])
  const publicKey = crypto.createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const shared = crypto.diffieHellman({ privateKey, publicKey })
  const hkdf = (key, salt, info) => Buffer.from(crypto.hkdfSync('sha256', key, salt, info, 32))
  const wrap = hkdf(shared, Buffer.concat([share, own]), 'age-encryption.org/v1/X25519')
  const key = poly(wrap, Buffer.alloc(12), Buffer.from(stanza[2], 'base64'))
  if (key === undefined) return undefined
  const mac = hmac('sha256', hkdf(key, '', 'header'), file.subarray(0, end + 4))
  if (!mac.equals(Buffer.from(file.toString('latin1', end + 5, stop), 'base64'))) return undefined
  // What is inside is shorter than one chunk, which is therefore the last.
  const payload = hkdf(key, file.subarray(stop + 1, stop + 17), 'payload')
  return poly(payload, Buffer.from(`${'00'.repeat(11)}01`, 'hex'), file.subarray(stop + 17))
}
