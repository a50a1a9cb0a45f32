import { basename, dirname, join } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { recordIdOf } from '../../casework/rules/arrangement.ts'
import { headCode } from '../../casework/rules/head-code.ts'
import type { Asked } from '../dispatch.ts'
import { type BuildResult, type BundlePlan, isTaken } from '../services/bundle/index.ts'
import { safeName } from '../services/machine/places.ts'
import { boundSections, draftWords, planOf } from './binder.ts'
import { namesIn, reportLines, type Told } from './build-report.ts'
import { checksOf, stopsWords } from './bundle-checks.ts'
import { numbersOf } from './bundle-numbers.ts'
import { verifierBeside } from './bundle-sealing.ts'
import type { Desk } from './desk.ts'
import { putApart, refuseApart } from './documents-apart.ts'
import { enterLeaving, signHead } from './entering.ts'
import { asFrozen, audiencesIn, issuesOf, planFrom } from './frozen-plan.ts'
import { build } from './laying.ts'
import type { OpenCase } from './open-cases.ts'
import { putOriginals, refuseOriginals } from './originals.ts'
import { copyFor, type Standing, standingOf } from './reader-copy.ts'
import { servedUnedited } from './redaction-checks.ts'
import { partsOf } from './supplements.ts'
import { materialFor, type Which, type WorkingBundle, workingBundle } from './working-bundle.ts'

export interface Wanted extends Which {
  /** A frozen version; the draft when null. */
  readonly version: number | null
  /** For one of the profile's readers alone. */
  readonly reader?: string | undefined
  readonly folder: string
  readonly fileName: string
  /** Puts the one-file verifier beside the bundle. */
  readonly withVerifier?: boolean | undefined
  /** Puts each document beside the bundle as a file of its own. */
  readonly apart?: boolean | undefined
}

/**
 * Builds a bundle of a case into a folder and has it verified by its own bytes. A frozen version is built from its own
 * plan and comes out as it was frozen; a draft is built as it stands, unless a check stops it.
 */
export async function buildCaseBundle(
  held: OpenCase,
  desk: Desk,
  wanted: Wanted,
  asked: Asked,
): Promise<Result<'bundle.build'>> {
  const name = safeName(wanted.fileName.replace(/(\.pdf)?$/i, '.pdf'))
  const to = join(wanted.folder, name)
  if (isTaken(to))
    throw new CaseworkError(
      'exists',
      `“${name}” is already in that folder, and a bundle is never written over. Choose another name.`,
      { at: 'fileName' },
    )
  const verifier = wanted.withVerifier ? verifierBeside(desk, to) : null
  refuseOriginals(to)
  if (wanted.apart) refuseApart(to)
  const working = await workingBundle(held, desk, wanted)
  const frozen = wanted.version === null ? null : await frozenOf(held, working, wanted.version)
  const {
    plan: whole,
    standing,
    waits,
  } = frozen === null ? await draftOf(held, desk, working) : frozenPlan(held, working, frozen)
  const plan = wanted.reader === undefined ? whole : copyFor(whole, working, wanted.reader, standing)
  await signHead(held, desk)
  const { seq, hash } = held.store.audit.head()
  const auditHead = `${seq} ${headCode(hash)} ${hash}`
  const { done: built, skip } = await build(held, desk, plan, { path: to, auditHead, skip: [] }, asked)
  const originals = await putOriginals(held, desk, built, asked)
  const apart = wanted.apart ? await putApart(desk, { plan, built, to, skip }, asked) : null
  const checks = []
  for (const { bundle } of built.volumes)
    checks.push(await desk.run('verify-bundle', { path: bundle }, { signal: asked.signal }))
  const told = {
    fileName: basename(built.bundle),
    folder: basename(dirname(to)),
    manifest: basename(built.manifest),
    volumes: built.volumes.map(({ bundle }) => basename(bundle)),
    originals: [...originals],
    apart: [...(apart?.files ?? [])],
    verifier: verifier?.put() ?? null,
    pages: sum(built, ({ pages }) => pages),
    documents: built.documents.length,
    bytes: sum(built, ({ bytes }) => bytes),
    sha256: built.sha256,
    left: [...materialFor(held, working.profile).left],
    report: [
      ...built.report.map((line) => ({ ...line })),
      ...(wanted.reader === undefined ? asItWasFrozen(frozen, built) : []),
      ...(frozen === null ? [] : servedUnedited(held, plan)),
      ...waits.map((name) => ({
        kind: 'late',
        sentence: `${name} came after version ${working.version} was frozen and goes into a supplement: this draft does not hold it.`,
      })),
      ...(apart?.left ?? []).map((title) => ({
        kind: 'apart',
        sentence: `${title} is not among the files of single documents: a page stands for it, and no document is behind it.`,
      })),
    ],
    verified: checks.every(({ ok }) => ok),
    findings: checks.flatMap(({ findings }) => findings.map((finding) => ({ ...finding }))),
  }
  await remember(held, desk, { working, wanted, built, told, plan })
  return { file: desk.places.grant(built.bundle), ...told }
}

const sum = ({ volumes }: BuildResult, count: (volume: BuildResult['volumes'][number]) => number): number =>
  volumes.reduce((all, volume) => all + count(volume), 0)
const hashesOf = ({ volumes }: BuildResult): string => volumes.map(({ sha256 }) => sha256).join(' ')

interface Planned {
  readonly plan: BundlePlan
  readonly standing: Standing
  /** What came late and waits for a supplement, as a report calls it. */
  readonly waits: readonly string[]
}

// A frozen number is never changed, so the newest frozen numbers are those of every version.
function frozenPlan(held: OpenCase, { frozen }: WorkingBundle, { fields }: StoredOf<'issue'>): Planned {
  const lines = new Map(frozen.map((line) => [line.key.replace(/^(?:exhibit|statement) /, ''), line]))
  const audiences = audiencesIn(fields.plan)
  return {
    plan: planFrom(held, fields.plan),
    standing: {
      run: (id) => lines.get(id),
      // Those lines are of the bundle itself; a supplement numbers its dividers as it goes.
      divider: (letter) => (fields.supplement ? undefined : lines.get(`section ${letter}`)?.run),
      audience: (id) => audiences.get(id) ?? [],
    },
    waits: [],
  }
}

async function draftOf(held: OpenCase, desk: Desk, working: WorkingBundle): Promise<Planned> {
  const sections = await asFrozen(held, working, await boundSections(held, working))
  if (sections.every(({ documents }) => documents.length === 0))
    throw new CaseworkError(
      'nothing-to-bundle',
      working.record === null
        ? 'There is nothing to put in a bundle yet. Bring in evidence or write a statement first.'
        : 'There is nothing in this bundle yet. Add a statement or an exhibit to a section.',
    )
  const numbers = await numbersOf(held, desk, working, sections)
  const checks = await checksOf(held, desk, working, sections, numbers, [])
  const stops = checks.filter(({ weight }) => weight === 'stops')
  if (stops.length > 0) throw new CaseworkError('conflict', `The bundle was not built. ${stopsWords(stops)}`)
  const { own, waiting } = partsOf(working, sections)
  return {
    plan: {
      ...planOf(held, working, own, working.frozen.length === 0 ? new Map() : numbers.runs),
      version: draftWords,
    },
    standing: standingOf(own, numbers),
    waits: waiting.flatMap(({ documents }) =>
      documents.map(({ document }) => document.ref ?? document.title),
    ),
  }
}

async function frozenOf(
  held: OpenCase,
  { record }: WorkingBundle,
  version: number,
): Promise<StoredOf<'issue'>> {
  const found = record === null ? [] : issuesOf(held, record.id)
  const issue = found.find(({ fields }) => fields.version === version)
  if (issue === undefined)
    throw new CaseworkError(
      'not-found',
      found.length === 0
        ? 'No version of this bundle is frozen yet. Freeze it first, or build the draft.'
        : `This bundle has no version ${version}. There are: ${found.map(({ fields }) => fields.version).join(', ')}.`,
      { at: 'version' },
    )
  return held.records.get('issue', issue.id)
}

/** Whether a copy of a frozen version is byte for byte the one that was frozen, said where it is not. */
function asItWasFrozen(
  frozen: StoredOf<'issue'> | null,
  built: BuildResult,
): { kind: string; sentence: string }[] {
  if (frozen === null || frozen.fields.sha256 === hashesOf(built)) return []
  const pages = sum(built, (volume) => volume.pages)
  const same = frozen.fields.pages === pages
  return [
    {
      kind: 'frozen',
      sentence: same
        ? `This copy has the pages and numbers of version ${frozen.fields.version}, but not its bytes: it was frozen by Turnstone ${frozen.fields.program}, whose print differs. Serve one copy and keep it.`
        : `This copy has ${pages} pages; version ${frozen.fields.version} was frozen with ${frozen.fields.pages}. Do not serve it: look at what else is in this report.`,
    },
  ]
}

// An export is a disclosure in the words of the logging duty: what left the case, as ids, hashes and counts.
async function remember(
  held: OpenCase,
  desk: Desk,
  what: {
    readonly working: WorkingBundle
    readonly wanted: Wanted
    readonly built: BuildResult
    readonly told: Told
    readonly plan: BundlePlan
  },
): Promise<void> {
  const { working, wanted, built, told, plan } = what
  const { version, reader = '' } = wanted
  const id = desk.newId()
  const disclosure = {
    action: 'disclosure' as const,
    target: { type: 'copy', id },
    detail: {
      medium: 'bundle',
      profile: working.profile.id,
      ...(working.record === null ? {} : { bundle: working.record.id }),
      ...(version === null ? {} : { version }),
      documents: built.documents.map((each) => recordIdOf(each.id)),
      sources: built.documents.map((each) => each.sha256 ?? null),
      pages: sum(built, ({ pages }) => pages),
      bytes: sum(built, ({ bytes }) => bytes),
      sha256: hashesOf(built),
    },
  }
  if (held.store.readOnly) {
    await enterLeaving(held, desk, disclosure)
    return
  }
  await held.records.addAll(
    [
      {
        type: 'copy',
        id,
        fields: {
          bundle: working.record?.id ?? null,
          version,
          title: working.title,
          reader,
          profile: working.profile.id,
          fileName: basename(built.bundle),
          pages: sum(built, ({ pages }) => pages),
          documents: built.documents.length,
          volumes: built.volumes.length,
          bytes: sum(built, ({ bytes }) => bytes),
          sha256: hashesOf(built),
          draft: working.record?.version ?? null,
          verified: told.verified ? 'yes' : 'no',
          report: reportLines(told, namesIn(plan)),
        },
      },
    ],
    { notes: [disclosure] },
  )
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['copy'] })
}
