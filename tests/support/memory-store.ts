import type { Note, Operation, PastRecord, RecordStore } from '../../main/services/records/store-slice.ts'

/** A store of records that forgets everything: for tests of what stands on a store, not of the store. */
export function memoryStore(options: { readOnly?: boolean; fail?: () => Error | null } = {}) {
  const collections = new Map<string, Map<string, { id: string }>>()
  const texts = new Map<string, string>()
  const notes: Note[] = []
  const past = new Map<string, PastRecord[]>()
  const rows = (name: string) => collections.get(name) ?? new Map<string, { id: string }>()
  const store: RecordStore = {
    readOnly: options.readOnly ?? false,
    list: (name) => [...rows(name).values()],
    get: (name, id) => rows(name).get(id),
    async commit(change: { ops: readonly Operation[]; audit: readonly Note[]; actor: string }) {
      const failure = options.fail?.() ?? null
      if (failure !== null) throw failure
      for (const [, name, id, record] of change.ops) {
        if (!collections.has(name)) collections.set(name, new Map())
        rows(name).set(id, record as { id: string })
        const { changed } = record as { changed: { at: number } }
        const version = { record: record as { id: string }, at: changed.at, actor: change.actor }
        past.set(`${name}/${id}`, [version, ...(past.get(`${name}/${id}`) ?? [])])
      }
      notes.push(...change.audit)
    },
    async putText(text) {
      const uid = `${texts.size}`.padStart(32, '0')
      texts.set(uid, text)
      return { uid }
    },
    readText: async (uid) => texts.get(uid) ?? '',
    versions: async (name, id) => ({ versions: past.get(`${name}/${id}`) ?? [], whole: true }),
  }
  return { store, notes, texts }
}

/** Ids one after another, as long as real ones. */
export const countingIds = () => {
  const last = { id: 0 }
  return () => `id${String(++last.id).padStart(30, '0')}`
}
