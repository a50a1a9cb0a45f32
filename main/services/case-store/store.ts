import type { AuditEntry, AuditNote } from '../audit/chain.ts'
import type { CheckOptions } from '../vault/check-files.ts'
import type { HandOverKeys } from '../vault/hand-over-keys.ts'
import type { BlobAccess, BlobMeta } from '../vault/sealed-blob.ts'
import type { Notice } from '../vault/state-files.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { BackedUp, BackupOptions } from './backup.ts'
import type { JsonRecord, Op } from './document.ts'
import type { CaseHolders } from './holders.ts'
import type { Repaired, RepairOptions } from './repair.ts'
import type { Verdict } from './verify.ts'
import type { Versions } from './versions.ts'

/** A file sealed and durable, but part of the case only once a change names it. */
export interface SealedBlob {
  readonly uid: string
  readonly size: number
  /** Of the plaintext, hexadecimal. */
  readonly sha256: string
  /** The case held these very bytes already; `uid` is theirs and nothing new was kept. */
  readonly known: boolean
  /** Removes it again. Does nothing once it is part of the case. */
  discard(): Promise<void>
}

/** One change: all of it is kept, or none. */
export interface Change {
  readonly ops: readonly Op[]
  readonly audit: readonly AuditNote[]
  /** Sealed files that the records name; as `seal` or `putText` gave them. */
  readonly blobs?: readonly unknown[]
  readonly actor: string
  /** Signs the head after it: before something leaves the case. */
  readonly signed?: boolean
}

/** How to seal. `onBytes` hears how many bytes were taken in so far. */
export interface SealOptions {
  readonly signal?: AbortSignal
  readonly onBytes?: (n: number) => void
}

/** An open case: its records, its sealed files, its history. */
export interface CaseStore {
  /** Hexadecimal, 32 digits. */
  readonly id: string
  readonly folder: string
  /** The name it was given when it was made. */
  readonly name: string
  readonly readOnly: boolean
  /** Who opened it: the slot to try first next time, and the name they gave. */
  readonly holder: { readonly slot: string; readonly label: string }
  /** Who can open the case, and how that changes. */
  readonly holders: CaseHolders
  /** What was met at opening that the user should know of. */
  readonly notices: readonly Notice[]
  /** A collection's records, frozen, in the order they were first put. Empty for one that does not exist. */
  list(collection: string): readonly JsonRecord[]
  /** One record, frozen. */
  get(collection: string, id: string): JsonRecord | undefined
  /**
   * Makes one change. Resolves once it is durable and visible; when it rejects nothing has changed and it may be tried
   * again. Throws `invalid`, `too-large`, `lock-lost`, `locked`, `permission`, `disk-full`, `io-error`, `io-fsync`.
   */
  commit(change: Change): Promise<void>
  /** Seals a stream in one pass and constant memory. Throws `cancelled`, `disk-full` and so on; the source's own errors pass. */
  seal(source: AsyncIterable<Uint8Array>, options?: SealOptions): Promise<SealedBlob>
  blob(uid: string): BlobMeta | undefined
  blobBySha256(sha256: string): BlobMeta | undefined
  /** Part of a sealed file, only the chunks it needs. Throws `not-found`, `missing-blob`, `corrupt-blob`, `foreign-blob`. */
  readBlob(uid: string, from?: number, length?: number): Promise<Buffer>
  /** What another process needs to read this one file. Throws `not-found`. */
  access(uid: string): BlobAccess
  /** Seals a text apart from the records, so that they stay small. */
  putText(text: string): Promise<SealedBlob>
  readText(uid: string): Promise<string>
  /** The public key and signature, base64url, of whoever opened the case under a bundle's manifest without its seal. */
  signBundle(manifest: string): { readonly key: string; readonly signature: string }
  /** What a hand-over needs of whoever opened the case. */
  readonly handOver: HandOverKeys
  /** When the last change became durable, milliseconds since 1970. */
  savedAt(): number
  /** Number and hash of the last audit entry. */
  auditHead(): { readonly seq: number; readonly hash: string }
  /** The history, read in parts and proved as a whole. */
  readonly audit: AuditTrail
  /** Every audit entry, oldest first. Throws `audit-broken`. */
  history(): Promise<readonly AuditEntry[]>
  /** A record's versions, newest first, gone ones too. Throws `corrupt-journal` when a file they lie in is damaged. */
  versions(collection: string, id: string): Promise<Versions>
  /** Checks every file; see {@link CheckOptions}. A stored file nothing refers to is a finding but no fault. */
  verify(options: CheckOptions): Promise<Verdict>
  /** Copies the case to a new folder in `to` and verifies the copy; see {@link backUp}. */
  backup(to: string, options: BackupOptions): Promise<BackedUp>
  /** Brings damaged and missing files back from a backup in `from`; see {@link repairStore}. */
  repair(from: string, options: RepairOptions): Promise<Repaired>
  /** Saves what is worth saving, lets go of the lock and wipes the keys. Everything after it throws `locked`. */
  close(): Promise<void>
}
