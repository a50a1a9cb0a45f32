import { createDecipheriv } from 'node:crypto'
import { PdfProblem } from './lexer.ts'
import { type Dict, Name, Text, type Value } from './objects.ts'
import { md5, rc4 } from './old-ciphers.ts'
import { keyFrom } from './password-key.ts'

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

/** How one encrypted file's strings and streams are read. */
export interface Decryption {
  /** What the file forbids whoever is not its owner, in words. */
  readonly forbids: readonly string[]
  /** True if a password that was given opened it, and not the empty one. */
  readonly byPassword: boolean
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

/** What the permission bits (ISO 32000-1, table 22) take away. */
function forbidden(permissions: number, revision: number): string[] {
  const words: string[] = []
  if ((permissions & 4) === 0) words.push('printing')
  else if (revision >= 3 && (permissions & 2048) === 0) words.push('printing in full quality')
  if ((permissions & 8) === 0) words.push('changing')
  if ((permissions & 16) === 0) words.push('copying')
  return words
}

/**
 * Opens an encrypted file with an empty password, else with the one given, the user's or the owner's. Throws PdfProblem
 * 'password' when it asks for one, or for another; 'encrypted' when no password could open it here.
 */
export function openEncrypted(encrypt: Dict, id: Uint8Array, password = ''): Decryption {
  const filter = encrypt.get('Filter')
  const version = Number(encrypt.get('V') ?? 0)
  const revision = Number(encrypt.get('R') ?? 0)
  if ((filter instanceof Name && filter.value !== 'Standard') || revision < 2 || revision > 6) {
    throw new PdfProblem('encrypted', 'It is encrypted in a way that needs the program it was made with.')
  }
  const empty = keyFrom(encrypt, id, version, revision, '')
  const found = empty ?? (password === '' ? null : keyFrom(encrypt, id, version, revision, password))
  if (!found) {
    throw new PdfProblem(
      'password',
      password === ''
        ? 'The file asks for a password: it needs a password to open, and none was given.'
        : 'The file asks for a password, and the one given does not open it.',
    )
  }
  const { key } = found
  const forbids = found.owner ? [] : forbidden(Number(encrypt.get('P') ?? -1) | 0, revision)
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
    forbids,
    byPassword: !empty,
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
