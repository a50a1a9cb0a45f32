import { join, relative, sep } from 'node:path'
import { type Disk, namesIn } from './disk.ts'

/**
 * The disk as it would be if some files of a case were those of another folder: `chosen` are their paths within both.
 * For reading only: nothing may be written through it.
 */
export function overlaid(disk: Disk, folder: string, from: string, chosen: ReadonlySet<string>): Disk {
  const within = (path: unknown) => relative(folder, String(path)).split(sep).join('/')
  const real = (path: unknown) => {
    const inside = within(path)
    return chosen.has(inside) ? join(from, inside) : String(path)
  }
  return {
    ...disk,
    open: ((path: unknown, ...rest: []) => disk.open(real(path), ...rest)) as Disk['open'],
    readFile: ((path: unknown, ...rest: []) => disk.readFile(real(path), ...rest)) as Disk['readFile'],
    lstat: ((path: unknown, ...rest: []) => disk.lstat(real(path), ...rest)) as Disk['lstat'],
    readdir: (async (path: unknown) => {
      const inside = `${within(path)}/`
      const more = [...chosen]
        .filter((each) => each.startsWith(inside))
        .map((each) => each.slice(inside.length))
      return [...new Set([...(await namesIn(disk, String(path))), ...more])]
    }) as unknown as Disk['readdir'],
  }
}
