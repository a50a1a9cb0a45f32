import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { recordTypes } from '../../casework/entities/index.ts'
import type { Asked } from '../dispatch.ts'
import type { CaseStore, SealedBlob } from '../services/case-store/index.ts'
import type { HandOverManifest } from '../services/hand-over/manifest.ts'
import { type Unpacked, unpack } from '../services/hand-over/unpack.ts'
import { openHandOver } from '../services/vault/hand-over-file.ts'
import { signatureFits, unwrapWith } from '../services/vault/hand-over-keys.ts'
import type { Desk } from './desk.ts'
import { lineageOf } from './hand-over-out.ts'
import { applyMerge } from './merge-apply.ts'
import { planMerge } from './merge-plan.ts'
import type { OpenCase } from './open-cases.ts'

/** Which file to merge, with whose identity, and whether only to look. */
export interface MergeWanted {
  readonly path: string
  /** Null for the identity the case was opened with. */
  readonly identity: string | null
  readonly look: boolean
}

/**
 * Merges a hand-over into an open case, or only reports what merging would do. The file is read to its end, and every
 * hash and the signature found to fit, before the first record is put. Throws the codes of HAND-OVER.md, `conflict`
 * for a hand-over of another case, `read-only-newer`, `cancelled`, and the disk's errors.
 */
export async function mergeHandOver(
  held: OpenCase,
  desk: Desk,
  { path, identity, look }: MergeWanted,
  asked: Asked,
): Promise<Result<'handover.merge'>> {
  const { store } = held
  if (store.readOnly && !look)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only, so nothing can be merged into it. Open it for writing first.',
    )
  const file = await openHandOver(
    path,
    identity === null ? store.handOver.unwrap : await unwrapWith(identity),
  )
  const staged = new Map<string, SealedBlob>()
  try {
    const newHome = isNewHome(store)
    const family = new Set([store.id, ...(await lineageOf(store))])
    const files = { new: 0, same: 0 }
    const manifestFits = (manifest: HandOverManifest) => {
      if (manifest.caseId !== file.caseId) throw notTheirs()
      if (newHome || [manifest.caseId, ...manifest.lineage].some((id) => family.has(id))) return
      throw new CaseworkError(
        'conflict',
        'This hand-over is of another case, and this case has records of its own. Make a new case and merge it there.',
      )
    }
    const unpacked = await unpack(watched(file, asked), {
      manifest: manifestFits,
      async file({ sha256 }, content) {
        const known = store.blobBySha256(sha256) !== undefined
        files[known ? 'same' : 'new'] += 1
        if (!look && !known) staged.set(sha256, await store.seal(content, { signal: asked.signal }))
        else for await (const _ of content) asked.signal.throwIfAborted()
      },
    })
    checkSignature(unpacked)
    const plan = await planMerge(store, unpacked.records, newHome)
    asked.signal.throwIfAborted()
    if (!look) await applyMerge(held, desk, plan, unpacked, staged)
    const { caseName, by, at } = unpacked.manifest
    const signed = store.handOver.knows(unpacked.signature.edPub) ? ('known' as const) : ('unknown' as const)
    return {
      from: { caseName, by, at, signed },
      counts: plan.counts,
      files,
      items: plan.records.filter(({ verdict }) => verdict !== 'same').map(({ item }) => item),
    }
  } finally {
    await file.close()
    // Those that a change names by now are part of the case, and letting go of them does nothing.
    for (const blob of staged.values()) await blob.discard()
  }
}

async function* watched(
  file: Awaited<ReturnType<typeof openHandOver>>,
  { signal, progress }: Asked,
): AsyncGenerator<Buffer, void, undefined> {
  let done = 0
  for await (const piece of file.content()) {
    signal.throwIfAborted()
    yield piece
    done += piece.length
    progress({ done, total: file.size, note: '' })
  }
}

function checkSignature({ manifest, manifestSha256, signature }: Unpacked): void {
  if (!signatureFits(manifest.caseId, manifestSha256, signature))
    throw new CaseworkError(
      'bad-signature',
      'The signature of this hand-over does not fit what is in it: somebody changed it after it was made. Nothing was changed. Ask whoever made it for another.',
    )
}

function notTheirs(): CaseworkError {
  return new CaseworkError(
    'hand-over-refused',
    'The hand-over says outside that it is of one case and inside of another. Nothing was changed. Ask whoever made it for another.',
  )
}

/** A case that holds nothing yet but the record made with it. */
const isNewHome = (store: CaseStore): boolean =>
  recordTypes.every((type) => store.list(type).length <= (type === 'case' ? 1 : 0))
