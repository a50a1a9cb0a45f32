import { createHash } from 'node:crypto'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type RecordType, recordTypes } from '../../../casework/entities/index.ts'
import {
  fileName,
  type HandOverManifest,
  limits,
  manifestName,
  recordsName,
  signatureName,
} from './manifest.ts'
import { canonicalText, type Portable } from './portable.ts'
import { paddingOf, tarEnd, tarHeader } from './tar-header.ts'

/** A version of a record: when and by whom it was put in the case. */
export interface PackedVersion {
  readonly at: number
  readonly by: string
  readonly record: Portable
}

/** A record with its versions, oldest first, the present one last. */
export interface PackedRecord {
  readonly type: RecordType
  readonly id: string
  /** No earlier version is missing. */
  readonly whole: boolean
  readonly versions: readonly PackedVersion[]
}

/** A file on its way out. */
export interface OutgoingFile {
  readonly sha256: string
  readonly size: number
  read(): AsyncIterable<Uint8Array>
}

/** What a hand-over holds, before it is said in a manifest. */
export interface Contents {
  readonly records: readonly PackedRecord[]
  readonly files: readonly OutgoingFile[]
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function recordFiles(records: readonly PackedRecord[]): { name: string; bytes: Buffer }[] {
  return recordTypes.flatMap((type) => {
    const lines = records
      .filter((record) => record.type === type)
      .map(({ id, whole, versions }) => Buffer.from(`${canonicalText({ id, whole, versions })}\n`))
    return lines.length === 0 ? [] : [{ name: recordsName(type), bytes: Buffer.concat(lines) }]
  })
}

/**
 * The tar stream of a hand-over, the signature made over its manifest. `onBytes` hears how many bytes of files went.
 * Throws `too-large` for more records than a reader takes, `corrupt-blob` for a file that is not what the case says.
 */
export function pack(
  contents: Contents,
  about: Omit<HandOverManifest, 'format' | 'counts' | 'entries'>,
  sign: (manifestSha256: string) => object,
  onBytes: (done: number) => void = () => {},
): { readonly manifest: HandOverManifest; readonly stream: AsyncIterable<Uint8Array> } {
  const texts = recordFiles(contents.records)
  if (texts.reduce((sum, { bytes }) => sum + bytes.length, 0) > limits.records)
    throw new CaseworkError(
      'too-large',
      'These records are more than one hand-over can hold. Hand over a part.',
    )
  const manifest: HandOverManifest = {
    format: 'cvf-hand-over/1',
    ...about,
    counts: {
      records: contents.records.length,
      files: contents.files.length,
      bytes: contents.files.reduce((sum, { size }) => sum + size, 0),
    },
    entries: [
      ...texts.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) })),
      ...contents.files.map((file) => ({
        name: fileName(file.sha256),
        size: file.size,
        sha256: file.sha256,
      })),
    ],
  }
  const head = Buffer.from(canonicalText(manifest))
  const { at } = about
  async function* stream() {
    yield* small(manifestName, head, at)
    for (const { name, bytes } of texts) yield* small(name, bytes, at)
    const sent = { bytes: 0 }
    for (const file of contents.files) {
      yield tarHeader(fileName(file.sha256), file.size, at)
      yield* checked(file, (length) => {
        sent.bytes += length
        onBytes(sent.bytes)
      })
      yield paddingOf(file.size)
    }
    yield* small(signatureName, Buffer.from(canonicalText(sign(sha256(head)))), at)
    yield tarEnd
  }
  return { manifest, stream: stream() }
}

function* small(name: string, bytes: Buffer, at: number) {
  yield tarHeader(name, bytes.length, at)
  yield bytes
  yield paddingOf(bytes.length)
}

async function* checked(file: OutgoingFile, onBytes: (length: number) => void) {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of file.read()) {
    hash.update(piece)
    size += piece.length
    onBytes(piece.length)
    yield piece
  }
  if (size !== file.size || hash.digest('hex') !== file.sha256)
    throw new CaseworkError(
      'corrupt-blob',
      'A file in this case no longer has the hash of its arrival, so nothing was handed over. Check the files of the case.',
    )
}
