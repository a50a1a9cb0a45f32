import { join } from 'node:path'
import { sealedLength } from './cobblestone.ts'
import { type Disk, namesIn, systemCode } from './disk.ts'
import { type BlobMeta, blobPath } from './sealed-blob.ts'
import { sortNames } from './state-files.ts'

/** What a look at the folder alone says of the stored files: uids of each kind of trouble. */
export interface Presence {
  readonly missing: readonly string[]
  readonly wrongLength: readonly string[]
  /** The disk would not tell. */
  readonly unreadable: readonly string[]
  /** In place, but named by nothing. */
  readonly orphans: readonly string[]
}

/** Runs `work` over all items, at most `atOnce` at a time. */
async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  const run = async () => {
    for (const item of rest) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run))
}

/** The uids of all sealed files in the folder `blobs`. */
export async function storedBlobs(disk: Disk, folder: string): Promise<Set<string>> {
  const found = new Set<string>()
  const starts = (await namesIn(disk, join(folder, 'blobs'))).filter((name) => /^[0-9a-f]{2}$/u.test(name))
  await each(starts, 16, async (start) => {
    for (const rest of await namesIn(disk, join(folder, 'blobs', start)))
      if (/^[0-9a-f]{30}$/u.test(rest)) found.add(start + rest)
  })
  return found
}

/** Whether each stored file is in its place with the length its size asks for. Opens none of them. */
export async function presenceOf(
  disk: Disk,
  folder: string,
  blobs: readonly BlobMeta[],
  signal?: AbortSignal,
): Promise<Presence> {
  const stored = await storedBlobs(disk, folder)
  const wrongLength: string[] = []
  const unreadable: string[] = []
  const missing = blobs.filter(({ uid }) => !stored.has(uid)).map(({ uid }) => uid)
  const inPlace = blobs.filter(({ uid }) => stored.delete(uid))
  await each(inPlace, 64, async ({ uid, size }) => {
    if (signal?.aborted) return
    try {
      const seen = await disk.lstat(blobPath(folder, uid))
      if (!seen.isFile() || seen.size !== sealedLength(size)) wrongLength.push(uid)
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') missing.push(uid)
      else unreadable.push(uid)
    }
  })
  return { missing, wrongLength, unreadable, orphans: [...stored] }
}

/**
 * Copies that some synchronising program made beside our files, as paths within the case: two machines wrote at once.
 * They are told of, never read and never removed.
 */
export async function forkCopies(disk: Disk, folder: string): Promise<string[]> {
  const headers = (await namesIn(disk, folder)).filter(
    (name) => /^header[^/]*\.(?:cv|bak)/iu.test(name) && !/^header\.cv(?:\.bak)?$/u.test(name),
  )
  const runs = async (kind: string, form: RegExp) =>
    (await namesIn(disk, join(folder, kind)))
      .filter((name) => /^[0-9a-f]{16}/u.test(name) && !form.test(name))
      .map((name) => `${kind}/${name}`)
  const { strange } = sortNames(await namesIn(disk, join(folder, 'state')))
  return [
    ...headers,
    ...strange.map((name) => `state/${name}`),
    ...(await runs('audit', /^[0-9a-f]{16}\.aud$/u)),
    ...(await runs('versions', /^[0-9a-f]{16}\.ver$/u)),
  ].sort()
}
