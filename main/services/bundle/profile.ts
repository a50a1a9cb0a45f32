import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Numbering, numberings } from '../../../casework/rules/numbering.ts'

/** A court's way of making bundles. Data, not code: see resources/profiles. */
export const bundleProfile = z.strictObject({
  id: z.string().min(1).max(60),
  version: z.string().min(1).max(20),
  name: z.string().min(1).max(120),
  /**
   * Where the rules come from, since when they hold, and how that was checked: against the published text itself,
   * against what others quote of it, or not yet.
   */
  source: z.string().min(1).max(500),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  verified: z.enum(['official', 'secondary', 'unverified']),
  /** Who brings the case, as the cover names them before the defendants. */
  prosecutor: z.string().max(120),
  numbering: z.enum(Object.keys(numberings) as [Numbering, ...Numbering[]]),
  /** A page with the section's letter and name before each section. */
  dividers: z.boolean(),
  /** How an index entry is set out: with the document's date, or by description alone. */
  indexStyle: z.enum(['dated', 'plain']),
  /**
   * The sections it begins with, in order. `takes` says what goes in without being asked: statements, exhibits that
   * set as pages, pictures, and exhibits that can only be named; a section that takes nothing waits to be filled.
   */
  sections: z
    .array(
      z.strictObject({
        letter: z.string().regex(/^[A-Z]{1,2}[0-9]?$/),
        title: z.string().min(1).max(120),
        takes: z.array(z.enum(['statements', 'documents', 'images', 'others'])).max(4),
      }),
    )
    .min(1)
    .max(60),
  /** What the court sets as most: pages, megabytes (10^6 bytes) a file, and what happens beyond it. */
  limits: z.strictObject({
    pages: z.number().int().min(1).nullable(),
    megabytes: z.number().min(1).nullable(),
    beyond: z.enum(['volumes', 'stops', 'warns']),
  }),
  /** The file's name; `{case} {urn} {title} {date}` stand for what they say. */
  fileName: z.string().min(1).max(120),
  /** What late material does once numbers are frozen. */
  late: z.enum(['end', 'insert', 'supplement']),
  /** What the numbers of a supplement's pages begin with, before which supplement it is: `SB`, for SB1/3. */
  supplement: z.strictObject({ letters: z.string().regex(/^[A-Z]{1,4}$/), why: z.string().min(1).max(300) }),
  /**
   * What this kind of bundle does not hold, and what happens: the build stops, or it is only said. Of what a source
   * may hold (encrypted, attachments, scripts, multimedia, forms) nothing is ever bound; `look` says by rule that it was
   * left out, `stops` refuses the source.
   */
  refuses: z
    .array(
      z.strictObject({
        what: z.enum([
          'unsigned-statements',
          'missing-pages',
          'placeholders',
          'no-text',
          'upside-down',
          'no-reference',
          'encrypted',
          'attachments',
          'scripts',
          'multimedia',
          'forms',
        ]),
        weight: z.enum(['stops', 'look']),
        why: z.string().min(1).max(300),
      }),
    )
    .max(20),
  /** Who it is for: the index of what is served calls victims by pseudonym; an internal one carries the marking. */
  audience: z.enum(['served', 'internal']),
  /** Who copies are made for, where not everyone gets every document: the restricted sections of the Crown Court. */
  readers: z.array(z.string().min(1).max(60)).max(10),
  stamp: z.strictObject({
    corner: z.literal('bottom-right'),
    right: z.number().min(0).max(40),
    up: z.number().min(0).max(40),
  }),
  /** Why each document is also wanted as a file of its own, where a court's system takes them so. */
  separate: z.strictObject({ why: z.string().min(1).max(300) }).optional(),
  /** Points to the inch a scanned page has at least and at most; what lies outside is said, never changed. */
  scans: z
    .strictObject({
      least: z.number().int().min(1).nullable(),
      most: z.number().int().min(1).nullable(),
      why: z.string().min(1).max(300),
    })
    .optional(),
  /** Pictures are never shown larger than this resolution allows. */
  imageDpi: z.number().int().min(72).max(1200),
})

/** A court's way of making bundles. */
export type BundleProfile = z.infer<typeof bundleProfile>

/** A profile read from its file. Throws if the file is not a profile. */
export function readProfile(path: string): BundleProfile {
  return bundleProfile.parse(JSON.parse(readFileSync(path, 'utf8')))
}
