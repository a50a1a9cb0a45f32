import { resolve } from 'node:path'
import { repairFolder } from '../vault/repair-folder.ts'
import type { VaultSurroundings } from '../vault/surroundings.ts'
import type { Secret } from '../vault/unlock.ts'
import { documentFrom } from './document.ts'
import { notedHeader } from './holders.ts'
import { beginWatch, noteFailure } from './watch.ts'
import type { Witness } from './witness.ts'

/**
 * Mends what keeps a case from being opened, its header and its state, from a backup in `from`: the first step of a
 * repair of a case nobody has open. Gives the paths brought back, none where nothing was wrong. Throws what
 * {@link repairFolder} throws; nothing is changed then.
 */
export async function repairClosed(
  folder: string,
  secret: Secret,
  from: string,
  s: VaultSurroundings & { readonly witness?: Witness },
  options: { readonly takeOver?: boolean } = {},
): Promise<string[]> {
  const input = { folder: resolve(folder), secret, from: resolve(from), takeOver: options.takeOver === true }
  const watching = await beginWatch(input.folder, s, {})
  return await repairFolder(input, s, ({ manifest, epoch, parts, payloads }, caseId) => {
    const { document } = documentFrom(caseId, { facts: manifest, epoch, parts, payloads })
    return { headerGen: notedHeader(manifest.headerGen, document.recent), blobs: document.blobs }
  }).catch((thrown: unknown) => {
    noteFailure(watching, thrown, s.now())
    throw thrown
  })
}
