import { z } from 'zod'
import { recordId } from '../schema.ts'
import { command, job, query } from './calls.ts'
import { caseId } from './shapes.ts'

const of = z.strictObject
const page = z.number().int().min(1).max(500_000)
const confidence = z.number().min(0).max(100)
const exhibits = z.array(recordId).min(1).max(5_000).nullable()

/** A page a machine read, without its words. `note` says why it, or part of it, could not be read. */
export const pageRead = of({
  page,
  words: z.number().int(),
  confidence,
  note: z.string(),
  engine: z.string(),
  /** Who put their name to it, and when (milliseconds since 1970); empty and null while nobody has. */
  checkedBy: z.string(),
  checkedAt: z.number().nullable(),
})

/** How an exhibit stands after its pages were looked at or read. */
export const textItem = of({
  id: recordId,
  ref: z.string(),
  title: z.string(),
  pages: z.number().int(),
  /** Pages with ink whose words can't be had, neither from the file nor by machine. */
  without: z.array(page),
  /** Pages a machine found words on. */
  machine: z.number().int(),
  /** The mean of those, 0 to 100; null when there are none. */
  confidence: confidence.nullable(),
  /** Why its pages could not be told or read; '' when they were. */
  why: z.string(),
})
export type TextItem = z.infer<typeof textItem>

/** What of the words in exhibits can be searched, and words read by machine. `exhibits` of null are all of the case. */
export const textCalls = {
  /** `looked` is false until the file was looked at; `marks` has a letter for each page: t text, n none, b blank. */
  'text.of': query(
    of({ caseId, exhibit: recordId }),
    of({ looked: z.boolean(), why: z.string(), marks: z.string(), read: z.array(pageRead) }),
  ),
  /** The words of one page as a machine read them; no lines when it has not. */
  'text.page': query(
    of({ caseId, exhibit: recordId, page }),
    of({ lines: z.array(z.array(of({ text: z.string(), confidence }))), read: pageRead.nullable() }),
  ),
  /** Looks at files that were not looked at before, and tells which pages have words. */
  'text.look': job(of({ caseId, exhibits }), of({ items: z.array(textItem) })),
  /**
   * Reads by machine the pages that have ink and no words. Each is kept as it is read: cancelling is a pause, and
   * asking again goes on with the pages that are left.
   */
  'text.read': job(of({ caseId, exhibits }), of({ items: z.array(textItem) })),
  /** Somebody has checked the words of a page against its picture, or takes that back. */
  'text.check': command(
    of({ caseId, exhibit: recordId, page, checked: z.boolean() }),
    of({ read: pageRead }),
  ),
} as const
