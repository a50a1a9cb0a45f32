import { z } from 'zod'
import { bundle } from '../entities/bundle.ts'
import { isoDay, recordId } from '../schema.ts'
import { command, job, query } from './calls.ts'
import {
  bundleComparison,
  bundleFinding,
  bundleLine,
  bundleSeal,
  caseId,
  leftOut,
  nothing,
  placeId,
} from './shapes.ts'

const of = z.strictObject

/** A document or section as the window arranges it. The rules read it again when it is saved. */
const entry = z.union([
  of({ kind: z.literal('section'), letter: z.string().max(3), title: z.string().max(120) }),
  of({
    kind: z.literal('document'),
    type: z.enum(['statement', 'exhibit']),
    id: recordId,
    title: z.string().max(300),
    date: isoDay.nullable(),
    depth: z.union([z.literal(0), z.literal(1)]),
    coversheet: z.boolean(),
    front: z.boolean(),
    standIn: z.string().max(300),
    audience: z.array(z.string().min(1).max(60)).max(10),
    taken: z.boolean(),
    cites: z.boolean(),
    comments: z.enum(['keep', 'flatten', 'strip']),
    again: z.number().int().min(2).max(99).optional(),
  }),
])

/** A document as the bundle would bind it now. */
export const plannedDocument = of({
  /** Where it stands in the arrangement. */
  at: z.number().int(),
  /** What it is known by in the arrangement. */
  key: z.string(),
  type: z.enum(['statement', 'exhibit']),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  date: z.string(),
  depth: z.number().int(),
  coversheet: z.boolean(),
  front: z.boolean(),
  pages: z.number().int(),
  /** The size of the file it is bound from; 0 where its pages are set here. */
  bytes: z.number(),
  /** The numbers of its first and last page, as printed; '' while it has none. */
  first: z.string(),
  last: z.string(),
  /** Why it will be a page that names it; '' when its pages are shown. */
  placeholder: z.string(),
  /** frozen: its numbers stand. late: it came since. taken: a page stands for its numbers. */
  standing: z.enum(['open', 'frozen', 'late', 'taken']),
  /** What the supplement is called that it stands in or waits for, `supplement 2`; '' in the bundle itself. */
  part: z.string(),
  draft: z.boolean(),
  /** Who alone it is for; everyone when empty. */
  audience: z.array(z.string()),
})
export const plannedSection = of({
  at: z.number().int(),
  letter: z.string(),
  title: z.string(),
  /** The number of its divider, '' without one. */
  divider: z.string(),
  first: z.string(),
  last: z.string(),
  frozen: z.boolean(),
  documents: z.array(plannedDocument),
})
/** What a check before building found, by the rule's name: it stops the build, is worth a look, or is in order. */
export const bundleCheck = of({
  rule: z.string(),
  weight: z.enum(['stops', 'look', 'fine']),
  sentence: z.string(),
  detail: z.string(),
  type: z.enum(['statement', 'exhibit', 'bundle']).optional(),
  id: z.string().optional(),
  /** The document it is about, by its key in the arrangement. */
  key: z.string().optional(),
  /** The documents it is about, where they are several. */
  keys: z.array(z.string()).optional(),
  /** What puts it right, as the window offers it. */
  fix: z
    .enum([
      'open',
      'reference',
      'read-text',
      'stand-in',
      'take-out',
      'replace',
      'move-to-end',
      'move-all-to-end',
      'details',
      'profile',
      'redact',
    ])
    .optional(),
})
/** Something that could go in, or a court's way of making bundles. */
const offered = of({
  type: z.enum(['statement', 'exhibit']),
  id: z.string(),
  ref: z.string(),
  title: z.string(),
  kind: z.enum(['statements', 'documents', 'images', 'others']),
  /** The letter of the section its profile puts such a thing in; '' where it puts it in none. */
  section: z.string(),
})
const profile = of({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  effectiveFrom: z.string(),
  verified: z.enum(['official', 'secondary', 'unverified']),
  /** How its pages are numbered: by name, and in a sentence. */
  scheme: z.enum(['continuous', 'sections', 'roman', 'tabs']),
  numbering: z.string(),
  dividers: z.boolean(),
  pages: z.number().nullable(),
  megabytes: z.number().nullable(),
  beyond: z.enum(['volumes', 'stops', 'warns']),
  late: z.enum(['end', 'insert', 'supplement']),
  audience: z.enum(['served', 'internal']),
  /** Who copies are made for, where not everyone gets every document. */
  readers: z.array(z.string()),
  /** Why each document is also wanted as a file of its own; '' where it is not. */
  separate: z.string(),
})

/** A bundle that is kept, or one made on the spot from a profile, for those who only want the file. */
const which = { caseId, bundle: recordId.nullable(), profile: z.string().max(40).optional() }
const wholePlan = of({
  bundle: bundle.stored.nullable(),
  profile,
  /** The newest frozen version, and whether there is anything to freeze since. */
  version: z.number().int().nullable(),
  changed: z.boolean(),
  front: of({ pages: z.number().int(), first: z.string(), last: z.string() }),
  sections: z.array(plannedSection),
  /** The next supplement: what it is called, what its numbers begin with, the pages of its cover and index. */
  waiting: of({ part: z.string(), series: z.string(), front: z.number().int() }),
  /** The supplements that are frozen: what each is called, and its pages besides those of its documents. */
  supplements: z.array(of({ part: z.string(), frame: z.number().int() })),
  /** Of the bundle itself: its pages, its documents, and the size of what they are bound from. */
  pages: z.number().int(),
  /** Of these, the pages that say what changed in the frozen version; 0 in a draft. */
  sheets: z.number().int(),
  documents: z.number().int(),
  bytes: z.number(),
  offered: z.array(offered),
  left: z.array(leftOut),
  checks: z.array(bundleCheck),
  fileName: z.string(),
})
export type BundleOutlook = z.infer<typeof wholePlan>
export type BundleCheck = z.infer<typeof bundleCheck>

/** What a build made and did, as it is told and kept. */
const built = {
  fileName: z.string(),
  folder: z.string(),
  manifest: z.string(),
  verifier: z.string().nullable(),
  volumes: z.array(z.string()),
  /** Originals of signed documents, put in a folder beside it. */
  originals: z.array(z.string()),
  /** Documents as files of their own, as they stand in the folder beside it. */
  apart: z.array(z.string()),
  pages: z.number().int(),
  documents: z.number().int(),
  bytes: z.number(),
  sha256: z.string(),
  left: z.array(leftOut),
  report: z.array(bundleLine),
  verified: z.boolean(),
  findings: z.array(bundleFinding),
}

/** Bundles: arranged, looked over, frozen, built, served, compared, verified. */
export const bundleCalls = {
  'bundle.profiles': query(nothing, of({ profiles: z.array(profile) })),
  /** A new bundle under a profile, filled as the profile says. */
  'bundle.create': command(
    of({ caseId, profile: z.string().max(40), title: z.string().min(1).max(200) }),
    of({ record: bundle.stored }),
  ),
  'bundle.list': query(
    of({ caseId }),
    of({
      bundles: z.array(
        of({
          id: z.string(),
          ref: z.string(),
          title: z.string(),
          profile: z.string(),
          state: z.enum(['draft', 'frozen', 'served']),
          version: z.number().int().nullable(),
          documents: z.number().int(),
          changed: z.number(),
        }),
      ),
    }),
  ),
  'bundle.plan': query(of(which), wholePlan),
  /** The whole arrangement, saved over the version it was made from. */
  'bundle.arrange': command(
    of({ caseId, bundle: recordId, version: z.number().int(), entries: z.array(entry).max(20_000) }),
    of({ record: bundle.stored }),
  ),
  /** Freezes what has changed as the next version: every page is laid as it will be, and keeps its number. */
  'bundle.freeze': job(
    of({ caseId, bundle: recordId }),
    of({
      version: z.number().int(),
      pages: z.number().int(),
      sha256: z.string(),
      changes: z.array(z.string()),
    }),
  ),
  'bundle.serve': command(
    of({
      caseId,
      bundle: recordId,
      to: z.string().trim().min(1, 'who it was served on').max(200),
      on: isoDay,
    }),
    of({ record: bundle.stored }),
  ),
  /** What was frozen of a bundle and what was built of it, newest first. */
  'bundle.versions': query(
    of({ caseId, bundle: recordId }),
    of({
      versions: z.array(
        of({
          id: z.string(),
          version: z.number().int(),
          at: z.number(),
          by: z.string(),
          pages: z.number().int(),
          documents: z.number().int(),
          supplement: z.boolean(),
          /** What it is called behind the bundle's title, `supplement 2`; '' for the bundle itself. */
          part: z.string(),
          sha256: z.string(),
          changes: z.array(z.string()),
        }),
      ),
      copies: z.array(
        of({
          id: z.string(),
          version: z.number().int().nullable(),
          at: z.number(),
          by: z.string(),
          fileName: z.string(),
          pages: z.number().int(),
          bytes: z.number(),
          sha256: z.string(),
          reader: z.string(),
          /** unknown: its report was not kept. */
          verified: z.enum(['unknown', 'yes', 'no']),
        }),
      ),
    }),
  ),
  /**
   * One document of a bundle, or its cover and index (`front`), set as a build would set it: where its bytes are to be
   * had until another is asked for or the case closes. They are held in memory and never written. With a reader, as the
   * copy for that reader has it.
   */
  'bundle.preview': job(
    of({
      caseId,
      bundle: recordId,
      key: z.string().regex(/^[0-9a-z]{4,64}(-\d{1,2})?$/, 'a document of the bundle'),
      reader: z.string().max(60).optional(),
    }),
    of({ address: z.string(), bytes: z.number().int() }),
  ),
  'bundle.build': job(
    of({
      ...which,
      /** A frozen version; the draft when null. */
      version: z.number().int().min(1).nullable(),
      /** For one of the profile's readers: what is not for them is a page that stands for its numbers. */
      reader: z.string().max(60).optional(),
      to: placeId,
      fileName: z.string().min(1).max(160),
      /** Puts the verifier that needs no Turnstone beside it. */
      withVerifier: z.boolean().optional(),
      /** Puts each document as a file of its own in a folder beside it. */
      apart: z.boolean().optional(),
      /** For a bundle made on the spot; a kept one has its own. */
      title: z.string().max(200).optional(),
      date: isoDay.nullable().optional(),
    }),
    of({ file: placeId, ...built }),
  ),
  /** What was told when a copy was built. Throws `not-found` for one whose report was not kept. */
  'bundle.report': query(
    of({ caseId, copy: recordId }),
    of({
      ...built,
      at: z.number(),
      by: z.string(),
      /** The frozen version it is of; null for a draft. */
      version: z.number().int().nullable(),
      /** The one reader it was made for; '' for everyone. */
      reader: z.string(),
      /** Whether its bundle was changed since; null where that cannot be told. */
      changed: z.boolean().nullable(),
      /** What the documents it speaks of were called then. */
      names: z.array(of({ id: z.string(), name: z.string() })),
    }),
  ),
  'bundle.verify': job(
    /** With the key or code of who ought to have sealed it, anything else fails. */
    of({ file: placeId, holderKey: z.string().max(64).optional() }),
    of({
      ok: z.boolean(),
      fileName: z.string(),
      pages: z.number().int(),
      documents: z.number().int(),
      findings: z.array(bundleFinding),
      seal: bundleSeal.nullable(),
      /** The other volumes of the bundle, and whether each stands beside it as it was built. */
      others: z.array(
        of({
          volume: z.number().int(),
          file: z.string(),
          stands: z.enum(['same', 'another', 'absent']),
        }),
      ),
    }),
  ),
  /**
   * How the second differs from the first, page by page. `said` is the same in sentences; `warnings` says of each damaged
   * file that the comparison cannot vouch for it.
   */
  'bundle.compare': job(
    of({ a: placeId, b: placeId }),
    of({
      fileNames: of({ a: z.string(), b: z.string() }),
      warnings: z.array(z.string()),
      said: z.array(z.string()),
      ...bundleComparison.shape,
    }),
  ),
} as const
