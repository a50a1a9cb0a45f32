import { createHash } from 'node:crypto'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { StateFacts } from '../vault/snapshot.ts'
import type { CaseDocument } from './document.ts'

/** What a document says of itself in the manifest of a snapshot. */
export function factsOf(document: CaseDocument): StateFacts {
  const blobs = [...document.blobs.values()].sort((a, b) => (a.uid < b.uid ? -1 : 1))
  const root = createHash('sha256')
  for (const { uid, size, sha256 } of blobs) {
    const length = Buffer.alloc(8)
    length.writeBigUInt64BE(BigInt(size))
    root.update(Buffer.from(uid, 'hex')).update(length).update(Buffer.from(sha256, 'hex'))
  }
  return {
    tx: document.tx,
    at: document.at,
    auditSeq: document.chain.seq,
    auditHead: document.chain.hash,
    blobCount: blobs.length,
    blobBytes: blobs.reduce((sum, blob) => sum + blob.size, 0),
    blobRoot: root.digest('hex'),
  }
}

/**
 * Whether replaying the journal has become dear enough to write the state anew. At closing less will do, for nobody
 * waits; but a case opened for one small change is not written again whole.
 */
export function worthSnapshot(
  { bytes, frames, segments, snapshotBytes }: SealedCase['weight'],
  when: 'busy' | 'closing',
): boolean {
  if (when === 'closing') return bytes > 64 * 1024 || frames > 200 || segments > 16
  return bytes > Math.max(4 * 1024 * 1024, snapshotBytes / 4) || frames > 5000 || segments > 60_000
}
