import { buildApartJob, buildBundleJob, previewBundleJob, rehearseBundleJob } from './build-bundle.ts'
import { burnRedactions } from './burn-redactions.ts'
import { compareBundlesJob } from './compare-bundles.ts'
import { deriveKey } from './derive-key.ts'
import { examineFile } from './examine-file.ts'
import { examineSealed } from './examine-sealed.ts'
import { findWords } from './find-words.ts'
import type { Job } from './job.ts'
import { lookAtVersions } from './look-at-versions.ts'
import { lookForText } from './look-for-text.ts'
import { readBundleJob } from './read-bundle.ts'
import { readText } from './read-text.ts'
import { verifyBundleJob } from './verify-bundle.ts'

/** The register of jobs. `reuse`: its process holds no key and no secret afterwards, and may serve the next job. */
export const jobs = {
  'derive-key': { job: deriveKey, reuse: false },
  'examine-file': { job: examineFile, reuse: true },
  'examine-sealed': { job: examineSealed, reuse: false },
  'build-bundle': { job: buildBundleJob, reuse: false },
  'documents-apart': { job: buildApartJob, reuse: false },
  'rehearse-bundle': { job: rehearseBundleJob, reuse: false },
  'preview-bundle': { job: previewBundleJob, reuse: false },
  'compare-bundles': { job: compareBundlesJob, reuse: false },
  'read-bundle': { job: readBundleJob, reuse: false },
  'look-at-versions': { job: lookAtVersions, reuse: false },
  'look-for-text': { job: lookForText, reuse: false },
  'read-text': { job: readText, reuse: false },
  'find-words': { job: findWords, reuse: false },
  'burn-redactions': { job: burnRedactions, reuse: false },
  'verify-bundle': { job: verifyBundleJob, reuse: false },
} as const

export type JobName = keyof typeof jobs
/** What a job is given. */
export type Input<N extends JobName> = (typeof jobs)[N]['job'] extends Job<infer I, unknown> ? I : never
/** What a job gives back. */
export type Output<N extends JobName> = (typeof jobs)[N]['job'] extends Job<never, infer O> ? O : never
