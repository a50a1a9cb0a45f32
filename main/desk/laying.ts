import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { recordIdOf } from '../../casework/rules/arrangement.ts'
import { refOf } from '../../casework/rules/references.ts'
import type { Asked } from '../dispatch.ts'
import { JobDied } from '../jobs/run.ts'
import type { BuildResult, BundlePlan, Rehearsed } from '../services/bundle/index.ts'
import { sealed } from './bundle-sealing.ts'
import type { Desk } from './desk.ts'
import { checkFiles } from './file-check.ts'
import type { OpenCase } from './open-cases.ts'

/** How long one document may go without progress before its process is ended, in milliseconds. */
export const patience = 20_000
const mostAttempts = 20

/** Documents whose pages are not shown, by id, with the reason their page gives. */
export type Skipped = readonly (readonly [id: string, reason: string])[]

/** Builds a plan into a file and seals its manifest. A document that ends the process reading it becomes a page that says so. */
export const build = async (
  held: OpenCase,
  desk: Desk,
  plan: BundlePlan,
  to: { readonly path: string; readonly auditHead: string; readonly skip: Skipped },
  asked: Asked,
): Promise<{ readonly done: BuildResult; readonly skip: Skipped }> => {
  const state: { skip: Skipped } = { skip: to.skip }
  const done = await sealed(held, desk, { plan, to: to.path, auditHead: to.auditHead }, async () => {
    const drafted = await attempts(held, desk, plan, to.skip, asked, (skip, options) =>
      desk.run('build-bundle', { plan, to: to.path, ...desk.paper, skip }, options),
    )
    state.skip = drafted.skip
    return drafted.done
  })
  return { done, skip: state.skip }
}

/** Lays a plan without keeping it, to learn its numbers and its hash. */
export const rehearse = (
  held: OpenCase,
  desk: Desk,
  plan: BundlePlan,
  asked: Asked,
): Promise<{ readonly done: Rehearsed; readonly skip: Skipped }> =>
  attempts(held, desk, plan, [], asked, (skip, options) =>
    desk.run('rehearse-bundle', { plan, ...desk.paper, skip }, options),
  )

interface Options {
  readonly signal: AbortSignal
  readonly onProgress: Asked['progress']
  readonly patience: number
}

async function attempts<R>(
  held: OpenCase,
  desk: Desk,
  plan: BundlePlan,
  known: Skipped,
  { signal, progress }: Asked,
  run: (skip: Skipped, options: Options) => Promise<R>,
): Promise<{ done: R; skip: Skipped }> {
  const skip = [...known]
  const ids = plan.sections.flatMap(({ documents }) => documents.map(({ id }) => id))
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    try {
      return { done: await run(skip, { signal, onProgress: progress, patience }), skip }
    } catch (cause) {
      if (cause instanceof CaseworkError && cause.at !== undefined && ids.includes(cause.at))
        throw await alteredSince(held, desk, cause)
      // Progress is told before a document is opened, by its place in the plan: that one ended the process.
      const ended = cause instanceof JobDied && cause.last !== null ? ids[cause.last.done] : undefined
      if (ended === undefined || skip.some(([id]) => id === ended)) throw cause
      skip.push([ended, 'Reading this file took too long or too much memory, so its pages are not shown.'])
    }
  }
  throw new CaseworkError('internal', 'Too many files could not be read. Nothing was written.')
}

// What lies there now is read once more, so that both hashes can be said, and the finding enters its custody ledger.
async function alteredSince(held: OpenCase, desk: Desk, cause: CaseworkError): Promise<CaseworkError> {
  const about = recordIdOf(cause.at ?? '')
  const exhibit = held.records.list('exhibit', { archived: true }).find(({ id }) => id === about)
  if (exhibit === undefined) return cause
  const quiet: Asked = { signal: new AbortController().signal, progress: () => undefined } as Asked
  const [found] = await checkFiles(held, [exhibit.id], desk.user, quiet)
  return new CaseworkError(
    cause.code,
    // Where its own file is as it came, it is the edited copy that is not.
    found?.verdict === 'intact'
      ? `${nameOf(exhibit)}, its edited copy: ${cause.message} Burn it again.`
      : `${nameOf(exhibit)}: ${found?.sentence ?? cause.message} ${decision(exhibit)}`,
    {
      at: exhibit.id,
      cause,
    },
  )
}

const nameOf = (exhibit: StoredOf<'exhibit'>) => refOf(exhibit) || `“${exhibit.fields.title}”`

const decision = ({ fields: { file } }: StoredOf<'exhibit'>) =>
  `On arrival its SHA-256 was ${file?.sha256 ?? 'not taken'}. Nothing was built: bring the file back from a backup, take the exhibit out, or decide that a page that names it stands in its place.`
