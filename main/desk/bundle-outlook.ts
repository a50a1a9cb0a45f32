import type { BundleOutlook } from '../../casework/contract/bundles.ts'
import { sectionEnds } from '../../casework/rules/bundle-runs.ts'
import { nextVersion, supplementWords } from '../../casework/rules/freezing.ts'
import { numberings } from '../../casework/rules/numbering.ts'
import { refOf } from '../../casework/rules/references.ts'
import { type BundleProfile, bundleFileName } from '../services/bundle/index.ts'
import { type Bound, type BoundSection, boundSections, planOf } from './binder.ts'
import { checksOf } from './bundle-checks.ts'
import { endsOf, type Numbered, numbersOf } from './bundle-numbers.ts'
import type { Desk } from './desk.ts'
import { asFrozen, issuesOf } from './frozen-plan.ts'
import type { OpenCase } from './open-cases.ts'
import { type BundleParts, newestOf, partsOf, supplementNames } from './supplements.ts'
import { materialFor, type WorkingBundle } from './working-bundle.ts'

/** A copy’s name says its version too: `, version 123`. More would cut ordinary names, and with them a defendant’s. */
const SPARE = 14
/** And which supplement it is, where there are any: `, supplement 12`. */
const SPARE_PART = 16

/** The bundle as it would be built now: its sections with page numbers, what could go in, and what to look at first. */
export async function outlook(held: OpenCase, desk: Desk, working: WorkingBundle): Promise<BundleOutlook> {
  const sections = await asFrozen(held, working, await boundSections(held, working))
  const numbers = await numbersOf(held, desk, working, sections)
  const parts = partsOf(working, sections)
  const partOf = partNames(held, working, parts, numbers)
  const laid = measured(working, parts.own, numbers, numbers.front.pages)
  const sheets = changeSheets(held, working, laid.pages)
  const size = { ...laid, pages: laid.pages + sheets }
  const next = {
    ...measured(working, parts.waiting, numbers, numbers.waiting.front),
    part: waitingPart(numbers),
  }
  const plan = planOf(held, working, sections)
  const [first, last] = endsOf(numbers.front.run, numbers.front.pages)
  const frozen = new Set(working.frozen.map(({ key }) => key))
  const apart = working.late === 'supplement' || working.frozen.some((line) => line.supplement !== undefined)
  return {
    bundle: working.record === null ? null : { ...working.record, fields: { ...working.record.fields } },
    profile: profileShown(working.profile),
    version: working.version,
    changed: hasChanged(working),
    front: {
      pages: numbers.front.pages,
      first: numbers.front.pages === 0 ? '' : first,
      last: numbers.front.pages === 0 ? '' : last,
    },
    sections: sections.map((section) => shownSection(section, frozen, numbers, partOf)),
    supplements: framesOf(held, working, parts),
    waiting: {
      part: waitingPart(numbers),
      series: numbers.waiting.series,
      front: numbers.waiting.front,
    },
    ...size,
    sheets,
    ...offering(held, working),
    checks: await checksOf(held, desk, working, sections, numbers, [
      { ...size, part: '' },
      ...(parts.waiting.length === 0 ? [] : [next]),
    ]),
    fileName: bundleFileName(
      {
        caseTitle: plan.caseTitle,
        title: working.title,
        date: working.date,
        ...(plan.urn === undefined ? {} : { urn: plan.urn }),
      },
      working.profile.fileName,
      SPARE + (apart ? SPARE_PART : 0),
    ),
  }
}

// A version frozen on another one has a sheet that says what changed. How long it is, is known once it was laid.
function changeSheets(held: OpenCase, working: WorkingBundle, laid: number): number {
  if (working.record === null || working.version === null || hasChanged(working)) return 0
  const last = issuesOf(held, working.record.id).findLast(({ fields }) => !fields.supplement)
  return last === undefined ? 0 : Math.max(0, (last.fields.pages ?? 0) - laid)
}

/** What goes into one file: its documents, its pages with a front of so many, and the size of what it is bound from. */
function measured(
  { profile }: WorkingBundle,
  sections: readonly BoundSection[],
  numbers: Numbered,
  front: number,
): { readonly documents: number; readonly pages: number; readonly bytes: number } {
  const documents = sections.flatMap((each) => each.documents)
  const own = documents.reduce((sum, { key }) => sum + (numbers.pages.get(key) ?? 1), 0)
  return {
    documents: documents.length,
    pages: front + own + (profile.dividers ? sections.length : 0),
    bytes: documents.reduce((sum, each) => sum + bytesOf(each), 0),
  }
}

const waitingPart = ({ waiting }: Numbered): string => supplementWords(waiting.which)

/** The supplements that are frozen, in order, with what each was frozen with besides its documents. */
function framesOf(held: OpenCase, working: WorkingBundle, parts: BundleParts): BundleOutlook['supplements'] {
  if (working.record === null) return []
  const issues = issuesOf(held, working.record.id)
  const names = supplementNames(issues)
  return [...parts.frozen.keys()].map((version) => {
    const whole = newestOf(issues, version).fields.pages ?? 0
    const lines = working.frozen.filter((line) => line.supplement === version)
    const part = names.get(version) ?? ''
    return { part, frame: lines.reduce((left, line) => left - line.pages, whole) }
  })
}

/** Whether there is anything to freeze: nothing was yet, something came since, or something was taken out since. */
const hasChanged = (working: WorkingBundle): boolean => nextVersion(working, working.late).what !== 'nothing'

/** A profile as a list shows it. */
export const profileShown = (profile: BundleProfile): BundleOutlook['profile'] => ({
  id: profile.id,
  name: profile.name,
  source: profile.source,
  effectiveFrom: profile.effectiveFrom,
  verified: profile.verified,
  scheme: profile.numbering,
  numbering: numberings[profile.numbering],
  dividers: profile.dividers,
  pages: profile.limits.pages,
  megabytes: profile.limits.megabytes,
  beyond: profile.limits.beyond,
  late: profile.late,
  audience: profile.audience,
  readers: [...profile.readers],
  separate: profile.separate?.why ?? '',
})

/** What the supplement of each document is called, by key; nothing for one of the bundle itself. */
function partNames(
  held: OpenCase,
  { record }: WorkingBundle,
  parts: BundleParts,
  numbers: Numbered,
): ReadonlyMap<string, string> {
  const named = record === null ? new Map<number, string>() : supplementNames(issuesOf(held, record.id))
  const keysIn = (sections: readonly BoundSection[], name: string) =>
    sections.flatMap(({ documents }) => documents.map(({ key }) => [key, name] as const))
  return new Map([
    ...[...parts.frozen].flatMap(([version, sections]) => keysIn(sections, named.get(version) ?? '')),
    ...keysIn(parts.waiting, waitingPart(numbers)),
  ])
}

function shownSection(
  { at, key, letter, title, documents }: BoundSection,
  frozen: ReadonlySet<string>,
  numbers: Numbered,
  partOf: ReadonlyMap<string, string>,
): BundleOutlook['sections'][number] {
  const listed = documents.map((each) => shownDocument(each, frozen, numbers, partOf))
  const [divider = ''] = documents.length === 0 ? [''] : endsOf(numbers.runs.get(key), 1)
  const [first, last] = sectionEnds(
    divider,
    listed.map((each) => ({ ends: [each.first, each.last] as const, part: each.part })),
  )
  return {
    at,
    letter,
    title,
    divider,
    first,
    last,
    frozen: documents.some((each) => frozen.has(each.key)),
    documents: listed,
  }
}

function shownDocument(
  bound: Bound,
  frozen: ReadonlySet<string>,
  numbers: Numbered,
  partOf: ReadonlyMap<string, string>,
): BundleOutlook['sections'][number]['documents'][number] {
  const { at, key, entry, record, document, draft } = bound
  const pages = numbers.pages.get(key) ?? 1
  const [first, last] = endsOf(numbers.runs.get(key), pages)
  const standing = entry.taken
    ? 'taken'
    : frozen.has(key)
      ? 'frozen'
      : numbers.late.has(key)
        ? 'late'
        : 'open'
  return {
    at,
    key,
    type: entry.type,
    id: entry.id,
    ref: refOf(record),
    title: document.title,
    date: document.date ?? '',
    depth: entry.depth,
    coversheet: entry.coversheet,
    front: entry.front,
    pages,
    bytes: bytesOf(bound),
    first,
    last,
    placeholder: document.content.kind === 'placeholder' ? document.content.reason : '',
    standing,
    part: partOf.get(key) ?? '',
    audience: [...entry.audience],
    draft,
  }
}

// What is not offered is counted and named as a kind, never listed.
function offering(held: OpenCase, working: WorkingBundle): Pick<BundleOutlook, 'offered' | 'left'> {
  const material = materialFor(held, working.profile)
  // What was taken out once frozen may come again, at the end.
  const inside = new Set(
    working.entries.flatMap((entry) =>
      entry.kind === 'document' && !entry.taken ? [`${entry.type} ${entry.id}`] : [],
    ),
  )
  const kinds = ['statements', 'documents', 'images', 'others'] as const
  return {
    offered: kinds.flatMap((kind) =>
      material[kind]
        .filter((record) => !inside.has(`${record.type} ${record.id}`))
        .map((record) => ({
          type: record.type as 'statement' | 'exhibit',
          id: record.id,
          ref: refOf(record),
          title: 'title' in record.fields ? record.fields.title : record.fields.statementOf,
          kind,
          section: working.profile.sections.find(({ takes }) => takes.includes(kind))?.letter ?? '',
        })),
    ),
    left: [...material.left],
  }
}

function bytesOf({ entry, record }: Bound): number {
  if (entry.taken || entry.standIn !== '') return 0
  return 'file' in record.fields ? (record.fields.file?.bytes ?? 0) : 0
}
