import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'

/** The calls a case makes on the disk. Handed in by tests that make them fail. */
export type Disk = Pick<
  typeof fs,
  'open' | 'rename' | 'unlink' | 'mkdir' | 'readdir' | 'readFile' | 'lstat' | 'rm'
>

/** The real disk. */
export const realDisk: Disk = fs

/** An operating system error's own code, such as ENOENT. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined
}

const diskFaults: ReadonlyMap<string, readonly [ErrorCode, string]> = new Map([
  ['ENOSPC', ['disk-full', 'The disk is full. Make room, then try again.']],
  ['EDQUOT', ['disk-full', 'Your share of the disk is used up. Make room, then try again.']],
  ['EFBIG', ['disk-full', 'The disk cannot hold a file that large. Move the case to another disk.']],
  ['EACCES', ['permission', 'You may not use it. Ask for the right to, or choose another folder.']],
  ['EPERM', ['permission', 'You may not use it. Ask for the right to, or choose another folder.']],
  [
    'ENOENT',
    [
      'io-error',
      'Its folder is not there: it was moved, or its disk taken out. Put it back or choose another.',
    ],
  ],
  ['EROFS', ['permission', 'The disk can only be read. Open the case read-only, or copy it elsewhere.']],
])

/** A failed disk call as a sentence that names the file and says what to do. Errors of ours pass unchanged. */
export function diskError(thrown: unknown, doing: string, path: string): CaseworkError {
  if (thrown instanceof CaseworkError) return thrown
  const [code, advice] = diskFaults.get(systemCode(thrown) ?? '') ?? [
    'io-error',
    'The disk reported a fault. Check the disk or the network share, then try again.',
  ]
  return new CaseworkError(
    code,
    `Could not ${doing} ${path}. ${advice} What was saved before is unchanged.`,
    {
      cause: thrown,
    },
  )
}

/** The file's bytes, or undefined when there is none. Other failures throw. */
export async function readIfThere(disk: Disk, path: string): Promise<Buffer | undefined> {
  try {
    return await disk.readFile(path)
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') return undefined
    throw diskError(thrown, 'read', path)
  }
}

/** The names in a folder, or none when there is no folder. */
export async function namesIn(disk: Disk, path: string): Promise<string[]> {
  try {
    return await disk.readdir(path)
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') return []
    throw diskError(thrown, 'list', path)
  }
}

/** Writes all of `bytes` at the file's end, however many calls the system needs. */
export async function writeAll(file: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
    at += bytesWritten
  }
}

/** Makes a folder's list of names durable. Windows has no such call: there the file itself is flushed again. */
export async function syncFolder(disk: Disk, path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await disk.open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const patience = [50, 100, 200, 400, 800]

/** Renames; on Windows a virus scanner may hold the file for a moment, so it is tried again there. */
async function renamePatiently(disk: Disk, from: string, to: string): Promise<void> {
  for (const wait of [...(process.platform === 'win32' ? patience : []), undefined]) {
    try {
      return await disk.rename(from, to)
    } catch (thrown) {
      if (wait === undefined) throw thrown
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** Gives a durable temporary file its name, durably. The name must be free unless `replace`. */
export async function publish(disk: Disk, from: string, to: string, replace = false): Promise<void> {
  if (!replace && (await present(disk, to))) {
    throw new CaseworkError(
      'conflict',
      `${to} exists already, so it was not written. Close the case and open it again.`,
    )
  }
  await renamePatiently(disk, from, to)
  if (process.platform === 'win32') {
    const file = await disk.open(to, 'r+')
    await file.sync().finally(() => file.close())
  }
  await syncFolder(disk, dirname(to))
}

/** Whether anything has that name. */
export async function present(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.lstat(path)
    return true
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return false
    throw thrown
  }
}

// File times say nothing about the work: everything written once carries the same date.
const noDate = new Date('2000-01-01T00:00:00Z')

/** Creates a temporary file nobody else has, lets `fill` write it, and makes it durable. Removed again on failure. */
export async function writeTemporary(
  disk: Disk,
  path: string,
  fill: (file: fs.FileHandle) => Promise<void>,
): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600)
  try {
    await fill(file)
    await file.utimes(noDate, noDate)
    await file.sync()
    await file.close()
  } catch (thrown) {
    await file.close().catch(() => {})
    await disk.unlink(path).catch(() => {})
    throw thrown
  }
}

/**
 * W of FORMAT.md: temporary file, flush, read back and compare, rename, flush the folder.
 * After it returns the file is whole and durable; if it throws, the old file or none is there.
 */
export async function writeDurably(
  disk: Disk,
  target: { folder: string; path: string; temporary: string; replace?: boolean },
  bytes: Uint8Array,
): Promise<void> {
  const temporary = join(target.folder, 'tmp', target.temporary)
  try {
    await writeTemporary(disk, temporary, (file) => writeAll(file, bytes))
    if (!(await disk.readFile(temporary)).equals(bytes)) {
      throw new CaseworkError(
        'io-error',
        `${target.path} did not read back as it was written. Check the disk.`,
      )
    }
    await publish(disk, temporary, target.path, target.replace)
  } catch (thrown) {
    await disk.unlink(temporary).catch(() => {})
    throw diskError(thrown, 'write', target.path)
  }
}
