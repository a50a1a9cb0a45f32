import { close, closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import type { Sink } from './object-file.ts'

/** After so many bytes the disk is asked to begin, so that it does not have all of a large file to do at the end. */
const EARLY = 1 << 27

/** A new file on disk. Throws if one stands there. */
export function diskSink(path: string): Sink {
  const fd = openSync(path, 'wx+', 0o600)
  const early = earlySync(path)
  // Its number may be another file's once it is closed.
  const state = { open: true, since: 0 }
  const over = () => {
    early.over()
    if (state.open) closeSync(fd)
    state.open = false
  }
  return {
    write: (bytes, at) => {
      for (let done = 0; done < bytes.length; )
        done += writeSync(fd, bytes, done, bytes.length - done, at + done)
      state.since += bytes.length
      if (state.since < EARLY) return
      state.since = 0
      early.begin()
    },
    truncate: (length) => ftruncateSync(fd, length),
    finish: () => {
      fsyncSync(fd)
      over()
    },
    abandon: over,
  }
}

/**
 * Has the disk begin on what was written, on another thread. Through a number of its own: a disk tells of a failed write
 * once to each number, and it must be told to the one that waits for it at the end.
 */
function earlySync(path: string): { begin(): void; over(): void } {
  const state: { fd: number | undefined; busy: boolean; over: boolean } = {
    fd: undefined,
    busy: false,
    over: false,
  }
  const done = () => {
    state.busy = false
    if (!state.over || state.fd === undefined) return
    close(state.fd, () => undefined)
    state.fd = undefined
  }
  return {
    begin() {
      if (state.busy || state.over) return
      try {
        state.fd ??= openSync(path, 'r+')
      } catch {
        return
      }
      state.busy = true
      fdatasync(state.fd, done)
    },
    over() {
      state.over = true
      if (!state.busy) done()
    },
  }
}
