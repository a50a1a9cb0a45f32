import { z } from 'zod'
import { type AnyStored, type RecordType, recordTypes, register } from '../entities/index.ts'
import { isoDay, recordId, text } from '../schema.ts'
import { auditCalls } from './audit.ts'
import { bundleCalls } from './bundles.ts'
import { type Kind as CallKind, command, job, query } from './calls.ts'
import { handOverCalls } from './hand-over.ts'
import { historyCalls } from './history.ts'
import { holderCalls } from './holders.ts'
import { readingCalls } from './reading.ts'
import { redactionCalls } from './redaction.ts'
import { settingsCalls } from './settings.ts'
import {
  caseCard,
  caseId,
  check,
  checkItem,
  dueItem,
  hit,
  importItem,
  nothing,
  place,
  placeId,
  recentItem,
  secret,
} from './shapes.ts'
import { textCalls } from './text.ts'
import { upkeepCalls } from './upkeep.ts'

export type Kind = CallKind

const of = z.strictObject

/** Types whose records are asked for through the generic calls. Contact pages stand apart, with calls of their own. */
const openTypes = recordTypes.filter((type) => !register[type].apart) as [RecordType, ...RecordType[]]
const openType = z.enum(openTypes)
const anyOf = (schemas: z.ZodType[]) => z.union(schemas as [z.ZodType, z.ZodType])
/** A record as it crosses, checked by its own entity. */
const record = anyOf(openTypes.map((type) => register[type].stored)) as unknown as z.ZodType<AnyStored>
const addition = anyOf(
  openTypes.map((type) => of({ caseId, type: z.literal(type), fields: register[type].some })),
) as unknown as z.ZodType<{ caseId: string; type: RecordType; fields: Record<string, unknown> }>
const change = anyOf(
  openTypes.map((type) =>
    of({
      caseId,
      type: z.literal(type),
      id: recordId,
      version: z.number().int(),
      fields: register[type].some,
    }),
  ),
) as unknown as z.ZodType<{
  caseId: string
  type: RecordType
  id: string
  version: number
  fields: Record<string, unknown>
}>
const oneRecord = of({ caseId, type: openType, id: recordId })
const contact = register.contact

/** Everything the window may ask for. Nothing else crosses, in either direction. */
export const contract = {
  // The machine and its cases.
  'machine.state': query(
    nothing,
    of({
      cases: z.array(caseCard),
      day: isoDay,
      lockMinutes: z.number(),
      user: z.string(),
      version: z.string(),
    }),
  ),
  'machine.touch': command(nothing, nothing),
  /** `why` is what the lock screen says: asked for, or the screen locked, or the machine slept. */
  'machine.lock': command(of({ why: z.enum(['asked', 'screen', 'sleep']).optional() }), nothing),
  'places.list': query(
    of({ place: placeId.nullable(), show: z.enum(['folders', 'files', 'bundles']) }),
    of({
      here: of({ id: placeId, name: z.string(), path: z.array(of({ id: placeId, name: z.string() })) }),
      shortcuts: z.array(place),
      items: z.array(place),
    }),
  ),
  'places.create': command(of({ place: placeId, name: z.string().min(1).max(120) }), of({ id: placeId })),
  'cases.create': job(
    of({
      place: placeId,
      name: text('Operation name', { required: true, max: 120 }).schema,
      /** The folder's own name; made from the case's when left out. */
      folderName: z.string().min(1).max(200).optional(),
      passphrase: secret,
    }),
    of({ caseId, recoveryKey: z.string() }),
  ),
  /** `lost`: a case whose header is gone is found as well, to be repaired. */
  'cases.find': command(of({ place: placeId, lost: z.boolean().optional() }), of({ caseId })),
  'cases.unlock': job(
    of({
      caseId,
      passphrase: secret.optional(),
      recoveryKey: secret.optional(),
      readOnly: z.boolean().optional(),
      /** Take the case over from a machine that has fallen silent. */
      takeOver: z.boolean().optional(),
      /** Go on although this machine has seen a newer state, or another case, here. */
      goOn: z.boolean().optional(),
    }),
    of({ caseId, notices: z.array(z.string()) }),
  ),
  'cases.close': command(of({ caseId }), nothing),
  'cases.forget': command(of({ caseId }), nothing),
  'cases.demonstration': job(of({ place: placeId.nullable(), on: isoDay.nullable() }), of({ caseId })),

  // Records of every open kind.
  'records.list': query(
    of({
      caseId,
      type: openType,
      from: z.number().int().min(0).optional(),
      count: z.number().int().min(1).max(20_000).optional(),
    }),
    of({ total: z.number().int(), records: z.array(record) }),
  ),
  'records.get': query(
    oneRecord,
    of({
      record,
      usedIn: z.array(of({ type: z.string(), id: z.string(), ref: z.string(), title: z.string() })),
    }),
  ),
  'records.add': command(addition, of({ record })),
  'records.change': command(change, of({ record })),
  'records.archive': command(
    of({ caseId, type: openType, id: recordId, archived: z.boolean() }),
    of({ record }),
  ),

  // Evidence and custody.
  'evidence.add': job(
    of({ caseId, from: z.array(placeId).min(1).max(5_000), producer: z.string().max(12) }),
    of({ items: z.array(importItem) }),
  ),
  'evidence.reference': command(
    of({ caseId, ids: z.array(recordId).min(1).max(5_000), producer: z.string().max(12) }),
    of({ records: z.array(record) }),
  ),
  /** Opens a file that asks for a password, and keeps the password sealed in the case. */
  'evidence.password': job(of({ caseId, id: recordId, password: secret }), of({ record })),
  /** What opens an exhibit's file, for whoever looks at it; null where it asks for nothing. */
  'evidence.passwordOf': query(of({ caseId, id: recordId }), of({ password: z.string().nullable() })),
  'evidence.check': job(of({ caseId, ids: z.array(recordId).nullable() }), of({ items: z.array(checkItem) })),
  'custody.of': query(
    of({ caseId, exhibit: recordId }),
    of({
      entries: z.array(record),
      /** Where the ledger jumps: after which entry, and how long, in words. */
      gaps: z.array(of({ after: recordId, words: z.string() })),
    }),
  ),

  // Statements.
  'statements.check': query(
    of({ caseId, id: recordId }),
    of({
      pages: z.number().int(),
      /** What the witness declares, as the statement’s form words it for so many pages. */
      declaration: z.string(),
      checks: z.array(check),
    }),
  ),
  'statements.contact': query(
    of({ caseId, statement: recordId }),
    of({ contact: contact.stored.nullable() }),
  ),
  'statements.setContact': command(
    of({ caseId, statement: recordId, fields: contact.some }),
    of({ contact: contact.stored }),
  ),

  // What asks for attention.
  'today.list': query(
    nothing,
    of({
      day: isoDay,
      overdue: z.array(dueItem),
      soon: z.array(dueItem),
      waiting: z.array(dueItem),
      recent: z.array(recentItem),
      noReference: z.array(of({ caseId, caseName: z.string(), count: z.number().int() })),
    }),
  ),
  'overview.get': query(
    of({ caseId }),
    of({
      record,
      next: z.array(dueItem),
      counts: z.array(of({ type: z.string(), name: z.string(), count: z.number().int() })),
      kinds: z.array(of({ kind: z.string(), name: z.string(), count: z.number().int() })),
      victims: z.array(of({ id: z.string(), pseudonym: z.string(), name: z.string(), safety: z.boolean() })),
      attention: z.array(of({ sentence: z.string(), type: z.string(), ids: z.array(z.string()) })),
      recent: z.array(recentItem),
      first: z.string().nullable(),
      last: z.string().nullable(),
    }),
  ),
  'find.words': query(
    of({ words: z.string().max(120), caseId: caseId.nullable() }),
    of({ hits: z.array(hit) }),
  ),
  /** The exhibits on whose pages a machine read these words, and which pages; what else stands there is not told. */
  'find.pages': query(
    of({ words: z.string().max(120), caseId: caseId.nullable() }),
    of({
      exhibits: z.array(
        of({
          caseId: z.string(),
          id: z.string(),
          ref: z.string(),
          title: z.string(),
          pages: z.array(of({ page: z.number().int(), checked: z.boolean() })),
        }),
      ),
    }),
  ),

  ...textCalls,
  ...redactionCalls,
  ...holderCalls,
  ...upkeepCalls,
  ...auditCalls,
  ...historyCalls,
  ...handOverCalls,
  ...settingsCalls,
  ...readingCalls,

  ...bundleCalls,
} as const

export type Contract = typeof contract
export type Method = keyof Contract
export type Params<M extends Method> = z.infer<Contract[M]['params']>
export type Result<M extends Method> = z.infer<Contract[M]['result']>
export const methods = Object.keys(contract) as Method[]
