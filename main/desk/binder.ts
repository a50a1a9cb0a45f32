import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { shortDay } from '../../casework/rules/days.ts'
import { refOf } from '../../casework/rules/references.ts'
import { served, servedDate, servedStatementTitle } from '../../casework/rules/served.ts'
import type { BundleDocument, BundlePlan, BundleProfile } from '../services/bundle/index.ts'
import { caseRecord } from './cards.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'
import { printOf } from './statements.ts'

/** What a bundle is called. The cover's date is the bundle's own, not the day it was built (ruling 14). */
export interface Titled {
  readonly title: string
  readonly subtitle: string
  readonly date: string
}
/** A document to bind, with the record it comes from. */
export interface Bound {
  readonly type: 'statement' | 'exhibit'
  readonly record: StoredOf<'statement'> | StoredOf<'exhibit'>
  readonly document: BundleDocument
}
export interface Binding {
  readonly plan: BundlePlan
  readonly sections: readonly { readonly title: string; readonly documents: readonly Bound[] }[]
  readonly left: readonly { readonly kind: string; readonly count: number }[]
}

/** A bundle profile from resources. Throws `not-found` naming it. */
export function profileNamed(desk: Desk, name: string): BundleProfile {
  if (!/^[a-z][a-z-]{0,39}$/.test(name))
    throw new CaseworkError(
      'not-found',
      `There is no bundle profile called “${name.slice(0, 40)}”. The one that ships is “general”.`,
    )
  try {
    return JSON.parse(
      readFileSync(resolve(desk.resourcesDir, 'profiles', `${name}.json`), 'utf8'),
    ) as BundleProfile
  } catch (cause) {
    throw new CaseworkError(
      'not-found',
      `There is no bundle profile called “${name}”. The one that ships is “general”.`,
      { cause },
    )
  }
}

/** Everything that goes into a bundle of this case, in order, ready for the engine. Empty sections are left out. */
export async function bind(held: OpenCase, desk: Desk, titled: Titled, profile: string): Promise<Binding> {
  const { records } = held
  const about = caseRecord(held)!.fields
  const named = profileNamed(desk, profile)
  const what = served({
    statements: records.list('statement'),
    exhibits: records.list('exhibit'),
    contactPages: records.list('contact').length,
  })
  const statements = await Promise.all(what.statements.map((each) => boundStatement(held, each)))
  const exhibits = (list: readonly StoredOf<'exhibit'>[]) => list.map((each) => boundExhibit(held, each))
  const sections = [
    { title: 'Statements', documents: statements },
    { title: 'Documents', documents: exhibits(what.documents) },
    { title: 'Images', documents: exhibits(what.images) },
    { title: 'Other exhibits', documents: exhibits(what.others) },
  ].filter(({ documents }) => documents.length > 0)
  return {
    sections,
    left: what.left,
    plan: {
      title: titled.title,
      subtitle: titled.subtitle,
      date: titled.date,
      caseTitle: about.caseTitle || about.name,
      urn: about.urn,
      court: about.court,
      // With no defendant yet the cover bears the case's own title.
      parties: about.defendants.length === 0 ? [] : [named.prosecutor, ...about.defendants],
      reportingRestriction: about.reportingRestriction,
      fictional: about.fictional,
      profile: named,
      sections: sections.map(({ title, documents }) => ({
        title,
        documents: documents.map(({ document }) => document),
      })),
    },
  }
}

async function boundStatement(held: OpenCase, statement: StoredOf<'statement'>): Promise<Bound> {
  const { witness, made } = statement.fields
  const person =
    witness === null ? undefined : held.records.list('person').find((each) => each.id === witness)
  const document: BundleDocument = {
    id: statement.id,
    ref: refOf(statement),
    title: servedStatementTitle(statement, person),
    date: made === null ? '' : shortDay(made),
    content: { kind: 'statement', statement: await printOf(held, statement.id) },
  }
  return { type: 'statement', record: statement, document }
}

function boundExhibit({ store }: OpenCase, exhibit: StoredOf<'exhibit'>): Bound {
  const { file, title } = exhibit.fields
  const ref = refOf(exhibit)
  const common = {
    id: exhibit.id,
    title: ref === '' ? `${title} (no reference yet)` : title,
    date: servedDate(exhibit),
    ...(ref === '' ? {} : { ref }),
  }
  const shows = file !== null && file.note === '' && file.kind !== 'other'
  const document: BundleDocument = shows
    ? {
        ...common,
        content: { kind: file.kind as 'pdf', sha256: file.sha256, source: store.access(file.blob) },
      }
    : { ...common, content: { kind: 'placeholder', reason: reasonOf(exhibit), facts: factsOf(exhibit) } }
  return { type: 'exhibit', record: exhibit, document }
}

/** Why an exhibit can only be named on a page; '' when its pages are shown. */
export function reasonOf({ fields: { file, kind } }: StoredOf<'exhibit'>): string {
  if (file === null)
    return kind === 'physical'
      ? 'A physical exhibit. It is held by the police and may be seen by arrangement.'
      : 'No file of this exhibit is held.'
  if (file.note !== '') return file.note
  if (file.kind !== 'other') return ''
  if (/^(audio|video)\//.test(file.mediaType))
    return 'A recording. It can’t be printed and is supplied separately.'
  return 'A file of a kind that can’t be printed here. It is supplied separately.'
}

function factsOf({ fields }: StoredOf<'exhibit'>): [string, string][] {
  const { file, producedBy, seal, foundAt, foundWhen } = fields
  const facts: [string, string][] = [
    ['Produced by', producedBy],
    ['Found at', foundAt],
    ['Found', foundWhen.words],
    ['Seal', seal],
    ['Kind of file', file?.mediaType ?? ''],
    ['Size', file === null ? '' : `${file.bytes.toLocaleString('en-GB')} bytes`],
    ['SHA-256', file?.sha256 ?? ''],
  ]
  return facts.filter(([, value]) => value !== '')
}
