import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { headCode } from '../../casework/rules/head-code.ts'
import type { Asked } from '../dispatch.ts'
import { JobDied } from '../jobs/run.ts'
import type { BuildResult, BundlePlan } from '../services/bundle/index.ts'
import { safeName } from '../services/machine/places.ts'
import { bind, type Titled } from './binder.ts'
import { sealed, verifierBeside } from './bundle-sealing.ts'
import type { Desk } from './desk.ts'
import { enterLeaving, signHead } from './entering.ts'
import type { OpenCase } from './open-cases.ts'

/** How long one document may go without progress before its process is ended, in milliseconds. */
const patience = 20_000
const mostAttempts = 20

export interface Wanted extends Titled {
  readonly folder: string
  readonly fileName: string
  readonly profile: string
  /** Puts the one-file verifier beside the bundle. */
  readonly withVerifier?: boolean | undefined
}

/**
 * Builds the bundle of a case into a folder and has it verified by its own bytes. A document that ends the process
 * reading it becomes a titled placeholder page, and the build goes on without it.
 */
export async function buildCaseBundle(
  held: OpenCase,
  desk: Desk,
  wanted: Wanted,
  asked: Asked,
): Promise<Result<'bundle.build'>> {
  const name = safeName(wanted.fileName.replace(/(\.pdf)?$/i, '.pdf'))
  const to = join(wanted.folder, name)
  if (existsSync(to))
    throw new CaseworkError(
      'exists',
      `“${name}” is already in that folder, and a bundle is never written over. Choose another name.`,
      { at: 'fileName' },
    )
  const verifier = wanted.withVerifier ? verifierBeside(desk, to) : null
  const { plan, left } = await bind(held, desk, wanted, wanted.profile)
  if (plan.sections.length === 0)
    throw new CaseworkError(
      'nothing-to-bundle',
      'There is nothing to put in a bundle yet. Bring in evidence or write a statement first.',
    )

  await signHead(held, desk)
  const { seq, hash } = held.store.audit.head()
  const auditHead = `${seq} ${headCode(hash)} ${hash}`
  const built = await sealed(held, desk, { plan, to, auditHead }, () => attempts(desk, plan, to, asked))
  const checked = await desk.run('verify-bundle', { path: to }, { signal: asked.signal })
  await remember(held, desk, wanted, built)
  return {
    file: desk.places.grant(to),
    fileName: name,
    folder: basename(dirname(to)),
    manifest: basename(built.manifest),
    verifier: verifier?.put() ?? null,
    pages: built.pages,
    documents: built.documents.length,
    bytes: built.bytes,
    sha256: built.sha256,
    left: [...left],
    report: built.report.map((line) => ({ ...line })),
    verified: checked.ok,
    findings: checked.findings.map((finding) => ({ ...finding })),
  }
}

async function attempts(
  desk: Desk,
  plan: BundlePlan,
  to: string,
  { signal, progress }: Asked,
): Promise<BuildResult> {
  const skip: [string, string][] = []
  const ids = plan.sections.flatMap(({ documents }) => documents.map(({ id }) => id))
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    try {
      return await desk.run(
        'build-bundle',
        { plan, to, ...desk.paper, skip },
        { signal, onProgress: progress, patience },
      )
    } catch (cause) {
      // Progress is told before a document is opened, by its place in the plan: that one ended the process.
      const ended = cause instanceof JobDied && cause.last !== null ? ids[cause.last.done] : undefined
      if (ended === undefined || skip.some(([id]) => id === ended)) throw cause
      skip.push([ended, 'Reading this file took too long or too much memory, so its pages are not shown.'])
    }
  }
  throw new CaseworkError('internal', 'Too many files could not be read. Nothing was written.')
}

// An export is a disclosure in the words of the logging duty: what left the case, as ids, hashes and counts.
async function remember(held: OpenCase, desk: Desk, wanted: Wanted, built: BuildResult): Promise<void> {
  const { title, subtitle, date, profile } = wanted
  const id = desk.newId()
  const disclosure = {
    action: 'disclosure' as const,
    target: { type: 'bundle', id },
    detail: {
      medium: 'bundle',
      profile,
      documents: built.documents.map((each) => each.id),
      sources: built.documents.map((each) => each.sha256 ?? null),
      pages: built.pages,
      bytes: built.bytes,
      sha256: built.sha256,
    },
  }
  if (held.store.readOnly) {
    await enterLeaving(held, desk, disclosure)
    return
  }
  await held.records.addAll(
    [
      {
        type: 'bundle',
        id,
        fields: {
          title,
          subtitle,
          date,
          profile,
          fileName: basename(built.bundle),
          pages: built.pages,
          documents: built.documents.length,
          bytes: built.bytes,
          sha256: built.sha256,
        },
      },
    ],
    { notes: [disclosure] },
  )
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['bundle'] })
}
