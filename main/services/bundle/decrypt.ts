import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { PdfProblem } from './lexer.ts'
import { type Dict, Name, Text, type Value } from './objects.ts'

// RC4 and MD5 are written out because the cryptography inside Electron may lack both. They open old files; nothing
// is ever protected with them.

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i)
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + s[i]! + key[i % key.length]!) & 255
    ;[s[i], s[j]] = [s[j]!, s[i]!]
  }
  const out = new Uint8Array(data.length)
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255
    j = (j + s[i]!) & 255
    ;[s[i], s[j]] = [s[j]!, s[i]!]
    out[n] = data[n]! ^ s[(s[i]! + s[j]!) & 255]!
  }
  return out
}

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)

/** The MD5 of some bytes. */
export function md5(message: Uint8Array): Uint8Array {
  const padded = Buffer.alloc(((message.length + 8) >> 6) * 64 + 64)
  padded.set(message)
  padded[message.length] = 0x80
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8)
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let at = 0; at < padded.length; at += 64) {
    let [a, b, c, d] = state as unknown as [number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const round = i >> 4
      const f =
        round === 0
          ? (b & c) | (~b & d)
          : round === 1
            ? (d & b) | (~d & c)
            : round === 2
              ? b ^ c ^ d
              : c ^ (b | ~d)
      const g =
        round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15
      const sum = (a + f + SINES[i]! + padded.readInt32LE(at + g * 4)) | 0
      const shift = SHIFTS[round * 4 + (i & 3)]!
      a = d
      d = c
      c = b
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
  }
  const out = Buffer.alloc(16)
  for (let i = 0; i < 4; i++) out.writeInt32LE(state[i]!, i * 4)
  return out
}

const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')

function aes(key: Uint8Array, data: Uint8Array): Uint8Array {
  const length = data.length - 16 - ((data.length - 16) % 16)
  if (length < 16) return new Uint8Array(0)
  const decipher = createDecipheriv(
    key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc',
    key,
    data.subarray(0, 16),
  )
  decipher.setAutoPadding(false)
  const out = Buffer.concat([decipher.update(data.subarray(16, 16 + length)), decipher.final()])
  const pad = out[out.length - 1]!
  return pad >= 1 && pad <= 16 ? out.subarray(0, out.length - pad) : out
}

/** The hash of revision 6 (ISO 32000-2, algorithm 2.B), for an empty password. */
function hash6(salt: Uint8Array): Uint8Array {
  let k: Uint8Array = createHash('sha256').update(salt).digest()
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const cipher = createCipheriv('aes-128-cbc', k.subarray(0, 16), k.subarray(16, 32))
    cipher.setAutoPadding(false)
    const once = k
    const e = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => once)))
    let sum = 0
    for (let i = 0; i < 16; i++) sum += e[i]!
    k = createHash(['sha256', 'sha384', 'sha512'][sum % 3]!)
      .update(e)
      .digest()
    last = e[e.length - 1]!
  }
  return k.subarray(0, 32)
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** The file key an empty user password opens; null if it opens nothing. */
function emptyPasswordKey(
  entries: Dict,
  id: Uint8Array,
  version: number,
  revision: number,
): Uint8Array | null {
  const bytes = (key: string) => {
    const value = entries.get(key)
    return value instanceof Text ? value.bytes : new Uint8Array(0)
  }
  const user = bytes('U')
  if (revision >= 5) {
    const hash = (salt: Uint8Array) =>
      revision === 5 ? createHash('sha256').update(salt).digest() : hash6(salt)
    if (!same(hash(user.subarray(32, 40)), user.subarray(0, 32))) return null
    const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16))
    decipher.setAutoPadding(false)
    return decipher.update(bytes('UE').subarray(0, 32))
  }
  const declared = entries.get('Length')
  const bits =
    typeof declared === 'number' && declared >= 40 && declared <= 128 ? declared : version >= 4 ? 128 : 40
  const length = version === 1 ? 5 : version >= 4 ? 16 : bits >> 3
  const permissions = Buffer.alloc(4)
  permissions.writeInt32LE(Number(entries.get('P') ?? 0) | 0)
  const parts = [PAD, bytes('O').subarray(0, 32), permissions, id]
  if (revision >= 4 && entries.get('EncryptMetadata') === false) parts.push(Buffer.alloc(4, 0xff))
  let key = md5(Buffer.concat(parts))
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length))
  key = key.subarray(0, length)
  if (revision === 2) return same(rc4(key, PAD), user.subarray(0, 32)) ? key : null
  let check: Uint8Array = md5(Buffer.concat([PAD, id]))
  for (let i = 0; i < 20; i++)
    check = rc4(
      key.map((b) => b ^ i),
      check,
    )
  return same(check, user.subarray(0, 16)) ? key : null
}

/** How one encrypted file's strings and streams are read. */
export interface Decryption {
  string(bytes: Uint8Array, number: number, generation: number): Uint8Array
  stream(bytes: Uint8Array, number: number, generation: number, dict: Dict): Uint8Array
}

type Method = 'none' | 'rc4' | 'aes'

function methods(entries: Dict, version: number): { text: Method; stream: Method } {
  if (version < 4) return { text: 'rc4', stream: 'rc4' }
  const filters = entries.get('CF')
  const of = (key: string): Method => {
    const chosen = entries.get(key)
    if (!(chosen instanceof Name) || chosen.value === 'Identity') return 'none'
    const filter = filters instanceof Map ? filters.get(chosen.value) : undefined
    const cfm = filter instanceof Map ? filter.get('CFM') : undefined
    return cfm instanceof Name ? (cfm.value === 'V2' ? 'rc4' : cfm.value === 'None' ? 'none' : 'aes') : 'none'
  }
  return { text: of('StrF'), stream: of('StmF') }
}

/** Opens a file whose user password is empty. Throws PdfProblem 'encrypted' when it needs a password or a key we do not know. */
export function openEncrypted(encrypt: Dict, id: Uint8Array): Decryption {
  const filter = encrypt.get('Filter')
  const version = Number(encrypt.get('V') ?? 0)
  const revision = Number(encrypt.get('R') ?? 0)
  if ((filter instanceof Name && filter.value !== 'Standard') || revision < 2 || revision > 6) {
    throw new PdfProblem('encrypted', 'It is encrypted in a way that needs the program it was made with.')
  }
  const key = emptyPasswordKey(encrypt, id, version, revision)
  if (!key) throw new PdfProblem('encrypted', 'It needs a password to open.')
  const how = methods(encrypt, version)
  const plain = (method: Method, bytes: Uint8Array, number: number, generation: number): Uint8Array => {
    if (method === 'none') return bytes
    if (revision >= 5) return aes(key, bytes)
    const salt = [
      number & 255,
      (number >> 8) & 255,
      (number >> 16) & 255,
      generation & 255,
      (generation >> 8) & 255,
    ]
    const own = md5(
      Buffer.concat([key, Uint8Array.from(salt), method === 'aes' ? Buffer.from('sAlT') : Buffer.alloc(0)]),
    )
    const objectKey = own.subarray(0, Math.min(16, key.length + 5))
    return method === 'aes' ? aes(objectKey, bytes) : rc4(objectKey, bytes)
  }
  return {
    string: (bytes, number, generation) => plain(how.text, bytes, number, generation),
    stream: (bytes, number, generation, dict) => {
      const type = dict.get('Type')
      if (type instanceof Name && type.value === 'XRef') return bytes
      if (type instanceof Name && type.value === 'Metadata' && encrypt.get('EncryptMetadata') === false)
        return bytes
      return plain(how.stream, bytes, number, generation)
    },
  }
}

/** A value with every string in it read through the decryption. */
export function decryptStrings(value: Value, read: (bytes: Uint8Array) => Uint8Array): Value {
  if (value instanceof Text) return new Text(read(value.bytes))
  if (Array.isArray(value)) return value.map((item) => decryptStrings(item, read))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, decryptStrings(item, read)]))
  return value
}
