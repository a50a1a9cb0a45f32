import { existsSync } from 'node:fs'
import { manifestPath } from './manifest.ts'
import { LARGEST_MANIFEST, readManifest } from './manifest-reader.ts'
import type { PdfReader } from './reader.ts'
import { hashes, type OpenFile, openFile } from './verify-bytes.ts'

/**
 * Why a file that was read may not be what it was, in sentences: how it had to be repaired, and that it is not the file its
 * manifest speaks of. Empty for a file of which nothing says so. Throws `cancelled` and `unreadable`.
 */
export async function unsoundness(
  path: string,
  file: OpenFile,
  reader: PdfReader,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const out = [...reader.repairs]
  const beside = manifestPath(path)
  if (!existsSync(beside)) return out
  const listed = openFile(beside)
  try {
    const manifest = listed.size > LARGEST_MANIFEST ? undefined : readManifest(listed.read(0, listed.size))
    if (manifest === undefined) out.push('The manifest beside it cannot be read.')
    else if (
      manifest.bundle.size !== file.size ||
      (await hashes(file, [], signal)).whole !== manifest.bundle.sha256
    )
      out.push('It is not, to the byte, the file that the manifest beside it speaks of.')
    return out
  } finally {
    listed.close()
  }
}
