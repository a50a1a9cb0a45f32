import type { Job } from './job.ts'

/**
 * The register of jobs. `reuse`: its process holds no key and no secret afterwards, and may serve the next job. Each is
 * loaded when it is asked for: to derive a key, a process need not read the bundle engine first.
 */
export const jobs = {
  'derive-key': { job: async () => (await import('./derive-key.ts')).deriveKey, reuse: false },
  'examine-file': { job: async () => (await import('./examine-file.ts')).examineFile, reuse: true },
  'examine-sealed': { job: async () => (await import('./examine-sealed.ts')).examineSealed, reuse: false },
  'build-bundle': { job: async () => (await import('./build-bundle.ts')).buildBundleJob, reuse: false },
  'documents-apart': { job: async () => (await import('./build-bundle.ts')).buildApartJob, reuse: false },
  'rehearse-bundle': { job: async () => (await import('./build-bundle.ts')).rehearseBundleJob, reuse: false },
  'preview-bundle': { job: async () => (await import('./build-bundle.ts')).previewBundleJob, reuse: false },
  'compare-bundles': {
    job: async () => (await import('./compare-bundles.ts')).compareBundlesJob,
    reuse: false,
  },
  'read-bundle': { job: async () => (await import('./read-bundle.ts')).readBundleJob, reuse: false },
  'look-at-versions': {
    job: async () => (await import('./look-at-versions.ts')).lookAtVersions,
    reuse: false,
  },
  'look-for-text': { job: async () => (await import('./look-for-text.ts')).lookForText, reuse: false },
  'read-text': { job: async () => (await import('./read-text.ts')).readText, reuse: false },
  'find-words': { job: async () => (await import('./find-words.ts')).findWords, reuse: false },
  'burn-redactions': { job: async () => (await import('./burn-redactions.ts')).burnRedactions, reuse: false },
  'verify-bundle': { job: async () => (await import('./verify-bundle.ts')).verifyBundleJob, reuse: false },
} as const

export type JobName = keyof typeof jobs
type Asked<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]['job']>>
/** What a job is given. */
export type Input<N extends JobName> = Asked<N> extends Job<infer I, unknown> ? I : never
/** What a job gives back. */
export type Output<N extends JobName> = Asked<N> extends Job<never, infer O> ? O : never
