import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Manifest } from './manifest.ts'
import { hashes, openFile } from './verify-bytes.ts'

/** Another volume of a bundle, and what stands under its name beside the one that is checked. */
export interface OtherVolume {
  /** Which it is, from 1. */
  readonly volume: number
  readonly file: string
  /** `same`: the one built with it. `another`: some other file has its name. `absent`: there is none in that folder. */
  readonly stands: 'same' | 'another' | 'absent'
}

/**
 * The other volumes of a bundle at `path`, held against its manifest byte for byte; none where it has one volume alone.
 * Their own manifests and rules are not looked at: each is verified by itself. Throws `cancelled`, `unreadable`.
 */
export async function otherVolumes(
  path: string,
  { volume, volumes = [] }: Manifest,
  signal: AbortSignal | undefined,
): Promise<OtherVolume[]> {
  const others: OtherVolume[] = []
  for (const [i, { file, size, sha256 }] of volumes.entries()) {
    if (i + 1 === volume) continue
    const beside = join(dirname(path), file)
    const stands = existsSync(beside) ? await standsAt(beside, size, sha256, signal) : 'absent'
    others.push({ volume: i + 1, file, stands })
  }
  return others
}

async function standsAt(path: string, size: number, sha256: string, signal: AbortSignal | undefined) {
  const file = openFile(path)
  try {
    if (file.size !== size) return 'another'
    return (await hashes(file, [], signal)).whole === sha256 ? 'same' : 'another'
  } finally {
    file.close()
  }
}
