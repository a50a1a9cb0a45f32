import { type BuildResult, type BundlePlan, buildBundle } from '../services/bundle/index.ts'
import { type BlobAccess, openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'

export interface BuildInput {
  /** Each document's `source` is the access to its one sealed file: this process never has the key of the case. */
  readonly plan: BundlePlan
  readonly to: string
  readonly fonts: string
  readonly forms: string
  readonly madeBy: {
    readonly program: string
    readonly at: string
    readonly actor: string
    readonly auditHead: string
  }
  /** Documents that ended an earlier attempt, with the reason their placeholder page will give. */
  readonly skip: readonly (readonly [string, string])[]
}

/** Builds one bundle and its manifest. Leaves nothing behind when it fails or is stopped. */
export const buildBundleJob: Job<BuildInput, BuildResult> = (
  { plan, to, fonts, forms, madeBy, skip },
  { signal, progress },
) =>
  buildBundle(plan, {
    open: (source) => openSealed(source as BlobAccess),
    to,
    fonts,
    forms,
    madeBy,
    skip: new Map(skip),
    signal,
    onProgress: (done, total, note) => progress({ done, total, note }),
  })
