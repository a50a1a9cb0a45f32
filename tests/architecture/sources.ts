import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of ours: its path from the top of the project, with forward slashes, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

const top = fileURLToPath(new URL('../../', import.meta.url))
const rooms = ['casework', 'main', 'preload', 'renderer', 'tests']
// Material that tests read, not code.
const material = ['tests/vectors/', 'tests/fixtures/records/']

/** The files of every room whose names end in one of these. */
export function sources(...endings: readonly string[]): Source[] {
  return rooms.flatMap((room) =>
    readdirSync(`${top}${room}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => posix.join(entry.parentPath.slice(top.length).replaceAll('\\', '/'), entry.name))
      .filter(
        (path) => !path.includes('node_modules/') && !material.some((folder) => path.startsWith(folder)),
      )
      .sort()
      .map(source),
  )
}

/** One file by its path from the top. */
export const source = (path: string): Source => ({ path, text: readFileSync(`${top}${path}`, 'utf8') })

/** The names of the files directly in a folder; none if there is no such folder. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(`${top}${folder}`, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  } catch {
    return []
  }
}

/** The names of the folders directly in a folder that must be there. */
export const foldersIn = (folder: string): string[] =>
  readdirSync(`${top}${folder}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

/** The address of a file, to import it by. */
export const addressOf = (path: string): string => new URL(`../../${path}`, import.meta.url).href

/** A text without its comments, so that prose is not taken for code. Lines keep their numbers. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/^\s*\/\/.*$/gm, '')

// `.from(…)` is a method; the `from` of an import has no bracket.
const importing = /(?:(?<![.\w])(?:from|import)\s*|(?<![.\w])(?:import|require)\(\s*)(['"])([^'"\s]+)\1/g

/** What a file imports: paths of ours from the top of the project, names of packages as they are written. */
export function importsOf({ path, text }: Source): string[] {
  return [...withoutComments(text).matchAll(importing)].map(([, , name]) => {
    const plain = (name as string).replace(/\?.*$/, '')
    return plain.startsWith('.') ? posix.join(posix.dirname(path), plain) : plain
  })
}
