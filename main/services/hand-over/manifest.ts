import { z } from 'zod'
import { recordTypes } from '../../../casework/entities/index.ts'

const of = z.strictObject
const caseId = z.string().regex(/^[0-9a-f]{32}$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.number().int().min(0)
/** A line of words in a manifest: shown to people, so nothing in it may steer what shows it. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u)

/**
 * A text of the case's as a manifest may hold it: what could steer a screen becomes a visible mark, and what is longer than
 * a reader takes is cut.
 */
export const asWords = (text: string, most = 400): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
    .slice(0, most)
    .toWellFormed()

/** The manifest's own name, and the signature's. */
export const manifestName = 'manifest.json'
export const signatureName = 'signature.json'
export const recordsName = (type: string): string => `records/${type}.jsonl`
export const fileName = (hash: string): string => `files/${hash}`

const entry = of({
  name: z.union([
    z.enum(recordTypes.map(recordsName) as [string, ...string[]]),
    z.string().regex(/^files\/[0-9a-f]{64}$/),
  ]),
  size: count.max(2 ** 40),
  sha256,
})

/** What a hand-over says of itself, as HAND-OVER.md lists it. */
export const manifestShape = of({
  format: z.literal('cvf-hand-over/1'),
  caseId,
  lineage: z.array(caseId).max(10_000),
  caseName: words(400),
  by: words(400),
  to: words(400),
  reason: words(1_000),
  app: words(100),
  at: z.number().int().min(0).max(8_640_000_000_000_000),
  part: z.boolean(),
  left: count,
  head: of({ seq: count, hash: sha256 }),
  counts: of({ records: count, files: count, bytes: count }),
  entries: z.array(entry).max(1_000_000),
})
export type HandOverManifest = z.infer<typeof manifestShape>

export const signatureShape = of({
  slot: z.string().regex(/^[0-9a-f]{32}$/),
  edPub: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  sig: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
})

/** One line of a records file: a record with its versions, oldest first. The record itself is read by the register. */
export const lineShape = of({
  id: z.string().regex(/^[0-9a-z]{4,64}$/),
  whole: z.boolean(),
  versions: z
    .array(of({ at: z.number(), by: z.string().max(400), record: z.unknown() }))
    .min(1)
    .max(100_000),
})

/** The bounds a reader keeps to, in bytes. */
export const limits = {
  manifest: 64 * 2 ** 20,
  line: 64 * 2 ** 20,
  records: 512 * 2 ** 20,
  text: 256 * 2 ** 20,
  signature: 4_096,
} as const
