import { readFileSync } from 'node:fs'
import { z } from 'zod'

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
  numbering: z.literal('continuous'),
  dividers: z.boolean(),
  stamp: z.strictObject({
    corner: z.literal('bottom-right'),
    right: z.number().min(0).max(40),
    up: z.number().min(0).max(40),
  }),
  /** Pictures are never shown larger than this resolution allows. */
  imageDpi: z.number().int().min(72).max(1200),
})

/** A court's way of making bundles. */
export type BundleProfile = z.infer<typeof bundleProfile>

/** A profile read from its file. Throws if the file is not a profile. */
export function readProfile(path: string): BundleProfile {
  return bundleProfile.parse(JSON.parse(readFileSync(path, 'utf8')))
}
