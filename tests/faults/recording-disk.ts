import { readdirSync, readFileSync, statSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { type Disk, realDisk } from '../../main/services/vault/disk.ts'

/** A file or folder by number; names come and go, this stays. The root is 0. */
export type Node = number

/** What was asked of the disk, in the order asked. */
export type Call =
  | { readonly what: 'write'; readonly node: Node; readonly at: number; readonly bytes: Buffer }
  | { readonly what: 'flush'; readonly node: Node }
  /** Names given (to a node) and taken away, all at once or not at all. */
  | { readonly what: 'names'; readonly node: Node; readonly changes: readonly NameChange[] }

/** In that folder the name now stands for that node, or for nothing. */
export interface NameChange {
  readonly folder: Node
  readonly name: string
  readonly node: Node | undefined
}

/** What stood on the disk before, and every call since. */
export interface Recording {
  /** Names by folder, as they stood at first; folders made since stood empty. */
  readonly folders: ReadonlyMap<Node, ReadonlyMap<string, Node>>
  /** Contents by file, as they stood at first. */
  readonly files: ReadonlyMap<Node, Buffer>
  readonly calls: Call[]
}

/** The disk below `root`, every change of which is written down. What stands there already counts as safe. */
export function recordingDisk(root: string): { disk: Disk; recording: Recording } {
  const folders = new Map<Node, Map<string, Node>>()
  const files = new Map<Node, Buffer>()
  const calls: Call[] = []
  const live = new Map<Node, Map<string, Node>>()
  const lengths = new Map<Node, number>()
  let next = 0

  const look = (path: string): Node => {
    const node = next
    next += 1
    if (statSync(path).isDirectory()) {
      const names = new Map(readdirSync(path).map((name) => [name, look(join(path, name))]))
      folders.set(node, names)
      live.set(node, new Map(names))
    } else {
      const bytes = readFileSync(path)
      files.set(node, bytes)
      lengths.set(node, bytes.length)
    }
    return node
  }
  look(root)

  const find = (path: string): Node | undefined =>
    relative(root, resolve(path))
      .split(sep)
      .filter((name) => name !== '')
      .reduce<Node | undefined>((at, name) => (at === undefined ? at : live.get(at)?.get(name)), 0)
  const sure = (path: string): Node => {
    const node = find(path)
    if (node === undefined) throw new Error(`${path} was changed behind the recording.`)
    return node
  }
  const naming = (node: Node, ...changes: NameChange[]) => {
    calls.push({ what: 'names', node, changes })
    for (const change of changes) {
      if (change.node === undefined) live.get(change.folder)?.delete(change.name)
      else live.get(change.folder)?.set(change.name, change.node)
    }
  }
  const place = (path: string) => ({ folder: sure(dirname(path)), name: basename(path) })
  const born = (path: string, folder: boolean): Node => {
    const node = next
    next += 1
    if (folder) {
      live.set(node, new Map())
      folders.set(node, new Map())
    } else lengths.set(node, 0)
    naming(node, { ...place(path), node })
    return node
  }
  const gone = (path: string) => {
    const node = sure(path)
    for (const name of live.get(node)?.keys() ?? []) gone(join(path, name))
    naming(node, { ...place(path), node: undefined })
  }

  const watched = (file: FileHandle, node: Node): FileHandle => {
    const flushed = async (work: Promise<void>) => {
      await work
      calls.push({ what: 'flush', node })
    }
    return new Proxy(file, {
      get(target, name) {
        if (name === 'sync') return () => flushed(target.sync())
        if (name === 'datasync') return () => flushed(target.datasync())
        if (name === 'write')
          return async (bytes: Uint8Array, from = 0, length = bytes.length - from) => {
            const at = lengths.get(node) as number
            // Every file of a case is written from its beginning to its end, once.
            lengths.set(node, at + length)
            calls.push({ what: 'write', node, at, bytes: Buffer.from(bytes.subarray(from, from + length)) })
            for (let done = 0; done < length; )
              done += (await target.write(bytes, from + done, length - done)).bytesWritten
            return { bytesWritten: length, buffer: bytes }
          }
        const value = Reflect.get(target, name, target) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  const disk: Disk = {
    ...realDisk,
    open: (async (path: string, flags: string | number, mode?: number) => {
      const file = await realDisk.open(path, flags, mode)
      const known = find(path)
      if (known !== undefined && flags === 'w' && lengths.get(known) !== 0)
        throw new Error(`${path} is written over: the recording has no word for that.`)
      return watched(file, known ?? born(path, false))
    }) as Disk['open'],
    rename: async (from, to) => {
      await realDisk.rename(from, to)
      const node = sure(String(from))
      naming(node, { ...place(String(from)), node: undefined }, { ...place(String(to)), node })
    },
    unlink: async (path) => {
      await realDisk.unlink(path)
      gone(String(path))
    },
    mkdir: (async (path: string, options?: { recursive?: boolean }) => {
      if (options?.recursive) throw new Error('The recording makes one folder at a time.')
      await realDisk.mkdir(path, options)
      born(path, true)
    }) as Disk['mkdir'],
    rm: async (path, options) => {
      await realDisk.rm(path, options)
      if (find(String(path)) !== undefined) gone(String(path))
    },
  }
  return { disk, recording: { folders, files, calls } }
}
