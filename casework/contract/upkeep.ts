import { z } from 'zod'
import { job } from './calls.ts'
import { caseId, finding, placeId, secret } from './shapes.ts'

const of = z.strictObject

/** What was looked at: stored files, their bytes read in full, entries of the history. */
const checked = of({ files: z.number().int(), bytes: z.number(), entries: z.number().int() })

/** Keeping a case whole: checks, backups, repair. */
export const upkeepCalls = {
  /** `subset` reads every n-th part of the stored files in full, so that n runs read them all. */
  'cases.verify': job(
    of({
      caseId,
      full: z.boolean(),
      subset: of({ k: z.number().int().min(1), n: z.number().int().min(1).max(1_000) }).optional(),
    }),
    of({ ok: z.boolean(), findings: z.array(finding), checked }),
  ),
  /** Copies the case into a new dated folder at `to`, then verifies the copy in full. */
  'cases.backup': job(
    of({ caseId, to: placeId }),
    of({
      folder: z.string(),
      files: z.number().int(),
      bytes: z.number(),
      ok: z.boolean(),
      findings: z.array(finding),
    }),
  ),
  /**
   * Brings damaged and missing files back from a backup in `from`, and verifies what was touched. A case that is not
   * unlocked is opened for it with the secret given, even one whose header or state no longer open.
   */
  'cases.repair': job(
    of({
      caseId,
      from: placeId,
      passphrase: secret.optional(),
      recoveryKey: secret.optional(),
      takeOver: z.boolean().optional(),
      goOn: z.boolean().optional(),
    }),
    of({
      repaired: z.array(z.string()),
      ok: z.boolean(),
      findings: z.array(finding),
      /** What was met where the case was opened for the repair. */
      notices: z.array(z.string()),
    }),
  ),
} as const
