import { createHash } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Params, Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { headCode } from '../../casework/rules/head-code.ts'
import type { Asked } from '../dispatch.ts'
import { readEntry, type StoredEntry } from '../services/audit/chain.ts'
import { checkProof, proofBytes } from '../services/audit/proof.ts'
import { isTaken, unfinishedName } from '../services/bundle/index.ts'
import { safeName, shown, unwritable } from '../services/machine/places.ts'
import type { Desk } from './desk.ts'
import { enterLeaving } from './entering.ts'
import type { OpenCase } from './open-cases.ts'

/** The largest proof that is read, in bytes: over a million entries. */
const largestProof = 512 * 1024 * 1024

/**
 * Writes entries and their proof as one file, and enters that in the history. The proof goes on, withheld, to a head
 * that is signed: without one nobody stands behind it. Throws `invalid` for entries there are not, `exists`, and the
 * disk's errors.
 */
export async function exportProof(
  held: OpenCase,
  desk: Desk,
  wanted: Params<'audit.export'>,
  { signal, progress }: Asked,
): Promise<Result<'audit.export'>> {
  const trail = held.store.audit
  const { from, to, keep } = wanted
  const head = trail.head()
  if (from > to || to > head.seq)
    throw new CaseworkError(
      'invalid',
      `The history of this case has entries 1 to ${head.seq}. Ask for some of those, first and last.`,
      { at: from > to ? 'from' : 'to' },
    )
  const name = safeName(wanted.fileName.replace(/(\.json)?$/i, '.json'))
  const path = join(desk.places.target(wanted.place), name)
  if (isTaken(path))
    throw new CaseworkError(
      'exists',
      `“${name}” is already in that folder, and a proof is never written over. Choose another name.`,
      { at: 'fileName' },
    )
  progress({ done: 0, total: to - from + 1, note: '' })
  const signed = [...(await trail.signedIn(Math.max(1, from - 1), head.seq)), trail.signNow()]
  const end = Math.min(...signed.map(({ seq }) => seq).filter((seq) => seq >= to))
  const kept = keep === undefined ? null : new Set(keep.map(({ type, id }) => `${type}/${id}`))
  const before = await trail.headAt(from - 1)
  const entries = await trail.read(from, end)
  signal.throwIfAborted()
  let seq = from - 1
  const made = proofBytes({
    caseId: held.store.id,
    before,
    entries,
    keep: (entry) => {
      seq += 1
      return seq <= to && (kept === null || isKept(entry, kept))
    },
    signed,
    holders: trail.keys(),
    madeAt: desk.now(),
  })
  const sha256 = createHash('sha256').update(made.bytes).digest('hex')
  const withheld = made.withheld - (end - to)
  const enter = (detail: object) =>
    enterLeaving(held, desk, {
      action: 'disclosure',
      target: { type: 'case' },
      detail: { medium: 'audit-proof', ...detail, sha256 },
    })
  const over = desk.unfinished.begin('file', path)
  await writeEntered(path, name, made.bytes, {
    enter: () => enter({ from, to, entries: to - from + 1, withheld }),
    withdraw: () => enter({ withdrawn: true }),
  }).finally(over)
  progress({ done: to - from + 1, total: to - from + 1, note: '' })
  return {
    file: desk.places.grant(path),
    entries: entries.length - made.withheld,
    withheld: made.withheld,
    sha256,
    code: headCode(made.head.hash),
  }
}

// Entries about the case itself tell of no record; those about a record are shown when it was asked for.
function isKept(entry: StoredEntry, kept: ReadonlySet<string>): boolean {
  const target = readEntry(entry).target as { type?: unknown; id?: unknown } | null | undefined
  return (target?.type === 'case' && target.id === undefined) || kept.has(`${target?.type}/${target?.id}`)
}

/** Writes a file that only gets its name once what it is was entered. */
async function writeEntered(
  path: string,
  name: string,
  bytes: Uint8Array,
  how: { enter: () => Promise<void>; withdraw: () => Promise<void> },
): Promise<void> {
  const temporary = unfinishedName(path)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') await rm(temporary, { force: true })
    throw unwritable(cause, 'file', name)
  }
  try {
    await how.enter()
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
  try {
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    // The history must not say that something left which never did.
    await how.withdraw()
    throw unwritable(cause, 'file', name)
  }
}

/** Checks a file of that kind by itself, and against what this machine remembers of its case. */
export async function checkProofFile(desk: Desk, path: string): Promise<Result<'audit.check'>> {
  const name = shown(basename(path))
  const bytes = await readProof(path, name)
  const { faults, proof, withheld, signedBy, heads } = checkProof(bytes)
  const findings: Result<'audit.check'>['findings'] = faults.map((fault) => ({ ...fault }))
  const known = proof === null ? undefined : desk.store.witness?.recall(proof.caseId)
  const seen = typeof known === 'object' ? heads.get(known.seq) : undefined
  if (typeof known === 'object' && seen !== undefined && seen !== known.head)
    findings.push({
      code: 'rollback-suspected',
      sentence: `This machine had seen another head at entry ${known.seq} of that case than this file gives.`,
    })
  return {
    ok: findings.length === 0,
    fileName: name,
    entries: (proof?.entries.length ?? 0) - withheld,
    withheld,
    signedBy: [...signedBy],
    findings,
  }
}

async function readProof(path: string, name: string): Promise<Buffer> {
  try {
    const about = await stat(path)
    if (!about.isFile()) throw new CaseworkError('not-a-file', `“${name}” is not a file. Choose a proof.`)
    if (about.size > largestProof)
      throw new CaseworkError('too-large', `“${name}” is larger than any proof Turnstone reads, 512 MiB.`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof CaseworkError) throw cause
    const gone = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new CaseworkError(
      gone ? 'not-found' : 'unreadable',
      gone
        ? `“${name}” is not there. Check its name.`
        : `“${name}” could not be read. Check the disk it is on.`,
      { cause },
    )
  }
}
