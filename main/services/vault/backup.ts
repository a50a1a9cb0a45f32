import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { realpath, statfs } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import {
  type Disk,
  diskError,
  namesIn,
  present,
  publish,
  syncFolder,
  systemCode,
  writeAll,
  writeTemporary,
} from './disk.ts'
import { caseFolders } from './new-case.ts'
import { blobPath } from './sealed-blob.ts'
import { runPath, runsIn } from './sealed-runs.ts'
import { segmentName, snapshotName, sortNames } from './state-files.ts'
import { headerNames } from './unlock.ts'

const pieceLength = 4 * 1024 * 1024
const day = 86_400_000

/** A copy in the making, in a folder of its own beside where it will stand. */
export interface BackupFolder {
  /** Where the copy stands while it is made, and where at the end. */
  readonly part: string
  readonly folder: string
  /** Copies files that are written once, all that were not copied yet. A stored file that is gone is left out. */
  copyWrittenOnce(uids: Iterable<string>): Promise<void>
  /** Copies what may still change, and lets go of what is no longer part of the case. Only while nothing writes. */
  copyRest(uids: Iterable<string>): Promise<void>
  /** Writes the list of hashes and gives both their names. Returns the copied files and bytes. */
  publish(): Promise<{ files: number; bytes: number }>
  /** Removes what was copied so far. */
  discard(): Promise<void>
}

function refuse(sentence: string): CaseworkError {
  return new CaseworkError('invalid', sentence, { at: 'to' })
}

/** Refuses places a copy must not stand in. */
async function checkPlace(disk: Disk, source: string, to: string): Promise<void> {
  let real: string
  try {
    if (!(await disk.lstat(to)).isDirectory() && !(await disk.lstat(await realpath(to))).isDirectory())
      throw refuse(`${to} is not a folder. Choose a folder for the backup.`)
    real = await realpath(to)
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR')
      throw new CaseworkError('not-found', `There is no folder ${to}. Create it, or choose another.`, {
        at: 'to',
      })
    throw diskError(thrown, 'use', to)
  }
  const own = await realpath(source)
  if (real === own || real.startsWith(own + sep))
    throw refuse(
      `${to} is within the case itself. A backup belongs outside it, at best on another disk. Choose another folder.`,
    )
  for (let at = real; at !== dirname(at); at = dirname(at))
    if (await present(disk, join(at, headerNames.first)).catch(() => false))
      throw refuse(`${to} is within a case. Choose a folder that belongs to no case.`)
}

async function checkRoom(to: string, needed: number): Promise<void> {
  const free = await statfs(to).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  )
  if (free >= needed) return
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en-GB')} MiB`
  throw new CaseworkError(
    'disk-full',
    `The backup needs ${mib(needed)}, and ${to} has ${mib(free)} left. Make room, or choose another disk. Nothing was written.`,
  )
}

/** What is left of backups of this case that were killed, older than a day. */
async function sweepParts(disk: Disk, to: string, name: string, now: number): Promise<void> {
  const stem = name.replace(/ \d{4}-\d{2}-\d{2} \d{4}\.case$/u, '')
  for (const left of await namesIn(disk, to)) {
    if (
      !left.startsWith(`${stem} `) ||
      !/^ \d{4}-\d{2}-\d{2} \d{4}\.case\.part$/u.test(left.slice(stem.length))
    )
      continue
    const seen = await disk.lstat(join(to, left)).catch(() => undefined)
    if (seen !== undefined && now - seen.mtimeMs > day)
      await disk.rm(join(to, left), { recursive: true, force: true }).catch(() => {})
  }
}

/** A line of a list that `sha256sum --check` reads. */
export function sumLine(sha256: string, path: string): string {
  const odd = /[\\\n\r]/u.test(path)
  const written = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `${odd ? '\\' : ''}${sha256}  ${written}\n`
}

/** Copies what is left of one file to another; the SHA-256 of it, hexadecimal. */
export async function copyInto(
  from: FileHandle,
  to: FileHandle,
  onBytes: (n: number) => void,
): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(pieceLength)
  for (;;) {
    const { bytesRead } = await from.read(buffer, 0, buffer.length, null)
    if (bytesRead === 0) return hash.digest('hex')
    const piece = buffer.subarray(0, bytesRead)
    hash.update(piece)
    await writeAll(to, piece)
    onBytes(bytesRead)
  }
}

/** The paths of the state's own files, within the case. */
async function statePaths(disk: Disk, folder: string): Promise<string[]> {
  const { snapshots, segments } = sortNames(await namesIn(disk, join(folder, 'state')))
  return [
    ...[...snapshots].map(snapshotName),
    ...[...segments].flatMap(([generation, numbers]) => numbers.map((n) => segmentName(generation, n))),
  ].map((name) => join('state', name))
}

async function runPaths(disk: Disk, folder: string): Promise<string[]> {
  const of = async (kind: 'audit' | 'versions') =>
    (await runsIn(disk, folder, kind)).map((first) => runPath(kind, first))
  return [...(await of('audit')), ...(await of('versions'))]
}

/**
 * Begins a copy of the case in `source` as the folder `name` in `to`; `needed` is about how many bytes it will take.
 * Every file is flushed, no file is there under its final folder name before all are. `onBytes` hears what was copied
 * and stops the copying by throwing. Throws `not-found`, `invalid` for a place that cannot be, `exists`, `disk-full`.
 */
export async function beginBackup(
  input: { disk: Disk; source: string; to: string; name: string; needed: number; now: number },
  onBytes: (n: number) => void,
): Promise<BackupFolder> {
  const { disk, source, to, name } = input
  await checkPlace(disk, source, to)
  const folder = join(to, name)
  const part = `${folder}.part`
  for (const path of [folder, `${folder}.sha256`, part])
    if (await present(disk, path))
      throw new CaseworkError(
        'exists',
        `There is a ${basename(path)} in ${to} already. Wait a minute and try again, or choose another folder.`,
      )
  await checkRoom(to, input.needed)
  await sweepParts(disk, to, name, input.now)
  const copied = new Map<string, { sha256: string; bytes: number }>()
  const made = new Set<string>()

  const makeFolder = async (path: string) => {
    if (made.has(path)) return
    await disk.mkdir(path, { mode: 0o700 }).catch((thrown) => {
      if (systemCode(thrown) !== 'EEXIST') throw thrown
    })
    made.add(path)
  }
  /** False when the file is gone: a snapshot was written meanwhile and let go of it. */
  const copy = async (path: string): Promise<boolean> => {
    const to = join(part, path)
    let from: FileHandle
    try {
      from = await disk.open(join(source, path), 'r')
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return false
      throw diskError(thrown, 'read', join(source, path))
    }
    try {
      await makeFolder(dirname(to))
      await disk.unlink(to).catch(() => {})
      let bytes = 0
      let sha256 = ''
      await writeTemporary(disk, to, async (file) => {
        sha256 = await copyInto(from, file, (n) => {
          bytes += n
          onBytes(n)
        })
      })
      copied.set(path, { sha256, bytes })
      return true
    } catch (thrown) {
      throw diskError(thrown, 'write', to)
    } finally {
      await from.close()
    }
  }
  const copyNew = async (paths: Iterable<string>) => {
    for (const path of paths) if (!copied.has(path)) await copy(path)
  }
  const relative = (uids: Iterable<string>) => [...uids].map((uid) => blobPath('.', uid))

  try {
    await disk.mkdir(part, { mode: 0o700 })
    for (const each of caseFolders) await makeFolder(join(part, each))
  } catch (thrown) {
    throw diskError(thrown, 'create the backup', part)
  }
  return {
    part,
    folder,
    async copyWrittenOnce(uids) {
      await copyNew(relative(uids))
      await copyNew(await runPaths(disk, source))
      await copyNew((await statePaths(disk, source)).filter((path) => path.endsWith('.snap')))
    },
    async copyRest(uids) {
      await copyNew(relative(uids))
      await copyNew(await runPaths(disk, source))
      const state = await statePaths(disk, source)
      for (const path of [...copied.keys()])
        if (path.startsWith(`state${sep}`) && !state.includes(path)) {
          await disk.unlink(join(part, path))
          copied.delete(path)
        }
      await copyNew(state)
      for (const header of [headerNames.first, headerNames.second]) await copy(header)
      for (const path of [...made].sort().reverse()) await syncFolder(disk, path)
      await syncFolder(disk, part)
    },
    async publish() {
      const list = [...copied]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, { sha256 }]) => sumLine(sha256, [basename(folder), ...path.split(sep)].join('/')))
      const sums = `${folder}.sha256`
      const unfinished = `${sums}.part`
      try {
        await disk.unlink(unfinished).catch(() => {})
        await writeTemporary(disk, unfinished, (file) => writeAll(file, Buffer.from(list.join(''))))
        await publish(disk, part, folder)
        await publish(disk, unfinished, sums)
      } catch (thrown) {
        await disk.unlink(unfinished).catch(() => {})
        throw diskError(thrown, 'write', folder)
      }
      const bytes = [...copied.values()].reduce((sum, file) => sum + file.bytes, 0)
      return { files: copied.size, bytes }
    },
    async discard() {
      await disk.rm(part, { recursive: true, force: true }).catch(() => {})
    },
  }
}
