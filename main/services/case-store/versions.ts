import { isDeepStrictEqual } from 'node:util'
import canonicalize from 'canonicalize'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Finding } from '../vault/check-files.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { CaseDocument, JsonRecord, PastChange } from './document.ts'

/** A record as one change left it, null when that change took it away; which change, when, and whose. */
export interface Version {
  readonly record: JsonRecord | null
  readonly tx: number
  readonly at: number
  readonly actor: string
}

/** What is known of a record's past, newest first; `whole` unless changes before the oldest may not have been kept. */
export interface Versions {
  readonly versions: readonly Version[]
  readonly whole: boolean
}

const noLink = '0'.repeat(64)

const parsed = (payload: Buffer): PastChange => JSON.parse(payload.toString()) as PastChange

/**
 * Seals the changes since the snapshot into a run of their own. A run that a crash left behind without its snapshot
 * holds a first part of them already; only the rest is written then.
 */
export async function sealChanges(sealed: SealedCase, document: CaseDocument): Promise<void> {
  let rest = document.recentChanges
  for (const first of await sealed.runs('versions')) {
    if (first <= document.sealedTx) continue
    const { payloads } = await sealed.readRun('versions', first)
    rest = rest.filter(({ tx }) => tx >= first + payloads.length)
  }
  const [oldest] = rest
  if (oldest === undefined) return
  const payloads = rest.map((change) => Buffer.from(canonicalize(change) as string))
  await sealed.writeRun('versions', { first: oldest.tx, before: noLink, payloads })
}

/** What a change did to a record, step by step, and which change had touched it before; undefined when it did nothing. */
function stepsOf(change: PastChange, collection: string, id: string) {
  const ops = change.ops.filter((op) => op[0] !== 'blob' && op[1] === collection && op[2] === id)
  const [first] = ops
  if (first === undefined || first[0] === 'blob') return undefined
  const records = ops.map((op) => (op[0] === 'put' ? (op[3] as JsonRecord) : null))
  return { records, before: (first[0] === 'put' ? first[4] : first[3]) ?? 0 }
}

/**
 * Follows a record from change to change, reading only the runs that hold one. Throws `corrupt-journal` when such a
 * run is damaged or gone.
 */
export async function versionsOf(
  sealed: SealedCase,
  document: CaseDocument,
  collection: string,
  id: string,
): Promise<Versions> {
  const firsts = await sealed.runs('versions')
  const kept = { first: 0, payloads: [] as readonly Buffer[] }
  const changeOf = async (tx: number): Promise<PastChange | undefined> => {
    if (tx > document.sealedTx) return document.recentChanges[tx - document.sealedTx - 1]
    const first = firsts.findLast((each) => each <= tx)
    if (first === undefined) return undefined
    if (kept.first !== first)
      Object.assign(kept, { first, payloads: (await sealed.readRun('versions', first)).payloads })
    const payload = kept.payloads[tx - first]
    return payload === undefined ? undefined : parsed(payload)
  }
  const versions: Version[] = []
  let tx = document.touched.get(collection)?.get(id) ?? 0
  while (tx > 0) {
    const change = await changeOf(tx)
    const step = change === undefined ? undefined : stepsOf(change, collection, id)
    if (change === undefined || step === undefined || step.before >= tx) throw gone(tx)
    const { at, actor } = change
    versions.push(...step.records.toReversed().map((record) => ({ record, tx, at, actor })))
    tx = step.before
  }
  // Where the record of changes begins with the very first one, a record with no change before had none.
  const oldest = firsts[0] ?? document.sealedTx + 1
  return { versions, whole: oldest === 1 }
}

function gone(tx: number): CaseworkError {
  return new CaseworkError(
    'corrupt-journal',
    `Change ${tx} is missing among the earlier versions of this case. Restore the folder versions from a backup; the present versions are not touched by this.`,
  )
}

/**
 * What is wrong with the sealed changes, if anything: every run opens, goes on where the one before ended, names for
 * each step the change before it, and says of each present record what the state says. It proves that no earlier
 * version was lost or exchanged since it was sealed, not that what was entered then was true.
 */
export async function checkVersions(sealed: SealedCase, document: CaseDocument): Promise<Finding[]> {
  const found: Finding[] = []
  const wrong = (sentence: string) => found.push({ code: 'corrupt-journal', sentence, what: 'versions' })
  const last = new Map<string, number>()
  const end = document.sealedTx
  const firsts = await sealed.runs('versions')
  let expected = firsts[0] ?? end + 1
  const oldest = expected
  try {
    for (const first of firsts) {
      if (first !== expected) throw gone(expected)
      const { payloads } = await sealed.readRun('versions', first)
      for (const payload of payloads) {
        const change = parsed(payload)
        if (change.tx !== expected || !follows(change, last, oldest)) throw gone(expected)
        expected += 1
        if (change.tx <= end && contradicts(change, document)) throw contradicted(change.tx)
      }
    }
    if (expected <= end) throw gone(expected)
    for (const touched of document.touched.values())
      for (const tx of touched.values()) if (tx < oldest) throw gone(tx)
  } catch (thrown) {
    if (!(thrown instanceof CaseworkError)) throw thrown
    wrong(thrown.message)
  }
  return found
}

const keyOf = (collection: string, id: string) => `${collection}\0${id}`

/** Whether each step names the change that touched its record before, as far as that is among those kept. */
function follows({ tx, ops }: PastChange, last: Map<string, number>, oldest: number): boolean {
  const steps = ops.filter((op) => op[0] !== 'blob')
  const right = steps.every((op) => {
    const before = (op[0] === 'put' ? op[4] : op[3]) ?? 0
    const known = last.get(keyOf(op[1], op[2]))
    return known === undefined ? before === 0 || before < oldest : before === known
  })
  for (const op of steps) last.set(keyOf(op[1], op[2]), tx)
  return right
}

/** Whether a change that the state names as a record's last says something else of it than the state does. */
function contradicts(change: PastChange, document: CaseDocument): boolean {
  return change.ops.some((op) => {
    if (op[0] === 'blob') return false
    const [, collection, id] = op
    const touched = document.touched.get(collection)?.get(id) ?? 0
    if (touched !== change.tx) return touched < change.tx
    const present = document.collections.get(collection)?.get(id) ?? null
    return !isDeepStrictEqual(stepsOf(change, collection, id)?.records.at(-1) ?? null, present)
  })
}

function contradicted(tx: number): CaseworkError {
  return new CaseworkError(
    'corrupt-journal',
    `Change ${tx} among the earlier versions of this case says something else than the case does. Restore the folder versions from a backup and ask how it came about.`,
  )
}
