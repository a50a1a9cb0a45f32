import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, namesIn, readIfThere } from './disk.ts'
import { earlierFault, earlierStates } from './earlier-states.ts'
import { loadUnder } from './header-age.ts'
import { segmentHeaderLength } from './journal.ts'
import { overlaid } from './overlay.ts'
import { type Mending, putBack } from './put-back.ts'
import { readRun, runsIn } from './sealed-runs.ts'
import { decodeSnapshot, partsMatch } from './snapshot.ts'
import { type LoadedState, readSegment, sortNames } from './state-files.ts'

/** What the state of a case would be with some files of a backup in the place of its own. */
export interface MendedState {
  readonly state: LoadedState
  /** Which files, as paths within the case, in the order in which they are to be brought back. */
  readonly files: readonly string[]
  /** The case's own state could not be read at all: what it held is known only from what lies beside it. */
  readonly lost: boolean
}

/** The case, its backup, and the keys of a header; `generation` is that header's. */
export interface StateRepair {
  readonly disk: Disk
  readonly folder: string
  readonly from: string
  readonly keys: CaseKeys
  readonly generation: number
}

interface Looked {
  readonly sound: boolean
  readonly length: number
  /** The first bytes of a segment, then the hash of each authentic frame; of a snapshot nothing. */
  readonly marks: readonly string[]
}

const numberOf = (name: string) => Number.parseInt(name.slice(0, 16), 16)
const isSnapshot = (name: string) => name.endsWith('.snap')

async function look(disk: Disk, folder: string, keys: CaseKeys, name: string): Promise<Looked | undefined> {
  const path = join(folder, 'state', name)
  const bytes = await readIfThere(disk, path).catch(() => null)
  if (bytes === undefined) return undefined
  // Refused by the disk: nobody knows what stands there, only how much.
  if (bytes === null) {
    const length = await disk.lstat(path).then(
      ({ size }) => size,
      () => Number.POSITIVE_INFINITY,
    )
    return { sound: false, length, marks: [] }
  }
  const { length } = bytes
  if (isSnapshot(name)) {
    const snapshot = decodeSnapshot(keys, numberOf(name), bytes)
    return { sound: snapshot !== null && partsMatch(snapshot), length, marks: [] }
  }
  if (length === 0) return { sound: false, length, marks: [] }
  const segment = await readSegment(
    disk,
    folder,
    keys,
    numberOf(name),
    Number.parseInt(name.slice(17, 21), 16),
  )
  const header = segment.link.length === 0 ? [] : [bytes.toString('hex', 0, segmentHeaderLength)]
  const marks = [...header, ...segment.frames.map(({ link }) => link.toString('hex'))]
  return { sound: segment.end !== 'corrupt', length, marks }
}

/** Whether the backup's file says all that ours still says, and more, or what ours no longer can. */
function mends(ours: Looked | undefined, theirs: Looked | undefined, followed: boolean): boolean {
  if (theirs?.sound !== true) return false
  if (ours === undefined || theirs.marks.length === 0) return ours?.sound !== true
  if (ours.sound && ours.marks.length >= theirs.marks.length) return false
  if (!ours.marks.every((mark, i) => mark === theirs.marks[i])) return false
  // What stands behind the damage may be changes the backup never had: only what follows can say it is not.
  return followed || ours.length <= theirs.length || ours.sound
}

const headOf = (payload: Buffer) =>
  JSON.parse(payload.toString()) as { tx?: unknown; head?: unknown; audit?: unknown[] }

/** Whether each change is one behind the one before it, and every part of the state could be read. */
function holds({ notices, manifest, payloads }: LoadedState): boolean {
  const faults = ['corrupt-journal', 'corrupt-snapshot', 'rollback-suspected']
  const bad = notices.some(
    ({ code, file }) =>
      faults.includes(code) || (code === 'forked' && /\.jrn$/u.test(file ?? '') && isOurs(file)),
  )
  return !bad && payloads.every((payload, i) => headOf(payload).tx === manifest.tx + 1 + i)
}
const isOurs = (name: string | undefined) => /^[0-9a-f]{16}(?:\.[0-9a-f]{4}\.jrn|\.snap)$/u.test(name ?? '')

/** The head of the history a state ends with, and the number of its last change and entry. */
function endOf({ manifest, payloads }: LoadedState) {
  const last = payloads.at(-1)
  const entries = payloads.reduce((sum, payload) => sum + (headOf(payload).audit?.length ?? 0), 0)
  return {
    head: last === undefined ? manifest.auditHead : headOf(last).head,
    seq: manifest.auditSeq + entries,
    tx: manifest.tx + payloads.length,
  }
}

/** How far the sealed runs of the case itself reach: the last entry and the last change they show there was. */
async function reach({ disk, folder, keys }: StateRepair): Promise<{ seq: number; tx: number }> {
  const of = async (kind: 'audit' | 'versions') => {
    const first = (await runsIn(disk, folder, kind)).at(-1)
    if (first === undefined) return 0
    const run = await readRun(disk, folder, keys, kind, first).catch(() => undefined)
    if (run === undefined) return first
    const count =
      kind === 'versions'
        ? run.payloads.length
        : run.payloads.reduce((sum, payload) => sum + (headOf(payload).audit?.length ?? 0), 0)
    return first - 1 + count
  }
  return { seq: await of('audit'), tx: await of('versions') }
}

async function candidates(repair: StateRepair): Promise<string[]> {
  const { disk, folder, from, keys } = repair
  const own = (await namesIn(disk, join(folder, 'state'))).filter(isOurs)
  const theirs = (await namesIn(disk, join(from, 'state'))).filter(isOurs).sort()
  const newestOwn = Math.max(0, ...own.map(numberOf))
  const all = [...new Set([...own, ...theirs].map(numberOf))].sort((a, b) => a - b)
  const wanted = new Set([...own.map(numberOf), ...all.filter((g) => g > newestOwn), all.at(-2)])
  const found: string[] = []
  for (const name of theirs.filter((each) => wanted.has(numberOf(each)))) {
    const followed = own.some((each) => each > name && isSnapshot(each) === numberOf(each) > numberOf(name))
    const ours = await look(disk, folder, keys, name)
    if (mends(ours, await look(disk, from, keys, name), followed)) found.push(`state/${name}`)
  }
  return found
}

/** Every head of the history that the files of a state name, as far as they can be read. */
async function headsIn(disk: Disk, { folder, keys }: StateRepair): Promise<Set<unknown>> {
  const heads = new Set<unknown>()
  const { snapshots, segments } = sortNames(await namesIn(disk, join(folder, 'state')))
  for (const generation of snapshots) {
    const name = `${generation.toString(16).padStart(16, '0')}.snap`
    const bytes = await readIfThere(disk, join(folder, 'state', name))
    const snapshot = bytes === undefined ? null : decodeSnapshot(keys, generation, bytes)
    if (snapshot !== null) heads.add(snapshot.manifest.auditHead)
  }
  for (const [generation, numbers] of segments)
    for (const segment of numbers)
      for (const { payload } of (await readSegment(disk, folder, keys, generation, segment)).frames)
        heads.add(headOf(payload).head)
  return heads
}

function older(seq: number, held: number): CaseworkError {
  return new CaseworkError(
    'conflict',
    `The backup is older than the case: it ends with entry ${seq} of the history, and the case still holds what comes up to entry ${held} at least. That would be lost, so nothing was changed. Use a newer backup, or open the backup as a case of its own.`,
    { at: 'from' },
  )
}

function cannot(file: string): CaseworkError {
  return new CaseworkError(
    'conflict',
    `The backup cannot mend the state of the case: it does not hold all that may have stood in ${file}. Bringing back what it has could lose what came after, so nothing was changed. Use a newer backup, or open the case read-only to see everything up to the damage.`,
    { at: 'from' },
  )
}

/**
 * What a backup's files can mend of the state the case has: its damaged and missing files, and what was cut off its end,
 * as far as all that is left of it is continued by them exactly. Nothing is written. `files` is empty where nothing
 * need be mended. Throws `conflict` when they cannot mend its journal, or when the state would end before what the case still shows there was, and as
 * reading a state does where neither can be read.
 */
export async function mendState(repair: StateRepair): Promise<MendedState> {
  const { disk, folder, from, keys, generation } = repair
  const load = async (over: Disk) => {
    const state = await loadUnder(over, folder, keys, generation)
    if (state === 'stale') throw new CaseworkError('conflict', `${folder} was changed meanwhile. Try again.`)
    return state
  }
  const failed = { by: undefined as unknown }
  const present = await load(disk).catch((thrown: unknown) => {
    failed.by = thrown
    return undefined
  })
  const all = await candidates(repair)
  const newestOwn = Math.max(0, ...(await namesIn(disk, join(folder, 'state'))).filter(isOurs).map(numberOf))
  const within = all.filter((path) => numberOf(path.slice(6)) <= newestOwn)
  const held = await reach(repair)
  const short = { seq: undefined as number | undefined }
  for (const chosen of all.length === 0 ? [] : [all, within]) {
    const over = overlaid(disk, folder, from, new Set(chosen))
    const state = await load(over).catch(() => undefined)
    if (state === undefined || !holds(state)) continue
    const end = endOf(state)
    if (present !== undefined && !(await headsIn(over, repair)).has(endOf(present).head)) continue
    if (end.seq < held.seq || end.tx < held.tx) {
      short.seq = end.seq
      continue
    }
    const now = chosen.filter((path) => numberOf(path.slice(6)) >= state.end.base)
    const before: string[] = []
    for (const each of await earlierStates(over, folder)) {
      const files = chosen.filter((path) => numberOf(path.slice(6)) === each && each < state.end.base)
      if (files.length > 0 && (await earlierFault(over, folder, keys, each)) === undefined)
        before.push(...files)
    }
    // Newest first, snapshots last: a crash in between leaves what is damaged, never what looks whole and is older.
    const order = [...now, ...before].sort((a, b) =>
      isSnapshot(a) === isSnapshot(b) ? (a < b ? 1 : -1) : isSnapshot(a) ? 1 : -1,
    )
    return { state, files: order, lost: present === undefined }
  }
  if (short.seq !== undefined && (present === undefined || !holds(present))) throw older(short.seq, held.seq)
  if (present === undefined) throw failed.by
  const fault = present.notices.find(({ code }) => code === 'corrupt-journal')
  if (fault !== undefined && !holds(present)) throw cannot(fault.file ?? 'state')
  return { state: present, files: [], lost: false }
}

/** Brings back what `mendState` found, each file compared with what was looked at then. */
export async function mendFiles(
  mending: Mending,
  from: string,
  files: readonly string[],
  keys: CaseKeys,
): Promise<string[]> {
  const { disk } = mending
  const done: string[] = []
  for (const path of files) {
    const seen = await look(disk, from, keys, path.slice('state/'.length))
    const bytes = await readIfThere(disk, join(from, path))
    const sound = async (copy: string) =>
      seen?.sound === true && bytes !== undefined && (await disk.readFile(copy)).equals(bytes)
    if (await putBack(mending, path, join(from, path), sound)) done.push(path)
  }
  return done
}
