/** A block of a tar file: headers are one, contents are filled up to whole ones. */
export const blockLength = 512
/** The largest size ustar's own field holds; beyond it a pax record says. */
export const largestInHeader = 8 ** 11 - 1

/** One member of a tar file, as its header tells of it. `type` is `0` for a file, `x` for a pax header, and so on. */
export interface TarHeader {
  readonly name: string
  readonly size: number
  readonly type: string
}

const nothing = Buffer.alloc(blockLength)
const checksumAt = 148

/** What fills a content of `size` bytes up to whole blocks. */
export const paddingOf = (size: number): Buffer =>
  nothing.subarray(0, (blockLength - (size % blockLength)) % blockLength)

/** The two empty blocks that end a tar file. */
export const tarEnd = Buffer.alloc(2 * blockLength)

function checksumOf(block: Buffer): number {
  let sum = 8 * 32
  for (let at = 0; at < blockLength; at += 1)
    if (at < checksumAt || at >= checksumAt + 8) sum += block[at] as number
  return sum
}

function ustar(name: string, size: number, type: string, seconds: number): Buffer {
  const block = Buffer.alloc(blockLength)
  const octal = (value: number, at: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, '0'), at, 'ascii')
  block.write(name, 0, 100, 'ascii')
  octal(0o600, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(Math.min(size, largestInHeader), 124, 11)
  octal(seconds, 136, 11)
  block.write(type, 156, 'ascii')
  block.write('ustar\u000000', 257, 'latin1')
  octal(checksumOf(block), checksumAt, 6)
  block[checksumAt + 7] = 32
  return block
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return `${length}${rest}`
}

/**
 * The header of a plain file, mode 0600, with a pax header before it when it is 8 GiB or larger. `name` is ASCII of at
 * most 100 characters; `at` is milliseconds since 1970.
 */
export function tarHeader(name: string, size: number, at: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError('A name in a hand-over is short and plain.')
  const seconds = Math.max(0, Math.floor(at / 1000))
  const header = ustar(name, size, '0', seconds)
  if (size <= largestInHeader) return header
  const pax = Buffer.from(paxRecord('size', String(size)))
  return Buffer.concat([ustar('pax', pax.length, 'x', seconds), pax, paddingOf(pax.length), header])
}

const textOf = (block: Buffer, at: number, length: number): string => {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end === -1 ? length : end)
}

function numberOf(block: Buffer, at: number, length: number): number | null {
  const text = textOf(block, at, length).trim()
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : null
}

/** Reads a header block. Null when it is none: the wrong magic, a checksum that does not fit, a size that is no number. */
export function readTarHeader(block: Buffer): TarHeader | null {
  if (block.toString('latin1', 257, 263) !== 'ustar\u0000') return null
  const size = numberOf(block, 124, 12)
  if (size === null || numberOf(block, checksumAt, 8) !== checksumOf(block)) return null
  const prefix = textOf(block, 345, 155)
  const name = textOf(block, 0, 100)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    type: textOf(block, 156, 1) || '0',
  }
}

/** The records of a pax header, or null when it is not one. */
export function readPax(bytes: Buffer): ReadonlyMap<string, string> | null {
  const records = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at)
    const digits = space === -1 ? '' : bytes.toString('latin1', at, space)
    if (!/^[1-9]\d{0,8}$/.test(digits)) return null
    const end = at + Number(digits)
    const equals = bytes.indexOf(61, space)
    if (end > bytes.length || equals === -1 || equals >= end || bytes[end - 1] !== 10) return null
    records.set(bytes.toString('utf8', space + 1, equals), bytes.toString('utf8', equals + 1, end - 1))
    at = end
  }
  return records
}
