import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { documentIdOf } from '../../casework/rules/arrangement.ts'
import { type FrozenLine, frozenLines, nextVersion } from '../../casework/rules/freezing.ts'
import { type NumberRun, numberBundle } from '../../casework/rules/numbering.ts'
import type { Asked } from '../dispatch.ts'
import type { BundlePlan, ChangeLine, Rehearsed } from '../services/bundle/index.ts'
import { type BoundSection, boundSections, planOf, versionWords } from './binder.ts'
import { checksOf, stopsWords } from './bundle-checks.ts'
import { type Numbered, numbersFor, numbersOf, rangeOf } from './bundle-numbers.ts'
import type { Desk } from './desk.ts'
import { asFrozen, issuesOf, planLines } from './frozen-plan.ts'
import { rehearse, type Skipped } from './laying.ts'
import type { OpenCase } from './open-cases.ts'
import { partsOf, supplementAgain, supplementPlan } from './supplements.ts'
import { type WorkingBundle, workingBundle } from './working-bundle.ts'

/**
 * Freezes what has changed of a bundle as its next version. Every page is laid as it will be; from then on its number is
 * its own. Throws `conflict` when nothing has changed or a check stops the build.
 */
export async function freezeBundle(
  held: OpenCase,
  desk: Desk,
  id: string,
  asked: Asked,
): Promise<Result<'bundle.freeze'>> {
  const working = await workingBundle(held, desk, { bundle: id })
  const record = working.record!
  const all = await asFrozen(held, working, await boundSections(held, working))
  const first = await numbersOf(held, desk, working, all)
  await refuse(held, desk, working, all, first)
  const issues = issuesOf(held, id)
  const version = Math.max(0, ...issues.map(({ fields }) => fields.version ?? 0)) + 1
  const { what, again } = nextVersion(working, working.late)
  const supplement = what === 'supplement'
  const parts = partsOf(working, all)
  const sections =
    again === undefined ? (supplement ? parts.waiting : parts.own) : (parts.frozen.get(again) ?? [])
  const anew =
    again === undefined ? undefined : await supplementAgain(held, working, sections, again, first.runs)
  if (sections.length === 0)
    throw new CaseworkError(
      'conflict',
      'There would be no document in that version, so it is not frozen. Put a document in the bundle first.',
    )
  const words = versionWords(version, desk.today())

  const which = anew?.which ?? first.waiting.which
  const to = { working, sections, supplement, which, anew: anew?.plan, first, words }
  // Pages are counted before they are laid. Where laying one shows another count, the numbers are made again from it.
  let pages = first.pages
  let laid: Laid = await lay(held, desk, { ...to, pages }, asked)
  if (laid.pages.size > 0 && [...laid.pages].some(([key, count]) => pages.get(key) !== count)) {
    pages = laid.pages
    laid = await lay(held, desk, { ...to, pages }, asked)
  }
  const lines =
    again === undefined
      ? linesOf(working, sections, laid, { supplement, version })
      : linesAgain(working, again, laid)
  const { plan, done, changes } = laid
  const told = changes.map(changeWords)
  const sum = (count: (volume: Rehearsed['volumes'][number]) => number) =>
    done.volumes.reduce((all, volume) => all + count(volume), 0)
  const sha256 = done.volumes.map((volume) => volume.sha256).join(' ')
  const count = sum((volume) => volume.pages)
  await held.records.changeWith(
    {
      type: 'bundle',
      id,
      version: record.version,
      fields: {
        version,
        state: 'frozen',
        date: working.date,
        frozen: frozenLines(lines),
        servedTo: '',
        servedOn: null,
      },
    },
    [
      {
        type: 'issue',
        fields: {
          bundle: id,
          version,
          title: supplement ? plan.title : working.title,
          supplement,
          part: supplement ? which : null,
          front: supplement ? (anew?.front ?? done.front) : null,
          pages: count,
          documents: done.documents.length,
          bytes: sum((volume) => volume.bytes),
          sha256,
          program: desk.version,
          plan: planLines(plan, audienceOf(working), pseudonymOf(sections)),
          changes: told,
        },
      },
    ],
  )
  desk.tell({ kind: 'changed', caseId: held.caseId, types: ['bundle', 'issue'] })
  return { version, pages: count, sha256, changes: told }
}

const audienceOf = ({ entries }: WorkingBundle) => {
  const by = new Map(
    entries.flatMap((each) =>
      each.kind === 'document' ? [[documentIdOf(each), each.audience] as const] : [],
    ),
  )
  return (id: string) => by.get(id) ?? []
}

const pseudonymOf = (sections: readonly BoundSection[]) => {
  const by = new Map(
    sections.flatMap(({ documents }) =>
      documents.map(({ entry, pseudonym }) => [documentIdOf(entry), pseudonym] as const),
    ),
  )
  return (id: string) => by.get(id)
}

async function refuse(
  held: OpenCase,
  desk: Desk,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  numbers: Numbered,
): Promise<void> {
  if (nextVersion(working, working.late).what === 'nothing')
    throw new CaseworkError('conflict', nothingNew(working))
  const checks = await checksOf(held, desk, working, sections, numbers, [])
  const stops = checks.filter(({ weight }) => weight === 'stops')
  if (stops.length > 0) throw new CaseworkError('conflict', `It cannot be frozen yet. ${stopsWords(stops)}`)
}

const nothingNew = ({ version }: WorkingBundle): string =>
  version === null
    ? 'There is nothing in this bundle to freeze. Put a document in it first.'
    : `Nothing was added or taken out since version ${version} was frozen.`

interface ToLay {
  readonly working: WorkingBundle
  readonly sections: readonly BoundSection[]
  readonly supplement: boolean
  /** Which supplement of the bundle it is, if it is one. */
  readonly which: number
  /** The plan of a supplement that is frozen anew. */
  readonly anew: BundlePlan | undefined
  readonly pages: ReadonlyMap<string, number>
  readonly first: Numbered
  readonly words: string
}
interface Laid {
  readonly plan: BundlePlan
  readonly done: Rehearsed
  /** As they were laid: pages of documents, and the numbers of documents and dividers, by key. */
  readonly pages: ReadonlyMap<string, number>
  readonly runs: ReadonlyMap<string, NumberRun>
  readonly changes: readonly ChangeLine[]
}

async function lay(held: OpenCase, desk: Desk, to: ToLay, asked: Asked): Promise<Laid> {
  const { working, sections, supplement, which, anew, pages, words } = to
  const fresh = working.version === null || (supplement && anew === undefined)
  const counted = numbersFor(working, sections, to.first.front.pages, (key) => pages.get(key) ?? 1)
  const changes = fresh ? [] : changesOf(working, sections, counted, pages)
  const draft: BundlePlan = {
    ...(anew ??
      (supplement
        ? supplementPlan(held, working, sections, which)
        : planOf(held, working, sections, fresh ? new Map() : counted.runs))),
    version: words,
    ...(changes.length === 0 ? {} : { changes }),
  }
  const { done, skip } = await rehearse(held, desk, draft, asked)
  const keys = new Map(
    sections.flatMap(({ documents }) =>
      documents.map(({ key, entry }) => [documentIdOf(entry), key] as const),
    ),
  )
  const laid = new Map(done.documents.map((each) => [keys.get(each.id)!, each.pages]))
  const runs = new Map(done.documents.map((each) => [keys.get(each.id)!, each.numbers]))
  for (const { letter, divider } of done.sections)
    if (divider !== null) runs.set(`section ${letter}`, divider)
  return { plan: withoutSkipped(draft, skip), done, pages: laid, runs, changes }
}

// What could not be read once is not tried again: its page stands frozen as it was laid.
function withoutSkipped(plan: BundlePlan, skip: Skipped): BundlePlan {
  const reasons = new Map(skip)
  if (reasons.size === 0) return plan
  return {
    ...plan,
    sections: plan.sections.map((section) => ({
      ...section,
      documents: section.documents.map((document) => {
        const reason = reasons.get(document.id)
        return reason === undefined
          ? document
          : { ...document, content: { kind: 'placeholder', reason, facts: [] } }
      }),
    })),
  }
}

function changesOf(
  working: WorkingBundle,
  sections: readonly BoundSection[],
  { runs, late }: Pick<Numbered, 'runs' | 'late'>,
  pages: ReadonlyMap<string, number>,
): ChangeLine[] {
  const frozen = new Map(working.frozen.map((line) => [line.key, line]))
  return sections.flatMap(({ documents }) =>
    documents.flatMap(({ key, entry, document }): ChangeLine[] => {
      const title =
        document.ref && !document.title.includes(document.ref)
          ? `${document.ref} ${document.title}`
          : document.title
      const range = rangeOf(runs.get(key), pages.get(key) ?? 1)
      const before = frozen.get(key)
      if (before === undefined)
        return late.has(key) || working.frozen.length === 0 ? [{ what: 'added', title, pages: range }] : []
      if (entry.taken && before.run.style !== 'fixed')
        return [{ what: 'removed', title, pages: rangeOf(before.run, before.pages) }]
      return []
    }),
  )
}

const changeWords = ({ what, title, pages }: ChangeLine) =>
  what === 'added' ? `Added: ${title}, ${pages}` : `Taken out: ${title}, ${pages}`

/** The lines of a bundle of which one supplement was frozen anew: one page stands there for what was taken out. */
const linesAgain = (working: WorkingBundle, again: number, { runs, pages }: Laid): FrozenLine[] =>
  working.frozen.map((line) =>
    line.supplement === again
      ? { ...line, pages: pages.get(line.key) ?? line.pages, run: runs.get(line.key) ?? line.run }
      : line,
  )

function linesOf(
  working: WorkingBundle,
  sections: readonly BoundSection[],
  { runs, pages, done }: Laid,
  { supplement, version }: { readonly supplement: boolean; readonly version: number },
): FrozenLine[] {
  const own = supplement ? { supplement: version } : {}
  const fresh: FrozenLine[] = sections.flatMap(({ key, letter, title, documents }) => {
    const divider = runs.get(key)
    return [
      ...(divider === undefined || supplement
        ? []
        : [{ key, title: `Section ${letter}: ${title}`, pages: 1, run: divider }]),
      ...documents.map((each) => ({
        key: each.key,
        title: each.document.ref ?? each.document.title,
        pages: pages.get(each.key) ?? 1,
        run: runs.get(each.key)!,
        ...own,
      })),
    ]
  })
  if (supplement) return [...working.frozen, ...fresh]
  const before = working.frozen.find(({ key }) => key === 'front')
  const apart = working.frozen.filter((line) => line.supplement !== undefined)
  const head: FrozenLine = before ?? {
    key: 'front',
    title: 'Cover and index',
    pages: done.front,
    run: numberBundle(working.profile.numbering, done.front, []).front[0]!,
  }
  return [head, ...fresh, ...apart]
}
