import { CaseworkError } from '../../casework/contract/errors.ts'
import { type AnyStored, recordTypes } from '../../casework/entities/index.ts'
import type { AuditNote, Op, SealedBlob } from '../services/case-store/index.ts'
import { filesOf, type Portable, toStored } from '../services/hand-over/portable.ts'
import type { Unpacked } from '../services/hand-over/unpack.ts'
import type { Desk } from './desk.ts'
import type { MergePlan, PlannedRecord } from './merge-plan.ts'
import type { OpenCase } from './open-cases.ts'

/** Records in one change, and bytes: well below what a change can hold. */
const mostRecords = 500
const mostBytes = 8 << 20

interface Step {
  readonly record: PlannedRecord
  readonly ops: readonly Op[]
  readonly blobs: readonly SealedBlob[]
  readonly bytes: number
}

/**
 * Puts what a plan says into the case. Each change is kept whole or not at all, and each record is within one. Throws
 * `conflict` when a record was changed since it was planned: what was put before stays, and merging again completes it.
 */
export async function applyMerge(
  held: OpenCase,
  desk: Desk,
  plan: MergePlan,
  { manifest, manifestSha256, signature }: Unpacked,
  staged: ReadonlyMap<string, SealedBlob>,
): Promise<void> {
  const { store, caseId } = held
  const steps = plan.records
    .filter(({ verdict }) => verdict !== 'same' && verdict !== 'older')
    .map((record) => stepFor(record, staged, (sha256) => store.blobBySha256(sha256)?.uid))
  const { counts } = plan
  const signed = store.handOver.knows(signature.edPub) ? 'known' : 'unknown'
  const { head, part } = manifest
  const combination: AuditNote = {
    action: 'combination',
    target: { type: 'hand-over', id: manifestSha256 },
    detail: {
      from: manifest.caseId,
      head,
      part,
      signed,
      signer: signature.edPub,
      records: steps.length,
      ...counts,
    },
  }
  for (const [at, change] of changesOf(steps).entries()) {
    for (const { record } of change)
      if (record.ours !== undefined && store.get(record.type, record.id) !== (record.ours as unknown))
        throw new CaseworkError(
          'conflict',
          'A record was changed here while the hand-over was being merged. What was merged so far is kept. Merge it again to complete it.',
        )
    await store.commit({
      ops: change.flatMap(({ ops }) => ops),
      audit: [...(at === 0 ? [combination] : []), ...change.map(({ record }) => noteOf(record))],
      blobs: change.flatMap(({ blobs }) => blobs),
      actor: desk.user,
    })
  }
  if (steps.length === 0) return
  held.records.recount()
  desk.tell({ kind: 'changed', caseId, types: recordTypes })
}

function stepFor(
  record: PlannedRecord,
  staged: ReadonlyMap<string, SealedBlob>,
  uidHere: (sha256: string) => string | undefined,
): Step {
  const { type, id, ours, verdict } = record
  const uidOf = (sha256: string): string => {
    const uid = staged.get(sha256)?.uid ?? uidHere(sha256)
    if (uid !== undefined) return uid
    throw new CaseworkError('internal', 'A file of a hand-over was not taken in. Nothing was changed.')
  }
  const state = { version: ours?.version ?? 0 }
  const put = (version: AnyStored): Op => {
    state.version = Math.max(version.version, state.version + 1)
    const { no, made } = ours ?? version
    return ['put', type, id, { ...version, id, no, made, version: state.version }]
  }
  const theirs = record.put.map((version) => put(toStored(version, uidOf)))
  const again = verdict === 'conflict' && ours !== undefined ? [put({ ...ours, version: 0 })] : []
  const ops = [...theirs, ...again]
  const blobs = [
    ...new Set(record.put.flatMap((version: Portable) => filesOf(version).map(({ sha256 }) => sha256))),
  ]
    .map((sha256) => staged.get(sha256))
    .filter((blob) => blob !== undefined)
  return { record, ops, blobs, bytes: Buffer.byteLength(JSON.stringify(ops)) }
}

function changesOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const changes: Step[][] = []
  let bytes = 0
  for (const step of steps) {
    const last = changes.at(-1)
    if (last === undefined || last.length >= mostRecords || bytes + step.bytes > mostBytes) {
      changes.push([step])
      bytes = step.bytes
    } else {
      last.push(step)
      bytes += step.bytes
    }
  }
  return changes
}

const noteOf = ({ type, id, verdict, put }: PlannedRecord): AuditNote => ({
  action: verdict === 'new' ? 'collection' : 'alteration',
  target: { type, id },
  detail: { merged: verdict, versions: put.length },
})
