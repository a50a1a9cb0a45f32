import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'

/** A file to be taken in, or why it can't be. `label` is its name as the person knows it, folders and all. */
export type Found =
  | { readonly path: string; readonly label: string; readonly refusal: null }
  | { readonly path: string; readonly label: string; readonly refusal: CaseworkError }

/**
 * The files behind what was chosen: each file itself, each folder's files, to any depth, in name order. Links and
 * devices are refused and never followed. A folder that can't be read is one refusal and stops nothing else.
 */
export async function walk(chosen: readonly string[], signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = []
  const visit = async (path: string, label: string): Promise<void> => {
    signal.throwIfAborted()
    try {
      const stats = await lstat(path)
      if (stats.isDirectory()) {
        const names = (await readdir(path)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        for (const name of names) await visit(join(path, name), `${label}/${name}`)
      } else if (stats.isFile()) found.push({ path, label, refusal: null })
      else found.push({ path, label, refusal: notAFile(label, stats.isSymbolicLink()) })
    } catch (cause) {
      if (signal.aborted) throw cause
      found.push({ path, label, refusal: fileError(cause, label) })
    }
  }
  for (const path of chosen) await visit(path, basename(path))
  return found
}

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
