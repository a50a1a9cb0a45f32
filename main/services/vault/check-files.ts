import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { CaseworkError, type ErrorCode } from '../../../casework/contract/errors.ts'
import { signedBy } from './age-keys.ts'
import type { CaseKeys } from './case-keys.ts'
import { sealedLength } from './cobblestone.ts'
import { type Disk, namesIn, readIfThere, systemCode } from './disk.ts'
import { headerAuthentic } from './header.ts'
import type { Holder } from './ring.ts'
import { accessTo, type BlobMeta, blobPath, openSealed } from './sealed-blob.ts'
import { decodeSnapshot, headText, type Manifest, partsMatch } from './snapshot.ts'
import { loadState, snapshotName, sortNames } from './state-files.ts'
import { findHeader } from './unlock.ts'

/** Something a check found. `what` names the file. An orphan is a stored file nothing refers to, which does no harm. */
export interface Finding {
  readonly code: ErrorCode | 'orphan-blob'
  readonly sentence: string
  readonly what: string
}

/** What a check is asked to do. Progress counts bytes in a full check, files otherwise. */
export interface CheckOptions {
  readonly full?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** A thrown error as a finding; anything that is not one of ours goes on. */
export function findingOf(thrown: unknown, what: string): Finding {
  if (thrown instanceof CaseworkError) return { code: thrown.code, sentence: thrown.message, what }
  throw thrown
}

interface Checked {
  readonly disk: Disk
  readonly folder: string
  readonly keys: CaseKeys
  readonly holders: readonly Holder[]
}

/** Whether the audit head a snapshot names was signed by the holder it says. */
function headSigned({ keys, holders }: Checked, { auditSeq, auditHead, signed }: Manifest): boolean {
  const holder = holders.find((h) => h.slot === signed.slot)
  return (
    holder === undefined || signedBy(holder.edPub, headText(keys.caseId, auditSeq, auditHead), signed.sig)
  )
}

async function checkState(checked: Checked, full: boolean): Promise<Finding[]> {
  const { disk, folder, keys } = checked
  const findings: Finding[] = []
  const found = await findHeader(disk, folder)
  if (!headerAuthentic(found.header, keys.derive('hdr-mac', 64) as Buffer))
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
  for (const { code, sentence } of state.notices)
    if (code !== 'lock-taken-over') findings.push({ code, sentence, what: 'state' })
  if (!headSigned(checked, state.manifest)) {
    const sentence =
      'The signature under the history of this case is not that of the holder it names. Do not rely on the history until this is explained.'
    findings.push({ code: 'audit-broken', sentence, what: snapshotName(state.manifest.gen) })
  }
  if (!full) return findings
  for (const generation of sortNames(await namesIn(disk, join(folder, 'state'))).snapshots) {
    const name = snapshotName(generation)
    const bytes = await readIfThere(disk, join(folder, 'state', name))
    // Pruned since we looked.
    if (bytes === undefined) continue
    const snapshot = decodeSnapshot(keys, generation, bytes)
    if (snapshot !== null && partsMatch(snapshot)) continue
    if (findings.some((f) => f.sentence.includes(name))) continue
    findings.push({
      code: 'corrupt-snapshot',
      sentence: `The stored state ${name} is damaged. Restore it from a backup.`,
      what: name,
    })
  }
  return findings
}

function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new CaseworkError('cancelled', 'The check was stopped, as asked. Nothing was changed.')
}

const pieceLength = 1024 * 1024

async function readWhole(
  folder: string,
  keys: CaseKeys,
  meta: BlobMeta,
  tick: (bytes: number) => void,
): Promise<string> {
  const blob = openSealed(accessTo(folder, keys, meta))
  try {
    const hash = createHash('sha256')
    for (let at = 0; at < meta.size || at === 0; at += pieceLength) {
      const piece = blob.read(at, pieceLength)
      hash.update(piece)
      tick(piece.length)
      // Others must be able to ask for a stop.
      await new Promise((resolve) => setImmediate(resolve))
    }
    // The chunk that ends the file is empty when the size is a whole number of chunks; its tag still counts.
    blob.verifyEnd()
    return hash.digest('hex')
  } finally {
    blob.close()
  }
}

async function checkBlob(
  disk: Disk,
  folder: string,
  keys: CaseKeys,
  meta: BlobMeta,
): Promise<Finding | undefined> {
  const what = `blobs/${meta.uid}`
  try {
    const { size } = await disk.lstat(blobPath(folder, meta.uid))
    if (size === sealedLength(meta.size)) return undefined
    accessTo(folder, keys, meta)
    return {
      code: 'corrupt-blob',
      sentence: `The stored file ${meta.uid} has the wrong length. Restore it from a backup.`,
      what,
    }
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') return findingOf(thrown, what)
    return {
      code: 'missing-blob',
      sentence: `The stored file ${meta.uid} is missing. Restore it from a backup.`,
      what,
    }
  }
}

/** The uids of all sealed files in the folder `blobs`. */
export async function storedBlobs(disk: Disk, folder: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (const start of await namesIn(disk, join(folder, 'blobs')))
    for (const rest of await namesIn(disk, join(folder, 'blobs', start))) found.add(start + rest)
  return found
}

/**
 * Checks every file of a case. Quickly: headers, state, presence and length of each stored file. In full: also every
 * snapshot kept, and every byte of every stored file against its SHA-256. Writes nothing.
 */
export async function checkFiles(
  input: Checked & { readonly blobs: readonly BlobMeta[] },
  options: CheckOptions,
): Promise<Finding[]> {
  const { disk, folder, keys, blobs } = input
  const findings: Finding[] = []
  try {
    findings.push(...(await checkState(input, options.full === true)))
  } catch (thrown) {
    findings.push(findingOf(thrown, 'state'))
  }
  const total = options.full ? blobs.reduce((sum, b) => sum + b.size, 0) : blobs.length
  let done = 0
  const tick = (n: number) => {
    done += n
    stopIfAsked(options.signal)
    options.onProgress?.(done, total)
  }
  for (const meta of blobs) {
    stopIfAsked(options.signal)
    const quick = await checkBlob(disk, folder, keys, meta)
    if (quick !== undefined) findings.push(quick)
    if (!options.full || quick !== undefined) {
      tick(options.full ? meta.size : 1)
      continue
    }
    try {
      if ((await readWhole(folder, keys, meta, tick)) !== meta.sha256)
        findings.push({
          code: 'corrupt-blob',
          sentence: `The stored file ${meta.uid} is not the one that was taken in: its SHA-256 differs. Restore it from a backup.`,
          what: `blobs/${meta.uid}`,
        })
    } catch (thrown) {
      if (thrown instanceof CaseworkError && thrown.code === 'cancelled') throw thrown
      findings.push(findingOf(thrown, `blobs/${meta.uid}`))
    }
  }
  const known = new Set(blobs.map((b) => b.uid))
  for (const uid of await storedBlobs(disk, folder)) {
    if (known.has(uid)) continue
    const sentence = `The stored file ${uid} belongs to nothing in the case: an import was interrupted before it was recorded. It does no harm.`
    findings.push({ code: 'orphan-blob', sentence, what: `blobs/${uid}` })
  }
  return findings
}
