import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import canonicalize from 'canonicalize'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { sealedFormat } from '../../../casework/rules/bundle-seal.ts'
import { volumePath } from './build.ts'
import { clear, diskError, landPair, settleFolder, unfinishedName, writeWhole } from './landing.ts'
import { type Manifest, manifestBytes, manifestPath } from './manifest.ts'
import { LARGEST_MANIFEST, readManifest } from './manifest-reader.ts'

/** Whoever seals a manifest. The key stays where it is: `sign` is given the manifest in the form of RFC 8785. */
export interface Sealer {
  readonly made: Omit<NonNullable<Manifest['made']>, 'holder'>
  /** The name the holder has in the case. */
  readonly holder: string
  /** The public key and the signature, base64url without padding. */
  sign(canonical: string): { readonly key: string; readonly signature: string }
}

/** A file of a bundle that was built and has not got its name yet. */
export interface Drafted {
  readonly bundle: string
  readonly sha256: string
  readonly bytes: number
}
/** A document that was asked for, and the SHA-256 of its source where it has one. */
export interface AskedFor {
  readonly id: string
  readonly sha256?: string
}

/**
 * Seals the manifests of a bundle's drafted files, then gives each pair its names. All or none: when one cannot be
 * sealed or landed, those before it are taken back and the drafts removed. Throws `exists`, the disk's errors, and
 * `internal` when the drafts are not of the documents that were asked for.
 */
export function sealAndLand(
  drafts: readonly Drafted[],
  documents: readonly AskedFor[],
  sealer: Sealer,
): void {
  const landed: string[] = []
  try {
    const read = drafts.map(readDraft)
    refuseOthers(read, documents, drafts)
    for (const [i, { bundle }] of drafts.entries()) {
      const path = unfinishedName(manifestPath(bundle))
      const sealed = seal(read[i]!, sealer)
      clear(path)
      writeWhole(path, manifestBytes(sealed))
    }
    for (const { bundle } of drafts) {
      landPair(bundle, manifestPath(bundle))
      landed.push(bundle, manifestPath(bundle))
    }
    for (const { bundle } of drafts) settleFolder(bundle)
  } catch (error) {
    clear(...landed)
    clearDrafts(drafts.map(({ bundle }) => bundle))
    throw diskError(error, drafts[0]?.bundle ?? '')
  }
}

/** Removes what builds of these files left under unfinished names. */
export function clearDrafts(bundles: readonly string[]): void {
  clear(...bundles.flatMap((bundle) => [unfinishedName(bundle), unfinishedName(manifestPath(bundle))]))
}

/** Removes what a build left that was ended before it could say how many volumes there would be. */
export function clearBegun(to: string): void {
  clear(...begunNames(to))
}

/** The unfinished names that a build to this file may have written under, whether anything stands there or not. */
export function begunNames(to: string): string[] {
  const named = (bundle: string) => [unfinishedName(bundle), unfinishedName(manifestPath(bundle))]
  const begun = (bundle: string) => [bundle, ...named(bundle)].some((path) => existsSync(path))
  const names = named(to)
  // Of a build that was ended while it landed, the first volumes may have their names already.
  for (let volume = 1; volume <= 2 || begun(volumePath(to, volume)); volume++)
    names.push(...named(volumePath(to, volume)))
  return names
}

/** A drafted manifest with who made it and their seal. */
export function seal(draft: Manifest, { made, holder, sign }: Sealer): Manifest {
  // Half a character cannot be written in UTF-8, and so cannot be signed.
  const whole = JSON.parse(JSON.stringify(draft, wellFormed)) as Manifest
  const { documents, ...rest } = whole
  const manifest = { ...rest, format: sealedFormat, made: { ...made, holder }, documents }
  const { key, signature } = sign(canonicalize(manifest) as string)
  return { ...manifest, seal: { algorithm: 'Ed25519', key, holder, signature } }
}

const wellFormed = (_: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)

// The process that drafted them reads foreign files, and might be made to say anything: no seal under a foreign word.
function readDraft({ bundle, sha256, bytes }: Drafted): Manifest {
  const path = unfinishedName(manifestPath(bundle))
  const size = statSync(unfinishedName(bundle)).size
  const draft = statSync(path).size > LARGEST_MANIFEST ? undefined : readManifest(readFileSync(path))
  const fits =
    draft !== undefined &&
    draft.format !== sealedFormat &&
    size === bytes &&
    draft.bundle.size === bytes &&
    draft.bundle.sha256 === sha256
  if (!fits) throw notAsked(bundle)
  return draft
}

function refuseOthers(
  read: readonly Manifest[],
  documents: readonly AskedFor[],
  drafts: readonly Drafted[],
): void {
  const asked = new Map(documents.map(({ id, sha256 }) => [id, sha256]))
  for (const { id, source } of read.flatMap((manifest) => manifest.documents)) {
    if (!asked.has(id) || (source !== undefined && source !== asked.get(id)))
      throw notAsked(drafts[0]!.bundle)
    asked.delete(id)
  }
  if (asked.size > 0) throw notAsked(drafts[0]!.bundle)
}

const notAsked = (bundle: string) =>
  new CaseworkError(
    'internal',
    `${basename(bundle)} was not built as asked, so it was not sealed. Nothing was left behind; build it again.`,
  )
