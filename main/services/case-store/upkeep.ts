import type { Finding } from '../vault/check-files.ts'
import type { SealedCase } from '../vault/sealed-case.ts'
import type { Loaded } from '../vault/vault.ts'
import type { AuditTrail } from './audit-trail.ts'
import { backUp } from './backup.ts'
import type { CaseDocument } from './document.ts'
import { repairStore } from './repair.ts'
import { worthSnapshot } from './state-facts.ts'
import type { CaseStore } from './store.ts'
import { verifyCase } from './verify.ts'

/** What keeping a case whole needs of the open store. */
export interface KeptStore {
  readonly sealed: SealedCase
  readonly document: () => CaseDocument
  readonly trail: AuditTrail
  /** What was doubted when the case was opened, and nobody went on from: part of what every check finds. */
  readonly doubts: readonly Finding[]
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly usable: () => void
  readonly snapshot: () => Promise<void>
  /** A store over another folder of the same case, read-only. */
  readonly openCopy: (made: { sealed: SealedCase; loaded: Loaded }) => Promise<CaseStore>
}

/** Verifying, backing up and repairing an open case. */
export function upkeepOf(store: KeptStore): Pick<CaseStore, 'verify' | 'backup' | 'repair'> {
  const { sealed, document, trail, doubts, inTurn, usable, openCopy } = store
  const verify: CaseStore['verify'] = async (options) => {
    usable()
    return await verifyCase({ sealed, document: document(), trail, doubts }, options)
  }
  const settle = async () => {
    if (!sealed.readOnly && worthSnapshot(sealed.weight, 'closing')) await store.snapshot().catch(() => {})
  }
  return {
    verify,
    backup: (to, options) => backUp({ sealed, inTurn, openCopy, settle, document: document() }, to, options),
    async repair(from, options) {
      usable()
      const { headAt } = trail
      return await repairStore(
        { sealed, inTurn, openCopy, verify, headAt, document: document() },
        from,
        options,
      )
    },
  }
}
