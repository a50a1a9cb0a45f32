import { buildBundleJob, rehearseBundleJob } from './build-bundle.ts'
import { compareBundlesJob } from './compare-bundles.ts'
import { deriveKey } from './derive-key.ts'
import { examineFile } from './examine-file.ts'
import type { Job } from './job.ts'
import { verifyBundleJob } from './verify-bundle.ts'

/** The register of jobs. `reuse`: its process holds no key and no secret afterwards, and may serve the next job. */
export const jobs = {
  'derive-key': { job: deriveKey, reuse: false },
  'examine-file': { job: examineFile, reuse: true },
  'build-bundle': { job: buildBundleJob, reuse: false },
  'rehearse-bundle': { job: rehearseBundleJob, reuse: false },
  'compare-bundles': { job: compareBundlesJob, reuse: false },
  'verify-bundle': { job: verifyBundleJob, reuse: false },
} as const

export type JobName = keyof typeof jobs
/** What a job is given. */
export type Input<N extends JobName> = (typeof jobs)[N]['job'] extends Job<infer I, unknown> ? I : never
/** What a job gives back. */
export type Output<N extends JobName> = (typeof jobs)[N]['job'] extends Job<never, infer O> ? O : never
