import { basename, dirname, join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { added, type Entry } from '../../casework/rules/arrangement.ts'
import { freshEntry, placeFor } from '../../casework/rules/arranging.ts'
import { reportGroups } from '../../casework/rules/report-groups.ts'
import { counted } from '../../casework/rules/words.ts'
import { arrangingCommands } from './terminal-bundle-arranging.ts'
import { chosen, type Plan, refuseSection, saveArrangement, standingAs } from './terminal-bundle-chosen.ts'
import { setEntries } from './terminal-bundle-set.ts'
import type { Outcome } from './terminal-commands.ts'
import { fileNamed, type TerminalDesk, withCase } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

const notVerified = 'The bundle was written, but does not verify.'
/** What a bundle is called when nobody has said. */
export const defaultTitle = 'Evidence bundle'

const make: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const profile = line.text('profile')!
    const title = line.text('title') ?? defaultTitle
    const { record } = await desk.client.call('bundle.create', { caseId, profile, title }, desk.options)
    const { bundles } = await desk.client.call('bundle.list', { caseId }, desk.options)
    const { ref, documents } = bundles.find(({ id }) => id === record.id)!
    return {
      json: { bundle: ref, title, profile, documents },
      rows: [
        ['Bundle', ref],
        ['Title', title],
        ['Documents', String(documents)],
      ],
    }
  })

const list: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const { bundles } = await desk.client.call('bundle.list', { caseId }, desk.options)
    const items = bundles.map(({ ref, title, profile, state, version, documents }) => ({
      ref,
      title,
      profile,
      state,
      version,
      documents,
    }))
    if (items.length === 0)
      return {
        json: { bundles: items },
        rows: [['No bundle is kept in this case yet. Begin one with “bundle new”.']],
      }
    return {
      json: { bundles: items },
      rows: [
        ['Bundle', 'Title', 'Profile', 'State', 'Documents'],
        ...items.map(({ ref, title, profile, state, version, documents }) => [
          ref,
          title,
          profile,
          version === null ? state : `${state} v${version}`,
          String(documents),
        ]),
      ],
    }
  })

const add: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { client, options } = desk
    const { id, ref } = await chosen(desk, caseId, line)
    const plan = await client.call('bundle.plan', { caseId, bundle: id }, options)
    const wanted = line.places.slice(1)
    refuseSection(line.text('section'), plan)
    const found = wanted.map((name) => {
      const called = (one: { readonly ref: string }) => one.ref.toLowerCase() === name.toLowerCase()
      const each = plan.offered.find(called)
      if (each === undefined && standingAs(plan, name) !== undefined)
        throw new CaseworkError('conflict', `${name} is in ${ref} already. Move it with “bundle move”.`)
      if (each === undefined)
        throw new CaseworkError(
          'not-found',
          `There is no ${name} in this case that may go into ${ref}. What is marked not for service may not.`,
        )
      return each
    })
    // Each is put right behind the one named, so the last comes first.
    const inTurn = line.text('after') === undefined ? found : found.toReversed()
    await saveArrangement(desk, caseId, id, (entries) =>
      inTurn.reduce((before, each) => placed(before, each, line, plan), entries),
    )
    return {
      json: { bundle: ref, added: wanted },
      rows: [[`${counted(found.length, 'document')} put into ${ref}.`]],
    }
  })

/** Where nobody says, a document goes where its profile puts such, or, where late material goes to the end, there. */
function placed(
  entries: readonly Entry[],
  { type, id, section }: Plan['offered'][number],
  line: Line,
  plan: Plan,
): readonly Entry[] {
  const document = freshEntry(entries, type, id)
  const after = line.text('after')
  if (after !== undefined) {
    const before = standingAs(plan, after)
    if (before === undefined)
      throw new CaseworkError('not-found', `${after} is not in this bundle.`, { at: 'after' })
    return entries.toSpliced(placeFor(entries, document, before.at + 1), 0, document)
  }
  const headed = (letter: string) =>
    entries.findIndex((entry) => entry.kind === 'section' && entry.letter === letter.toUpperCase())
  const letter = line.text('section')
  if (letter === undefined) {
    const { scheme } = plan.profile
    const late = plan.bundle?.fields.late ?? plan.profile.late
    const toTheEnd =
      plan.version !== null && late === 'end' && (scheme === 'continuous' || scheme === 'roman')
    const usual = toTheEnd ? -1 : headed(section)
    return added(entries, usual < 0 ? entries.length - 1 : usual, [document])
  }
  const at = headed(letter)
  return added(entries, at, [document])
}

const preflight: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const { id, ref } = await chosen(desk, caseId, line)
    const plan = await desk.client.call('bundle.plan', { caseId, bundle: id }, desk.options)
    const { checks, pages, documents, fileName } = plan
    const stops = checks.filter(({ weight }) => weight === 'stops').length
    // A frozen version is built as it was frozen, whatever the checks say of it now.
    const next = plan.version !== null && !plan.changed ? 'next version' : 'build'
    const words = { stops: `Stops the ${next}`, look: 'Look at this', fine: 'In order' }
    return {
      json: { bundle: ref, pages, documents, fileName, ok: stops === 0, checks },
      rows: [
        ['Rule', 'Verdict', 'What', 'Why'],
        ...checks.map(({ rule, weight, sentence, detail }) => [rule, words[weight], sentence, detail]),
      ],
      ...(stops === 0 ? {} : { failed: `${counted(stops, 'check')} would stop the ${next} of ${ref}.` }),
    }
  })

const freeze: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { id, ref } = await chosen(desk, caseId, line)
    const frozen = await desk.client.call('bundle.freeze', { caseId, bundle: id }, desk.options)
    return {
      json: { bundle: ref, ...frozen },
      rows: [
        ['Bundle', `${ref}, version ${frozen.version}`],
        ['Pages', String(frozen.pages)],
        ['SHA-256', frozen.sha256],
        ...frozen.changes.map((each) => ['', each]),
      ],
    }
  })

/** What a build was asked for: a kept bundle, or one made on the spot. */
export interface AskedBuild {
  readonly bundle: string | null
  readonly version: number | null
  readonly reader?: string
  readonly withVerifier?: boolean
  readonly apart?: boolean
  readonly profile?: string
  readonly title?: string
  readonly date?: string | null
}

/** What a build calls the folder for originals beside a bundle, and the manifest of a volume. */
const originalsOf = (bundle: string) => `${bundle.replace(/\.pdf$/i, '')} originals`
const manifestOf = (bundle: string) => `${bundle.replace(/\.pdf$/i, '')}.manifest.json`

/** Builds a bundle to a path and tells what came of it. */
export async function buildTo(desk: TerminalDesk, caseId: string, to: string, asked: AskedBuild) {
  const folder = dirname(to)
  const place = await desk.grant(folder)
  const made = await desk.client.call(
    'bundle.build',
    { caseId, to: place, fileName: basename(to), ...asked },
    desk.options,
  )
  const { documents, pages, left, verified, sha256, report, volumes, verifier, originals, apart } = made
  return {
    verified,
    built: {
      bundle: join(folder, made.fileName),
      manifest: join(folder, made.manifest),
      ...(volumes.length > 1
        ? {
            volumes: volumes.map((name) => join(folder, name)),
            manifests: volumes.map((name) => join(folder, manifestOf(name))),
          }
        : {}),
      ...(verifier === null ? {} : { verifier: join(folder, verifier) }),
      ...(originals.length === 0 ? {} : { originals, originalsIn: join(folder, originalsOf(made.fileName)) }),
      ...(apart.length === 0 ? {} : { apart }),
      documents,
      pages,
      sha256,
      left,
      report,
    },
  }
}

async function meant(desk: TerminalDesk, caseId: string, line: Line): Promise<AskedBuild> {
  const profile = line.text('profile')
  const { bundles } = await desk.client.call('bundle.list', { caseId }, desk.options)
  const kept = ['bundle', 'version', 'for'].some((flag) => line.text(flag) !== undefined)
  if (kept || (profile === undefined && bundles.length > 0)) {
    const { id, ref, version } = await chosen(desk, caseId, line)
    for (const flag of ['profile', 'title', 'date'])
      if (line.text(flag) !== undefined)
        throw new CaseworkError(
          'invalid',
          `${ref} has its own ${flag}, so --${flag} cannot be given with it.`,
          {
            at: flag,
          },
        )
    const asked = line.text('version')
    return {
      bundle: id,
      version: line.yes('draft') ? null : asked === undefined ? version : versionOf(asked),
      ...(line.text('for') === undefined ? {} : { reader: line.text('for')! }),
    }
  }
  return {
    bundle: null,
    version: null,
    profile: profile ?? 'general',
    title: line.text('title') ?? defaultTitle,
    date: line.text('date') ?? null,
  }
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new CaseworkError('invalid', '--version takes the number of a frozen version, such as 1.', {
    at: 'version',
  })
}

/** What each document of a bundle is called in a report, by its id. */
async function namesOf(desk: TerminalDesk, caseId: string, { bundle, profile }: AskedBuild) {
  const which = { caseId, bundle, ...(profile === undefined ? {} : { profile }) }
  const { sections } = await desk.client.call('bundle.plan', which, desk.options)
  return new Map(
    sections.flatMap(({ documents }) =>
      documents.map(({ key, ref, title }): [string, string] => [
        key.replace(/^\w+ /, ''),
        ref === '' ? title : ref,
      ]),
    ),
  )
}

/** Throws `WrongUsage` for flags of which one would be passed over for the other. */
function refuseContrary(line: Line): void {
  const given = ['version', 'draft', 'for', 'profile'].filter((flag) => line.yes(flag) || line.text(flag))
  const both = (...flags: readonly string[]) => flags.every((flag) => given.includes(flag))
  if (both('version', 'draft'))
    throw new WrongUsage(
      '“bundle build” takes --version or --draft, one of the two: a draft is what no version was frozen of.',
    )
  for (const flag of ['version', 'for'])
    if (both(flag, 'profile'))
      throw new WrongUsage(
        `--profile makes a bundle on the spot, which has no versions and no copies, so --${flag} cannot be given with it.`,
      )
}

const build: Command = async (desk, line) => {
  refuseContrary(line)
  const to = fileNamed(line.text('to')!)
  return withCase(desk, line, { readOnly: false }, async (caseId) => {
    const asked = {
      ...(await meant(desk, caseId, line)),
      withVerifier: line.yes('with-verifier'),
      apart: line.yes('documents'),
    }
    const { built, verified } = await buildTo(desk, caseId, to, asked)
    const names = await namesOf(desk, caseId, asked)
    return {
      json: { ...built, version: asked.version },
      rows: [
        ...(built.volumes ?? [built.bundle]).flatMap((volume, at) => [
          [built.volumes === undefined ? 'Bundle' : `Volume ${at + 1}`, volume],
          ['Manifest', built.manifests?.[at] ?? built.manifest],
        ]),
        ...(built.originals ?? []).map((file) => ['Signed original', join(built.originalsIn!, file)]),
        ...(built.verifier === undefined ? [] : [['Verifier', built.verifier]]),
        ...(built.apart ?? []).map((file) => ['Alone', file]),
        ...(asked.bundle === null
          ? []
          : [['Version', asked.version === null ? 'draft' : String(asked.version)]]),
        ['Documents', String(built.documents)],
        ['Pages', String(built.pages)],
        ...built.left.map(({ kind, count }) => ['Left out', `${kind}: ${count}`]),
        ...reportGroups(built.report, names).map(({ sentence, where }) => [
          'Report',
          where.length === 0 ? sentence : `${sentence} (${where.join('; ')})`,
        ]),
      ],
      ...(verified ? {} : { failed: notVerified }),
    }
  })
}

/** The commands about bundles, by their words. */
export const bundleCommands: Readonly<Record<string, Command>> = {
  'bundle new': make,
  'bundle list': list,
  'bundle add': add,
  'bundle set': setEntries,
  ...arrangingCommands,
  'bundle preflight': preflight,
  'bundle freeze': freeze,
  'bundle build': build,
}
