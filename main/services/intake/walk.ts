import { lstat, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'

/** A file to be taken in, or why it can't be. `label` is its name as the person knows it, folders and all. */
export type Found =
  | { readonly path: string; readonly label: string; readonly refusal: null }
  | { readonly path: string; readonly label: string; readonly refusal: CaseworkError }

/** What a folder, by its real path, is to the case that files are taken into. */
export type CaseFolder = 'itself' | 'a-case' | null

/**
 * The files behind what was chosen: each file itself, each folder's files, to any depth, in name order. Links and
 * devices are refused and never followed; so is what lies in a case, this one or another, whose sealed files are nobody's
 * evidence. A folder that can't be read is one refusal and stops nothing else.
 */
export async function walk(
  chosen: readonly string[],
  signal: AbortSignal,
  caseAt: (folder: string) => CaseFolder,
): Promise<readonly Found[]> {
  const found: Found[] = []
  const visit = async (path: string, label: string, real: string): Promise<void> => {
    signal.throwIfAborted()
    try {
      const stats = await lstat(path)
      const what = stats.isDirectory() ? caseAt(real) : null
      if (what !== null) found.push({ path, label, refusal: ofACase(label, what) })
      else if (stats.isDirectory()) {
        const names = (await readdir(path)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        for (const name of names) await visit(join(path, name), `${label}/${name}`, join(real, name))
      } else if (stats.isFile()) found.push({ path, label, refusal: null })
      else found.push({ path, label, refusal: notAFile(label, stats.isSymbolicLink()) })
    } catch (cause) {
      if (signal.aborted) throw cause
      found.push({ path, label, refusal: fileError(cause, label) })
    }
  }
  for (const path of chosen) {
    const label = basename(path)
    // What is not there is told when it is looked at.
    const real = await realpath(path).catch(() => path)
    const around = foldersAround(real)
      .map(caseAt)
      .find((each) => each !== null)
    if (around == null) await visit(path, label, real)
    else found.push({ path, label, refusal: ofACase(label, around) })
  }
  return found
}

function foldersAround(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [above, ...foldersAround(above)]
}

const ofACase = (label: string, what: 'itself' | 'a-case') =>
  new CaseworkError(
    'invalid',
    what === 'itself'
      ? `“${label}” is this case, or part of it, and can’t be evidence in itself. Choose other files.`
      : `“${label}” is a case, or part of one: its files are sealed and show nothing. To bring in what it holds, hand that case over and merge the hand-over here.`,
  )

const notAFile = (label: string, link: boolean) =>
  new CaseworkError(
    'not-a-file',
    link
      ? `“${label}” is a link, not a file. Bring in the file it points to.`
      : `“${label}” is a device or a pipe, not a file, so it can’t be kept as evidence.`,
  )

/** What went wrong with a source file, as a sentence. */
export function fileError(cause: unknown, label: string): CaseworkError {
  if (cause instanceof CaseworkError) return cause
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  // A name whose bytes are no text reads with this mark in their place, and by that name nothing is found.
  if (code === 'ENOENT' && label.includes('\uFFFD'))
    return new CaseworkError(
      'unreadable',
      `“${label}” can’t be reached: its name, or a folder’s on the way to it, has letters that are not Unicode, shown here as \uFFFD. Give it a name in plain letters, then choose it again.`,
      { cause },
    )
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new CaseworkError(
      'vanished',
      `“${label}” is no longer there. It may have been moved or renamed; choose it again.`,
      { cause },
    )
  if (code === 'ELOOP') return notAFile(label, true)
  if (code === 'EACCES' || code === 'EPERM')
    return new CaseworkError(
      'unreadable',
      `You are not allowed to read “${label}”. Ask for access, or copy it somewhere you can read.`,
      { cause },
    )
  if (code === 'ENAMETOOLONG')
    return new CaseworkError(
      'unreadable',
      `The name of “${label.slice(0, 60)}…” is too long for this system. Give it a shorter one.`,
      { cause },
    )
  return new CaseworkError(
    'unreadable',
    `“${label}” could not be read to its end${code === '' ? '' : ` (${code})`}. Check the disk it is on, then try again.`,
    { cause },
  )
}
