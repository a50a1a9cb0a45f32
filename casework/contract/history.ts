import { z } from 'zod'
import { type RecordType, recordTypes, register } from '../entities/index.ts'
import { recordId } from '../schema.ts'
import { command, query } from './calls.ts'
import { caseId } from './shapes.ts'

const of = z.strictObject
const type = z.enum(recordTypes.filter((each) => !register[each].apart) as [RecordType, ...RecordType[]])

/** One field that changed between a version and the one before, as words to read. */
export const fieldChange = of({
  field: z.string(),
  name: z.string(),
  before: z.string(),
  after: z.string(),
})

/** A version of a record: who made it, when, and what changed. */
export const recordVersion = of({
  version: z.number().int(),
  at: z.number(),
  by: z.string(),
  act: z.enum(['added', 'changed', 'archived', 'brought-back', 'merged']),
  changes: z.array(fieldChange),
})
export type RecordVersion = z.infer<typeof recordVersion>

const act = z.string().nullable()
/**
 * The acts that come next in this session, by name; null when there are none. `stands` says of which ways the next act
 * can't be turned, as a freezing: asked for, it is refused and given up, and the one before it comes next.
 */
const turns = of({ undo: act, redo: act, stands: z.array(z.enum(['undo', 'redo'])) })

/**
 * Versions of records, and undo. `type` is a kind of record; contact pages have no versions to be seen here.
 */
export const historyCalls = {
  /** Newest first. `whole` is false when versions before the oldest shown were not kept (a case from an older program). */
  'records.versions': query(
    of({ caseId, type, id: recordId }),
    of({ versions: z.array(recordVersion), whole: z.boolean() }),
  ),
  /** Makes an earlier version the newest again: one more version, nothing is taken away. */
  'records.restore': command(
    of({
      caseId,
      type,
      id: recordId,
      /** The version on the screen, refused with `conflict` when it is no longer the newest. */
      version: z.number().int(),
      to: z.number().int().min(1),
    }),
    of({ version: z.number().int() }),
  ),
  'undo.state': query(of({ caseId }), turns),
  /** Takes back the last act here; answers what was taken back and what is next. */
  'undo.undo': command(of({ caseId }), of({ did: z.string(), undo: act, redo: act })),
  'undo.redo': command(of({ caseId }), of({ did: z.string(), undo: act, redo: act })),
} as const
