import type { StoredOf } from '../entities/index.ts'
import { shortDay } from './days.ts'
import { compareRefs, refOf } from './references.ts'
import { sortKeyOf } from './when.ts'

/** What goes into a served bundle and what stays out, decided from the records alone. */
export interface Served {
  /** By date, then by number. */
  readonly statements: readonly StoredOf<'statement'>[]
  /** Exhibits that set as pages, by reference. */
  readonly documents: readonly StoredOf<'exhibit'>[]
  readonly images: readonly StoredOf<'exhibit'>[]
  /** Exhibits that can only be named on a page of their own: recordings, things, broken files. */
  readonly others: readonly StoredOf<'exhibit'>[]
  /** Counted and named as a kind, never listed. */
  readonly left: readonly { readonly kind: string; readonly count: number }[]
}

/**
 * Until disclosure decisions exist, everything not marked “not for service” is served: each statement's front and body
 * and every exhibit. Contact pages, people, events, actions, custody and audit never are.
 */
export function served(facts: {
  readonly statements: readonly StoredOf<'statement'>[]
  readonly exhibits: readonly StoredOf<'exhibit'>[]
  readonly contactPages: number
  /** For a print that is not served: what is not for service is in it too. */
  readonly internal?: boolean
}): Served {
  const kept = [...facts.exhibits]
    .filter((each) => facts.internal === true || !each.fields.notForService)
    .sort((a, b) => compareRefs(refOf(a), refOf(b)) || a.no - b.no)
  const canShow = (each: StoredOf<'exhibit'>) =>
    each.fields.file !== null && each.fields.file.note === '' && each.fields.file.kind !== 'other'
  const isImage = (each: StoredOf<'exhibit'>) =>
    each.fields.file?.kind === 'jpeg' || each.fields.file?.kind === 'png'
  const dateOf = (each: StoredOf<'statement'>) => each.fields.made ?? each.fields.signed ?? '9999'
  return {
    statements: [...facts.statements].sort((a, b) => dateOf(a).localeCompare(dateOf(b)) || a.no - b.no),
    documents: kept.filter((each) => canShow(each) && !isImage(each)),
    images: kept.filter((each) => canShow(each) && isImage(each)),
    others: kept.filter((each) => !canShow(each)),
    left: [
      { kind: 'Not for service', count: facts.exhibits.length - kept.length },
      { kind: 'Contact pages', count: facts.contactPages },
    ].filter(({ count }) => count > 0),
  }
}

/** What the index calls the witness of a statement instead of by name: a victim's pseudonym; '' for everyone else. */
export const servedPseudonym = (witness: StoredOf<'person'> | undefined): string =>
  witness?.fields.roles.includes('victim') ? witness.fields.pseudonym : ''

/** A victim stands in an index by pseudonym, everyone else by name. */
export function servedStatementTitle(
  statement: StoredOf<'statement'>,
  witness: StoredOf<'person'> | undefined,
): string {
  const name = servedPseudonym(witness) || statement.fields.statementOf
  return `Statement of ${name} (${refOf(statement)})`
}

/** An exhibit's date as the index prints it. */
export function servedDate(exhibit: StoredOf<'exhibit'>): string {
  const { precision, earliest, words } = exhibit.fields.date
  return precision === 'exact' && earliest !== null && sortKeyOf(exhibit.fields.date).startsWith(earliest)
    ? shortDay(earliest.slice(0, 10))
    : words
}
