import type { FileHandle } from 'node:fs/promises'

const pieceLength = 1 << 20

/**
 * A file's bytes from where the handle stands to its end, in pieces. The next piece is read while one is being used, so
 * each stands only until the next is asked for: two buffers serve a file of any size.
 */
export async function* readAhead(handle: Pick<FileHandle, 'read'>): AsyncGenerator<Uint8Array> {
  const buffers = [Buffer.allocUnsafeSlow(pieceLength), Buffer.allocUnsafeSlow(pieceLength)] as const
  const readInto = (turn: number) => handle.read(buffers[turn % 2 === 0 ? 0 : 1], 0, pieceLength, null)
  /** A small file touches little of them. */
  let most = 0
  let coming = readInto(0)
  try {
    for (let turn = 1; ; turn += 1) {
      const { bytesRead, buffer } = await coming
      if (bytesRead === 0) return
      most = Math.max(most, bytesRead)
      coming = readInto(turn)
      // Its failure is met when its turn comes; until then it must not count as unhandled.
      coming.catch(() => {})
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    // Whoever stops early may close the handle at once.
    const last = await coming.catch(() => undefined)
    const touched = Math.max(most, last?.bytesRead ?? 0)
    for (const buffer of buffers) buffer.fill(0, 0, touched)
  }
}
