import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { PdfProblem } from './lexer.ts'
import type { Manifest, ManifestDocument } from './manifest.ts'
import { manifestPath } from './manifest.ts'
import { readManifest } from './manifest-reader.ts'
import { PdfReader } from './reader.ts'
import { structureFindings } from './verify-structure.ts'

/** Something a check of a bundle found wrong. */
export interface Finding {
  /** The rule: `R4`, `R7` and so on, or `hash`, `no-manifest`, `manifest`, `unreadable`. */
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
}

/** How a check is run. */
export interface VerifyOptions {
  readonly signal?: AbortSignal
  onProgress?(done: number, total: number): void
}

/**
 * Checks a bundle: its rules derived again from the PDF alone, and its bytes against the manifest beside it.
 * Without a manifest the rules are still checked and the finding is `no-manifest`. Throws only if the file cannot be read.
 */
export async function verifyBundle(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const bytes = readFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const findings: Finding[] = []
  const beside = manifestPath(path)
  let manifest: Manifest | undefined
  if (!existsSync(beside)) {
    findings.push({
      rule: 'no-manifest',
      sentence: `${basename(beside)} is not beside the bundle, so its bytes cannot be checked. Put the two files in one folder.`,
    })
  } else {
    manifest = readManifest(readFile(beside))
    if (!manifest)
      findings.push({
        rule: 'manifest',
        sentence: `${basename(beside)} is not a manifest of a bundle, or was altered.`,
      })
  }
  if (manifest) findings.push(...hashFindings(bytes, sha256, manifest))
  let pages = 0
  let documents = 0
  try {
    const structure = await structureFindings(new PdfReader(bytes), manifest, options)
    pages = structure.pages
    documents = structure.documents
    findings.push(...structure.findings)
  } catch (error) {
    if (error instanceof CaseworkError) throw error
    const why = error instanceof PdfProblem ? error.message : 'It is damaged.'
    findings.push({ rule: 'unreadable', sentence: `The bundle cannot be read as a PDF. ${why}` })
  }
  return { ok: findings.length === 0, pages, documents, sha256, findings }
}

function hashFindings(bytes: Buffer, sha256: string, manifest: Manifest): Finding[] {
  const { bundle, documents } = manifest
  if (sha256 === bundle.sha256) return partsFindings(bytes, documents)
  const findings: Finding[] = []
  if (bytes.length !== bundle.size) {
    findings.push({
      rule: 'hash',
      sentence: `The bundle is ${bytes.length} bytes long; when it was built it was ${bundle.size}.`,
    })
  }
  findings.push(...partsFindings(bytes, documents))
  if (findings.every((finding) => !finding.document)) {
    findings.push({
      rule: 'hash',
      sentence:
        'The bundle is not the one that was built: its cover, index, bookmarks or tables were altered. Its documents are as they were.',
    })
  }
  return findings
}

function partsFindings(bytes: Buffer, documents: readonly ManifestDocument[]): Finding[] {
  const findings: Finding[] = []
  const hash = (from: number, to: number) =>
    createHash('sha256').update(bytes.subarray(from, to)).digest('hex')
  for (const document of documents) {
    if (hash(...document.bytes) === document.sha256) continue
    const altered = document.pageBytes.findIndex(
      ([from, to, digits]) => hash(from, to).slice(0, 16) !== digits,
    )
    const page = altered >= 0 ? document.from + altered : undefined
    const where = page === undefined ? '' : `, on page ${page} or in what that page first uses`
    findings.push({
      rule: 'hash',
      document: document.id,
      ...(page === undefined ? {} : { page }),
      sentence: `${document.title} (pages ${document.from} to ${document.to}) was altered after the bundle was built${where}.`,
    })
  }
  return findings
}

function readFile(path: string): Buffer {
  const said = basename(path)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new CaseworkError('not-found', `${said} is not there. Check its name and folder.`)
  // A pipe or a device would be read without end.
  if (!stats.isFile())
    throw new CaseworkError(
      'not-a-file',
      `${said} is a folder or a device, not a file. Choose the bundle’s PDF.`,
    )
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new CaseworkError(
      'unreadable',
      `${said} could not be read. Check that you may read it, and its disk.`,
      {
        cause,
      },
    )
  }
}
