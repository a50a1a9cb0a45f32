import { type Verification, verifyBundle } from '../services/bundle/index.ts'
import type { Job } from './job.ts'

/** Checks a bundle on the disk from its own bytes and the manifest beside it. */
export const verifyBundleJob: Job<{ path: string; holderKey?: string }, Verification> = (
  { path, ...expected },
  { signal, progress },
) =>
  verifyBundle(path, {
    ...expected,
    signal,
    onProgress: (done, total) => progress({ done, total, note: '' }),
  })
