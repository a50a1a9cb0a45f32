import { checkProofFile, exportProof } from '../desk/audit-proofs.ts'
import { type Auditing, auditingOf } from '../desk/auditing.ts'
import type { Desk } from '../desk/desk.ts'
import type { OpenCase } from '../desk/open-cases.ts'
import type { Handlers } from '../dispatch.ts'

/** The history of a case: seen, verified, proved. */
export const auditHandlers = (desk: Desk) => {
  // What was read and found lasts as long as the case is open, and no longer.
  const kept = new WeakMap<OpenCase, Auditing>()
  const of = (caseId: string): Auditing => {
    const held = desk.cases.get(caseId)
    const auditing = kept.get(held) ?? auditingOf(held, desk)
    kept.set(held, auditing)
    return auditing
  }
  return {
    'audit.list': (wanted, { signal }) => of(wanted.caseId).list(wanted, signal),
    'audit.verify': ({ caseId }, asked) => of(caseId).verify(asked),
    'audit.export': (wanted, asked) => exportProof(desk.cases.get(wanted.caseId), desk, wanted, asked),
    'audit.check': ({ file }) => checkProofFile(desk, desk.places.pathOf(file)),
  } satisfies Partial<Handlers>
}
