import { open } from 'node:fs/promises'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { adviceOn } from '../../casework/rules/passphrase-advice.ts'

/** As much of a passphrase file as is read: a passphrase of the greatest length, in its longest characters. */
const longestLine = 4_096
/** As much as a file of keys may hold, in bytes: 64 post-quantum recipients of some 2,000 each, and remarks. */
const longestList = 262_144

/**
 * The passphrase in a file: its first line, without a byte order mark and the line end. Throws `unreadable`, `empty`, or
 * `invalid` for what is not UTF-8; never says what it read.
 */
export async function passphraseIn(path: string, what: string): Promise<string> {
  const bytes = await startOf(path, what, longestLine)
  const end = bytes.findIndex((byte) => byte === 10 || byte === 13)
  const line = textOf(end === -1 ? wholeCharacters(bytes) : bytes.subarray(0, end), path, what)
  bytes.fill(0)
  if (line.trim() === '')
    throw new CaseworkError('empty', `The first line of the ${what} file “${path}” is empty.`)
  return line
}

/** What to say of a passphrase that is chosen anew, as the window says it beside the field; null of a good one. */
export function warningOn(passphrase: string, caseName: string): string | null {
  const { tone, words } = adviceOn(passphrase, caseName)
  return tone === 'good' ? null : `About the new passphrase: ${words}`
}

/**
 * The one key in a file as age-keygen writes it: the line that is neither blank nor a remark, which begins with #.
 * Throws `unreadable`, `empty`, `too-large`, or `invalid` for more than one and for what is not UTF-8; never says what
 * it read.
 */
export async function identityIn(path: string, what: string): Promise<string> {
  const [identity, another] = await linesIn(path, what)
  if (identity === undefined) throw new CaseworkError('empty', `The ${what} file “${path}” holds no key.`)
  if (another !== undefined)
    throw new CaseworkError(
      'invalid',
      `The ${what} file “${path}” holds more than one line that is no remark, and so perhaps more than one key. Put the one for this into a file of its own, on one line.`,
    )
  return identity
}

/** The lines of a file that are neither blank nor a remark, trimmed. Throws as {@link identityIn}. */
export async function linesIn(path: string, what: string): Promise<readonly string[]> {
  const bytes = await startOf(path, what, longestList + 1)
  if (bytes.length > longestList)
    throw new CaseworkError(
      'too-large',
      `The ${what} file “${path}” is larger than one can be. Choose another file.`,
    )
  const text = textOf(bytes, path, what)
  bytes.fill(0)
  const lines = text.split(/\r\n?|\n/u).map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

// Bytes of another encoding would become marks of which many files have the same, and each would open the case.
function textOf(bytes: Uint8Array, path: string, what: string): string {
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Told below.
  }
  const [first = 0, second = 0] = bytes
  const wide = bytes.includes(0) || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  throw new CaseworkError(
    'invalid',
    `The ${what} file “${path}” is not UTF-8 text${wide ? '; it looks like UTF-16, which Windows calls Unicode' : '; it may be in Windows-1252 or Latin-1'}. Save it again in the encoding UTF-8.`,
  )
}

/** Without the character that reading only so much of a file cut in two. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  if (bytes.length < longestLine) return bytes
  const last = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  return bytes.subarray(0, last)
}

async function startOf(path: string, what: string, most: number): Promise<Buffer> {
  const bytes = Buffer.alloc(most)
  try {
    const file = await open(path, 'r')
    try {
      for (let at = 0; ; ) {
        const { bytesRead } = await file.read(bytes, at, most - at, null)
        at += bytesRead
        if (bytesRead === 0 || at === most) return bytes.subarray(0, at)
      }
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new CaseworkError('unreadable', `The ${what} file “${path}” could not be read.`, { cause })
  }
}
