import type { AuditKind } from '../../../casework/contract/audit.ts'
import type { Params } from '../../../casework/contract/contract.ts'
import { endOfDay, startOfDay } from './words.ts'

/** A record the list is narrowed to, with what it is called. */
export interface About {
  readonly type: string
  readonly id: string
  readonly words: string
}
/** What the list is narrowed to. Days are ISO text, '' for open. */
export interface Narrowed {
  readonly actor: string | null
  readonly kinds: readonly AuditKind[]
  readonly about: About | null
  readonly from: string
  readonly to: string
  readonly odd: boolean
}
export const everything: Narrowed = { actor: null, kinds: [], about: null, from: '', to: '', odd: false }

/** The question to ask for a narrowed list, less which page of it. */
export function questionOf(caseId: string, by: Narrowed): Params<'audit.list'> {
  const since = startOfDay(by.from)
  const until = endOfDay(by.to)
  return {
    caseId,
    ...(by.actor === null ? {} : { actor: by.actor }),
    ...(by.kinds.length === 0 ? {} : { kinds: [...by.kinds].toSorted() }),
    ...(by.about === null ? {} : { record: { type: by.about.type, id: by.about.id } }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(by.odd ? { odd: true } : {}),
  }
}

/** Whether anything is left out. */
export const isNarrowed = (by: Narrowed): boolean =>
  by.actor !== null || by.kinds.length > 0 || by.about !== null || by.from !== '' || by.to !== '' || by.odd

/** A list with one kind added, or taken out. */
export const withKind = (kinds: readonly AuditKind[], kind: AuditKind): readonly AuditKind[] =>
  kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind]
