import type { StoredOf } from '../../casework/entities/index.ts'
import { type DocumentEntry, documentIdOf, keyOf } from '../../casework/rules/arrangement.ts'
import { longDay, shortDay } from '../../casework/rules/days.ts'
import type { NumberRun } from '../../casework/rules/numbering.ts'
import { refOf } from '../../casework/rules/references.ts'
import { servedDate, servedPseudonym, servedStatementTitle } from '../../casework/rules/served.ts'
import type { BundleContent, BundleDocument, BundlePlan, SheetHead } from '../services/bundle/index.ts'
import { caseRecord } from './cards.ts'
import { type Redacted, redactedIn } from './edited-copies.ts'
import { exhibitContent, frontSheet, translationPrint } from './exhibit-content.ts'
import type { OpenCase } from './open-cases.ts'
import { boundWords, hasPages, pageTexts } from './page-texts.ts'
import { printOf } from './statements.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** A document to bind, with the entry and the record it comes from. */
export interface Bound {
  readonly at: number
  readonly key: string
  readonly entry: DocumentEntry
  readonly record: StoredOf<'statement'> | StoredOf<'exhibit'>
  readonly document: BundleDocument
  /** It is bound as a statement that nobody has signed. */
  readonly draft: boolean
  /** Of a statement, the pseudonym that the index has for its witness; '' where it has none. */
  readonly pseudonym?: string
  /** The version that first froze it as it is bound; absent while it is not frozen. */
  readonly frozenIn?: number
}
export interface BoundSection {
  readonly at: number
  readonly key: string
  readonly letter: string
  readonly title: string
  readonly documents: readonly Bound[]
}

/** Every section of a working bundle with its documents, each as the engine is to lay it. Empty sections are there too. */
export async function boundSections(
  held: OpenCase,
  working: WorkingBundle,
): Promise<readonly BoundSection[]> {
  const sections: { at: number; key: string; letter: string; title: string; documents: Bound[] }[] = []
  const texts = pageTexts(held)
  const redacted = redactedIn(held)
  // Who reviews inside sees the original: what was taken out, and whether rightly.
  const served = working.profile.audience === 'served'
  for (const [at, entry] of working.entries.entries()) {
    if (entry.kind === 'section') {
      sections.push({ at, key: keyOf(entry), letter: entry.letter, title: entry.title, documents: [] })
      continue
    }
    const bound =
      entry.type === 'statement'
        ? await boundStatement(held, entry, working)
        : await boundExhibit(
            held,
            entry,
            texts,
            served ? redacted(held.records.peek('exhibit', entry.id)) : undefined,
          )
    sections.at(-1)?.documents.push({ at, key: keyOf(entry), entry, ...bound })
  }
  return sections
}

/** The plan the engine lays: these sections under these numbers. What has no run is numbered by the profile. */
export function planOf(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
  runs: ReadonlyMap<string, NumberRun> = new Map(),
): BundlePlan {
  const about = caseRecord(held)!.fields
  const { profile, version, frozen } = working
  const front = frozen.find(({ key }) => key === 'front')
  return {
    title: working.title,
    ...(working.subtitle === '' ? {} : { subtitle: working.subtitle }),
    date: working.date,
    ...sheetHead(held, working),
    // With no defendant yet the cover bears the case's own title.
    parties:
      about.defendants.length === 0 || profile.prosecutor === ''
        ? []
        : [profile.prosecutor, ...about.defendants],
    reportingRestriction: about.reportingRestriction,
    profile,
    ...(front === undefined || version === null ? {} : { frozenFront: front.pages }),
    sections: sections
      .filter(({ documents }) => documents.length > 0)
      .map(({ key, letter, title, documents }) => {
        const divider = runs.get(key)
        return {
          letter,
          title,
          ...(divider === undefined ? {} : { divider }),
          documents: documents.map(({ key: own, document }) => {
            const run = runs.get(own)
            return run === undefined ? document : { ...document, numbers: run }
          }),
        }
      }),
  }
}

/** What sheets set today say of their case. */
export function sheetHead(held: OpenCase, { profile }: Pick<WorkingBundle, 'profile'>): SheetHead {
  const about = caseRecord(held)!.fields
  return {
    caseTitle: about.caseTitle || about.name,
    urn: about.urn,
    court: about.court,
    fictional: about.fictional,
    ...(profile.audience === 'internal' ? { marking: about.marking.toUpperCase() } : {}),
  }
}

/** What the cover says of a frozen version. */
export const versionWords = (version: number, day: string): string =>
  `Version ${version}, frozen on ${longDay(day)}`

/** What the cover and the footers say of a bundle that is not frozen, so that nobody serves it for one that is. */
export const draftWords = 'Draft, not frozen'

type Part = Pick<Bound, 'record' | 'document' | 'draft' | 'pseudonym'>

async function boundStatement(held: OpenCase, entry: DocumentEntry, working: WorkingBundle): Promise<Part> {
  const statement = held.records.peek('statement', entry.id)
  const { witness, made } = statement.fields
  // Who is in the archive keeps their pseudonym.
  const people = witness === null ? [] : held.records.list('person', { archived: true })
  const person = people.find((each) => each.id === witness)
  const internal = working.profile.audience === 'internal'
  const own = internal
    ? `Statement of ${statement.fields.statementOf} (${refOf(statement)})`
    : servedStatementTitle(statement, person)
  const content: BundleContent = { kind: 'statement', statement: await printOf(held, statement.id) }
  const document = documentOf(
    entry,
    { ref: refOf(statement), title: own, date: made === null ? '' : shortDay(made) },
    content,
  )
  const draft = document.content.kind === 'statement' && statement.fields.stage !== 'signed'
  return { record: statement, document, draft, pseudonym: internal ? '' : servedPseudonym(person) }
}

async function boundExhibit(
  held: OpenCase,
  entry: DocumentEntry,
  texts: ReturnType<typeof pageTexts>,
  redacted: Redacted | undefined,
): Promise<Part> {
  const exhibit = held.records.peek('exhibit', entry.id)
  const { title } = exhibit.fields
  const ref = refOf(exhibit)
  const document = documentOf(
    entry,
    { ref, title: ref === '' ? `${title} (no reference yet)` : title, date: servedDate(exhibit) },
    await exhibitContent(held, exhibit, redacted),
  )
  const translation = 'source' in document.content ? translationPrint(held, exhibit) : undefined
  const boxes = new Set(redacted?.file == null ? [] : redacted.marks.map(({ fields }) => fields.page))
  // Words read on a page with boxes are in the edited copy itself, as far as they are left.
  const words =
    hasPages(exhibit) && 'source' in document.content
      ? boundWords(held, texts(exhibit)).filter(({ page }) => !boxes.has(page))
      : []
  return {
    record: exhibit,
    draft: false,
    document: {
      ...document,
      ...(words.length === 0 ? {} : { words }),
      ...(translation === undefined ? {} : { translation }),
      ...(entry.front && !entry.taken ? { front: await frontSheet(held, exhibit) } : {}),
    },
  }
}

/** What the index, the bookmarks and the manifest say behind the title of an edited copy. */
const editedWords = ' (edited copy)'

function documentOf(
  entry: DocumentEntry,
  own: { readonly ref: string; readonly title: string; readonly date: string },
  content: BundleContent,
): BundleDocument {
  const reason = entry.taken
    ? 'It was taken out after this bundle’s numbers were frozen. The numbers of its pages are not used again.'
    : entry.standIn
  const date = entry.date === null ? own.date : shortDay(entry.date)
  const title = entry.title === '' ? own.title : entry.title
  const edited = 'boxes' in content && content.boxes !== undefined && reason === ''
  return {
    id: documentIdOf(entry),
    title: edited && !title.endsWith(editedWords) ? `${title}${editedWords}` : title,
    ...(own.ref === '' ? {} : { ref: own.ref }),
    ...(date === '' ? {} : { date }),
    ...(entry.depth === 1 ? { depth: 1 as const } : {}),
    ...(entry.coversheet && !entry.taken ? { coversheet: true } : {}),
    ...(entry.cites ? { cites: true } : {}),
    ...(entry.comments === 'keep' ? {} : { comments: entry.comments }),
    content: reason === '' ? content : { kind: 'placeholder', reason, facts: [] },
  }
}
