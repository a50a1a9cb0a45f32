import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { type Dict, Text } from './objects.ts'
import { md5, rc4 } from './old-ciphers.ts'

/** A file's key, and whether the password that gave it was its owner's. */
export interface FileKey {
  readonly key: Uint8Array
  readonly owner: boolean
}

const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')

const NONE = new Uint8Array(0)

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

function bytesOf(entries: Dict, key: string): Uint8Array {
  const value = entries.get(key)
  return value instanceof Text ? value.bytes : NONE
}

/** The hash of revision 5, or of revision 6 (ISO 32000-2, algorithm 2.B). */
function hashOf(revision: number, password: Uint8Array, salt: Uint8Array, user: Uint8Array): Uint8Array {
  let k: Uint8Array = createHash('sha256').update(password).update(salt).update(user).digest()
  if (revision === 5) return k
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const cipher = createCipheriv('aes-128-cbc', k.subarray(0, 16), k.subarray(16, 32))
    cipher.setAutoPadding(false)
    const once = Buffer.concat([password, k, user])
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

function newKey(entries: Dict, revision: number, password: string): FileKey | null {
  const typed = Buffer.from(password.normalize('NFKC')).subarray(0, 127)
  const user = bytesOf(entries, 'U').subarray(0, 48)
  const owner = bytesOf(entries, 'O').subarray(0, 48)
  const open = (from: Uint8Array, sealed: string, with_: Uint8Array) => {
    const decipher = createDecipheriv(
      'aes-256-cbc',
      hashOf(revision, typed, from.subarray(40, 48), with_),
      Buffer.alloc(16),
    )
    decipher.setAutoPadding(false)
    return decipher.update(bytesOf(entries, sealed).subarray(0, 32))
  }
  const fits = (of: Uint8Array, with_: Uint8Array) =>
    same(hashOf(revision, typed, of.subarray(32, 40), with_), of.subarray(0, 32))
  if (fits(owner, user)) return { key: open(owner, 'OE', user), owner: true }
  if (fits(user, NONE)) return { key: open(user, 'UE', NONE), owner: false }
  return null
}

function oldKey(
  entries: Dict,
  id: Uint8Array,
  version: number,
  revision: number,
  password: string,
): FileKey | null {
  const declared = entries.get('Length')
  const bits =
    typeof declared === 'number' && declared >= 40 && declared <= 128 ? declared : version >= 4 ? 128 : 40
  const length = version === 1 ? 5 : version >= 4 ? 16 : bits >> 3
  const owner = bytesOf(entries, 'O').subarray(0, 32)
  const user = bytesOf(entries, 'U')
  const padded = (bytes: Uint8Array) => Buffer.concat([bytes.subarray(0, 32), PAD]).subarray(0, 32)
  const turned = (key: Uint8Array, by: number) => key.map((b) => b ^ by)
  const asUser = (first: Uint8Array): Uint8Array | null => {
    const permissions = Buffer.alloc(4)
    permissions.writeInt32LE(Number(entries.get('P') ?? 0) | 0)
    const parts = [first, owner, permissions, id]
    if (revision >= 4 && entries.get('EncryptMetadata') === false) parts.push(Buffer.alloc(4, 0xff))
    let key = md5(Buffer.concat(parts))
    if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length))
    key = key.subarray(0, length)
    if (revision === 2) return same(rc4(key, PAD), user.subarray(0, 32)) ? key : null
    let check: Uint8Array = md5(Buffer.concat([PAD, id]))
    for (let i = 0; i < 20; i++) check = rc4(turned(key, i), check)
    return same(check, user.subarray(0, 16)) ? key : null
  }
  const typed = padded(Buffer.from(password, 'latin1'))
  let ownerKey = md5(typed)
  if (revision >= 3) for (let i = 0; i < 50; i++) ownerKey = md5(ownerKey.subarray(0, length))
  ownerKey = ownerKey.subarray(0, length)
  let first: Uint8Array = owner
  // What an owner's password opens is the user's, padded as it was.
  for (let i = revision === 2 ? 0 : 19; i >= 0; i--) first = rc4(turned(ownerKey, i), first)
  const byOwner = asUser(first)
  if (byOwner) return { key: byOwner, owner: true }
  const byUser = asUser(typed)
  return byUser && { key: byUser, owner: false }
}

/** The file key a password opens, the owner's or the user's; null if it opens nothing. */
export function keyFrom(
  entries: Dict,
  id: Uint8Array,
  version: number,
  revision: number,
  password: string,
): FileKey | null {
  return revision >= 5
    ? newKey(entries, revision, password)
    : oldKey(entries, id, version, revision, password)
}
