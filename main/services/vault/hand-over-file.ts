import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { readRecipient } from './age-keys.ts'
import { sealStream } from './blob-writer.ts'
import {
  chunkLength,
  chunkOffset,
  keysOfMessage,
  messageKeys,
  openChunks,
  plainLength,
  prefixLength,
} from './cobblestone.ts'
import { type Disk, diskError, namesIn, present, publish, realDisk } from './disk.ts'

const magic = Buffer.from('CVHAND1\n')
const headLength = 32
const largestAgeFile = 1 << 20
const keyLength = 32
const chunksAtOnce = 64
const piece = 1 << 20
/** As many people as one hand-over can be for. */
const mostRecipients = 64

const unreadable: ReadonlySet<string> = new Set(['hand-over-refused', 'hand-over-damaged'])

const contextOf = (before: Uint8Array) => Buffer.concat([Buffer.from('cvf/1/hand\0'), before])

const damaged = (name: string, how: string): CaseworkError =>
  new CaseworkError(
    'hand-over-damaged',
    `“${name}” is not as it was sealed: ${how}. Nothing was changed. Ask whoever made it for another copy.`,
  )

/**
 * Recipients as they were typed or pasted, made canonical, each once. Throws `invalid` naming which is none, and for
 * kinds that can't be mixed.
 */
export async function readRecipients(typed: readonly string[]): Promise<readonly string[]> {
  const refuse = (sentence: string) => new CaseworkError('invalid', sentence, { at: 'recipients' })
  const recipients = new Set<string>()
  for (const [at, each] of typed.filter((one) => one.trim() !== '').entries()) {
    try {
      recipients.add(await readRecipient(each))
    } catch (thrown) {
      throw refuse(`Recipient ${at + 1}: ${thrown instanceof Error ? thrown.message : ''}`)
    }
  }
  if (recipients.size === 0 || recipients.size > mostRecipients)
    throw refuse(`A hand-over is for 1 to ${mostRecipients} recipients.`)
  if (new Set([...recipients].map((each) => each.startsWith('age1pq1'))).size > 1)
    throw refuse(
      'Recipients that begin age1pq1 and others can’t share a file: the others would undo what age1pq1 is for. Make two.',
    )
  return [...recipients]
}

/** What is known of a recipient in a history that must not name people: 8 hexadecimal digits. */
export const fingerprintOf = (recipient: string): string =>
  createHash('sha256').update(recipient).digest('hex').slice(0, 8)

/** What to seal, for whom, and where. */
export interface HandOverMade {
  readonly path: string
  /** Hexadecimal. */
  readonly caseId: string
  /** As {@link readRecipients} gives them. */
  readonly recipients: readonly string[]
  readonly content: AsyncIterable<Uint8Array>
  /** Milliseconds since 1970: the file's date. */
  readonly at: number
  readonly random: (n: number) => Uint8Array
  readonly signal?: AbortSignal
  readonly disk?: Disk
  /** Whether the content, opened again from the file, is what was to be sealed. Throws where it cannot be read. */
  readonly fits: (content: AsyncIterable<Buffer>) => Promise<boolean>
  /** Runs when the file is whole and durable and has no name yet. If it throws, the file is removed. */
  readonly beforeNamed: (file: { readonly sha256: string; readonly bytes: number }) => Promise<void>
}

/**
 * Seals a stream as a hand-over: under a hidden name, flushed, read back and compared, opened again, then named, never
 * over another file. On any failure nothing is left. Throws `exists`, `cancelled`, `hand-over-refused` for what no reader
 * would take, and the disk's errors; the content's own pass.
 */
export async function sealHandOver(made: HandOverMade): Promise<{ sha256: string; bytes: number }> {
  const { path, recipients, random, signal } = made
  const disk = made.disk ?? realDisk
  await refuseTaken(disk, path)
  await sweepParts(disk, dirname(path), made.at)
  const key = Buffer.from(random(keyLength))
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const ageFile = await encrypter.encrypt(Uint8Array.from(key))
  const head = Buffer.alloc(headLength)
  magic.copy(head)
  Buffer.from(made.caseId, 'hex').copy(head, 8)
  head.writeUInt32BE(ageFile.length, 28)
  const before = Buffer.concat([head, ageFile])
  const keys = messageKeys(key, random(24), contextOf(before))

  const temporary = join(dirname(path), `.${Buffer.from(random(8)).toString('hex')}.part`)
  const hash = createHash('sha256')
  const state = { bytes: 0 }
  const onWritten = (bytes: Uint8Array) => {
    hash.update(bytes)
    state.bytes += bytes.length
  }
  try {
    await sealStream(disk, temporary, keys, made.content, {
      before,
      onWritten,
      ...(signal === undefined ? {} : { signal }),
    })
    const file = { sha256: hash.digest('hex'), bytes: state.bytes }
    await nameSealed(made, disk, temporary, key, file)
    return file
  } finally {
    key.fill(0)
  }
}

async function nameSealed(
  made: HandOverMade,
  disk: Disk,
  temporary: string,
  key: Buffer,
  file: { readonly sha256: string; readonly bytes: number },
): Promise<void> {
  const { path } = made
  try {
    if ((await hashOf(disk, temporary, made.at, made.signal)) !== file.sha256)
      throw new CaseworkError(
        'io-error',
        `${path} did not read back as it was written. Check the disk. Nothing was left there.`,
      )
    await checkReadable(temporary, key, made.fits)
    await refuseTaken(disk, path)
    await made.beforeNamed(file)
    await publish(disk, temporary, path).catch(async (thrown) => {
      await refuseTaken(disk, path)
      throw thrown
    })
  } catch (thrown) {
    await disk.unlink(temporary).catch(() => {})
    throw diskError(thrown, 'write', path)
  }
}

// Nobody else can tell: the holder who seals is often no recipient, and a file that nobody can read looks like any other.
async function checkReadable(path: string, key: Buffer, fits: HandOverMade['fits']): Promise<void> {
  const file = await openHandOver(path, async () => Buffer.from(key))
  try {
    if (await fits(file.content())) return
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError) || !unreadable.has(thrown.code)) throw thrown
  } finally {
    await file.close()
  }
  throw new CaseworkError(
    'hand-over-refused',
    'The hand-over was sealed, but could not be read again, so it was thrown away: nothing was handed over. Verify the case, then try again.',
  )
}

const day = 86_400_000

/** What is left in a folder of hand-overs that were killed while they were sealed, older than a day. */
async function sweepParts(disk: Disk, folder: string, now: number): Promise<void> {
  for (const name of await namesIn(disk, folder).catch(() => [])) {
    if (!/^\.[0-9a-f]{16}\.part$/u.test(name)) continue
    const left = join(folder, name)
    const seen = await disk.lstat(left).catch(() => undefined)
    if (seen?.isFile() !== true || now - seen.mtimeMs <= day || !(await begunHere(disk, left))) continue
    await disk.unlink(left).catch(() => {})
  }
}

async function begunHere(disk: Disk, path: string): Promise<boolean> {
  const start = Buffer.alloc(magic.length)
  try {
    const file = await disk.open(path, 'r')
    await file.read(start, 0, start.length, 0).finally(() => file.close())
  } catch {
    return false
  }
  return start.equals(magic)
}

async function refuseTaken(disk: Disk, path: string): Promise<void> {
  if (await present(disk, path).catch((thrown) => Promise.reject(diskError(thrown, 'write', path))))
    throw new CaseworkError(
      'exists',
      `“${basename(path)}” is already in that folder, and a hand-over is never written over. Choose another name.`,
      { at: 'fileName' },
    )
}

async function hashOf(disk: Disk, path: string, at: number, signal?: AbortSignal): Promise<string> {
  const file = await disk.open(path, 'r+')
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(piece)
    for (let from = 0; ; ) {
      if (signal?.aborted)
        throw new CaseworkError('cancelled', 'Stopped, as asked. Nothing was left half done.')
      const { bytesRead } = await file.read(buffer, 0, piece, from)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
      from += bytesRead
    }
    await file.utimes(new Date(at), new Date(at))
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

/** A hand-over whose key was found. */
export interface OpenHandOver {
  /** Of the case it comes from, hexadecimal. */
  readonly caseId: string
  /** Of the plaintext, in bytes. */
  readonly size: number
  /** The plaintext, each piece authentic before it is given. Throws `hand-over-damaged` at the first that is not. */
  content(): AsyncIterable<Buffer>
  close(): Promise<void>
}

/**
 * Opens a hand-over with whatever opens its age file. Throws `unreadable` for what is none, `newer-version`,
 * `not-a-recipient`, `hand-over-damaged`, and the disk's errors.
 */
export async function openHandOver(
  path: string,
  unwrap: (ageFile: Uint8Array) => Promise<Buffer | null>,
): Promise<OpenHandOver> {
  const name = basename(path)
  const file = await open(path, 'r').catch((thrown) => Promise.reject(diskError(thrown, 'read', path)))
  try {
    const { size } = await file.stat()
    const take = async (position: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length)
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file
          .read(bytes, at, length - at, position + at)
          .catch((thrown) => Promise.reject(diskError(thrown, 'read', path)))
        if (bytesRead === 0) throw damaged(name, 'it ends too early')
        at += bytesRead
      }
      return bytes
    }
    const start = await take(0, Math.min(size, headLength))
    if (!start.subarray(0, magic.length).equals(magic))
      throw new CaseworkError('unreadable', `“${name}” is not a hand-over of Turnstone. Choose another file.`)
    if (start.length < headLength) throw damaged(name, 'it ends too early')
    if (start.readUInt32BE(24) !== 0)
      throw new CaseworkError(
        'newer-version',
        `“${name}” was made by a newer Turnstone. Install that version to open it. Nothing was changed.`,
      )
    const ageLength = start.readUInt32BE(28)
    const sealedFrom = headLength + ageLength
    const length = plainLength(size - sealedFrom)
    if (ageLength > largestAgeFile || length === null) throw damaged(name, 'its length is wrong')
    const ageFile = await take(headLength, ageLength)
    const key = await unwrap(ageFile)
    if (key === null || key.length !== keyLength)
      throw new CaseworkError(
        'not-a-recipient',
        `“${name}” was not sealed for this key, or its list of recipients was changed. Open it with the identity it was sealed for.`,
      )
    const prefix = await take(sealedFrom, prefixLength)
    const keys = keysOfMessage(key, prefix, contextOf(Buffer.concat([start, ageFile])))
    key.fill(0)
    if (keys === null) throw damaged(name, 'its head or its beginning was changed')

    return {
      caseId: start.toString('hex', 8, 24),
      size: length,
      async *content() {
        const chunks = Math.floor(length / chunkLength) + 1
        for (let first = 0; first < chunks; first += chunksAtOnce) {
          const from = sealedFrom + chunkOffset(first)
          const to = Math.min(size, sealedFrom + chunkOffset(first + chunksAtOnce))
          const out = Buffer.allocUnsafe(Math.min(length - first * chunkLength, chunksAtOnce * chunkLength))
          const bad = openChunks(keys, first, await take(from, to - from), out)
          if (bad !== -1) throw damaged(name, `piece ${bad} was changed`)
          yield out
        }
      },
      close: () => file.close(),
    }
  } catch (thrown) {
    await file.close()
    throw thrown
  }
}
