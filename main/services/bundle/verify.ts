import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { labelAt } from '../../../casework/rules/numbering.ts'
import { pagesSpoken } from './index-pages.ts'
import { PdfProblem } from './lexer.ts'
import type { Manifest } from './manifest.ts'
import { manifestPath } from './manifest.ts'
import { LARGEST_MANIFEST, readManifest } from './manifest-reader.ts'
import { PdfReader } from './reader.ts'
import { hashes, type OpenFile, openFile } from './verify-bytes.ts'
import { checkSeal, type Sealed } from './verify-seal.ts'
import { structureFindings } from './verify-structure.ts'
import { type OtherVolume, otherVolumes } from './verify-volumes.ts'

/** Something a check of a bundle found wrong. */
export interface Finding {
  /**
   * The rule: `R4`, `R7` and so on, or `hash`, `volume`, `no-manifest`, `manifest`, `seal`,
   * `unreadable`.
   */
  readonly rule: string
  readonly sentence: string
  readonly document?: string
  readonly page?: number
}

/** What a check of a bundle came to. */
export interface Verification {
  readonly ok: boolean
  readonly pages: number
  readonly documents: number
  readonly sha256: string
  readonly findings: readonly Finding[]
  /** Who sealed the manifest; null where nobody did, or where the findings say that the seal does not hold. */
  readonly seal: Sealed | null
  /** The volumes it came with, as they stand beside it. Empty for a bundle of one. */
  readonly others: readonly OtherVolume[]
}

/** How a check is run. */
export interface VerifyOptions {
  readonly signal?: AbortSignal
  /** The key or code of who ought to have sealed it. */
  readonly holderKey?: string
  onProgress?(done: number, total: number): void
}

/**
 * Checks a bundle: its rules derived again from the PDF alone, and its bytes against the manifest beside it.
 * Without a manifest the rules are still checked and the finding is `no-manifest`. Throws only if the file cannot be read.
 */
export async function verifyBundle(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const file = openFile(path)
  try {
    return await verified(file, path, options)
  } finally {
    file.close()
  }
}

async function verified(file: OpenFile, path: string, options: VerifyOptions): Promise<Verification> {
  const findings: Finding[] = []
  const beside = manifestPath(path)
  let manifest: Manifest | undefined
  if (!existsSync(beside)) {
    findings.push({
      rule: 'no-manifest',
      sentence: `${basename(beside)} is not beside the bundle, so its bytes cannot be checked. Put the two files in one folder.`,
    })
  } else {
    const listed = openFile(beside)
    try {
      manifest = listed.size > LARGEST_MANIFEST ? undefined : readManifest(listed.read(0, listed.size))
    } finally {
      listed.close()
    }
    if (!manifest)
      findings.push({
        rule: 'manifest',
        sentence: `${basename(beside)} is not a manifest of a bundle, or was altered.`,
      })
  }
  const { seal, findings: broken } = checkSeal(manifest, options.holderKey)
  findings.push(...broken)
  const ranges = (manifest?.documents ?? []).map((document) => document.bytes)
  const { whole: sha256, parts } = await hashes(file, ranges, options.signal)
  if (manifest) findings.push(...(await hashFindings(file, sha256, parts, manifest, options)))
  let pages = 0
  let documents = 0
  try {
    const structure = await structureFindings(new PdfReader(file), manifest, options)
    pages = structure.pages
    documents = structure.documents
    findings.push(...structure.findings)
  } catch (error) {
    if (error instanceof CaseworkError) throw error
    const why = error instanceof PdfProblem ? error.message : 'It is damaged.'
    findings.push({ rule: 'unreadable', sentence: `The bundle cannot be read as a PDF. ${why}` })
  }
  const others = manifest ? await otherVolumes(path, manifest, options.signal) : []
  for (const { volume, file, stands } of others)
    if (stands === 'another')
      findings.push({
        rule: 'volume',
        sentence: `“${file}” beside it is not the volume ${volume} that was built with it.`,
      })
  return { ok: findings.length === 0, pages, documents, sha256, findings, seal, others }
}

async function hashFindings(
  file: OpenFile,
  sha256: string,
  parts: readonly string[],
  manifest: Manifest,
  options: VerifyOptions,
): Promise<Finding[]> {
  const { bundle } = manifest
  const altered = await partsFindings(file, parts, manifest, options)
  if (sha256 === bundle.sha256) return altered
  const findings: Finding[] = []
  if (file.size !== bundle.size) {
    findings.push({
      rule: 'hash',
      sentence: `The bundle is ${file.size} bytes long; when it was built it was ${bundle.size}.`,
    })
  }
  findings.push(...altered)
  if (findings.every((finding) => !finding.document)) {
    findings.push({
      rule: 'hash',
      sentence:
        'The bundle is not the one that was built: its cover, index, bookmarks or tables were altered. Its documents are as they were.',
    })
  }
  return findings
}

/** The number a page (from 1) bears, by the manifest; its place where an earlier program wrote none. */
function labelOfPage(runs: Manifest['pageLabels'], page: number): string {
  const run = runs?.filter((each) => each.page <= page).at(-1)
  return run ? labelAt(run, page - run.page) : String(page)
}

async function partsFindings(
  file: OpenFile,
  parts: readonly string[],
  { documents, pageLabels }: Manifest,
  { signal }: VerifyOptions,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [i, document] of documents.entries()) {
    if (parts[i] === document.sha256) continue
    const found = await hashes(
      file,
      document.pageBytes.map(([from, to]) => [from, to] as const),
      signal,
      document.bytes,
    )
    const altered = document.pageBytes.findIndex(([, , digits], k) => found.parts[k]!.slice(0, 16) !== digits)
    const page = altered >= 0 ? document.from + altered : undefined
    const [first, last] = document.labels ?? [String(document.from), String(document.to)]
    const where =
      page === undefined ? '' : `, on page ${labelOfPage(pageLabels, page)} or in what that page first uses`
    findings.push({
      rule: 'hash',
      document: document.id,
      ...(page === undefined ? {} : { page }),
      sentence: `${document.title} (${pagesSpoken(first, last)}) was altered after the bundle was built${where}.`,
    })
  }
  return findings
}
