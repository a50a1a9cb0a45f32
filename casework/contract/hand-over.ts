import { z } from 'zod'
import { text } from '../schema.ts'
import { job } from './calls.ts'
import { caseId, placeId, secret } from './shapes.ts'

const of = z.strictObject
const one = of({ type: z.string().max(40), id: z.string().max(64) })

/** What became of one record of a hand-over. */
export const mergeVerdicts = ['new', 'same', 'newer', 'older', 'conflict'] as const

/** A record of a hand-over against ours. `newer` was taken over, `older` is one of our own earlier versions. */
export const mergeItem = of({
  type: z.string(),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  verdict: z.enum(mergeVerdicts),
  /** Its reference now stands on another record of ours too. Neither is changed: a reference never changes silently. */
  twin: z.boolean(),
  /** In a conflict: the names of the fields that differ. Ours stays; theirs is kept as a version of the record. */
  fields: z.array(z.string()),
})
export type MergeItem = z.infer<typeof mergeItem>

/** A case, or part of it, as one sealed file for named people; and such a file taken into a case. */
export const handOverCalls = {
  'handover.seal': job(
    of({
      caseId,
      place: placeId,
      fileName: text('File name', { required: true, max: 160 }).schema,
      recipients: z.array(z.string().max(4_096)).min(1).max(64),
      /** The records to hand over with all they refer to; null for the whole case. */
      part: z.array(one).min(1).max(20_000).nullable(),
      /** Who gets it, and why: goes into the audit and into the file. */
      to: text('For', { required: true, max: 200 }).schema,
      reason: text('Reason', { max: 500 }).schema,
    }),
    of({
      file: z.string(),
      sha256: z.string(),
      records: z.number().int(),
      files: z.number().int(),
      bytes: z.number(),
      /** Contact pages that were left out of a part: they are only in a whole case. */
      left: z.number().int(),
    }),
  ),
  /** `look` reports and changes nothing. The file opens with the identity the case was opened with, or the one given. */
  'handover.merge': job(
    of({ caseId, file: placeId, identity: secret.optional(), look: z.boolean() }),
    of({
      from: of({
        caseName: z.string(),
        by: z.string(),
        at: z.number(),
        signed: z.enum(['known', 'unknown']),
      }),
      counts: of({
        new: z.number().int(),
        same: z.number().int(),
        newer: z.number().int(),
        older: z.number().int(),
        conflict: z.number().int(),
      }),
      files: of({ new: z.number().int(), same: z.number().int() }),
      /** All but those that are the same, which are only counted. */
      items: z.array(mergeItem),
    }),
  ),
} as const
