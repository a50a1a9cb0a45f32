import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { BundleMaker, VersionPage } from '../../../casework/reading.ts'
import { comparedPages, type Watching } from './bundle-pages.ts'
import { manifestPath } from './manifest.ts'
import { LARGEST_MANIFEST, readManifest } from './manifest-reader.ts'
import { PdfReader } from './reader.ts'
import { openFile } from './verify-bytes.ts'
import { checkSeal } from './verify-seal.ts'

/** By what a bundle is told from its other versions. */
export interface BundleVersion {
  readonly made: BundleMaker | null
  readonly pages: readonly VersionPage[]
}

/** Half of a SHA-256, in hexadecimal: enough to tell pages apart, small enough to keep of each. */
const digits = 32

/**
 * The pages of a bundle by what they show, and who made it where the manifest beside it is sound and speaks of this file.
 * `withFirst` adds the digests made in the first way. Throws PdfProblem for what is no PDF, `cancelled`, and the disk's
 * refusals.
 */
export async function versionOf(
  path: string,
  sha256: string,
  watching: Watching,
  withFirst = false,
): Promise<BundleVersion> {
  const made = makerOf(path, sha256)
  const file = openFile(path)
  try {
    const pages = await comparedPages(new PdfReader(file), watching, withFirst)
    return {
      made,
      pages: pages.map(({ label, digest, first, document }) => ({
        label: label.slice(0, 60),
        digest: digest.slice(0, digits),
        ...(first === undefined ? {} : { first: first.slice(0, digits) }),
        document: document === '' ? '' : signOf(document),
      })),
    }
  } finally {
    file.close()
  }
}

const signOf = (title: string): string => createHash('sha256').update(title).digest('hex').slice(0, 12)

function makerOf(path: string, sha256: string): BundleMaker | null {
  const beside = manifestPath(path)
  if (!existsSync(beside)) return null
  const listed = openFile(beside)
  try {
    const manifest = listed.size > LARGEST_MANIFEST ? undefined : readManifest(listed.read(0, listed.size))
    if (manifest === undefined || manifest.bundle.sha256 !== sha256) return null
    const { seal, findings } = checkSeal(manifest)
    if (findings.length > 0) return null
    const { made, volume } = manifest
    return {
      key: seal?.key ?? '',
      holder: (seal?.holder ?? '').slice(0, 400),
      at: typeof made?.at === 'string' ? made.at.slice(0, 40) : '',
      volume: Number.isInteger(volume) ? (volume as number) : 1,
    }
  } finally {
    listed.close()
  }
}
