import { statSync } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CallOptions, Client } from '../../casework/contract/client.ts'
import { CaseworkError, shapeOf } from '../../casework/contract/errors.ts'
import type { Link } from '../link.ts'
import { identityIn, passphraseIn } from './terminal-secrets.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

/** What a command works with: the same requests as a window's, and paths granted as a window's dropped files are. */
export interface TerminalDesk {
  readonly client: Client
  readonly options: CallOptions
  /** Says something that is not the answer, on standard error. */
  note(sentence: string): void
  /** The id of a path, which need not exist yet. */
  grant(path: string): Promise<string>
  grantAll(paths: readonly string[]): Promise<readonly string[]>
}

/** A desk over a link. */
export function deskOver(
  link: Link,
  client: Client,
  options: CallOptions,
  note: (sentence: string) => void,
): TerminalDesk {
  const grantAll = (paths: readonly string[]) => link.grant(paths.map((path) => resolve(path)))
  return { client, options, note, grantAll, grant: async (path) => (await grantAll([path]))[0]! }
}

const unwritable: ReadonlySet<string> = new Set(['permission', 'disk-full'])

/** How a command opens a case: `elseReading` is for one that may do with reading where the disk lets nobody write. */
interface Opening {
  readonly readOnly: boolean
  readonly elseReading?: boolean
}

/** Opens the case a command names, does the work, and closes it whatever happens. */
export async function withCase<T>(
  desk: TerminalDesk,
  line: Line,
  { readOnly, elseReading = false }: Opening,
  work: (caseId: string) => Promise<T>,
): Promise<T> {
  const { client, options } = desk
  const secret = await secretOf(line)
  const asked = { ...secret, takeOver: line.yes('take-over'), goOn: line.yes('go-on') }
  const { caseId } = await client.call('cases.find', { place: await desk.grant(line.places[0]!) })
  const unlock = (reading: boolean) =>
    client.call('cases.unlock', { caseId, ...asked, readOnly: reading }, options)
  const { notices } = await unlock(readOnly).catch((thrown: unknown) => {
    if (!elseReading || !unwritable.has(shapeOf(thrown).code)) throw thrown
    desk.note(
      `${shapeOf(thrown).message} It was opened for reading only, and what is done now is not entered in it.`,
    )
    return unlock(true)
  })
  for (const notice of notices) desk.note(notice)
  try {
    return await work(caseId)
  } finally {
    await client.call('cases.close', { caseId }).catch(() => undefined)
  }
}

/** The path of the new file a command writes. Throws `WrongUsage` for a folder: an ending would make a file beside it. */
export function fileNamed(given: string): string {
  if (/[/\\]$/.test(given) || statSync(given, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new WrongUsage(
      `--to takes the name of a new file, and “${given}” is a folder. Say what to call it there.`,
    )
  return resolve(given)
}

/** What the command line brings to open a case: one of the three flags, which it was read to have. */
export async function secretOf(line: Line): Promise<{ passphrase: string } | { recoveryKey: string }> {
  const [passphraseFile, identityFile] = [line.text('passphrase-file'), line.text('identity-file')]
  if (passphraseFile !== undefined) return { passphrase: await passphraseIn(passphraseFile, 'passphrase') }
  if (identityFile !== undefined) return { recoveryKey: await identityIn(identityFile, 'identity') }
  return { recoveryKey: await identityIn(line.text('recovery-key-file')!, 'recovery key') }
}

/** Writes a secret to a file of the owner's alone, never over another. Throws `exists` or `io-error`. */
export const writeSecret = (path: string, secret: string, what: string): Promise<void> =>
  keepingSecret(path, what, async () => ({ secret, done: undefined }))

/**
 * Does `work` with a new file held ready for a secret only it brings forth, and keeps it there. A file that cannot be
 * made is said before anything is done; nothing is left of it when the work fails.
 */
export async function keepingSecret<T>(
  path: string,
  what: string,
  work: () => Promise<{ secret: string; done: T }>,
): Promise<T> {
  const file = await newFile(path, what)
  try {
    const { secret, done } = await work()
    await file.writeFile(`${secret}\n`)
    await file.sync()
    return done
  } catch (thrown) {
    await unlink(path)
    throw thrown
  } finally {
    await file.close()
  }
}

const newFile = (path: string, what: string) =>
  open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EEXIST'
      ? new CaseworkError(
          'exists',
          `“${path}” is there already, and the ${what} is never written over a file.`,
        )
      : new CaseworkError(
          'io-error',
          `The ${what} could not be written to “${path}”. Choose another place; nothing was done.`,
          { cause },
        )
  })
