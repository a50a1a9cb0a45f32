import { dirname, join } from 'node:path'
import { copyInto } from './backup.ts'
import { type Disk, diskError, publish, syncFolder, systemCode, writeTemporary } from './disk.ts'

/** A case folder that files are brought back into. */
export interface Mending {
  readonly disk: Disk
  readonly folder: string
  readonly random: (n: number) => Uint8Array
  /** Throws `lock-lost` when the case is no longer ours to write to; asked before anything takes its place. */
  readonly stillOurs: () => Promise<void>
}

/** Where a repair keeps what it replaced, within the case. Nothing reads it. */
export const damagedFolder = 'damaged'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Makes a folder that may be there, durably. */
export async function makeFolder(disk: Disk, path: string): Promise<void> {
  try {
    await disk.mkdir(path, { mode: 0o700 })
    await syncFolder(disk, dirname(path))
  } catch (thrown) {
    if (systemCode(thrown) !== 'EEXIST') throw thrown
  }
}

/** Moves a file of the case to the folder for damaged ones, durably. Does nothing when there is none. */
async function setAside({ disk, folder, random }: Mending, path: string): Promise<void> {
  await makeFolder(disk, join(folder, damagedFolder))
  const name = `${path.replaceAll(/[/\\]/gu, '-')}.${hex(random(4))}`
  try {
    await disk.rename(join(folder, path), join(folder, damagedFolder, name))
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return
    throw thrown
  }
  await syncFolder(disk, join(folder, damagedFolder))
}

/**
 * Brings one file back, byte for byte, from another folder: copied and flushed, the copy looked at by `sound`, the
 * damaged file set aside, the copy given its name. False, with nothing changed, when there is none there or it is not
 * sound. A crash leaves the damaged file, or none, or the sound one. `onBytes` stops it by throwing.
 */
export async function putBack(
  mending: Mending,
  path: string,
  from: string,
  sound: (copy: string) => Promise<boolean>,
  onBytes: (n: number) => void = () => undefined,
): Promise<boolean> {
  const { disk, folder, random } = mending
  const temporary = join(folder, 'tmp', `repair-${hex(random(8))}`)
  const source = await disk.open(from, 'r').catch((thrown) => {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') return undefined
    throw diskError(thrown, 'read', from)
  })
  if (source === undefined) return false
  try {
    await writeTemporary(disk, temporary, async (file) => {
      await copyInto(source, file, onBytes)
    })
    if (!(await sound(temporary))) return false
    await mending.stillOurs()
    await setAside(mending, path)
    await makeFolder(disk, dirname(join(folder, path)))
    await publish(disk, temporary, join(folder, path))
    return true
  } catch (thrown) {
    throw diskError(thrown, 'bring back', join(folder, path))
  } finally {
    await source.close()
    await disk.unlink(temporary).catch(() => {})
  }
}
