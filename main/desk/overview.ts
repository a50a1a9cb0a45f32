import type { Result } from '../../casework/contract/contract.ts'
import { type AnyStored, entityOf, type RecordType, register } from '../../casework/entities/index.ts'
import { attention } from '../../casework/rules/attention.ts'
import { gapsIn } from '../../casework/rules/custody.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import { caseRecord } from './cards.ts'
import { londonDay } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

const countedTypes = ['exhibit', 'event', 'person', 'statement', 'action', 'bundle'] as const
const recentTypes = ['exhibit', 'event', 'person', 'statement', 'action', 'bundle'] as const

/** The newest changes in a case, newest first. Archived records and what stands apart are not named. */
export function recentIn(held: OpenCase, since: number, most: number): Result<'overview.get'>['recent'] {
  const caseName = caseRecord(held)?.fields.name ?? ''
  return recentTypes
    .flatMap((type) => held.records.list(type) as readonly AnyStored[])
    .filter((each) => each.changed.at > since)
    .sort((a, b) => b.changed.at - a.changed.at || a.id.localeCompare(b.id))
    .slice(0, most)
    .map((each) => ({
      caseId: held.caseId,
      caseName,
      type: each.type,
      id: each.id,
      ref: refOf(each),
      title: titleOf(each),
      what: each.version === 1 ? 'Added' : 'Changed',
      by: each.changed.by,
      at: each.changed.at,
    }))
}

/** A record's short title, from its own entity. */
export const titleOf = (record: AnyStored): string =>
  entityOf(record.type as RecordType).title(record.fields as never)

/** Everything the case's first screen says, counted from its records. */
export function overviewOf(held: OpenCase, now: number): Result<'overview.get'> {
  const record = caseRecord(held)!
  const { records, caseId } = held
  const caseName = record.fields.name
  const exhibits = records.list('exhibit')
  const events = records.list('event')
  const due = attention(records.list('action'), londonDay(now), { caseId, caseName })
  const kinds = Object.entries(register.exhibit.fields.kind.options ?? {})
  const dated = events
    .flatMap(({ fields }) => [fields.when.earliest, fields.when.latest])
    .filter((each) => each !== null)
    .sort()
  return {
    record,
    next: [...due.overdue, ...due.soon, ...due.later].slice(0, 5),
    counts: countedTypes.map((type) => ({
      type,
      name: entityOf(type).name.many,
      count: records.list(type).length,
    })),
    kinds: kinds
      .map(([kind, name]) => ({
        kind,
        name,
        count: exhibits.filter((each) => each.fields.kind === kind).length,
      }))
      .filter(({ count }) => count > 0),
    victims: records
      .list('person')
      .filter((each) => each.fields.roles.includes('victim'))
      .map((each) => ({
        id: each.id,
        pseudonym: each.fields.pseudonym,
        name: each.fields.name,
        safety: each.fields.safety !== '',
      })),
    attention: attentionLines(held),
    recent: recentIn(held, 0, 8),
    first: dated[0] ?? null,
    last: dated.at(-1) ?? null,
  }
}

// What a careful officer would put right, each line a door to the records it is about. Never a score.
function attentionLines({ records }: OpenCase): Result<'overview.get'>['attention'] {
  const exhibits = records.list('exhibit')
  const custody = Map.groupBy(records.list('custody'), (each) => each.fields.exhibit)
  const line = (type: RecordType, found: readonly AnyStored[], sentence: (count: number) => string) =>
    found.length === 0 ? [] : [{ sentence: sentence(found.length), type, ids: found.map((each) => each.id) }]
  return [
    ...line(
      'exhibit',
      exhibits.filter((each) => refOf(each) === ''),
      (n) => `${counted(n, 'item has', 'items have')} no exhibit reference`,
    ),
    ...line(
      'exhibit',
      exhibits.filter((each) => each.fields.date.precision === 'unknown'),
      (n) => `${counted(n, 'item has', 'items have')} no date`,
    ),
    ...line(
      'exhibit',
      exhibits.filter((each) => (each.fields.file?.note ?? '') !== ''),
      (n) => `${counted(n, 'file')} can’t be shown`,
    ),
    ...line(
      'exhibit',
      exhibits.filter((each) => gapsIn(custody.get(each.id) ?? []).length > 0),
      (n) => `${counted(n, 'exhibit has a gap', 'exhibits have a gap')} in custody`,
    ),
    ...line(
      'statement',
      records.list('statement').filter((each) => each.fields.stage !== 'signed'),
      (n) => `${counted(n, 'statement is', 'statements are')} not signed`,
    ),
    ...line(
      'person',
      records
        .list('person')
        .filter((each) => each.fields.roles.includes('victim') && each.fields.safety === ''),
      (n) =>
        `${counted(n, 'potential victim has', 'potential victims have')} no safe way to contact them recorded`,
    ),
    ...line(
      'event',
      records.list('event').filter((each) => each.fields.when.precision === 'unknown'),
      (n) => `${counted(n, 'event is', 'events are')} undated`,
    ),
    ...line(
      'action',
      records.list('action').filter((each) => each.fields.state === 'for-allocation'),
      (n) => `${counted(n, 'action has', 'actions have')} no owner yet`,
    ),
  ]
}
