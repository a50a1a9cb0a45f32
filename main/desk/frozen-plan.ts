import { isDeepStrictEqual } from 'node:util'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { documentIdOf, recordIdOf } from '../../casework/rules/arrangement.ts'
import { nextVersion } from '../../casework/rules/freezing.ts'
import type { FileFacts } from '../../casework/schema.ts'
import type { BundleDocument, BundlePlan, SheetHead, StatementPrint } from '../services/bundle/index.ts'
import { type Bound, type BoundSection, sheetHead } from './binder.ts'
import type { OpenCase } from './open-cases.ts'
import { wordsSource } from './page-texts.ts'
import type { WorkingBundle } from './working-bundle.ts'

/**
 * The plan of a frozen version as its record keeps it: a line of JSON for the front, then one for each section and one
 * for each document. Where a document's bytes lie is left out and found again by their hash, for a case that was
 * handed over has them elsewhere.
 */
type Line =
  | { readonly front: Omit<BundlePlan, 'sections'> }
  | { readonly section: Omit<BundlePlan['sections'][number], 'documents'> }
  | {
      readonly document: BundleDocument
      readonly audience?: readonly string[]
      /** Of a statement, the pseudonym its index had for the witness; earlier programs kept none. */
      readonly pseudonym?: string
    }

/** The lines that keep a plan. `audienceOf` tells who alone a document is for, `pseudonymOf` what its index calls a witness. */
export function planLines(
  { sections, ...front }: BundlePlan,
  audienceOf: (id: string) => readonly string[],
  pseudonymOf: (id: string) => string | undefined,
): string[] {
  const lines: Line[] = [
    { front },
    ...sections.flatMap(({ documents, ...section }): Line[] => [
      { section },
      ...documents.map((document) => {
        const audience = audienceOf(document.id)
        const pseudonym = pseudonymOf(document.id)
        return {
          document: withoutSources(document),
          ...(audience.length === 0 ? {} : { audience }),
          ...(pseudonym === undefined ? {} : { pseudonym }),
        }
      }),
    ]),
  ]
  return lines.map((line) => JSON.stringify(line))
}

/** Who alone each document of a kept plan is for, by id. */
export function audiencesIn(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    lines.flatMap((line) => {
      const read = JSON.parse(line) as Line
      return 'document' in read && read.audience !== undefined
        ? [[read.document.id, read.audience] as const]
        : []
    }),
  )
}

/** The pseudonym by which the index of a kept plan calls each statement's witness, by the document's id; '' for none. */
function pseudonymsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const read = JSON.parse(line) as Line
      return 'document' in read && read.document.content.kind === 'statement'
        ? [[read.document.id, read.pseudonym ?? titledPseudonym(read.document)] as const]
        : []
    }),
  )
}

// Earlier programs kept the title alone, which has the pseudonym where it was not given by hand.
function titledPseudonym({ title, content }: BundleDocument): string {
  const called = /^Statement of (.+) \(S\d+\)$/su.exec(title)?.[1] ?? ''
  return content.kind === 'statement' && called !== content.statement.statementOf ? called : ''
}

/**
 * The front of the version that stands frozen, without its sections; null while nothing is frozen or something came or
 * went since, for then the next version's front is set anew.
 */
export async function frozenFront(
  held: OpenCase,
  working: WorkingBundle,
): Promise<Omit<BundlePlan, 'sections'> | null> {
  if (working.record === null || nextVersion(working, working.late).what !== 'nothing') return null
  const last = issuesOf(held, working.record.id).findLast(({ fields }) => !fields.supplement)
  if (last === undefined) return null
  const { fields } = await held.records.get('issue', last.id)
  for (const line of fields.plan) {
    const read = JSON.parse(line) as Line
    if ('front' in read) return read.front
  }
  return null
}

/** A plan read back, its documents' bytes found in the case. Throws `missing-blob` naming one that is not there. */
export function planFrom(held: OpenCase, lines: readonly string[]): BundlePlan {
  const files = new Map(
    held.records.list('exhibit', { archived: true }).map(({ id, fields }) => [id, fields.file] as const),
  )
  const copies = new Map(
    held.records
      .list('edited', { archived: true })
      .map(({ fields: { file } }) => [file?.sha256 ?? '', file] as const),
  )
  const fileOf = (document: BundleDocument) => {
    const { content } = document
    const copy = 'boxes' in content && content.boxes !== undefined ? copies.get(content.sha256) : undefined
    return copy ?? files.get(recordIdOf(document.id))
  }
  let front: Omit<BundlePlan, 'sections'> | undefined
  const sections: (Omit<BundlePlan['sections'][number], 'documents'> & { documents: BundleDocument[] })[] = []
  for (const line of lines) {
    const read = JSON.parse(line) as Line
    if ('front' in read) front = read.front
    else if ('section' in read) sections.push({ ...read.section, documents: [] })
    else sections.at(-1)?.documents.push(withSource(held, fileOf(read.document), read.document))
  }
  if (front === undefined)
    throw new CaseworkError(
      'not-found',
      'The plan of that version is not in this case. Merge the whole case again.',
    )
  return { ...front, sections }
}

function withoutSources(document: BundleDocument): BundleDocument {
  const { content, words } = document
  return {
    ...document,
    content: 'source' in content ? { ...content, source: null } : content,
    ...(words === undefined ? {} : { words: words.map((each) => ({ ...each, source: null })) }),
  }
}

function withSource(
  held: OpenCase,
  file: FileFacts | null | undefined,
  document: BundleDocument,
): BundleDocument {
  const { content } = document
  if (!('source' in content)) return document
  if (file === undefined || file === null || file.sha256 !== content.sha256)
    throw new CaseworkError(
      'missing-blob',
      `The file of ${document.ref ?? document.title} as it was frozen (SHA-256 ${content.sha256}) is not in this case. Bring it back from a backup.`,
      { at: document.id },
    )
  const words = document.words?.map((each) => ({ ...each, source: wordsSource(held, each.id) }))
  return {
    ...document,
    content: { ...content, source: held.store.access(file.blob) },
    ...(words === undefined ? {} : { words: words.filter(({ source }) => source !== null) }),
  }
}

/** The frozen versions of a bundle, oldest first. */
export const issuesOf = ({ records }: OpenCase, bundle: string): StoredOf<'issue'>[] =>
  records
    .list('issue')
    .filter(({ fields }) => fields.bundle === bundle)
    .sort((a, b) => (a.fields.version ?? 0) - (b.fields.version ?? 0))

/**
 * The sections with each frozen document as it was frozen: what was changed in the case since does not change a bundle
 * that somebody may have been served. The page that stands for one taken out names it as it was frozen, too, and at the
 * head of its sheets the case is called what it was called then. Cover, index and dividers are the new version's own.
 */
export async function asFrozen(
  held: OpenCase,
  working: WorkingBundle,
  sections: readonly BoundSection[],
): Promise<readonly BoundSection[]> {
  if (working.record === null || working.version === null) return sections
  const kept = new Map<string, Kept>()
  for (const { id } of issuesOf(held, working.record.id)) {
    const { fields } = await held.records.get('issue', id)
    const plan = planFrom(held, fields.plan)
    const pseudonyms = pseudonymsIn(fields.plan)
    for (const { documents } of plan.sections)
      for (const { head = headOf(plan), ...document } of documents) {
        const frozenIn = kept.get(document.id)?.frozenIn ?? fields.version ?? 0
        const pseudonym = pseudonyms.get(document.id)
        kept.set(document.id, { document, head, frozenIn, pseudonym })
      }
  }
  const now = headOf(sheetHead(held, working))
  const frozen = new Set(working.frozen.map(({ key }) => key))
  return sections.map((section) => ({
    ...section,
    documents: section.documents.map((bound) => {
      const before = frozen.has(bound.key) ? kept.get(documentIdOf(bound.entry)) : undefined
      if (before === undefined) return bound
      const head = isDeepStrictEqual(before.head, now) ? {} : { head: before.head }
      if (bound.entry.taken)
        return { ...bound, document: { ...takenOut(before.document, bound.document), ...head } }
      const { numbers: _, ...document } = before.document
      return {
        ...bound,
        document: { ...document, ...head },
        draft: isDraft(document, bound),
        frozenIn: before.frozenIn,
        ...(before.pseudonym === undefined ? {} : { pseudonym: before.pseudonym }),
      }
    }),
  }))
}

/** A document as it was last frozen, and the version that first froze it. */
interface Kept {
  readonly document: BundleDocument
  readonly head: SheetHead
  readonly frozenIn: number
  readonly pseudonym: string | undefined
}

const headOf = ({ caseTitle, urn = '', court = '', fictional, marking = '' }: SheetHead): SheetHead => ({
  caseTitle,
  urn,
  court,
  fictional,
  marking,
})

// A name that a record was given since is one nobody was served.
function takenOut(
  { id, title, ref, date, depth }: BundleDocument,
  { content }: BundleDocument,
): BundleDocument {
  return {
    id,
    title,
    ...(ref === undefined ? {} : { ref }),
    ...(date === undefined ? {} : { date }),
    ...(depth === undefined ? {} : { depth }),
    content,
  }
}

// What was frozen unsigned stays so whatever became of its record. A print without a day of signing may still be that
// of a signed statement: then it is the very print the record has now, whatever its case is called by now.
function isDraft({ content }: BundleDocument, now: Bound): boolean {
  if (content.kind !== 'statement' || content.statement.signedOn !== undefined) return false
  const { content: own } = now.document
  return (
    now.draft ||
    own.kind !== 'statement' ||
    !isDeepStrictEqual(ownWords(own.statement), ownWords(content.statement))
  )
}

const ownWords = ({ caseTitle: _, urn: __, fictional: ___, ...words }: StatementPrint) => words
