import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type ReadingNote, type ReadingState, unreadState } from '../../casework/reading.ts'
import type { Asked } from '../dispatch.ts'
import { JobDied, type JobRunner } from '../jobs/run.ts'
import type { ReadOver } from '../services/bundle/index.ts'
import { shown } from '../services/machine/places.ts'
import type { ReadingStore } from '../services/machine/reading-store.ts'

/** How long reading a file over may be silent before its process is ended, in milliseconds. */
const patience = 300_000

/** A bundle that is open for reading. Its file is held open, and must stay what it was when it was read over. */
export interface Reading {
  readonly id: string
  readonly path: string
  readonly name: string
  readonly seen: ReadOver
  state(): ReadingState
  keep(state: ReadingState): void
  /** Throws `conflict` when the file was changed since it was opened. */
  unchanged(): Promise<void>
  /** So many bytes from there. Throws `conflict` when the file was changed since it was opened. */
  read(from: number, length: number): Promise<Uint8Array>
}

/** The bundles open for reading: no case, no keys. All are let go at the lock. */
export interface Readings {
  /** What is kept on this machine of every bundle that was read, open or not. */
  readonly store: ReadingStore
  open(path: string, asked: Asked): Promise<Result<'reading.open'>>
  /** Throws `not-found` for one that is not open. */
  get(id: string): Reading
  has(id: string): boolean
  count(): number
  close(id: string): Promise<void>
  closeAll(): Promise<void>
}

interface Held {
  readonly reading: Reading
  readonly file: FileHandle
}

export function openReadings(run: JobRunner, store: ReadingStore): Readings {
  const open_ = new Map<string, Held>()
  const close = async (id: string) => {
    const held = open_.get(id)
    open_.delete(id)
    await held?.file.close()
  }

  return {
    store,
    async open(path, { signal, progress }) {
      const name = shown(basename(path))
      const file = await opened(path, name)
      try {
        progress({ done: 0, total: 0, note: `Reading ${name} over` })
        const before = await mark(file)
        const seen = await run('read-bundle', { path, name }, { signal, patience }).catch(
          (cause: unknown) => {
            if (!(cause instanceof JobDied)) throw cause
            throw new CaseworkError(
              'unreadable',
              `“${name}” could not be read over: it took too long, or too much memory. Ask for a sound copy.`,
              { cause },
            )
          },
        )
        if ((await mark(file)) !== before || seen.bytes !== (await file.stat()).size) throw changed(name)
        const known = store.recall(seen.sha256)
        const state = known === undefined || known === 'set-aside' ? unreadState : known
        await close(seen.sha256)
        open_.set(seen.sha256, { file, reading: readingOf(path, name, seen, state, file, before, store) })
        return {
          id: seen.sha256,
          name,
          title: seen.title,
          bytes: seen.bytes,
          pages: seen.pages,
          fictional: seen.fictional,
          labels: [...seen.labels],
          outline: seen.outline.map((entry) => ({ ...entry })),
          state,
          setAside: known === 'set-aside',
        }
      } catch (thrown) {
        await file.close()
        throw thrown
      }
    },
    get(id) {
      const held = open_.get(id)
      if (held === undefined)
        throw new CaseworkError('not-found', 'That bundle is no longer open for reading. Open it again.')
      return held.reading
    },
    has: (id) => open_.has(id),
    count: () => open_.size,
    close,
    async closeAll() {
      await Promise.all([...open_.keys()].map(close))
    },
  }
}

function readingOf(
  path: string,
  name: string,
  seen: ReadOver,
  first: ReadingState,
  file: FileHandle,
  before: string,
  store: ReadingStore,
): Reading {
  const held = { state: first }
  const unchanged = async () => {
    if ((await mark(file)) !== before) throw changed(name)
  }
  return {
    id: seen.sha256,
    path,
    name,
    seen,
    state: () => held.state,
    keep(state) {
      store.keep(seen.sha256, state)
      held.state = state
    },
    unchanged,
    async read(from, length) {
      await unchanged()
      const bytes = Buffer.alloc(length)
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file.read(bytes, at, length - at, from + at)
        if (bytesRead === 0) throw changed(name)
        at += bytesRead
      }
      return bytes
    },
  }
}

async function opened(path: string, name: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT'
      ? new CaseworkError('not-found', `“${name}” is not there. Check its name and folder.`, { cause })
      : new CaseworkError('unreadable', `“${name}” could not be opened. Check that you may read it.`, {
          cause,
        })
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new CaseworkError('not-a-file', `“${name}” is a folder or a device. Choose the bundle’s PDF.`)
}

const mark = async (file: FileHandle): Promise<string> => {
  const { size, mtimeMs, ino } = await file.stat()
  return `${ino} ${size} ${mtimeMs}`
}
const changed = (name: string) =>
  new CaseworkError('conflict', `“${name}” was changed on the disk while it was open. Open it again.`)

/** The note with this id. Throws `not-found`. */
export function noteOf(reading: Reading, id: string): ReadingNote {
  const note = reading.state().notes.find((each) => each.id === id)
  if (note === undefined)
    throw new CaseworkError('not-found', 'That note is not there any more. It may have been removed.')
  return note
}
