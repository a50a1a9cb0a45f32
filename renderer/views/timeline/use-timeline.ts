import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AnyStored, StoredOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { client } from '../../api.ts'
import { useAsk } from '../../data/ask.ts'
import { type Citable, citables } from './citing.ts'
import type { EventRecord } from './columns.ts'
import type { Who } from './lanes.ts'

const page = 20_000

/** All the events of a case, page by page, so that a very large case arrives whole. Archived ones are left out. */
async function everyEvent(caseId: string, signal: AbortSignal): Promise<readonly EventRecord[]> {
  const events: AnyStored[] = []
  for (let total = 1; events.length < total; ) {
    const answer = await client.call(
      'records.list',
      { caseId, type: 'event', from: events.length, count: page },
      { signal },
    )
    if (answer.records.length === 0) break
    events.push(...answer.records)
    total = answer.total
  }
  return (events as EventRecord[]).filter(({ archived }) => archived === null)
}

export interface TimelineCase {
  readonly events: readonly EventRecord[]
  readonly pending: boolean
  readonly error: Error | null
  readonly people: readonly Who[]
  readonly citables: readonly Citable[]
}

const none: readonly never[] = []

/** What the timeline of a case is drawn from, kept fresh. */
export function useTimeline(caseId: string): TimelineCase {
  // The key begins as that of useAsk does, so that a change to events asks again.
  const events = useQuery({
    queryKey: ['records.list', { caseId, type: 'event' }, 'every'],
    queryFn: ({ signal }) => everyEvent(caseId, signal),
  })
  const people = useAsk('records.list', { caseId, type: 'person' }).data?.records
  const exhibits = useAsk('records.list', { caseId, type: 'exhibit' }).data?.records
  const statements = useAsk('records.list', { caseId, type: 'statement' }).data?.records
  const who = useMemo(
    () =>
      ((people ?? none) as readonly StoredOf<'person'>[]).map((person) => ({
        id: person.id,
        name: person.fields.name,
        ref: refOf(person),
        victim: person.fields.roles.includes('victim'),
      })),
    [people],
  )
  const cited = useMemo(
    () =>
      citables(
        (exhibits ?? none) as readonly StoredOf<'exhibit'>[],
        (statements ?? none) as readonly StoredOf<'statement'>[],
      ),
    [exhibits, statements],
  )
  return {
    events: events.data ?? none,
    pending: events.isPending,
    error: events.error,
    people: who,
    citables: cited,
  }
}
