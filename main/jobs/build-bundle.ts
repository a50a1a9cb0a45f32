import {
  type Apart,
  type BuildResult,
  type BuiltDocument,
  type BundlePlan,
  buildApart,
  buildBundle,
  previewPages,
  type Rehearsed,
  rehearseBundle,
  threadsWorth,
} from '../services/bundle/index.ts'
import { type BlobAccess, openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'

export interface BuildInput {
  /** Each document's `source` is the access to its one sealed file: this process never has the key of the case. */
  readonly plan: BundlePlan
  readonly to: string
  readonly fonts: string
  readonly forms: string
  /** Documents that ended an earlier attempt, with the reason their placeholder page will give. */
  readonly skip: readonly (readonly [string, string])[]
}

/** Drafts one bundle and its manifest, for the workbench to seal. Leaves nothing behind when it fails or is stopped. */
export const buildBundleJob: Job<BuildInput, BuildResult> = ({ plan, ...input }, powers) =>
  buildBundle(plan, { ...toolsOf(input, powers), drafts: true, threads: threadsFor(plan) })

/** Lays one bundle without keeping it. */
export const rehearseBundleJob: Job<Omit<BuildInput, 'to'>, Rehearsed> = ({ plan, ...input }, powers) =>
  rehearseBundle(plan, { ...toolsOf({ ...input, to: '' }, powers), threads: threadsFor(plan) })

export interface ApartInput extends BuildInput {
  /** The documents of the bundle as it was built, with their numbers. */
  readonly built: readonly Pick<BuiltDocument, 'id' | 'numbers' | 'labels'>[]
}

/** Sets each document of a bundle that was built as a file of its own, in a new folder at `to`. */
export const buildApartJob: Job<ApartInput, Apart> = ({ plan, built, ...input }, powers) =>
  buildApart(plan, { ...toolsOf(input, powers), to: input.to }, built)

export interface PreviewInput extends Omit<BuildInput, 'to' | 'madeBy'> {
  /** A document's id, or `front`. */
  readonly which: string
  /** How many pages each document takes, by its id. */
  readonly pages: readonly (readonly [string, number])[]
}

/** Sets one document of a bundle, or its cover and index, in memory. */
export const previewBundleJob: Job<PreviewInput, Uint8Array> = ({ plan, which, pages, ...input }, powers) =>
  previewPages(plan, toolsOf({ ...input, to: '' }, powers), which, new Map(pages))

const toolsOf = (
  { skip, ...input }: Omit<BuildInput, 'plan'>,
  { signal, progress }: Parameters<typeof buildBundleJob>[1],
) => ({
  ...input,
  open: (source: unknown) => openSealed(source as BlobAccess),
  skip: new Map(skip),
  signal,
  onProgress: (done: number, total: number, note: string) => progress({ done, total, note }),
})

/** Whether threads hash what the documents of a plan make. */
function threadsFor({ sections }: BundlePlan): boolean {
  const contents = sections.flatMap(({ documents }) => documents.map(({ content }) => content))
  const sizes = contents.map((content) => ('source' in content ? (content.source as BlobAccess).size : 0))
  return threadsWorth(sizes.reduce((sum, size) => sum + size, 0))
}
