import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { arrangementLines, type Entry } from '../../casework/rules/arrangement.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Desk } from './desk.ts'
import { issuesOf } from './frozen-plan.ts'
import type { OpenCase } from './open-cases.ts'
import { supplementNames } from './supplements.ts'
import { arrangementFor, profileNamed } from './working-bundle.ts'

/** A new bundle under a profile, filled as the profile says. */
export async function createBundle(held: OpenCase, desk: Desk, profileName: string, title: string) {
  const profile = profileNamed(desk, profileName)
  const record = await held.records.add('bundle', {
    title,
    profile: profile.id,
    late: profile.late,
    entries: arrangementLines(arrangementFor(held, profile)),
  })
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['bundle'] })
  return { record }
}

/** Every bundle of a case, newest first. */
export async function listBundles({ records }: OpenCase): Promise<Result<'bundle.list'>> {
  const all = records.list('bundle').toReversed()
  return {
    bundles: await Promise.all(
      all.map(async (bare) => {
        const { fields } = await records.get('bundle', bare.id)
        return {
          id: bare.id,
          ref: refOf(bare),
          title: fields.title,
          profile: fields.profile,
          state: fields.state,
          version: fields.version,
          documents: fields.entries.filter((line) => line.startsWith('{"kind":"document"')).length,
          changed: bare.changed.at,
        }
      }),
    ),
  }
}

/** Saves a whole arrangement over the version it was made from. */
export async function arrangeBundle(
  held: OpenCase,
  desk: Desk,
  {
    bundle,
    version,
    entries,
  }: { readonly bundle: string; readonly version: number; readonly entries: readonly Entry[] },
) {
  for (const entry of entries) if (entry.kind === 'document') held.records.peek(entry.type, entry.id)
  const record = await held.records.change('bundle', bundle, version, { entries: arrangementLines(entries) })
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['bundle'] })
  return { record }
}

/** Notes that the newest frozen version was served. Throws `conflict` while none is frozen. */
export async function serveBundle(
  held: OpenCase,
  desk: Desk,
  { bundle, to, on }: { readonly bundle: string; readonly to: string; readonly on: string },
) {
  const { version, fields } = held.records.peek('bundle', bundle)
  if (fields.version === null)
    throw new CaseworkError('conflict', 'Only a frozen bundle can be served. Freeze it first.')
  const record = await held.records.change('bundle', bundle, version, {
    state: 'served',
    servedTo: to,
    servedOn: on,
  })
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['bundle'] })
  return { record }
}

/** What was frozen of a bundle and what was built of it, newest first. */
export async function bundleVersions(held: OpenCase, bundle: string): Promise<Result<'bundle.versions'>> {
  held.records.peek('bundle', bundle)
  const issues = issuesOf(held, bundle)
  const names = supplementNames(issues)
  const versions = await Promise.all(
    issues.toReversed().map(async ({ id, made }) => {
      const { fields } = await held.records.get('issue', id)
      return {
        id,
        version: fields.version ?? 0,
        at: made.at,
        by: made.by,
        pages: fields.pages ?? 0,
        documents: fields.documents ?? 0,
        supplement: fields.supplement,
        part: names.get(fields.version ?? 0) ?? '',
        sha256: fields.sha256,
        changes: [...fields.changes],
      }
    }),
  )
  const copies = held.records
    .list('copy')
    .filter(({ fields }) => fields.bundle === bundle)
    .toReversed()
    .map(({ id, made, fields }) => ({
      id,
      version: fields.version,
      at: made.at,
      by: made.by,
      fileName: fields.fileName,
      pages: fields.pages ?? 0,
      bytes: fields.bytes ?? 0,
      sha256: fields.sha256,
      reader: fields.reader,
      verified: fields.verified,
    }))
  return { versions, copies }
}
