import { attempt, refuse } from './losses.mjs'

function textOf(bytes) {
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (text !== undefined && !text.includes('\0')) return text
  return refuse('The file with the secret is not UTF-8 text. Save it again in the encoding UTF-8.')
}
const there = (bytes) => bytes ?? refuse('The file with the secret cannot be read.')

/** A passphrase file's first line, without a byte order mark and the line end, spaces and letters made one. */
export function passphraseIn(file) {
  const end = there(file).findIndex((byte) => byte === 10 || byte === 13)
  const line = textOf(end === -1 ? file : file.subarray(0, end))
  if (line.trim() === '') refuse('The first line of the passphrase file is empty.')
  return { passphrase: line.replace(/\p{Zs}/gu, ' ').normalize('NFC') }
}

/** The one line of a key file that is neither blank nor a remark, which begins with #. */
export function identityIn(file) {
  const lines = textOf(there(file)).split(/\r\n?|\n/u)
  const keys = lines
    .map((line) => line.replace(/\s+/gu, '').toUpperCase())
    .filter((line) => /^[^#]/u.test(line))
  if (keys.length > 1)
    refuse('That file holds more than one line that is no remark: put the one key on one line.')
  if (keys[0]?.startsWith('AGE-SECRET-KEY-PQ-1'))
    refuse(
      'That is a post-quantum key, whose slot this file cannot open: use another holder’s key or passphrase.',
    )
  if (!/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/u.test(keys[0] ?? ''))
    refuse('That file holds no recovery key, AGE-SECRET-KEY-1….')
  return { identity: keys[0] }
}
