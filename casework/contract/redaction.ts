import { z } from 'zod'
import { recordId } from '../schema.ts'
import { command, job, query } from './calls.ts'
import { caseId, nothing } from './shapes.ts'

const of = z.strictObject
const page = z.number().int().min(1).max(500_000)
const side = z.number().min(-100_000).max(10_000_000)
/** From the top left corner of the page as it is seen: points, or pixels of a picture. */
export const seenBox = of({ left: side, top: side, right: side, bottom: side })
const reason = z.string().min(1).max(40)
const note = z.string().max(400)

export const redactionMark = of({
  id: recordId,
  page,
  box: seenBox,
  reason,
  note,
  by: z.string(),
  at: z.number(),
  checkedBy: z.string(),
  checkedAt: z.number().nullable(),
  /** Burned into the newest edited copy. */
  burned: z.boolean(),
})
export type RedactionMark = z.infer<typeof redactionMark>

/** none: no boxes. marked: boxes that are not burned. behind: burned, and changed since. burned: as the boxes are. */
export const redactionStates = ['none', 'marked', 'behind', 'burned'] as const
const state = z.enum(redactionStates)
export type RedactionState = z.infer<typeof state>

/** Words that stand in an edited copy where no box is, with the pages. */
const still = z.array(of({ text: z.string(), pages: z.array(page) }))

const editedFacts = of({
  id: recordId,
  by: z.string(),
  at: z.number(),
  boxes: z.number().int(),
  bytes: z.number(),
  pages: z.number().int(),
  source: z.string(),
  sha256: z.string(),
  checkedBy: z.string(),
})

/** Boxes on exhibits, and edited copies with the boxes burned in. */
export const redactionCalls = {
  'redaction.reasons': query(
    nothing,
    of({
      source: z.string(),
      effectiveFrom: z.string(),
      verified: z.enum(['official', 'secondary', 'unverified']),
      /** `asks`: what the note has to say; '' where it may be empty. */
      reasons: z.array(of({ code: z.string(), name: z.string(), about: z.string(), asks: z.string() })),
    }),
  ),
  /** Every exhibit with boxes. */
  'redaction.list': query(
    of({ caseId }),
    of({
      items: z.array(
        of({
          id: recordId,
          ref: z.string(),
          title: z.string(),
          state,
          boxes: z.number().int(),
          unchecked: z.number().int(),
        }),
      ),
    }),
  ),
  'redaction.of': query(
    of({ caseId, exhibit: recordId }),
    of({
      state,
      marks: z.array(redactionMark),
      /** Boxes that were removed, newest first. */
      removed: z.array(of({ mark: redactionMark, by: z.string(), at: z.number() })),
      edited: editedFacts.nullable(),
    }),
  ),
  /** Where words stand, in these exhibits or all; nothing is marked. */
  'redaction.find': job(
    of({
      caseId,
      exhibits: z.array(recordId).min(1).max(5_000).nullable(),
      words: z.array(z.string().trim().min(2).max(200)).min(1).max(50),
    }),
    of({
      items: z.array(
        of({
          id: recordId,
          ref: z.string(),
          title: z.string(),
          /** Why it could not be searched; '' when it was. */
          why: z.string(),
          /** Pages whose words can’t be had, so that nothing could be found there. */
          mute: z.array(page),
          hits: z.array(
            of({
              page,
              text: z.string(),
              before: z.string(),
              after: z.string(),
              boxes: z.array(seenBox),
              /** Words of it lie outside the page as it is seen, where no box can be put; `boxes` are those that can be. */
              off: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Puts boxes on pages; each is moved out to a grid. */
  'redaction.mark': job(
    of({
      caseId,
      exhibit: recordId,
      marks: z
        .array(of({ page, box: seenBox, reason, note }))
        .min(1)
        .max(5_000),
    }),
    of({ marks: z.array(redactionMark) }),
  ),
  'redaction.change': command(of({ caseId, mark: recordId, reason, note }), of({ mark: redactionMark })),
  'redaction.remove': command(
    of({ caseId, marks: z.array(recordId).min(1).max(5_000) }),
    of({ removed: z.number().int() }),
  ),
  /** Somebody other than who drew them has looked at every box of an exhibit. */
  'redaction.check': command(
    of({ caseId, exhibit: recordId, by: z.string().trim().min(1).max(120) }),
    of({ checked: z.number().int() }),
  ),
  /**
   * Burns the boxes into an edited copy and proves it. Where the same words stand elsewhere it answers with them and no
   * copy, until it is asked with `goOn`.
   */
  'redaction.burn': job(
    of({ caseId, exhibit: recordId, goOn: z.boolean() }),
    of({ edited: editedFacts.nullable(), still, mute: z.array(page), notes: z.array(z.string()) }),
  ),
  /** The proof of the newest edited copy. */
  'redaction.proof': query(
    of({ caseId, exhibit: recordId }),
    of({
      proof: of({
        edited: editedFacts,
        dpi: z.number(),
        tested: z.array(z.string()),
        still,
        /** Pages tested by their picture alone, as runs. */
        mute: z.string(),
        notes: z.string(),
        log: z.array(
          of({
            page,
            box: seenBox,
            reason: z.string(),
            note: z.string(),
            by: z.string(),
            at: z.number(),
            checkedBy: z.string(),
          }),
        ),
      }).nullable(),
    }),
  ),
} as const
