import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Source } from './plan.ts'

/** A file open for reading at any place. */
export type OpenFile = Source & { close(): void }

const CHUNK = 1 << 20

/** Opens a file to be read piece by piece. Throws `not-found`, `not-a-file` or `unreadable`; reading throws `unreadable`. */
export function openFile(path: string): OpenFile {
  const said = basename(path)
  const unreadable = (cause: unknown) =>
    new CaseworkError('unreadable', `${said} could not be read. Check that you may read it, and its disk.`, {
      cause,
    })
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new CaseworkError('not-found', `${said} is not there. Check its name and folder.`)
  // A pipe or a device would be read without end.
  if (!stats.isFile())
    throw new CaseworkError(
      'not-a-file',
      `${said} is a folder or a device, not a file. Choose the bundle’s PDF.`,
    )
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (cause) {
    throw unreadable(cause)
  }
  return {
    size: fstatSync(fd).size,
    read(offset, length) {
      const bytes = Buffer.allocUnsafe(length)
      let filled = 0
      try {
        for (let got = 1; filled < length && got > 0; filled += got)
          got = readSync(fd, bytes, filled, length - filled, offset + filled)
      } catch (cause) {
        throw unreadable(cause)
      }
      return bytes.subarray(0, filled)
    },
    close: () => closeSync(fd),
  }
}

/**
 * The SHA-256 of a stretch of a file and of ranges within it, in one reading; ranges may overlap. A range is cut where
 * the stretch ends. Throws `cancelled`.
 */
export async function hashes(
  file: Source,
  ranges: readonly (readonly [from: number, to: number])[],
  signal: AbortSignal | undefined,
  [start, end]: readonly [number, number] = [0, file.size],
): Promise<{ readonly whole: string; readonly parts: readonly string[] }> {
  const whole = createHash('sha256')
  const parts = ranges.map(() => createHash('sha256'))
  const waiting = ranges.map((_, i) => i).sort((a, b) => ranges[b]![0] - ranges[a]![0])
  let open: number[] = []
  const stop = Math.min(end, file.size)
  for (let at = start; at < stop; ) {
    const bytes = file.read(at, Math.min(CHUNK, stop - at))
    if (bytes.length === 0) break
    const next = at + bytes.length
    whole.update(bytes)
    while (waiting.length > 0 && ranges[waiting.at(-1)!]![0] < next) open.push(waiting.pop()!)
    for (const i of open) {
      const [from, to] = ranges[i]!
      const piece = bytes.subarray(Math.max(from - at, 0), Math.max(0, Math.min(to, next) - at))
      if (piece.length > 0) parts[i]!.update(piece)
    }
    open = open.filter((i) => ranges[i]![1] > next)
    at = next
    if (signal?.aborted) throw new CaseworkError('cancelled', 'The check was stopped, as asked.')
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { whole: whole.digest('hex'), parts: parts.map((part) => part.digest('hex')) }
}
