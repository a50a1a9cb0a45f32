import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'
import type { ImportItem } from '../../../casework/contract/shapes.ts'
import type { Progress } from '../../../casework/contract/wire.ts'
import type { StoredOf, ValuesOf } from '../../../casework/entities/index.ts'
import { damageOf } from '../../../casework/rules/file-damage.ts'
import { nextNumber } from '../../../casework/rules/references.ts'
import type { FileFacts } from '../../../casework/schema.ts'
import { readAhead } from './read-ahead.ts'
import { type CaseFolder, type Found, fileError, walk } from './walk.ts'

/** What a look at a file's content found; `note` says why it can't be shown yet, '' when it can. */
export type Examined = Pick<FileFacts, 'kind' | 'mediaType' | 'pages' | 'note' | 'states'> & {
  /** What to know of a file that can be shown, such as a repair; '' when there is nothing. */
  readonly remark: string
}
interface SealedFile {
  readonly uid: string
  readonly size: number
  readonly sha256: string
  discard(): Promise<void>
}
/** As much of the case as taking in needs. */
export interface IntakeCase {
  seal(
    source: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal; onBytes: (count: number) => void },
  ): Promise<SealedFile>
  /** Whether a folder, by its real path, is this case or another. */
  caseAt(folder: string): CaseFolder
  exhibits(): readonly StoredOf<'exhibit'>[]
  /** Exhibit and first custody entry in one transaction with the sealed file. */
  keep(
    fields: Partial<ValuesOf<'exhibit'>>,
    custody: (exhibit: string) => Partial<ValuesOf<'custody'>>,
    sealed: SealedFile,
  ): Promise<StoredOf<'exhibit'>>
  examine(path: string, name: string, signal: AbortSignal): Promise<Examined>
}
export interface IntakeOptions {
  readonly producer: string
  readonly source?: string
  readonly by: string
  readonly signal: AbortSignal
  readonly onProgress: (at: Progress) => void
}

/**
 * Takes files into a case, each with a verdict. One that fails stops no other; a cancel keeps what was already taken
 * and says so by its verdicts. The source is only read, once, and hashed before anything else is done with it.
 */
export async function takeIn(
  chosen: readonly string[],
  into: IntakeCase,
  options: IntakeOptions,
): Promise<readonly ImportItem[]> {
  const files = await walk(chosen, options.signal, into.caseAt)
  const items: ImportItem[] = []
  for (const [index, file] of files.entries()) {
    const stopped = items.at(-1)?.code
    if (stopped != null && endings.includes(stopped)) {
      const why = 'Not taken: the import ended before it, for the reason given above.'
      items.push({ file: file.label, verdict: 'refused', id: null, why, code: stopped })
      continue
    }
    if (options.signal.aborted) {
      items.push({
        file: file.label,
        verdict: 'refused',
        id: null,
        why: 'Not taken: the import was stopped before it.',
        code: 'cancelled',
      })
      continue
    }
    options.onProgress({ done: index, total: files.length, note: file.label })
    items.push(await takeOne(file, into, options))
  }
  options.onProgress({ done: files.length, total: files.length, note: '' })
  return items
}

const endings: readonly ErrorCode[] = ['disk-full', 'io-fsync', 'lock-lost', 'locked', 'permission']
// A full disk or a lost lock ends the whole import; a bad file only itself.
const ends = (cause: unknown): cause is CaseworkError =>
  cause instanceof CaseworkError && endings.includes(cause.code)

async function takeOne(file: Found, into: IntakeCase, options: IntakeOptions): Promise<ImportItem> {
  const refused = (error: CaseworkError): ImportItem => ({
    file: file.label,
    verdict: 'refused',
    id: null,
    why: error.message,
    code: error.code,
  })
  if (file.refusal !== null) return refused(file.refusal)
  try {
    return await seal(file, into, options)
  } catch (cause) {
    if (options.signal.aborted)
      return refused(
        new CaseworkError('cancelled', 'Not taken: the import was stopped while it was being read.'),
      )
    if (ends(cause)) {
      return refused(
        new CaseworkError(cause.code, `“${file.label}” was not taken. ${cause.message}`, { cause }),
      )
    }
    return refused(fileError(cause, file.label))
  }
}

async function seal(
  file: Found,
  into: IntakeCase,
  { producer, source, by, signal, onProgress }: IntakeOptions,
): Promise<ImportItem> {
  // O_NOFOLLOW and a second look: what was a file when listed may be a link by now.
  const handle = await open(
    file.path,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  )
  try {
    const stats = await handle.stat()
    if (!stats.isFile())
      throw new CaseworkError('not-a-file', `“${file.label}” is not a file any more. Choose it again.`)
    if (stats.size === 0)
      throw new CaseworkError(
        'empty',
        `“${file.label}” is empty, so there is nothing to keep. Check the copy it came from.`,
      )
    const onBytes = (done: number) =>
      stats.size > 32 << 20 && onProgress({ done, total: stats.size, note: file.label })
    const sealed = await into.seal(readAhead(handle), { signal, onBytes })
    const twin = into.exhibits().find((each) => each.fields.file?.sha256 === sealed.sha256)
    if (twin !== undefined) {
      await sealed.discard()
      return {
        file: file.label,
        verdict: 'duplicate',
        id: twin.id,
        why: `Already in the case as “${twin.fields.title}”, byte for byte.`,
        code: null,
      }
    }
    try {
      return await keep(file, { handle: stats, sealed, into, producer, source, by, signal })
    } catch (cause) {
      await sealed.discard()
      throw cause
    }
  } finally {
    await handle.close()
  }
}

interface Keeping {
  readonly handle: { readonly mtimeMs: number }
  readonly sealed: SealedFile
  readonly into: IntakeCase
  readonly producer: string
  readonly source: string | undefined
  readonly by: string
  readonly signal: AbortSignal
}

async function keep(
  file: Found,
  { handle, sealed, into, producer, source, by, signal }: Keeping,
): Promise<ImportItem> {
  const name = basename(file.path)
  const { remark, ...seen } = await into.examine(file.path, name, signal)
  const facts: FileFacts = {
    ...seen,
    blob: sealed.uid,
    sha256: sealed.sha256,
    bytes: sealed.size,
    name: file.label.slice(0, 1_024),
    modified: Math.round(handle.mtimeMs),
  }
  const number = producer === '' ? null : nextNumber(producer, into.exhibits())
  const kind = kindOf(facts)
  const stored = await into.keep(
    { title: titleOf(name), producer, number, kind, source: source ?? '', file: facts },
    (exhibit) => ({
      exhibit,
      action: 'imported',
      by,
      to: 'Case file',
      sha256: sealed.sha256,
      note: `${sealed.size.toLocaleString('en-GB')} bytes, hashed on arrival.${remark === '' ? '' : ` ${remark}`}`,
    }),
    sealed,
  )
  const damage = facts.note === '' ? damageOf(facts.states ?? []) : undefined
  return {
    file: file.label,
    verdict: facts.note === '' ? 'taken' : 'noted',
    id: stored.id,
    why: facts.note || remark,
    code: null,
    ...(damage === undefined ? {} : { damage }),
  }
}

/** A title from a file's name: no ending, no underscores, nothing invisible. */
function titleOf(name: string): string {
  const bare = name
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
  return (bare === '' ? 'Untitled file' : bare).slice(0, 300)
}

function kindOf({ kind, mediaType }: FileFacts): ValuesOf<'exhibit'>['kind'] {
  if (kind === 'jpeg' || kind === 'png' || mediaType.startsWith('image/')) return 'image'
  if (mediaType.startsWith('audio/') || mediaType.startsWith('video/')) return 'recording'
  return kind === 'other' ? 'digital' : 'document'
}
