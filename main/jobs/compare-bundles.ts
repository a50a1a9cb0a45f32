import { type ComparedFiles, compareBundles } from '../services/bundle/index.ts'
import type { Job } from './job.ts'

/** Compares two versions of a bundle by what their pages show. */
export const compareBundlesJob: Job<{ a: string; b: string }, ComparedFiles> = (
  { a, b },
  { signal, progress },
) => compareBundles(a, b, { signal, onProgress: (done, total) => progress({ done, total, note: '' }) })
