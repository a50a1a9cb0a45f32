/** As much of a case store as records need. The store itself is handed over by `workbench.ts`. */
export type Operation = readonly ['put', string, string, unknown]

/** An entry for the audit, in the words of the logging duty (Data Protection Act 2018 s.62). */
export interface Note {
  readonly action: 'collection' | 'alteration' | 'consultation' | 'disclosure' | 'combination' | 'erasure'
  readonly target: { readonly type: string; readonly id: string; readonly version?: number }
  /** Ids, counts and field names only: never a name, never a text. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** A record as one change left it (null when the change took it away), when it entered the case, and by whose hand. */
export interface PastRecord {
  readonly record: { readonly id: string } | null
  readonly at: number
  readonly actor: string
}

export interface RecordStore {
  readonly readOnly: boolean
  list(collection: string): readonly { readonly id: string }[]
  get(collection: string, id: string): { readonly id: string } | undefined
  commit(change: {
    ops: readonly Operation[]
    audit: readonly Note[]
    blobs: readonly unknown[]
    actor: string
  }): Promise<void>
  putText(text: string): Promise<{ readonly uid: string }>
  readText(uid: string): Promise<string>
  /** Newest first; `whole` unless some before the oldest were not kept. */
  versions(
    collection: string,
    id: string,
  ): Promise<{
    readonly versions: readonly PastRecord[]
    readonly whole: boolean
  }>
}
