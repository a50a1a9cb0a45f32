import { basename } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Asked } from '../dispatch.ts'
import {
  type Apart,
  type BuildResult,
  type BundlePlan,
  clearApart,
  isTaken,
} from '../services/bundle/index.ts'
import type { Desk } from './desk.ts'
import { patience, type Skipped } from './laying.ts'

/** Where a bundle's documents stand as files of their own: a folder beside it. */
export const apartFolder = (bundle: string): string => `${bundle.replace(/\.pdf$/i, '')} documents`

/** Throws `exists` while something stands where the documents would go. */
export function refuseApart(bundle: string): void {
  const folder = apartFolder(bundle)
  if (isTaken(folder))
    throw new CaseworkError(
      'exists',
      `“${basename(folder)}” is already in that folder, and nothing is written over. Choose another name.`,
      { at: 'fileName' },
    )
}

/**
 * Puts each document of a bundle that was built beside it as a file of its own, its pages numbered as in the bundle.
 * What could not be read for the bundle is not tried again. Nothing is left of it when any of it fails.
 */
export async function putApart(
  desk: Desk,
  what: {
    readonly plan: BundlePlan
    readonly built: BuildResult
    readonly to: string
    readonly skip: Skipped
  },
  { signal, progress }: Asked,
): Promise<Apart> {
  const { plan, built, skip } = what
  const to = apartFolder(what.to)
  const documents = built.documents.map(({ id, numbers, labels }) => ({ id, numbers, labels }))
  const over = desk.unfinished.begin('folder', to)
  try {
    return await desk.run(
      'documents-apart',
      { plan, to, ...desk.paper, skip, built: documents },
      { signal, onProgress: progress, patience },
    )
  } catch (thrown) {
    // A process that was ended could not clear up after itself.
    clearApart(to)
    throw thrown
  } finally {
    over()
  }
}
