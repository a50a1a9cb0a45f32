import type { Manifest } from './snapshot.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown) => typeof value === 'string'
const isHash = (value: unknown) => isText(value) && /^[0-9a-f]{64}$/u.test(value as string)

const counts = ['gen', 'prevGen', 'minReader', 'minWriter', 'tx', 'auditSeq', 'blobCount', 'blobBytes']

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || value['v'] !== 1) return false
  if (!counts.every((name) => isCount(value[name])) || !Number.isFinite(value['at'])) return false
  if (value['headerGen'] !== undefined && !isCount(value['headerGen'])) return false
  if (!isHash(value['auditHead']) || !isText(value['device']) || !isText(value['app'])) return false
  const { signed, docs } = value
  if (!isObject(signed) || !isText(signed['slot']) || !isText(signed['sig'])) return false
  return (
    Array.isArray(docs) &&
    docs.every((doc) => isObject(doc) && isText(doc['name']) && isCount(doc['len']) && isHash(doc['sha256']))
  )
}

/**
 * The manifest at the head of a snapshot's plaintext, and where its documents begin; null when it is none. The seal
 * has shown that a holder wrote it, not that they meant well: what follows relies on its numbers.
 */
export function readManifest(plain: Buffer): { manifest: Manifest; end: number } | null {
  if (plain.length < 4) return null
  const end = 4 + plain.readUInt32BE(0)
  if (end > plain.length) return null
  try {
    const manifest: unknown = JSON.parse(plain.toString('utf8', 4, end))
    if (!isManifest(manifest)) return null
    const length = manifest.docs.reduce((sum, doc) => sum + doc.len, end)
    return length <= plain.length ? { manifest, end } : null
  } catch {
    return null
  }
}
