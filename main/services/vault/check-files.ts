import { join } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'
import { signedBy } from './age-keys.ts'
import type { CaseKeys } from './case-keys.ts'
import { type Disk, namesIn, readIfThere } from './disk.ts'
import { earlierFaults } from './earlier-states.ts'
import { headerAuthentic } from './header.ts'
import { forkCopies, presenceOf } from './presence.ts'
import { readThrough } from './read-through.ts'
import { accessTo, type BlobMeta } from './sealed-blob.ts'
import { readRun, runPath, runsIn } from './sealed-runs.ts'
import { decodeSnapshot, headText, type Manifest, partsMatch } from './snapshot.ts'
import { loadState, snapshotName, sortNames } from './state-files.ts'
import { findHeader } from './unlock.ts'

/** Something a check found. `what` names the file. An orphan is a stored file nothing refers to, which does no harm. */
export interface Finding {
  readonly code: ErrorCode | 'orphan-blob'
  readonly sentence: string
  readonly what: string
}

/**
 * What a check is asked to do. Progress counts bytes where files are read in full, files otherwise. `subset` reads the
 * k-th of n parts of the stored files in full, so that n checks, from 1 to n, read them all.
 */
export interface CheckOptions {
  readonly full?: boolean
  readonly subset?: { readonly k: number; readonly n: number }
  /** In full, but of the stored files only these, by uid: what a repair touched. */
  readonly only?: ReadonlySet<string>
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** What a check came to: stored files looked at, and bytes of them read in full. */
export interface Checked {
  readonly findings: Finding[]
  readonly files: number
  readonly bytes: number
}

/** A case folder to be checked. `stillOpen` throws once the keys are gone: what is found then proves nothing. */
export interface ToCheck {
  readonly disk: Disk
  readonly folder: string
  readonly keys: CaseKeys
  readonly holders: readonly { readonly slot: string; readonly edPub: string }[]
  readonly blobs: readonly BlobMeta[]
  readonly stillOpen: () => void
}

/** A thrown error as a finding; anything that is not one of ours goes on. */
export function findingOf(thrown: unknown, what: string): Finding {
  if (thrown instanceof CaseworkError && thrown.code !== 'cancelled' && thrown.code !== 'locked')
    return { code: thrown.code, sentence: thrown.message, what }
  throw thrown
}

/** Whether the audit head a snapshot names was signed by the holder it says. */
function headSigned({ keys, holders }: ToCheck, { auditSeq, auditHead, signed }: Manifest): boolean {
  const known = holders.filter(({ slot, edPub }) => slot === signed.slot && edPub !== '')
  const text = headText(keys.caseId, auditSeq, auditHead)
  return known.length === 0 || known.some(({ edPub }) => signedBy(edPub, text, signed.sig))
}

async function checkState(checked: ToCheck, all: boolean): Promise<Finding[]> {
  const { disk, folder, keys } = checked
  const findings: Finding[] = []
  const found = await findHeader(disk, folder)
  const macKey = keys.derive('hdr-mac', 64, { epoch: found.header.epoch })
  if (macKey === undefined || !headerAuthentic(found.header, macKey))
    findings.push({
      code: 'header-tampered',
      sentence: `The header of ${folder} was changed by somebody without its key.`,
      what: 'header.cv',
    })
  if (found.damaged)
    findings.push({
      code: 'damaged-header',
      sentence: `One of the two copies of the header of ${folder} is damaged. It is written again when the case is next opened for writing.`,
      what: found.repair.includes('first') ? 'header.cv' : 'header.cv.bak',
    })
  const state = await loadState(disk, folder, keys)
  for (const { code, sentence, file } of state.notices)
    findings.push({ code, sentence, what: file === undefined ? 'state' : `state/${file}` })
  if (!headSigned(checked, state.manifest)) {
    const sentence =
      'The signature under the history of this case is not that of the holder it names. Do not rely on the history until this is explained.'
    findings.push({ code: 'audit-broken', sentence, what: `state/${snapshotName(state.manifest.gen)}` })
  }
  // Where the newest state could not be read, those before it were, and have been told of.
  if (state.end.base !== state.end.generation) return findings
  for (const { code, file } of await earlierFaults(disk, folder, keys, all))
    findings.push({
      code,
      sentence: `Nothing is lost now: the present state of this case does not need ${file}. But that file is damaged, missing or not the one that belongs there, so that the earlier state it is part of could not be used if the present one were lost. Repair the case from a backup, or make a backup now.`,
      what: `state/${file}`,
    })
  return findings
}

/** Every snapshot that is kept, and every sealed run, read whole. */
async function checkWrittenOnce({ disk, folder, keys, stillOpen }: ToCheck): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const generation of sortNames(await namesIn(disk, join(folder, 'state'))).snapshots) {
    const name = snapshotName(generation)
    const bytes = await readIfThere(disk, join(folder, 'state', name))
    // Pruned since we looked.
    if (bytes === undefined) continue
    const snapshot = decodeSnapshot(keys, generation, bytes)
    if (snapshot !== null && partsMatch(snapshot)) continue
    findings.push({
      code: 'corrupt-snapshot',
      sentence: `The stored state ${name} is damaged. Restore it from a backup.`,
      what: `state/${name}`,
    })
  }
  for (const kind of ['audit', 'versions'] as const)
    for (const first of await runsIn(disk, folder, kind)) {
      stillOpen()
      await readRun(disk, folder, keys, kind, first).catch((thrown) =>
        findings.push(findingOf(thrown, runPath(kind, first))),
      )
    }
  return findings
}

/** Which of `n` parts a stored file belongs to, from 1 on: always the same one, for its uid is random and its own. */
function partOf(uid: string, n: number): number {
  return (Number.parseInt(uid.slice(0, 12), 16) % n) + 1
}

const advice = {
  missing: ['missing-blob', 'is missing. Restore it from a backup.'],
  wrongLength: ['corrupt-blob', 'has the wrong length. Restore it from a backup.'],
  unreadable: ['io-error', 'cannot be looked at: the disk reported a fault. Check the disk.'],
  orphans: [
    'orphan-blob',
    'belongs to nothing in the case: an import was interrupted before it was recorded. It does no harm.',
  ],
} as const

async function checkBlobs(input: ToCheck, options: CheckOptions): Promise<Checked> {
  const { disk, folder, keys, blobs, stillOpen } = input
  const { full, subset, only, signal, onProgress } = options
  const stopIfAsked = () => {
    if (signal?.aborted)
      throw new CaseworkError('cancelled', 'The check was stopped, as asked. Nothing was changed.')
    stillOpen()
  }
  const presence = await presenceOf(disk, folder, blobs, signal)
  stopIfAsked()
  const findings = (['missing', 'wrongLength', 'unreadable', 'orphans'] as const).flatMap((kind) =>
    presence[kind].map((uid): Finding => {
      const [code, words] = advice[kind]
      return { code, sentence: `The stored file ${uid} ${words}`, what: `blobs/${uid}` }
    }),
  )
  const wrong = new Set([...presence.missing, ...presence.wrongLength, ...presence.unreadable])
  const toRead = full
    ? blobs.filter(({ uid }) => only?.has(uid) ?? true)
    : subset === undefined
      ? []
      : blobs.filter(({ uid }) => partOf(uid, subset.n) === subset.k)
  const reading = full || subset !== undefined
  const total = reading ? toRead.reduce((sum, { size }) => sum + size, 0) : blobs.length
  const done = { bytes: 0, skipped: 0 }
  const tell = () => onProgress?.(Math.min(total, done.bytes + done.skipped), total)
  if (!reading) onProgress?.(total, total)
  for (const meta of toRead) {
    stopIfAsked()
    if (wrong.has(meta.uid)) {
      done.skipped += meta.size
      continue
    }
    const before = done.bytes
    try {
      const sha256 = await readThrough(disk, accessTo(folder, keys, meta), (bytes) => {
        stopIfAsked()
        done.bytes += bytes
        tell()
      })
      if (sha256 !== meta.sha256)
        findings.push({
          code: 'corrupt-blob',
          sentence: `The stored file ${meta.uid} is not the one that was taken in: its SHA-256 differs. Restore it from a backup.`,
          what: `blobs/${meta.uid}`,
        })
    } catch (thrown) {
      stopIfAsked()
      findings.push(findingOf(thrown, `blobs/${meta.uid}`))
      done.skipped += meta.size - (done.bytes - before)
    }
  }
  if (reading) tell()
  return { findings, files: reading ? toRead.length : blobs.length, bytes: done.bytes }
}

/**
 * Checks the files of a case. Quickly: headers, state, presence and length of each stored file. In full: also every
 * snapshot kept, every sealed run, and every byte of every stored file against its SHA-256; a subset reads part of the
 * stored files so. Writes nothing; memory does not grow with the case's files. Throws `cancelled` and `locked`.
 */
export async function checkFiles(input: ToCheck, options: CheckOptions): Promise<Checked> {
  const findings: Finding[] = []
  const gather = async (what: string, look: () => Promise<Finding[]>) => {
    try {
      findings.push(...(await look()))
    } catch (thrown) {
      input.stillOpen()
      findings.push(findingOf(thrown, what))
    }
  }
  const whole = options.full === true || options.subset !== undefined
  await gather('state', () => checkState(input, whole))
  if (whole) await gather('state', () => checkWrittenOnce(input))
  for (const path of await forkCopies(input.disk, input.folder))
    findings.push({ code: 'forked', sentence: forkSentence(path), what: path })
  const blobs = await checkBlobs(input, options)
  const told = new Set<string>()
  // The same file may be met twice: by what reads the state, and by what reads each file.
  const once = [...findings, ...blobs.findings].filter(({ code, what }) => {
    const first = what === 'state' || !told.has(`${code} ${what}`)
    told.add(`${code} ${what}`)
    return first
  })
  return { ...blobs, findings: once }
}

/** What is said of a copy that stands beside one of our files. */
export function forkSentence(path: string): string {
  return `There is a copy beside the files of this case (${path}): another machine, or a program that synchronises folders, wrote it. It is kept apart and not used. Find out what it holds, then move it out of the case.`
}
