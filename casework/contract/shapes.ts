import { z } from 'zod'
import { errorCodes } from './errors.ts'

/** The small shapes that requests and answers are made of. */

/** An id the machine hands out for a folder or file it has shown or been given. A path never crosses. */
export const placeId = z.string().regex(/^[0-9a-f]{24}$/, 'the id of a place that was listed')
/** The id of a case this machine knows. */
export const caseId = z.string().regex(/^[0-9a-f]{16,32}$/, 'the id of a case in the list')
/** A secret as typed. Bounded, so that hashing it can't be made a burden. */
export const secret = z.string().min(1, 'a passphrase of at least one character').max(1_024)

export const nothing = z.strictObject({})

/**
 * What an entry of the audit can be: the six operations of the logging duty (Data Protection Act 2018 s.62), and what
 * concerns keys, the case file and its checks.
 */
export const auditKinds = [
  'collection',
  'alteration',
  'consultation',
  'disclosure',
  'combination',
  'erasure',
  'access',
  'keys',
  'upkeep',
] as const
export type AuditKind = (typeof auditKinds)[number]

export const caseCard = z.strictObject({
  caseId,
  /** The folder's name until the case is unlocked; then the operation's. */
  name: z.string(),
  reference: z.string(),
  state: z.enum(['closed', 'open', 'missing']),
  readOnly: z.boolean(),
  fictional: z.boolean(),
  stage: z.string(),
  marking: z.string(),
  overdue: z.number().int(),
  soon: z.number().int(),
  next: z.strictObject({ due: z.string(), title: z.string() }).nullable(),
  victims: z.number().int(),
  exhibits: z.number().int(),
  bytes: z.number().nullable(),
  opened: z.number().nullable(),
  savedAt: z.number().nullable(),
  notices: z.array(z.string()),
})
export type CaseCard = z.infer<typeof caseCard>

export const place = z.strictObject({
  id: placeId,
  name: z.string(),
  kind: z.enum(['folder', 'file', 'case']),
  bytes: z.number().nullable(),
  modified: z.number().nullable(),
})
export type Place = z.infer<typeof place>

export const verdicts = ['taken', 'noted', 'duplicate', 'refused'] as const
export const importItem = z.strictObject({
  file: z.string(),
  /** noted: taken, but can't be shown yet, and `why` says why. */
  verdict: z.enum(verdicts),
  id: z.string().nullable(),
  why: z.string(),
  code: z.enum(errorCodes).nullable(),
  /** What is not as it should be in a file that was taken and is shown. */
  damage: z.enum(['missing', 'cut', 'repaired']).optional(),
})
export type ImportItem = z.infer<typeof importItem>

export const checkItem = z.strictObject({
  id: z.string(),
  ref: z.string(),
  verdict: z.enum(['intact', 'altered', 'missing', 'unreadable', 'no-file']),
  sentence: z.string(),
})

export const finding = z.strictObject({
  code: z.string(),
  sentence: z.string(),
  what: z.string().optional(),
})

export const dueItem = z.strictObject({
  caseId,
  caseName: z.string(),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  who: z.string(),
  due: z.string().nullable(),
  /** Days past due; negative when still to come. */
  late: z.number().int(),
  /** What set the date, in words. */
  reason: z.string(),
  priority: z.string(),
  version: z.number().int(),
})
export type DueItem = z.infer<typeof dueItem>

export const recentItem = z.strictObject({
  caseId,
  caseName: z.string(),
  type: z.string(),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  what: z.string(),
  by: z.string(),
  at: z.number(),
})

export const hit = z.strictObject({
  caseId,
  type: z.string(),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  detail: z.string(),
  /** Where it matched only after accents were laid aside, so the palette can say so. */
  folded: z.boolean(),
})
export type Hit = z.infer<typeof hit>

/** What a pre-flight check found: stops the build, worth a look, or in order. */
export const check = z.strictObject({
  weight: z.enum(['stops', 'look', 'fine']),
  sentence: z.string(),
  detail: z.string(),
  type: z.string().optional(),
  id: z.string().optional(),
  paragraph: z.number().int().optional(),
})
export const bundleLine = z.strictObject({
  document: z.string().optional(),
  page: z.number().int().optional(),
  /** The number printed on that page; the report of an older build has none. */
  label: z.string().optional(),
  kind: z.string(),
  sentence: z.string(),
})
/** What stays out of a bundle, counted and named as a kind, never listed. */
export const leftOut = z.strictObject({ kind: z.string(), count: z.number().int() })
export const bundleFinding = z.strictObject({
  rule: z.string(),
  sentence: z.string(),
  document: z.string().optional(),
  page: z.number().int().optional(),
})
/** Who sealed a bundle: their name in its case, their key (base64url) and its code, and the case here they hold, if known. */
export const bundleSeal = z.strictObject({
  holder: z.string(),
  key: z.string(),
  code: z.string(),
  knownIn: z.string().nullable(),
})
const pageRange = z.strictObject({
  from: z.string(),
  to: z.string(),
  pages: z.number().int(),
  /** Empty where pages of several documents are taken together. */
  document: z.string(),
})
const pagePair = z.strictObject({ a: pageRange, b: pageRange })
/** How two versions of a bundle differ, by printed page numbers. Front pages are cover, index and dividers. */
export const bundleComparison = z.strictObject({
  same: z.boolean(),
  pages: z.strictObject({ a: z.number().int(), b: z.number().int() }),
  unchanged: z.array(pageRange),
  changed: z.array(pagePair),
  moved: z.array(pagePair),
  added: z.array(pageRange),
  removed: z.array(pageRange),
  front: z.strictObject({ a: z.number().int(), b: z.number().int(), changed: z.array(z.string()) }),
  /** Why each file may not be what it was, in sentences; empty where nothing says so. */
  damage: z.strictObject({ a: z.array(z.string()), b: z.array(z.string()) }),
})
