import canonicalize from 'canonicalize'
import type { CaseStore } from '../../main/services/case-store/index.ts'

/** A case as the recorded dumps have it: `state.json` and `audit.jsonl`, byte for byte. */
export interface CaseDump {
  readonly state: string
  readonly audit: string
}

const line = (value: unknown) => `${canonicalize(value)}\n`
const by =
  <T>(key: (row: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : 1

/** The dump of an open case. What is handed in a store does not tell: what to look for, and the last change's number. */
export async function dumpOf(
  store: CaseStore,
  { collections, uids, tx }: { collections: readonly string[]; uids: readonly string[]; tx: number },
): Promise<CaseDump> {
  const { seq, hash } = store.auditHead()
  const kept: Record<string, { record: unknown; tx: number }[]> = {}
  for (const collection of collections) {
    const rows = await Promise.all(
      store.list(collection).map(async (record) => {
        const [newest] = (await store.versions(collection, record.id)).versions
        return { record, tx: newest?.tx ?? 0 }
      }),
    )
    if (rows.length > 0) kept[collection] = rows.sort(by(({ record }) => record.id))
  }
  const { holders, past } = store.holders.list()
  const state = {
    at: store.savedAt(),
    audit: { head: hash, seq },
    blobs: uids
      .map((uid) => store.blob(uid))
      .filter((meta) => meta !== undefined)
      .sort(by(({ uid }) => uid)),
    caseId: store.id,
    collections: kept,
    holders: holders.map(({ kind, label, slot }) => ({ kind, label, slot })).sort(by(({ slot }) => slot)),
    name: store.name,
    past: past.map(({ label, slot }) => ({ label, slot })),
    tx,
  }
  const entries = await store.audit.read(1, seq)
  const heads = await Promise.all(entries.map(async (_, i) => (await store.audit.headAt(i + 1)).hash))
  const audit = entries.map(([salt, entry], i) => line({ entry, head: heads[i], salt })).join('')
  return { state: line(state), audit }
}
