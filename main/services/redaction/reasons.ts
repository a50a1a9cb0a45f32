import { readFileSync } from 'node:fs'
import { z } from 'zod'

const reasonList = z.strictObject({
  id: z.string().min(1).max(60),
  version: z.string().min(1).max(20),
  source: z.string().min(1).max(500),
  effectiveFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  verified: z.enum(['official', 'secondary', 'unverified']),
  reasons: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[a-z][a-z-]{0,39}$/),
        name: z.string().min(1).max(80),
        about: z.string().max(200),
        /** What a note has to say where this is the reason. */
        asks: z.string().max(120).optional(),
      }),
    )
    .min(1)
    .max(60),
})
/** Why something may be taken out of a copy: data, with its source. */
export type ReasonList = z.infer<typeof reasonList>

/** Reads a list of reasons. Throws naming what is wrong with it. */
export const readReasons = (path: string): ReasonList =>
  reasonList.parse(JSON.parse(readFileSync(path, 'utf8')))
