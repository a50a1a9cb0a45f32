import { CaseworkError } from '../../casework/contract/errors.ts'
import { type BundleVersion, PdfProblem, versionOf } from '../services/bundle/index.ts'
import type { Job } from './job.ts'

/** Looks through the pages of a bundle, so that it can be told from its other versions. */
export const lookAtVersions: Job<
  { path: string; name: string; sha256: string; withFirst: boolean },
  BundleVersion
> = async ({ path, name, sha256, withFirst }, { signal, progress }) => {
  const onProgress = (done: number, total: number) => progress({ done, total, note: '' })
  try {
    return await versionOf(path, sha256, { signal, onProgress }, withFirst)
  } catch (cause) {
    if (!(cause instanceof PdfProblem)) throw cause
    throw new CaseworkError(
      'unreadable',
      `The pages of “${name}” could not be told apart, so a newer version of it will not be known as one. ${cause.message}`,
      { cause },
    )
  }
}
