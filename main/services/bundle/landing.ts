import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'

/** The name a file has while it is being written, in the folder it will stand in. */
export function unfinishedName(path: string): string {
  return join(dirname(path), `.${basename(path)}.unfinished`)
}

/** Whether anything has this name: a link does, also one that leads nowhere. */
export function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // A name the disk can't look up is refused by it when it is written.
    return false
  }
}

/** Refuses a place where something stands. Throws `exists`. */
export function refuseExisting(path: string): void {
  if (isTaken(path)) {
    throw new CaseworkError(
      'exists',
      `${basename(path)} is there already. Choose another name, or move the old one first.`,
    )
  }
}

/** Gives a finished file its name. Never replaces one that stands there. Throws `exists`. */
export function land(unfinished: string, path: string): void {
  try {
    // A link fails where something stands, in one step; a rename would replace it.
    linkSync(unfinished, path)
    unlinkSync(unfinished)
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') refuseExisting(path)
    refuseExisting(path)
    renameSync(unfinished, path)
  }
}

/** Gives a finished bundle and its manifest their names, the manifest first. Neither replaces a file. Throws `exists`. */
export function landPair(bundle: string, manifest: string): void {
  land(unfinishedName(manifest), manifest)
  try {
    land(unfinishedName(bundle), bundle)
  } catch (error) {
    clear(manifest)
    throw error
  }
}

/** Writes a small file whole and makes it last. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(fd, bytes)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Writes a small file under its unfinished name and gives it its own. Throws `exists` or the disk's error. */
export function writeAndLand(path: string, bytes: Uint8Array): void {
  refuseExisting(path)
  const draft = unfinishedName(path)
  try {
    clear(draft)
    writeWhole(draft, bytes)
    land(draft, path)
  } catch (error) {
    clear(draft)
    throw error
  }
  settleFolder(path)
}

/** Makes names in a folder last, where the system can. */
export function settleFolder(path: string): void {
  try {
    const fd = openSync(dirname(path), 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch {
    // Windows cannot; its names last without asking.
  }
}

/** Removes what a stopped build left. */
export function clear(...paths: string[]): void {
  for (const path of paths) rmSync(path, { force: true })
}

/** A failure of the disk as a sentence; other errors as they are. */
export function diskError(error: unknown, path: string): unknown {
  const code = (error as { code?: string } | null)?.code
  const known: { readonly [code: string]: readonly [ErrorCode, string] } = {
    ENOSPC: [
      'disk-full',
      `There is no room left on the disk for ${basename(path)}. Free some space and build again.`,
    ],
    EDQUOT: [
      'disk-full',
      `There is no room left on the disk for ${basename(path)}. Free some space and build again.`,
    ],
    EACCES: ['permission', `${basename(path)} may not be written in that folder. Choose another folder.`],
    EPERM: ['permission', `${basename(path)} may not be written in that folder. Choose another folder.`],
    EROFS: ['permission', `${basename(path)} may not be written in that folder. Choose another folder.`],
    ENOENT: [
      'not-found',
      `The folder “${basename(dirname(path))}” for ${basename(path)} is not there. Make it first, or choose another.`,
    ],
    ENAMETOOLONG: [
      'invalid',
      `The name ${basename(path).slice(0, 40)}… is too long for this disk. Choose a shorter one.`,
    ],
    EIO: ['io-error', `The disk failed while ${basename(path)} was written. Build again on another disk.`],
  }
  const entry = code ? known[code] : undefined
  return entry ? new CaseworkError(entry[0], entry[1], { cause: error }) : error
}
