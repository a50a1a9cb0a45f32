import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { pagesMarked } from '../../casework/rules/page-marks.ts'
import { referencesIn, refOf } from '../../casework/rules/references.ts'
import { checkStatement } from '../../casework/rules/statement-checks.ts'
import { counted } from '../../casework/rules/words.ts'
import { type Bound, type BoundSection, planOf } from './binder.ts'
import { boundChecks } from './bundle-bound-checks.ts'
import { about, holds, nameOf, type Refusal, stops, weigh } from './bundle-check-parts.ts'
import { fileChecks } from './bundle-file-checks.ts'
import { letterChecks } from './bundle-letter-checks.ts'
import { lyingChecks } from './bundle-lying-checks.ts'
import { nameChecks } from './bundle-name-checks.ts'
import type { Numbered } from './bundle-numbers.ts'
import type { Desk } from './desk.ts'
import { frozenFront } from './frozen-plan.ts'
import type { OpenCase } from './open-cases.ts'
import { hasPages, pageTexts, textItemOf } from './page-texts.ts'
import { redacting } from './redaction-checks.ts'
import { translationChecks } from './translation-checks.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** How large a file of the bundle is; `part` is which supplement it is, '' for the bundle itself. */
export interface Size {
  readonly part: string
  readonly pages: number
  readonly bytes: number
}

/** What is to be known before a bundle is built: every rule by name, its verdict, and what puts it right. */
export async function checksOf(
  held: OpenCase,
  desk: Pick<Desk, 'paper'>,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  numbers: Numbered,
  sizes: readonly Size[],
): Promise<BundleCheck[]> {
  const documents = sections.flatMap((each) => each.documents)
  if (documents.length === 0)
    return [
      stops('R15', 'There is nothing to put in it yet', 'Add a statement or an exhibit to a section.', {
        fix: 'open',
      }),
    ]
  const plan = planOf(held, working, sections)
  // What stands frozen is judged by its own cover, not by the one the next version would have.
  const front = { ...plan, ...(await frozenFront(held, working)) }
  const bad = [
    ...misplaced(documents, numbers, working),
    ...gone(documents, working),
    ...boundChecks(documents, working),
    ...(await seriousIn(held, documents)),
    ...nameChecks(documents, working, front),
    ...fileChecks(held, documents, working),
    ...withoutText(held, documents, working),
    ...lyingChecks(held, documents, working),
    ...(await letterChecks(held, desk, documents, front)),
    ...sizes.flatMap((size) => limits(working, size)),
    ...(await redacting(held, documents, working)),
    ...translationChecks(sections),
    ...changedSince(documents, numbers, working),
  ]
  const broken = new Set(bad.map(({ rule }) => rule))
  const fine = [
    holds('R7', 'Printed number, page label, index and bookmark are the same on every page', ''),
    holds('R5.1', 'No contact page, person, event, action or note goes in', ''),
    holds(
      'R15',
      `${counted(documents.length, 'document')}, each in the index, with a bookmark and a link`,
      '',
    ),
    holds('R12', 'No frozen number changes', ''),
    holds('R44', 'Every exhibit has its reference', ''),
    holds('R36', 'No file is known to be damaged', ''),
    holds('R40', 'Every page with words on it can be searched', ''),
    holds('R31', 'No page is known to lie upside down', ''),
    holds('R66', 'Every character that is set in type has its letter', ''),
    holds('R52', 'No box waits to be burned', ''),
    holds('R46', 'Every statement is signed', ''),
    holds('R58', 'It keeps within what the court sets as most', ''),
    ...nothingActive(working),
  ].filter(({ rule }) => !broken.has(rule) && (rule !== 'R12' || working.version !== null))
  return [...bad, ...fine]
}

/** What stops a bundle, in sentences: each once, and each reason once behind those it belongs to. */
export function stopsWords(stops: readonly BundleCheck[]): string {
  const reasons = [...new Set(stops.map(({ detail }) => detail))]
  return reasons
    .map((reason) => {
      const of = stops.filter(({ detail }) => detail === reason).map(({ sentence }) => sentence)
      return `${of.join('; ')}. ${reason}`
    })
    .join(' ')
}

// What sources hold is found when they are bound: it is left out always, and said by this rule where the court minds.
function nothingActive({ profile }: WorkingBundle): BundleCheck[] {
  const words = profile.refuses.flatMap(({ what }) => ACTIVE[what] ?? [])
  return words.length === 0
    ? []
    : [
        holds(
          'R56',
          `Nothing its system rejects goes in: ${words.join(', ')}`,
          'What a source holds of it is left out, and the report names the document.',
        ),
      ]
}

const ACTIVE: Readonly<Partial<Record<Refusal, string>>> = {
  encrypted: 'encryption',
  attachments: 'files inside files',
  scripts: 'scripts',
  multimedia: 'sound and film',
  forms: 'forms to fill in',
}

function misplaced(documents: readonly Bound[], numbers: Numbered, { late }: WorkingBundle): BundleCheck[] {
  if (late === 'supplement') return []
  const found = documents.filter(({ key }) => numbers.misplaced.has(key))
  const [first] = found
  if (first === undefined) return []
  const one = found.length === 1
  const it = one ? 'it' : 'them'
  return [
    stops(
      'R12',
      one
        ? `${nameOf(first)} came late and stands among frozen pages`
        : `${counted(found.length, 'document')} came late and stand among frozen pages`,
      late === 'end'
        ? `Numbers that were frozen never change. Move ${it} to the end, or have late material numbered in between, as 143A.`
        : `There is no frozen page before ${it} in ${one ? 'its' : 'their'} section. Move ${it} behind one.`,
      one ? about(first, 'move-to-end') : { fix: 'move-all-to-end', keys: found.map(({ key }) => key) },
    ),
  ]
}

function gone(documents: readonly Bound[], { profile }: WorkingBundle): BundleCheck[] {
  return documents
    .filter(({ entry }) => !entry.taken)
    .flatMap((each) => {
      if (each.record.archived !== null)
        return [
          stops(
            'R2',
            `${nameOf(each)} is in the archive`,
            'Bring it back, or take it out.',
            about(each, 'take-out'),
          ),
        ]
      const { fields } = each.record
      if (profile.audience === 'served' && 'notForService' in fields && fields.notForService)
        return [
          stops(
            'R5.1',
            `${nameOf(each)} is marked not for service`,
            'Take it out of this bundle.',
            about(each, 'take-out'),
          ),
        ]
      return []
    })
}

async function seriousIn(held: OpenCase, documents: readonly Bound[]): Promise<BundleCheck[]> {
  const references = new Set(
    held.records
      .list('exhibit')
      .map(refOf)
      .filter((ref) => ref !== '')
      .flatMap(referencesIn),
  )
  const statements = documents.filter(({ entry }) => entry.type === 'statement' && !entry.taken)
  const all = await Promise.all(
    statements.map(async (each) => {
      const { content } = each.document
      const { fields } = await held.records.get('statement', each.entry.id)
      const { paragraphs } = content.kind === 'statement' ? content.statement : fields
      return checkStatement({ ...fields, paragraphs, references })
        .filter(({ weight }) => weight === 'stops')
        .map(
          (check): BundleCheck => ({
            rule: 'R45',
            weight: 'look',
            sentence: `${nameOf(each)}: ${check.sentence}`,
            detail: check.detail,
            ...about(each, 'open'),
          }),
        )
    }),
  )
  return all.flat()
}

// A file nobody looked at is said once for all of them; pages known to have no words are said by document.
function withoutText(held: OpenCase, documents: readonly Bound[], working: WorkingBundle): BundleCheck[] {
  const refused = weigh(working, 'no-text')
  if (refused === undefined) return []
  const texts = pageTexts(held)
  const found: BundleCheck[] = []
  let unseen = 0
  for (const each of documents) {
    const { entry, document } = each
    if (entry.type !== 'exhibit' || entry.taken || !('source' in document.content)) continue
    const exhibit = each.record as StoredOf<'exhibit'>
    if (!hasPages(exhibit)) continue
    const known = texts(exhibit)
    if (known.census === null) unseen += 1
    const { without: left } = textItemOf(exhibit, known)
    const without = each.frozenIn === undefined ? left : wordless(each, known.census?.fields.marks ?? '')
    const since = without.length > left.length
    if (without.length > 0)
      found.push({
        rule: 'R40',
        weight: refused.weight,
        sentence: `${counted(without.length, 'page')} of ${nameOf(each)} can’t be searched`,
        detail: since
          ? `${refused.why} It was frozen before they were read by machine. Taken out and put in again behind what is frozen, it has their words.`
          : `${refused.why} They can be read by machine.`,
        ...about(each, since ? 'replace' : 'read-text'),
      })
  }
  if (unseen > 0)
    found.push({
      rule: 'R40',
      weight: 'look',
      sentence: `Nobody has looked yet whether ${unseen === 1 ? 'one document' : `${unseen.toLocaleString('en-GB')} documents`} can be searched`,
      detail: 'Reading them by machine looks first, and reads only pages that have no words.',
      fix: 'read-text',
    })
  return found
}

// Of what is frozen, only the words that were bound with it are there.
function wordless({ document }: Bound, marks: string): readonly number[] {
  const bound = new Set(document.words?.map(({ page }) => page))
  return pagesMarked(marks, 'n').filter((page) => !bound.has(page))
}

function limits({ profile }: WorkingBundle, { part, pages, bytes }: Size): BundleCheck[] {
  const it = part === '' ? 'It' : part.charAt(0).toUpperCase() + part.slice(1)
  const { limits: most } = profile
  const weight = most.beyond === 'stops' ? 'stops' : 'look'
  const what =
    most.beyond === 'volumes'
      ? 'It is built in volumes, each with the whole index.'
      : 'Take something out, or ask the court for leave.'
  const found: BundleCheck[] = []
  if (most.pages !== null && pages > most.pages)
    found.push({
      rule: 'R58',
      weight,
      sentence: `${it} has ${pages.toLocaleString('en-GB')} pages; the most is ${most.pages.toLocaleString('en-GB')}`,
      detail: what,
      fix: 'profile',
    })
  const megabytes = bytes / 1e6
  if (most.megabytes !== null && megabytes > most.megabytes)
    found.push({
      rule: 'R58',
      weight,
      sentence: `${it} has about ${Math.ceil(megabytes).toLocaleString('en-GB')} MB; the most is ${most.megabytes} MB a file`,
      detail: what,
      fix: 'profile',
    })
  return found
}

function changedSince(
  documents: readonly Bound[],
  numbers: Numbered,
  { late: policy }: WorkingBundle,
): BundleCheck[] {
  const late = documents.filter(({ key }) => numbers.late.has(key) && !numbers.misplaced.has(key))
  return late.length === 0
    ? []
    : [
        {
          rule: 'R9',
          weight: 'look',
          sentence: `${counted(late.length, 'document')} came since it was frozen`,
          detail:
            policy === 'supplement'
              ? 'The bundle itself does not hold what came late: it goes into a supplement, a bundle of its own, once that is frozen.'
              : 'Freeze the next version to give them their numbers for good.',
        },
      ]
}
