import type { AnyStored, RecordType, StoredOf } from '../entities/index.ts'

import { sameValue } from './changes.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * What a record was given for good: an exhibit's reference (domain fact §7.1) and its file, a potential victim's
 * pseudonym, a bundle's frozen numbers. It stays when an earlier version is brought back or a change is taken back: what others have cited or
 * been served must go on meaning the same thing.
 */
export function givenForGood(record: AnyStored): Fields {
  if (record.type === 'exhibit') {
    const { producer, number, file } = (record as StoredOf<'exhibit'>).fields
    return number === null ? { file } : { producer, number, file }
  }
  if (record.type === 'person') {
    const { pseudonym } = (record as StoredOf<'person'>).fields
    return pseudonym === '' ? {} : { pseudonym }
  }
  if (record.type === 'bundle') {
    const { version, frozen, state, servedTo, servedOn } = (record as StoredOf<'bundle'>).fields
    return version === null ? {} : { version, frozen, state, servedTo, servedOn }
  }
  return {}
}

/**
 * Whether a save was one that nobody takes back: an exhibit given its reference, what was learnt of its file, a statement
 * signed, a bundle frozen or served. `before` is null for a new record.
 */
export function isForGood(before: AnyStored | null, after: AnyStored): boolean {
  if (after.type === 'exhibit')
    return (
      before !== null &&
      ((numberOf(before) === null && numberOf(after) !== null) || !sameValue(fileOf(before), fileOf(after)))
    )
  if (after.type === 'bundle') {
    const freezing = (record: AnyStored) => {
      const { version, state } = (record as StoredOf<'bundle'>).fields
      return `${version} ${state}`
    }
    return before !== null && freezing(before) !== freezing(after)
  }
  const stageOf = (record: AnyStored) => (record as StoredOf<'statement'>).fields.stage
  return (
    after.type === ('statement' satisfies RecordType) &&
    stageOf(after) === 'signed' &&
    (before === null || stageOf(before) !== 'signed')
  )
}

const fileOf = (record: AnyStored) => (record as StoredOf<'exhibit'>).fields.file
const numberOf = (record: AnyStored) => (record as StoredOf<'exhibit'>).fields.number
