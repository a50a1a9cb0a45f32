import { CaseworkError } from '../../casework/contract/errors.ts'
import { PdfProblem, type ReadOver, readOver } from '../services/bundle/index.ts'
import type { Job } from './job.ts'

/** Reads over a PDF on the disk before it is shown: its hash, page numbers and bookmarks. */
export const readBundleJob: Job<{ path: string; name: string }, ReadOver> = async (
  { path, name },
  { signal },
) => {
  try {
    return await readOver(path, signal)
  } catch (cause) {
    if (!(cause instanceof PdfProblem)) throw cause
    if (cause.kind === 'encrypted' || cause.kind === 'password')
      throw new CaseworkError(
        'needs-password',
        `“${name}” is locked with a password, so its pages can’t be shown. Ask for a copy without one.`,
        { cause },
      )
    throw new CaseworkError('unreadable', `“${name}” can’t be read. ${cause.message}`, { cause })
  }
}
