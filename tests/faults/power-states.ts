import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Call, NameChange, Node, Recording } from './recording-disk.ts'

const sector = 512

/** What became of a file whose last bytes were never flushed: where it ends, and which of its sectors never came. */
interface Torn {
  readonly length: number
  readonly lost: ReadonlySet<number>
}

/** What a power cut made of the calls that nothing had made sure of. */
export interface Fate {
  /** Changes of names that never came, as numbers of calls. */
  readonly lost: ReadonlySet<number>
  readonly torn: ReadonlyMap<Node, Torn>
}

/** A file with bytes that nothing had made sure of: safe up to `from`, written up to `to`, the last call at `last`. */
interface Unsure {
  readonly node: Node
  readonly from: number
  readonly last: number
  readonly to: number
}

/** What stood at risk when the power went: after so many calls. */
export interface Moment {
  readonly after: number
  readonly names: readonly number[]
  readonly files: readonly Unsure[]
}

const touches = (call: Call, other: Call) =>
  call.what === 'names' &&
  other.what === 'names' &&
  (call.node === other.node ||
    call.changes.some((a) => other.changes.some((b) => a.folder === b.folder && a.name === b.name)))

/** Which calls were not made sure of by a flush when the power went after `after` calls. */
export function momentAfter({ calls, files }: Recording, after: number): Moment {
  const sure = new Set<number>()
  const settle = (i: number) => {
    if (sure.has(i)) return
    sure.add(i)
    // What a change of names rests on is on the disk before it.
    for (let k = 0; k < i; k += 1) if (touches(calls[k] as Call, calls[i] as Call)) settle(k)
  }
  const safe = new Map<Node, number>([...files].map(([node, bytes]) => [node, bytes.length]))
  const written = new Map<Node, { last: number; to: number }>()
  for (const [i, call] of calls.slice(0, after).entries()) {
    if (call.what === 'write') {
      written.set(call.node, { last: call.at, to: call.at + call.bytes.length })
    } else if (call.what === 'flush') {
      safe.set(call.node, written.get(call.node)?.to ?? safe.get(call.node) ?? 0)
      for (let k = 0; k < i; k += 1) {
        const earlier = calls[k] as Call
        if (earlier.what === 'names' && earlier.changes.some(({ folder }) => folder === call.node)) settle(k)
      }
    }
  }
  const names = [...calls.slice(0, after).keys()].filter((i) => calls[i]?.what === 'names' && !sure.has(i))
  const unsure = [...written].flatMap(([node, { last, to }]) => {
    const from = safe.get(node) ?? 0
    return to > from ? [{ node, from, last: Math.max(from, last), to }] : []
  })
  return { after, names, files: unsure }
}

/** One thing lost, one thing kept, all lost, all kept, and the last write torn at the places where disks tear. */
export function* plainFates({ names, files }: Moment): Iterable<Fate> {
  const none = new Map<Node, Torn>()
  const at = (file: Unsure, length: number, lost: readonly number[] = []): [Node, Torn] => [
    file.node,
    { length: Math.min(file.to, Math.max(file.from, length)), lost: new Set(lost) },
  ]
  const gone = new Map(files.map((file) => at(file, file.from)))
  const hollow = new Map(files.map((file) => at(file, file.to, sectorsOf(file))))
  yield { lost: new Set(), torn: none }
  yield { lost: new Set(names), torn: gone }
  yield { lost: new Set(), torn: gone }
  yield { lost: new Set(), torn: hollow }
  yield { lost: new Set(names), torn: none }
  for (const one of names) {
    yield { lost: new Set([one]), torn: none }
    yield { lost: new Set(names.filter((name) => name !== one)), torn: none }
    yield { lost: new Set(names.filter((name) => name !== one)), torn: gone }
  }
  for (const file of files) {
    const length = file.to - file.last
    for (const cut of [0, 1, 511, 512, 4095, 4096, length >> 1, length - 1])
      if (cut < length) yield { lost: new Set(), torn: new Map([at(file, file.last + cut)]) }
    for (const one of sectorsOf(file).slice(0, 16))
      yield { lost: new Set(), torn: new Map([at(file, file.to, [one])]) }
    yield { lost: new Set(names), torn: new Map([...gone].filter(([node]) => node !== file.node)) }
  }
}

/** Any mixture of those, drawn by lot. */
export function drawnFate({ names, files }: Moment, roll: (limit: number) => number): Fate {
  const inHundred = [0, 25, 50, 75, 100][roll(5)] as number
  const lost = new Set(names.filter(() => roll(100) < inHundred))
  const torn = new Map(
    files
      .filter(() => roll(4) > 0)
      .map((file) => {
        const length = roll(3) === 0 ? file.to : file.from + roll(file.to - file.from + 1)
        const share = [0, 0, 20, 60][roll(4)] as number
        return [file.node, { length, lost: new Set(sectorsOf(file).filter(() => roll(100) < share)) }]
      }),
  )
  return { lost, torn }
}

const sectorsOf = ({ from, to }: Unsure): number[] =>
  Array.from(
    { length: Math.ceil(to / sector) - Math.floor(from / sector) },
    (_, i) => Math.floor(from / sector) + i,
  )

/** What lies on the disk when the power is back: names by folder and contents by file. */
export interface Remains {
  readonly key: string
  /** Writes all of it into a folder that does not exist yet. */
  readonly lay: (root: string) => void
}

/** What a fate leaves of the calls before a moment. */
export function remainsOf({ folders, files, calls }: Recording, moment: Moment, fate: Fate): Remains {
  const names = new Map([...folders].map(([folder, held]) => [folder, new Map(held)]))
  const dropped: Call[] = []
  const contents = new Map<Node, Buffer[]>([...files].map(([node, bytes]) => [node, [bytes]]))
  for (const [i, call] of calls.slice(0, moment.after).entries()) {
    if (call.what === 'write') contents.set(call.node, [...(contents.get(call.node) ?? []), call.bytes])
    if (call.what !== 'names') continue
    // Nothing comes that rests on what did not come.
    if (fate.lost.has(i) || dropped.some((earlier) => touches(earlier, call))) dropped.push(call)
    else for (const change of call.changes) rename(names, change)
  }
  const bytesOf = (node: Node): Buffer => {
    const whole = Buffer.concat(contents.get(node) ?? [])
    const torn = fate.torn.get(node)
    const from = moment.files.find((file) => file.node === node)?.from
    if (torn === undefined || from === undefined) return whole
    for (const one of torn.lost)
      whole.fill(0, Math.max(from, one * sector), Math.min(whole.length, (one + 1) * sector))
    return whole.subarray(0, torn.length)
  }
  const found: { path: string; bytes?: Buffer }[] = []
  const walk = (folder: Node, path: string) => {
    for (const [name, node] of [...(names.get(folder) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const inner = join(path, name)
      if (folders.has(node)) {
        found.push({ path: inner })
        walk(node, inner)
      } else found.push({ path: inner, bytes: bytesOf(node) })
    }
  }
  walk(0, '')
  const hash = createHash('sha256')
  for (const { path, bytes } of found)
    hash.update(`${path}\n${bytes?.length ?? 'folder'}\n`).update(bytes ?? '')
  return {
    key: hash.digest('base64'),
    lay: (root) => {
      mkdirSync(root, { recursive: true })
      for (const { path, bytes } of found) {
        if (bytes === undefined) mkdirSync(join(root, path))
        else writeFileSync(join(root, path), bytes)
      }
    },
  }
}

function rename(names: Map<Node, Map<string, Node>>, { folder, name, node }: NameChange): void {
  const held = names.get(folder) ?? new Map<string, Node>()
  names.set(folder, held)
  if (node === undefined) held.delete(name)
  else held.set(name, node)
}
