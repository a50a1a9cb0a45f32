import { basename } from 'node:path'
import type { Params, Result } from '../../casework/contract/contract.ts'
import { comparisonWords, damageWords } from '../../casework/rules/comparison-words.ts'
import type { Asked } from '../dispatch.ts'
import type { Desk } from './desk.ts'
import { folderName } from './open-cases.ts'

/** Checks a bundle by its own bytes and its manifest, and says whether this machine knows the key that sealed it. */
export async function checkBundle(
  desk: Desk,
  { file, holderKey }: Params<'bundle.verify'>,
  { signal, progress }: Asked,
): Promise<Result<'bundle.verify'>> {
  const path = desk.places.pathOf(file)
  const { ok, pages, documents, findings, seal, others } = await desk.run(
    'verify-bundle',
    { path, ...(holderKey === undefined ? {} : { holderKey }) },
    { signal, onProgress: progress },
  )
  return {
    ok,
    pages,
    documents,
    fileName: basename(path),
    findings: findings.map((each) => ({ ...each })),
    seal: seal === null ? null : { ...seal, knownIn: knownIn(desk, seal.key) },
    others: others.map((each) => ({ ...each })),
  }
}

/** Compares two versions of a bundle, the second as against the first. */
export async function compareBundleFiles(
  desk: Desk,
  { a, b }: Params<'bundle.compare'>,
  { signal, progress }: Asked,
): Promise<Result<'bundle.compare'>> {
  const paths = { a: desk.places.pathOf(a), b: desk.places.pathOf(b) }
  const found = await desk.run('compare-bundles', paths, { signal, onProgress: progress })
  const { unchanged, changed, moved, added, removed, front, damage } = found
  const fileNames = { a: basename(paths.a), b: basename(paths.b) }
  return {
    ...found,
    fileNames,
    damage: { a: [...damage.a], b: [...damage.b] },
    warnings: damageWords(damage, fileNames),
    said: comparisonWords(found, damage),
    unchanged: [...unchanged],
    changed: [...changed],
    moved: [...moved],
    added: [...added],
    removed: [...removed],
    front: { ...front, changed: [...front.changed] },
  }
}

/** The folder's name of a case here whose holder has, or had, a key (base64url); null where none is known to. */
export function knownIn(desk: Desk, key: string): string | null {
  const base64 = Buffer.from(key, 'base64url').toString('base64')
  const open = desk.cases.all().find(({ store }) => store.handOver.knows(base64))
  if (open !== undefined) return folderName(open.folder)
  const { witness } = desk.store
  // Of a case that is locked this machine remembers only the keys it knew it by when it last saw it open.
  const shut = desk.known.list().find(({ folder }) => {
    const caseId = witness?.caseIn(folder)
    const seen = caseId === undefined ? undefined : witness?.recall(caseId)
    return typeof seen === 'object' && seen.edPubs.includes(base64)
  })
  return shut === undefined ? null : folderName(shut.folder)
}
