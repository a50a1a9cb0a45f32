import type { Result } from '../../casework/contract/contract.ts'
import { referencesIn, refOf } from '../../casework/rules/references.ts'
import { checkStatement } from '../../casework/rules/statement-checks.ts'
import { counted } from '../../casework/rules/words.ts'
import { bundleFileName, frontPages, statementPages, textPages } from '../services/bundle/index.ts'
import { type Bound, bind, reasonOf, type Titled } from './binder.ts'
import { caseRecord } from './cards.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

type Plan = Result<'bundle.plan'>
type Check = Plan['checks'][number]

/** The bundle as it would be built now: its sections with page ranges, what stays out, and what to look at first. */
export async function outlook(held: OpenCase, desk: Desk, titled: Titled): Promise<Plan> {
  const binding = await bind(held, desk, titled, 'general')
  const front = binding.plan.sections.length === 0 ? 0 : await frontPages(binding.plan, desk.paper)
  const at = { page: front + 1 }
  const sections: Plan['sections'] = []
  for (const [index, { title, documents }] of binding.sections.entries()) {
    const from = at.page
    const listed = []
    for (const bound of documents) {
      const pages = await pagesOf(held, bound, desk)
      listed.push({
        type: bound.type,
        id: bound.record.id,
        ref: refOf(bound.record),
        title: bound.document.title,
        date: bound.document.date ?? '',
        pages,
        from: at.page,
        to: at.page + pages - 1,
        placeholder: bound.document.content.kind === 'placeholder' ? bound.document.content.reason : '',
      })
      at.page += pages
    }
    sections.push({
      letter: String.fromCharCode(65 + index),
      title,
      from,
      to: at.page - 1,
      documents: listed,
    })
  }
  const bytes = held.records
    .list('exhibit')
    .reduce((sum, each) => sum + (each.fields.notForService ? 0 : (each.fields.file?.bytes ?? 0)), 0)
  return {
    sections,
    front,
    pages: at.page - 1,
    bytes,
    left: [...binding.left],
    checks: await checksOf(
      held,
      binding.sections.flatMap((each) => each.documents),
    ),
    fileName: bundleFileName({
      caseTitle: binding.plan.caseTitle,
      title: titled.title,
      date: titled.date,
      urn: caseRecord(held)?.fields.urn ?? '',
    }),
  }
}

/** A text longer than this is not set in type just to be counted; its pages show as one until it is built. */
const longestCounted = 4 << 20

async function pagesOf({ store }: OpenCase, { document, record }: Bound, desk: Desk): Promise<number> {
  if (document.content.kind === 'statement') return statementPages(document.content.statement, desk.paper)
  const file = 'file' in record.fields ? record.fields.file : null
  if (document.content.kind === 'text' && file !== null && file.bytes <= longestCounted) {
    return textPages(document, await store.readBlob(file.blob), desk.paper)
  }
  return Math.max(1, file?.pages ?? 1)
}

async function checksOf(held: OpenCase, documents: readonly Bound[]): Promise<Check[]> {
  const exhibits = held.records.list('exhibit')
  const references = new Set(
    exhibits
      .map(refOf)
      .filter((ref) => ref !== '')
      .flatMap(referencesIn),
  )
  const noReference = exhibits.filter((each) => refOf(each) === '' && !each.fields.notForService)
  const statements = await Promise.all(
    held.records.list('statement').map((each) => held.records.get('statement', each.id)),
  )
  const serious = statements.flatMap((each) =>
    checkStatement({ ...each.fields, references })
      .filter(({ weight }) => weight === 'stops')
      .map(
        (check): Check => ({
          weight: 'look',
          sentence: `${refOf(each)}: ${check.sentence}`,
          detail: check.detail,
          type: 'statement',
          id: each.id,
        }),
      ),
  )
  const drafts = statements.filter((each) => each.fields.stage !== 'signed')
  const placeholders = documents.filter(
    ({ record, type }) => type === 'exhibit' && 'file' in record.fields && reasonOf(record as never) !== '',
  )
  const empty = documents.length === 0
  const fine = (holds: boolean, sentence: string): Check[] =>
    holds ? [{ weight: 'fine', sentence, detail: '' }] : []
  return [
    ...(empty
      ? [
          {
            weight: 'stops' as const,
            sentence: 'There is nothing to put in it yet',
            detail: 'Bring in evidence or write a statement first.',
          },
        ]
      : []),
    ...drafts.map(
      (each): Check => ({
        weight: 'look',
        sentence: `${refOf(each)} is not signed`,
        detail: 'Only a signed statement should be served.',
        type: 'statement',
        id: each.id,
      }),
    ),
    ...serious,
    ...noReference.map(
      (each): Check => ({
        weight: 'look',
        sentence: `“${each.fields.title}” has no exhibit reference`,
        detail: 'Give it its producer’s initials.',
        type: 'exhibit',
        id: each.id,
      }),
    ),
    ...placeholders.map(
      ({ record, document }): Check => ({
        weight: 'look',
        sentence: `${document.ref ?? document.title} becomes a page that names it`,
        detail: reasonOf(record as never),
        type: 'exhibit',
        id: record.id,
      }),
    ),
    ...fine(!empty, 'No contact page, person, event, action or note goes in'),
    ...fine(!empty && noReference.length === 0, 'Every exhibit has its reference'),
    ...fine(!empty && drafts.length === 0 && statements.length > 0, 'Every statement is signed'),
    ...fine(
      !empty,
      `${counted(documents.length, 'document')}, each in the index, with a bookmark and a link`,
    ),
  ]
}
