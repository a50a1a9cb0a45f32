import { z } from 'zod'
import { job, query } from './calls.ts'
import { type AuditKind, auditKinds, caseId, finding, placeId } from './shapes.ts'

const of = z.strictObject

export { type AuditKind, auditKinds }

/** One entry as it is shown. `at` is milliseconds since 1970. */
export const auditRow = of({
  seq: z.number().int(),
  at: z.number(),
  actor: z.string(),
  device: z.string(),
  app: z.string(),
  kind: z.enum(auditKinds),
  action: z.string(),
  /** What was done, in words: never a name or a text of a record. */
  sentence: z.string(),
  record: of({ type: z.string(), id: z.string(), version: z.number().int().nullable() }).nullable(),
  /** The record's reference or kind as it is now, for whoever may see the case. */
  about: z.string(),
  /** The clock went back before this entry, for instance. */
  odd: z.string().nullable(),
})
export type AuditRow = z.infer<typeof auditRow>

const filter = {
  caseId,
  actor: z.string().max(200).optional(),
  kinds: z.array(z.enum(auditKinds)).optional(),
  record: of({ type: z.string().max(40), id: z.string().max(64) }).optional(),
  /** Milliseconds since 1970, first included, last not. */
  since: z.number().optional(),
  until: z.number().optional(),
  /** Only entries that something is odd about. */
  odd: z.boolean().optional(),
}

/** The history of a case: seen, filtered, proved, and part of it given away with its proof. */
export const auditCalls = {
  /** Newest first. `from` counts within what the filter leaves. */
  'audit.list': query(
    of({
      ...filter,
      from: z.number().int().min(0).optional(),
      count: z.number().int().min(1).max(2_000).optional(),
      /** Only entries from this number on, for following along. */
      sinceSeq: z.number().int().min(0).optional(),
    }),
    of({
      total: z.number().int(),
      entries: z.array(auditRow),
      actors: z.array(z.string()),
      /** The last entry, and its head: the whole of it, and the code to read out or print. */
      seq: z.number().int(),
      head: z.string(),
      code: z.string(),
      /** The last head that was signed, and by whom. */
      signed: of({ seq: z.number().int(), by: z.string() }).nullable(),
      /** When it was last verified on this desk since the case was opened. */
      verified: of({ at: z.number(), ok: z.boolean(), entries: z.number().int() }).nullable(),
      /** The last head of this case that this machine kept, outside it. */
      witness: of({ seq: z.number().int(), at: z.number() }).nullable(),
    }),
  ),
  /** Every entry from the first, the chain, every signature, and this machine's own witness. */
  'audit.verify': job(
    of({ caseId }),
    of({
      ok: z.boolean(),
      entries: z.number().int(),
      signatures: z.number().int(),
      findings: z.array(finding),
    }),
  ),
  /**
   * Writes entries `from` to `to` and their proof as one JSON file. Entries of other records than `keep` (all, when
   * left out) are withheld: their place in the chain stays provable.
   */
  'audit.export': job(
    of({
      caseId,
      from: z.number().int().min(1),
      to: z.number().int().min(1),
      keep: z.array(of({ type: z.string().max(40), id: z.string().max(64) })).optional(),
      place: placeId,
      fileName: z.string().min(1).max(160),
    }),
    of({
      file: z.string(),
      entries: z.number().int(),
      withheld: z.number().int(),
      sha256: z.string(),
      code: z.string(),
    }),
  ),
  /** Checks such a file, with no case at hand. */
  'audit.check': job(
    of({ file: placeId }),
    of({
      ok: z.boolean(),
      fileName: z.string(),
      entries: z.number().int(),
      withheld: z.number().int(),
      signedBy: z.array(z.string()),
      findings: z.array(finding),
    }),
  ),
} as const
