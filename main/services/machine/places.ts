import { createHash } from 'node:crypto'
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Place } from '../../../casework/contract/shapes.ts'

/**
 * Folders and files as opaque ids. The window never sends a path: it names a place it was shown, or one that a person
 * dropped or chose and the host granted. An id means nothing on another machine or after this one is locked.
 */
export interface Places {
  /** The id of a path from now on. */
  grant(path: string): string
  /** The path of an id. Throws `not-found` for one that was never given out. */
  pathOf(id: string): string
  /** The path of a folder that files are to be put in. Throws as `pathOf`, and `invalid` where it lies in a case. */
  target(id: string): string
  list(id: string | null, show: 'folders' | 'files' | 'bundles'): PlaceListing
  /** A new folder in a place. Throws `exists`, `invalid` or what the disk says. */
  create(id: string, name: string): Promise<string>
}
export interface PlaceListing {
  readonly here: {
    readonly id: string
    readonly name: string
    readonly path: { readonly id: string; readonly name: string }[]
  }
  readonly shortcuts: Place[]
  readonly items: Place[]
}

/** The name every case folder ends in. */
export const caseEnding = '.case'
/** A folder is a case when it holds a header. */
export const isCase = (path: string): boolean =>
  existsSync(join(path, 'header.cv')) || existsSync(join(path, 'header.cv.bak'))

/** Whether a folder holds the state of a case, be its header there or not. */
export const holdsState = (path: string): boolean =>
  statSync(join(path, 'state'), { throwIfNoEntry: false })?.isDirectory() === true

/** Refuses what is no case, by name and reason. Throws `not-a-case`. */
export function refuseNoCase(path: string): void {
  const said = `“${shown(basename(path))}”`
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new CaseworkError(
      'not-a-case',
      isCase(`${path}${caseEnding}`)
        ? `${said} is not there, but “${shown(basename(path))}${caseEnding}” is.`
        : `${said} is not there. Check its name, or whether its disk is connected.`,
    )
  if (!stats.isDirectory())
    throw new CaseworkError(
      'not-a-case',
      `${said} is a file. A case is a folder, usually one that ends in “.case”.`,
    )
  if (!isCase(path))
    throw new CaseworkError(
      'not-a-case',
      `${said} is a folder, but not a Turnstone case. Choose one that ends in “.case”.`,
    )
}

/** Refuses a folder that is a case or lies in one: what is not sealed has no place there. Throws `invalid`. */
function refuseInCase(path: string): void {
  const within = trail(existsSync(path) ? realpathSync(path) : path).find(isCase)
  if (within !== undefined)
    throw new CaseworkError(
      'invalid',
      `“${shown(basename(within))}” is a case, and only what it seals is kept in its folder. Choose a folder outside it.`,
    )
}

/** Places of one running workbench. `salt` keeps ids from being guessed from a path. */
export function openPlaces(salt: Uint8Array): Places {
  const paths = new Map<string, string>()
  const grant = (path: string): string => {
    const whole = resolve(path)
    const id = createHash('sha256').update(salt).update(whole).digest('hex').slice(0, 24)
    paths.set(id, whole)
    return id
  }
  const pathOf = (id: string): string => {
    const path = paths.get(id)
    if (path === undefined)
      throw new CaseworkError('not-found', 'That place is no longer known. Choose it again.')
    return path
  }
  const place = (path: string, name: string, folder: boolean): Place => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return {
      id: grant(path),
      name: shown(name),
      kind: folder ? (isCase(path) ? 'case' : 'folder') : 'file',
      bytes: folder ? null : (stats?.size ?? null),
      modified: stats?.mtimeMs ?? null,
    }
  }

  return {
    grant,
    pathOf,
    target(id) {
      const path = pathOf(id)
      refuseInCase(path)
      return path
    },
    list(id, show) {
      const here = id === null ? homedir() : pathOf(id)
      const items = entries(here)
        .filter((entry) => wanted(entry, here, show))
        .map((entry) => place(join(here, entry.name), entry.name, isFolder(entry, here)))
      return {
        here: {
          id: grant(here),
          name: shown(basename(here) || here),
          path: trail(here).map((path) => ({ id: grant(path), name: shown(basename(path) || path) })),
        },
        shortcuts: ['', 'Documents', 'Desktop', 'Downloads']
          .map((name) => join(homedir(), name))
          .filter((path) => existsSync(path))
          .map((path) => place(path, path === homedir() ? 'Home' : basename(path), true)),
        items: items.sort(
          (a, b) =>
            Number(a.kind === 'file') - Number(b.kind === 'file') ||
            a.name.localeCompare(b.name, 'en', { numeric: true }),
        ),
      }
    },
    async create(id, name) {
      const path = join(pathOf(id), safeName(name))
      try {
        await mkdir(path)
      } catch (cause) {
        throw unwritable(cause, 'folder', name)
      }
      return grant(path)
    },
  }
}

/** A name that is one plain part of a path on every system. Throws `invalid` saying what is wrong with it. */
export function safeName(name: string): string {
  const trimmed = name.normalize('NFC').trim()
  const wrong =
    trimmed === '' || trimmed === '.' || trimmed === '..'
      ? 'it names no new thing'
      : /[/\\:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(trimmed)
        ? 'it holds a character that file systems refuse'
        : /^\.[a-z]+$/i.test(trimmed)
          ? 'it has nothing before its ending'
          : /[. ]$/.test(trimmed)
            ? 'it ends in a full stop or a space'
            : /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(trimmed)
              ? 'Windows keeps that name for itself'
              : Buffer.byteLength(trimmed) > 240
                ? 'it is longer than file systems allow'
                : null
  if (wrong !== null)
    throw new CaseworkError(
      'invalid',
      `“${shown(trimmed).slice(0, 60)}” can’t be a name: ${wrong}. Choose another.`,
      { at: 'name' },
    )
  return trimmed
}

/** A file name fit to show: control characters and text-direction marks become a visible mark. */
export const shown = (name: string): string =>
  name.replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\u2423').slice(0, 255)

/** What the disk said, as a sentence for a person. */
export function unwritable(cause: unknown, what: string, name: string): CaseworkError {
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  const said = shown(name)
  if (code === 'EEXIST')
    return new CaseworkError(
      'exists',
      `There is already a ${what} called “${said}” there. Choose another name.`,
      { cause },
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new CaseworkError(
      'permission',
      `You are not allowed to write “${said}” there. Choose another folder.`,
      { cause },
    )
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new CaseworkError(
      'disk-full',
      `The disk is full, so “${said}” was not written. Free some space, then try again.`,
      { cause },
    )
  if (code === 'ENOENT')
    return new CaseworkError('not-found', `The folder for “${said}” is no longer there. Choose another.`, {
      cause,
    })
  return new CaseworkError(
    'io-error',
    `The disk refused “${said}” (${code}). Try again, or choose another place.`,
    { cause },
  )
}

const entries = (path: string): Dirent[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (cause) {
    throw new CaseworkError(
      'permission',
      `“${shown(basename(path))}” can’t be opened. Choose another folder.`,
      { cause },
    )
  }
}
const isFolder = (entry: Dirent, here: string) =>
  entry.isDirectory() ||
  (entry.isSymbolicLink() &&
    (statSync(join(here, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false))

function wanted(entry: Dirent, here: string, show: 'folders' | 'files' | 'bundles'): boolean {
  if (entry.name.startsWith('.')) return false
  if (isFolder(entry, here)) return true
  if (show === 'folders' || !entry.isFile()) return false
  return show === 'files' || /\.pdf$/i.test(entry.name)
}

function trail(path: string): string[] {
  const parts: string[] = []
  for (let at = path; ; at = dirname(at)) {
    parts.unshift(at)
    if (at === parse(at).root) return parts
  }
}
