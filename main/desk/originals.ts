import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { recordIdOf } from '../../casework/rules/arrangement.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import { type BuildResult, isTaken, refuseExisting, unfinishedName } from '../services/bundle/index.ts'
import { safeName } from '../services/machine/places.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

const piece = 1 << 20

/** Where the originals of a bundle's signed documents stand: a folder beside it. */
export const originalsFolder = (bundle: string): string => `${bundle.replace(/\.pdf$/i, '')} originals`

/** Throws `exists` while something stands where the originals would go. */
export function refuseOriginals(bundle: string): void {
  const folder = originalsFolder(bundle)
  if (isTaken(folder))
    throw new CaseworkError(
      'exists',
      `“${basename(folder)}” is already in that folder, and nothing is written over. Choose another name.`,
      { at: 'fileName' },
    )
}

/**
 * Puts the original of each digitally signed document beside a bundle, byte for byte: its signature does not survive
 * being bound (R34). The manifest has the hash of each. Returns their names; when one fails, none is left.
 */
export async function putOriginals(
  { records, store }: OpenCase,
  desk: Desk,
  built: BuildResult,
  { signal }: Asked,
): Promise<readonly string[]> {
  const signed = new Set(
    built.report.filter(({ kind }) => kind === 'signed').map(({ document }) => recordIdOf(document ?? '')),
  )
  const bound = new Set(built.documents.map(({ id, sha256 }) => `${recordIdOf(id)} ${sha256}`))
  // What was bound as an edited copy is not put beside it unedited.
  const exhibits = records
    .list('exhibit', { archived: true })
    .filter(
      ({ id, fields: { file } }) => signed.has(id) && file !== null && bound.has(`${id} ${file.sha256}`),
    )
  if (exhibits.length === 0) return []
  const folder = originalsFolder(built.bundle)
  const draft = unfinishedName(folder)
  const over = desk.unfinished.begin('folder', folder)
  const names: string[] = []
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    for (const exhibit of exhibits) {
      const { file, title } = exhibit.fields
      if (file === null) continue
      const name = safeName(`${refOf(exhibit).replaceAll('/', '-') || title} original.pdf`)
      const target = await open(join(draft, name), 'wx', 0o600)
      try {
        for (let at = 0; at < file.bytes; at += piece) {
          signal.throwIfAborted()
          await target.write(await store.readBlob(file.blob, at, Math.min(piece, file.bytes - at)))
        }
        await target.sync()
      } finally {
        await target.close()
      }
      names.push(name)
    }
    // A rename would put it in the place of an empty folder.
    refuseExisting(folder)
    renameSync(draft, folder)
    return names
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    throw cause
  } finally {
    over()
  }
}
