import type { AnyStored, RecordType, StoredOf } from '../entities/index.ts'
import { entityOf } from '../entities/index.ts'

/**
 * An exhibit reference: the producer's initials and a number (JLB/7), or a copy's (JLB/7/A). Domain fact §7.1, with
 * one change: capitals of any alphabet, since a producer may be called Łęcka.
 */
export const exhibitReference =
  /(?<![\p{L}\d/])\p{Lu}{2,4}\d{0,6}\/\d{1,5}(?:\/[A-Z0-9]{1,3})?(?![\p{L}\d/])/gu

/** Whether a text is a producer's initials: two to four capitals, perhaps with a warrant number. */
export const areInitials = (text: string): boolean => /^\p{Lu}{2,4}\d{0,6}$/u.test(text)

/** The printed reference of a record: JLB/7 for an exhibit that has one, V1 for a pseudonym, else letter and number. */
export function refOf(record: AnyStored): string {
  if (record.type === 'exhibit') {
    const { producer, number } = (record as StoredOf<'exhibit'>).fields
    return producer !== '' && number !== null ? `${producer}/${number}` : ''
  }
  if (record.type === 'person') {
    const { pseudonym } = (record as StoredOf<'person'>).fields
    if (pseudonym !== '') return pseudonym
  }
  return `${entityOf(record.type as RecordType).letter}${record.no}`
}

/** The next number free for a producer; numbers are never used twice, so archived exhibits count too. */
export function nextNumber(producer: string, exhibits: readonly StoredOf<'exhibit'>[]): number {
  const taken = exhibits
    .filter((each) => each.fields.producer === producer)
    .map((each) => each.fields.number ?? 0)
  return Math.max(0, ...taken) + 1
}

/** Every exhibit reference a text mentions, in order, each once. */
export const referencesIn = (text: string): readonly string[] => [
  ...new Set(text.normalize('NFC').match(exhibitReference) ?? []),
]

/** Orders references as a person would: by initials, then by number, so JLB/9 stands before JLB/12. */
export const compareRefs = (a: string, b: string): number =>
  a === '' || b === '' ? Number(a === '') - Number(b === '') : a.localeCompare(b, 'en', { numeric: true })
