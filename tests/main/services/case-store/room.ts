import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argon2id } from 'hash-wasm'
import {
  type CaseStore,
  createCase,
  type Kdf,
  openCase,
  type Surroundings,
} from '../../../../main/services/case-store/index.ts'

/** Argon2id itself, at the lowest cost the format allows. */
export const kdf: Kdf = ({ passphrase, salt, memoryKiB, passes, lanes }) =>
  argon2id({
    password: passphrase,
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: lanes,
    hashLength: 32,
    outputType: 'binary',
  })

/** The same, remembering its answers: for tests that open one case thousands of times. */
export function rememberingKdf(): Kdf & { runs: number } {
  const known = new Map<string, Uint8Array>()
  const remembered = async (input: Parameters<Kdf>[0]) => {
    const key = JSON.stringify([
      Buffer.from(input.passphrase).toString('hex'),
      input.salt,
      input.memoryKiB,
      input.passes,
      input.lanes,
    ])
    const answer = known.get(key) ?? (await kdf(input))
    known.set(key, answer)
    remembered.runs += 1
    return Uint8Array.from(answer)
  }
  remembered.runs = 0
  return remembered
}

export const cheap = { memoryKiB: 19_456, passes: 1, lanes: 1 }
export const passphrase = 'correct horse battery staple lamp'

/** Surroundings for a test: a clock that moves a second at each look, this process as host. */
export function surroundings(over: Partial<Surroundings> = {}): Surroundings {
  const clock = { at: Date.UTC(2026, 2, 1, 9) }
  return {
    now: () => {
      clock.at += 1000
      return clock.at
    },
    random: (n) => randomBytes(n),
    kdf,
    cost: cheap,
    host: { name: 'desk-1', bootId: 'boot-1', pid: process.pid, startTime: 1 },
    ...over,
  }
}

/**
 * A folder of the test's own, and the way to be rid of it: in memory where the system has such a place, for cases come and
 * go by the hundred here. On a disk they lie in the tests of the hosts, in the journeys and in the bench.
 */
export function room(): { path: string; at: (...names: string[]) => string; clear: () => void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'turnstone-'))
  return {
    path,
    at: (...names) => join(path, ...names),
    clear: () => rmSync(path, { recursive: true, force: true }),
  }
}

export async function newCase(
  folder: string,
  s: Surroundings,
): Promise<{ store: CaseStore; recoveryKey: string }> {
  return await createCase(folder, { name: 'Operation Lantern', passphrase, holder: 'PC Amara Byrne' }, s)
}
export function reopen(
  folder: string,
  s: Surroundings,
  options: { readOnly?: boolean } = {},
): Promise<CaseStore> {
  return openCase(folder, { passphrase }, s, options)
}

export async function* pieces(bytes: Uint8Array, length = 65_536): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

/** What a promise was refused with: the code of the error, or `done` when it was not. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : `untyped: ${thrown}`
  }
}

export const put = (collection: string, record: { id: string; [key: string]: unknown }) =>
  ['put', collection, record.id, record] as const
