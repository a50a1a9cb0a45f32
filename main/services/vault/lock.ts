import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { type Disk, diskError, present, readIfThere, syncFolder, systemCode, writeAll } from './disk.ts'
import { type Host, processRuns } from './host.ts'

/** A case held open for writing by this process. */
export interface Lock {
  /** What was found and taken over, when a lock was left behind. */
  readonly takenFrom: string | undefined
  /** Throws `lock-lost` when somebody else holds the case now. */
  confirm(): Promise<void>
  /** As `confirm`, satisfied by a look a moment ago: before a write that is confirmed again before it counts. */
  expect(): Promise<void>
  release(): Promise<void>
}

interface Owner {
  readonly host: string
  readonly bootId: string
  readonly pid: number
  readonly startTime: string | number
  readonly nonce: string
  readonly since: number
  readonly at: number
}

const beat = 10_000
const silence = 60_000
// Nobody takes over a case heard from within a minute, so a look this fresh still holds.
const fresh = 500
// The locks this process holds. One that names this process and is not among them was left when letting go failed.
const heldHere = new Set<string>()

function readOwner(bytes: Buffer | undefined): Owner | undefined {
  try {
    const owner = JSON.parse(bytes?.toString() ?? '') as Partial<Owner>
    return typeof owner.nonce === 'string' && typeof owner.at === 'number' ? (owner as Owner) : undefined
  } catch {
    return undefined
  }
}

/** Whether a lock still counts: 'live', 'stale' (taken without asking), or 'silent' (taken only when told to). */
function standing(owner: Owner | undefined, host: Host, now: number): 'live' | 'stale' | 'silent' {
  if (owner === undefined) return 'silent'
  const beating = Math.abs(now - owner.at) < silence
  if (owner.host !== host.name) return beating ? 'live' : 'silent'
  // Two machines may share a name; another boot is only surely over once it has also fallen silent.
  if (owner.bootId !== host.bootId) return beating ? 'live' : 'stale'
  if (!processRuns(owner.pid)) return 'stale'
  const started = host.startTimeOf?.(owner.pid)
  if (started !== undefined && started !== owner.startTime) return 'stale'
  const ours = owner.pid === process.pid && owner.pid === host.pid && owner.startTime === host.startTime
  return ours && !heldHere.has(owner.nonce) ? 'stale' : 'live'
}

/** Whether another process holds the case open for writing just now. Writes nothing. */
export async function lockIsLive(folder: string, disk: Disk, host: Host, now: number): Promise<boolean> {
  const owner = readOwner(await readIfThere(disk, join(folder, 'lock', 'owner.json')))
  return owner !== undefined && standing(owner, host, now) === 'live'
}

/**
 * The owner's bytes, as `readIfThere` gives them, in two calls instead of four: every change is acknowledged only after
 * this look, so nothing is waited for that it does not need. An owner is some 250 bytes; more is not one of ours.
 */
async function glance(disk: Disk, path: string): Promise<Buffer | undefined> {
  try {
    const file = await disk.open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      void file.close().catch(() => {})
    }
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT' || systemCode(thrown) === 'ENOTDIR') return undefined
    throw diskError(thrown, 'read', path)
  }
}

function described(owner: Owner | undefined): string {
  if (owner === undefined) return 'a program that left no name'
  return `${owner.host} (process ${owner.pid}) since ${new Date(owner.since).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The sentence for a case somebody else has open; `at` names the way on, where there is one. */
function held(folder: string, owner: Owner | undefined, silent: boolean): CaseworkError {
  const advice = silent
    ? 'It has not been heard from for a minute. If you are sure nobody is working there, take the case over.'
    : 'Close it there, or open it read-only here.'
  const what = `The case ${folder} is open on ${described(owner)}. ${advice}`
  return new CaseworkError('held', what, silent ? { at: 'takeOver' } : {})
}

/**
 * Takes the case for this process. A lock whose owner is gone from this machine is taken over without asking; one that
 * fell silent elsewhere only with `takeOver`. Throws `held` otherwise.
 */
export async function acquireLock(
  folder: string,
  input: { disk: Disk; now: () => number; random: (n: number) => Uint8Array; host: Host; takeOver: boolean },
): Promise<Lock> {
  const { disk, now, host } = input
  const path = join(folder, 'lock')
  const ownerPath = join(path, 'owner.json')
  const nonce = Buffer.from(input.random(16)).toString('hex')
  const since = now()
  const temporary = (what: string) => join(folder, 'tmp', `${what}-${nonce}`)

  const write = async (to: string) => {
    const { name, bootId, pid, startTime } = host
    const owner: Owner = { host: name, bootId, pid, startTime, nonce, since, at: now() }
    const file = await disk.open(to, 'w', 0o600)
    try {
      await writeAll(file, Buffer.from(JSON.stringify(owner)))
      // After a power cut an owner nobody can read would have to be asked about.
      await file.sync()
    } finally {
      await file.close()
    }
  }
  // The lock folder appears with its owner already inside: nobody ever sees a lock without one.
  const tryTake = async (): Promise<'taken' | 'occupied' | 'again'> => {
    try {
      await disk.mkdir(temporary('lock'), { mode: 0o700 })
      await write(join(temporary('lock'), 'owner.json'))
      await syncFolder(disk, temporary('lock'))
      // Known as ours before anybody can see it, or another opener in this process would take it for left behind.
      heldHere.add(nonce)
      await disk.rename(temporary('lock'), path)
      return 'taken'
    } catch (thrown) {
      heldHere.delete(nonce)
      await disk.rm(temporary('lock'), { recursive: true, force: true }).catch(() => {})
      const code = systemCode(thrown) ?? ''
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOENT'].includes(code)) throw diskError(thrown, 'lock', folder)
      const there = await present(disk, path).catch((failed) =>
        Promise.reject(diskError(failed, 'lock', folder)),
      )
      if (there) return 'occupied'
      // Whoever held it a moment ago let go, or swept our preparations away with their own.
      if (code === 'EPERM') throw diskError(thrown, 'lock', folder)
      return 'again'
    }
  }
  const clearAway = async (expected: Owner | undefined) => {
    const aside = temporary('stale')
    try {
      await disk.rename(path, aside)
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return
      throw diskError(thrown, 'take over the lock of', folder)
    }
    const moved = readOwner(await readIfThere(disk, join(aside, 'owner.json')))
    if (moved?.nonce !== expected?.nonce) {
      // Somebody else took it over between our look and our move: give it back.
      await disk.rename(aside, path).catch(() => {})
      throw held(folder, moved, false)
    }
    // Its owner must not be gone from the disk before its place is.
    await syncFolder(disk, folder).catch(() => {})
    await disk.rm(aside, { recursive: true, force: true }).catch(() => {})
  }

  let takenFrom: string | undefined
  for (let tries = 0; ; tries += 1) {
    const took = await tryTake()
    if (took === 'taken') break
    const owner = readOwner(await readIfThere(disk, ownerPath))
    if (tries > 8) throw held(folder, owner, false)
    if (took === 'again') continue
    const state = standing(owner, host, now())
    if (state === 'live' || (state === 'silent' && !input.takeOver))
      throw held(folder, owner, state === 'silent')
    takenFrom = described(owner)
    await clearAway(owner)
  }

  const lost = () =>
    new CaseworkError(
      'lock-lost',
      `The case ${folder} was taken over by somebody else while it was open here. Nothing more is written; close it and open it again.`,
    )
  const state = { lost: false, looked: Number.NEGATIVE_INFINITY }
  const confirm = async () => {
    const at = now()
    const owner = state.lost ? undefined : readOwner(await glance(disk, ownerPath))
    state.looked = at
    if (owner?.nonce === nonce) return
    state.lost = true
    throw lost()
  }
  const refresh = async () => {
    await confirm()
    await write(temporary('beat'))
    await disk.rename(temporary('beat'), ownerPath)
  }
  const timer = setInterval(() => void refresh().catch(() => {}), beat)
  timer.unref()
  return {
    takenFrom,
    confirm,
    expect: async () => {
      // The wall clock, which sleep moves on; one put back makes the difference negative.
      const since = now() - state.looked
      if (state.lost || since < 0 || since > fresh) await confirm()
    },
    async release() {
      clearInterval(timer)
      const mine = await confirm().then(
        () => true,
        () => false,
      )
      heldHere.delete(nonce)
      if (!mine) return
      // Whole or not at all, as it came: what stays in tmp is swept by the next opening.
      const aside = temporary('left')
      try {
        await disk.rename(path, aside)
        await syncFolder(disk, folder)
        await disk.rm(aside, { recursive: true, force: true })
      } catch {
        // Left behind, it is known for what it is: this process no longer counts it as held.
      }
    },
  }
}
