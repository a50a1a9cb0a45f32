import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { emptyChain, follow } from '../audit/chain.ts'
import type { Finding } from '../vault/check-files.ts'
import { openAgain } from '../vault/open-again.ts'
import { putBack } from '../vault/put-back.ts'
import { readThrough } from '../vault/read-through.ts'
import { checkBackup, sameCase } from '../vault/repair-folder.ts'
import { mendFiles, mendState } from '../vault/repair-state.ts'
import { accessTo, blobPath } from '../vault/sealed-blob.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import { readRun, runPath, runsIn, type SealedRun } from '../vault/sealed-runs.ts'
import type { Loaded } from '../vault/vault.ts'
import { entriesOf } from './audit-runs.ts'
import type { CaseDocument } from './document.ts'
import type { CaseStore } from './store.ts'

/** How to repair. Progress counts bytes of stored files read, then brought back and read again. */
export interface RepairOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
  /** Hears each file as soon as it stands in its place again. */
  readonly onRepaired?: (path: string) => void
}

/** What a repair came to: the files brought back, as paths within the case, and what is still wrong. */
export interface Repaired {
  readonly repaired: readonly string[]
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

/** What a repair needs of the open store it mends. */
export interface RepairedStore {
  readonly sealed: SealedCase
  readonly document: CaseDocument
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly verify: CaseStore['verify']
  readonly headAt: (seq: number) => Promise<{ readonly hash: string }>
  /** A store over another folder of the same case, read-only. */
  readonly openCopy: (made: { sealed: SealedCase; loaded: Loaded }) => Promise<CaseStore>
}

const mendable: ReadonlySet<string> = new Set(['missing-blob', 'corrupt-blob', 'foreign-blob', 'io-error'])

/**
 * Brings the damaged and missing files of an open case back from a backup of it: stored files, runs of the history and
 * of versions, and the states kept behind the present one. Nothing is taken that does not open under the case's own
 * keys and is not exactly what the case names. What was replaced is kept in `damaged/`. Throws `permission` read-only,
 * `invalid` and `not-found` for a place that is no backup of this case, `cancelled`: what stands again by then stays.
 */
export async function repairStore(
  store: RepairedStore,
  from: string,
  options: RepairOptions,
): Promise<Repaired> {
  const { sealed, document } = store
  const { disk, folder, surroundings, unlocked, readOnly, stillOurs } = sealed.opened()
  if (readOnly)
    throw new CaseworkError(
      'permission',
      `${folder} is open for reading only. Close it, then repair it with its passphrase.`,
    )
  const { caseId } = unlocked.keys
  sameCase(from, (await checkBackup(disk, folder, from)).caseId, caseId)
  const stopIfAsked = () => {
    if (options.signal?.aborted)
      throw new CaseworkError(
        'cancelled',
        'The repair was stopped, as asked. What was brought back by then stays.',
      )
    sealed.opened()
  }
  const bytes = [...document.blobs.values()].reduce((sum, { size }) => sum + size, 0)
  const state = { done: 0, total: bytes }
  const tell = (more: number) => {
    stopIfAsked()
    state.done += more
    options.onProgress?.(Math.min(state.done, state.total), state.total)
  }
  const watched = options.signal === undefined ? {} : { signal: options.signal }
  const first = await store.verify({
    full: true,
    ...watched,
    onProgress: (done) => options.onProgress?.(Math.min(done, bytes), state.total),
  })
  state.done = bytes
  const mending = { disk, folder, random: surroundings.random, stillOurs }
  const repaired: string[] = []
  const back = (path: string) => {
    repaired.push(path)
    options.onRepaired?.(path)
  }

  stopIfAsked()
  await store.inTurn(async () => {
    const { headerGen: generation } = sealed.roster
    const { keys } = unlocked
    const { state: read, files } = await mendState({ disk, folder, from, keys, generation })
    const before = files.filter((path) => Number.parseInt(path.slice(6, 22), 16) < read.end.base)
    // The present state is open and being written: only what stands behind it can be replaced now.
    for (const path of await mendFiles(mending, from, before, keys)) back(path)
  })
  for (const path of await mendHistory(store, from, stopIfAsked)) back(path)
  for (const path of await mendVersions(store, from, stopIfAsked)) back(path)

  const uids = first.findings
    .filter(({ code, what }) => mendable.has(code) && what.startsWith('blobs/'))
    .map(({ what }) => what.slice('blobs/'.length))
  const wrong = [...new Set(uids)].flatMap((uid) => document.blobs.get(uid) ?? [])
  state.total += wrong.reduce((sum, { size }) => sum + 3 * size, 0)
  const only = new Set<string>()
  for (const meta of wrong) {
    stopIfAsked()
    const path = blobPath('.', meta.uid)
    const sound = async (copy: string) => {
      const access = { ...accessTo(folder, unlocked.keys, meta), path: copy }
      try {
        return (await readThrough(disk, access, tell)) === meta.sha256
      } catch (thrown) {
        if (thrown instanceof CaseworkError && mendable.has(thrown.code)) return false
        throw thrown
      }
    }
    if (!(await putBack(mending, path, join(from, path), sound, tell))) continue
    only.add(meta.uid)
    back(path)
  }
  if (repaired.length === 0) return { repaired, ok: first.ok, findings: first.findings }
  const after = await store.verify({ full: true, only, ...watched })
  // What was not touched was read in full before, and not again.
  const still = first.findings.filter(
    ({ code, what }) =>
      what.startsWith('blobs/') &&
      !only.has(what.slice('blobs/'.length)) &&
      !after.findings.some((each) => each.code === code && each.what === what),
  )
  const findings = [...after.findings, ...still]
  options.onProgress?.(state.total, state.total)
  return { repaired, ok: after.ok && still.every(({ code }) => code === 'orphan-blob'), findings }
}

/** The head a run of the history ends with, or that after entry `seq` within it; undefined when it does not hold. */
function headIn(caseId: string, run: SealedRun, seq: number): string | undefined {
  const entries = entriesOf(run.payloads)
  const count = seq - run.first + 1
  if (count < 1 || count > entries.length) return undefined
  const before = run.first === 1 ? emptyChain(caseId) : { seq: run.first - 1, hash: run.before }
  if (before.hash !== run.before) return undefined
  const { head, brokenAt } = follow(caseId, before, entries.slice(0, count))
  return brokenAt === undefined ? head.hash : undefined
}

/**
 * Brings runs of the history back, from the newest to the oldest: each must end with the very head that what follows it
 * was chained to, so that no other history can take its place.
 */
async function mendHistory(store: RepairedStore, from: string, stopIfAsked: () => void): Promise<string[]> {
  const { sealed, document } = store
  const { disk, folder, surroundings, unlocked, stillOurs } = sealed.opened()
  const read = (root: string, first: number) =>
    readRun(disk, root, unlocked.keys, 'audit', first).catch(() => undefined)
  const own = await sealed.runs('audit')
  const theirs = await runsIn(disk, from, 'audit')
  const done: string[] = []
  let next: { seq: number; hash: string } = document.recentFrom
  while (next.seq > 0) {
    stopIfAsked()
    const { seq, hash } = next
    const mine = own.findLast((first) => first <= seq)
    const run = mine === undefined ? undefined : await read(folder, mine)
    if (run !== undefined && headIn(sealed.id, run, seq) === hash) {
      next = { seq: run.first - 1, hash: run.before }
      continue
    }
    const other = theirs.findLast((first) => first <= seq)
    const found = other === undefined ? undefined : await read(from, other)
    const fits = found !== undefined && headIn(sealed.id, found, seq) === hash
    const clear =
      run === undefined || mine === other || run.first + entriesOf(run.payloads).length <= (other ?? 0)
    if (fits && clear) {
      const path = runPath('audit', found.first)
      const bytes = await disk.readFile(join(from, path))
      const mending = { disk, folder, random: surroundings.random, stillOurs }
      const sound = async (copy: string) => (await disk.readFile(copy)).equals(bytes)
      if (await putBack(mending, path, join(from, path), sound)) done.push(path)
      next = { seq: found.first - 1, hash: found.before }
      continue
    }
    // A hole that cannot be filled. What stands before it still says what came before that.
    const below = own.findLast((first) => first < (mine ?? seq))
    const known = below === undefined ? undefined : await read(folder, below)
    if (known === undefined) break
    next = { seq: known.first - 1, hash: known.before }
  }
  return done
}

/** Whether a backup and the case are of one history: where the shorter ends, the longer has the same head. */
async function sameHistory(store: RepairedStore, from: string): Promise<boolean> {
  const { sealed, document } = store
  const made = await openAgain(sealed.opened(), from)
  try {
    const copy = await store.openCopy(made)
    const [ours, theirs] = [document.chain, copy.auditHead()]
    const seq = Math.min(ours.seq, theirs.seq)
    return (await store.headAt(seq)).hash === (await copy.audit.headAt(seq)).hash
  } finally {
    await made.sealed.close()
  }
}

/** Brings runs of versions back: those that fill exactly what is missing, from a backup of the same history. */
async function mendVersions(store: RepairedStore, from: string, stopIfAsked: () => void): Promise<string[]> {
  const { sealed, document } = store
  const { disk, folder, surroundings, unlocked, stillOurs } = sealed.opened()
  const read = (root: string, first: number) =>
    readRun(disk, root, unlocked.keys, 'versions', first).catch(() => undefined)
  const own = new Map<number, SealedRun>()
  for (const first of await sealed.runs('versions')) {
    const run = await read(folder, first)
    if (run !== undefined) own.set(first, run)
  }
  const theirs = await runsIn(disk, from, 'versions')
  const lacking = theirs.filter((first) => !own.has(first) && first <= document.sealedTx)
  if (lacking.length === 0) return []
  const known = await sameHistory(store, from).catch((thrown) => {
    if (thrown instanceof CaseworkError && thrown.code !== 'locked') return false
    throw thrown
  })
  if (!known) return []
  const done: string[] = []
  for (const first of lacking) {
    stopIfAsked()
    const run = await read(from, first)
    if (run === undefined) continue
    const last = first + run.payloads.length - 1
    const overlaps = [...own.values()].some(
      (each) => each.first <= last && each.first + each.payloads.length - 1 >= first,
    )
    if (overlaps) continue
    const path = runPath('versions', first)
    const bytes = await disk.readFile(join(from, path))
    const sound = async (copy: string) => (await disk.readFile(copy)).equals(bytes)
    const mending = { disk, folder, random: surroundings.random, stillOurs }
    if (!(await putBack(mending, path, join(from, path), sound))) continue
    own.set(first, run)
    done.push(path)
  }
  return done
}
