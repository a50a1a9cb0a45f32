import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type RecordType, recordTypes } from '../../../casework/entities/index.ts'
import {
  type HandOverManifest,
  limits,
  lineShape,
  manifestName,
  manifestShape,
  recordsName,
  signatureName,
  signatureShape,
} from './manifest.ts'
import type { PackedRecord } from './pack.ts'
import { checkBody, filesOf, type NamedFile, readPortable } from './portable.ts'
import { readTar, refusal, type TarEntry } from './tar-reader.ts'

/** Who takes in what is unpacked, as it comes. Throwing refuses all of it. */
export interface Receiver {
  /** Everything else is still to come: the place to refuse early. */
  manifest(manifest: HandOverManifest): void
  /** A file that a record names. `content` must be read to its end; its hash is known to fit only after `unpack`. */
  file(
    file: { readonly sha256: string; readonly size: number },
    content: AsyncIterable<Buffer>,
  ): Promise<void>
}

/** A hand-over read to its end and found to be whole. Its signature is still to be checked. */
export interface Unpacked {
  readonly manifest: HandOverManifest
  readonly manifestSha256: string
  readonly records: readonly PackedRecord[]
  readonly signature: z.infer<typeof signatureShape>
}

type Entry = HandOverManifest['entries'][number]

/**
 * Reads a hand-over as far as its files, which are the bulk of it, as whoever gets it will: its manifest and every record.
 * Throws `hand-over-refused` as {@link unpack} does.
 */
export async function readBack(stream: AsyncIterable<Uint8Array>): Promise<HandOverManifest> {
  const { manifest } = await beginning(readTar(stream), () => {})
  return manifest
}

/** Reads a hand-over's tar stream. Throws `hand-over-refused` for anything that is not as HAND-OVER.md says. */
export async function unpack(stream: AsyncIterable<Uint8Array>, receiver: Receiver): Promise<Unpacked> {
  const tar = readTar(stream)
  const { manifest, first, records, named, files, next } = await beginning(tar, receiver.manifest)

  for (const entry of files) {
    const names = named.get(entry.sha256)
    if (names === undefined || names.some(({ bytes }) => bytes !== null && bytes !== entry.size))
      throw refusal('a file in it is not what its records say')
    await takeFile(fitting(await next(entry.name), entry), entry, names, receiver)
  }
  const signature = read(
    signatureShape,
    await whole(await next(signatureName), limits.signature),
    'its signature',
  )
  if ((await tar.next()).done !== true) throw refusal('its files are not those it lists')
  return { manifest, manifestSha256: sha256(first), records, signature }
}

async function beginning(
  tar: AsyncGenerator<TarEntry, void, undefined>,
  onManifest: (manifest: HandOverManifest) => void,
) {
  const next = async (name: string): Promise<TarEntry> => {
    const entry = await tar.next()
    if (entry.done === true || entry.value.name !== name) throw refusal('its files are not those it lists')
    return entry.value
  }
  const first = await whole(await next(manifestName), limits.manifest)
  const manifest = read(manifestShape, first, 'its manifest')
  checkEntries(manifest)
  onManifest(manifest)

  const records: PackedRecord[] = []
  const named = new Map<string, NamedFile[]>()
  const state = { recordBytes: 0 }
  const takeRecords = async (type: RecordType, entry: Entry) => {
    state.recordBytes += entry.size
    if (state.recordBytes > limits.records) throw refusal('it holds more records than one can')
    const bytes = await whole(fitting(await next(entry.name), entry), limits.records)
    if (sha256(bytes) !== entry.sha256) throw refusal('its records are not those it lists')
    for (const line of linesOf(bytes)) records.push(readLine(type, line))
  }
  const files = manifest.entries.filter(({ name }) => name.startsWith('files/'))
  for (const type of recordTypes) {
    const entry = manifest.entries.find(({ name }) => name === recordsName(type))
    if (entry !== undefined) await takeRecords(type, entry)
  }
  if (new Set(records.map(({ type, id }) => `${type}/${id}`)).size !== records.length)
    throw refusal('it holds a record twice')
  for (const { versions } of records)
    for (const { record } of versions)
      for (const file of filesOf(record)) {
        const known = named.get(file.sha256)
        if (known === undefined) named.set(file.sha256, [file])
        else known.push(file)
      }
  if (named.size !== files.length || records.length !== manifest.counts.records)
    throw refusal('it does not hold what it counts')
  return { manifest, first, records, named, files, next }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

// Kinds in the register's order, then files, each name once: so that a stream can be read in one pass.
function checkEntries({ entries, counts }: HandOverManifest): void {
  const place = ({ name }: Entry) => {
    const kind = recordTypes.findIndex((type) => recordsName(type) === name)
    return kind === -1 ? recordTypes.length : kind
  }
  const inOrder = entries.every((each, at) => at === 0 || place(entries[at - 1] as Entry) <= place(each))
  const files = entries.filter((each) => place(each) === recordTypes.length)
  if (!inOrder || new Set(entries.map(({ name }) => name)).size !== entries.length)
    throw refusal('its list of files is out of order')
  if (files.some(({ name, sha256: hash }) => name !== `files/${hash}`) || files.length !== counts.files)
    throw refusal('its list of files does not add up')
}

function fitting(found: TarEntry, entry: Entry): TarEntry {
  if (found.size !== entry.size) throw refusal('a file in it has another size than it lists')
  return found
}

async function whole(entry: TarEntry, most: number): Promise<Buffer> {
  if (entry.size > most) throw refusal('a file in it is larger than one can be')
  const parts: Buffer[] = []
  for await (const piece of entry.content()) parts.push(Buffer.from(piece))
  return Buffer.concat(parts)
}

function json(bytes: Buffer, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new CaseworkError('hand-over-refused', refusal(`${what} cannot be read`).message, { cause })
  }
}

function read<T>(shape: z.ZodType<T>, bytes: Buffer, what: string): T {
  const result = shape.safeParse(json(bytes, what))
  if (!result.success) throw refusal(`${what} is not one`)
  return result.data
}

function* linesOf(bytes: Buffer) {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    if (end === -1) throw refusal('a line in it does not end')
    if (end - from > limits.line) throw refusal('a line in it is longer than one can be')
    yield bytes.subarray(from, end)
    from = end + 1
  }
}

function readLine(type: RecordType, bytes: Buffer): PackedRecord {
  const { id, whole: all, versions } = read(lineShape, bytes, 'a line in it')
  return {
    type,
    id,
    whole: all,
    versions: versions.map(({ at, by, record: value }) => {
      const record = readPortable(type, value)
      if (record.id !== id) throw refusal('a record in it stands under another’s id')
      return { at, by, record }
    }),
  }
}

async function takeFile(
  found: TarEntry,
  entry: Entry,
  names: readonly NamedFile[],
  receiver: Receiver,
): Promise<void> {
  const hash = createHash('sha256')
  const bodies = names.flatMap(({ bodyOf }) => (bodyOf === null ? [] : [bodyOf]))
  if (bodies.length > 0 && entry.size > limits.text) throw refusal('a text in it is longer than one can be')
  const kept: Buffer[] = []
  const state = { size: 0 }
  async function* watched() {
    for await (const piece of found.content()) {
      hash.update(piece)
      state.size += piece.length
      if (bodies.length > 0) kept.push(Buffer.from(piece))
      yield piece
    }
  }
  await receiver.file({ sha256: entry.sha256, size: entry.size }, watched())
  if (state.size !== entry.size || hash.digest('hex') !== entry.sha256)
    throw refusal('a file in it does not have the hash it lists')
  const text = Buffer.concat(kept)
  for (const body of uniqueBodies(bodies)) checkBody(body, text)
}

const uniqueBodies = (bodies: readonly NonNullable<NamedFile['bodyOf']>[]) => [
  ...new Map(bodies.map((body) => [`${body.type}/${body.key}`, body])).values(),
]
