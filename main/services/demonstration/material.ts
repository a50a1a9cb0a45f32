import type { ValuesOf } from '../../../casework/entities/index.ts'
import type { DemonstrationWhen } from './dates.ts'

/** A calendar day in the material: days counted from the day the case is made for. */
interface DayOffset {
  readonly day: number
}
type Dated<T, Days extends keyof T, Whens extends keyof T> = Partial<Omit<T, Days | Whens>> & {
  readonly [K in Days]?: DayOffset | null
} & { readonly [K in Whens]?: DemonstrationWhen }

/** A source of an event: a passage of an exhibit or of a statement, each by its key in the material. */
export interface SourceKey {
  readonly exhibit?: string
  readonly statement?: string
  readonly page?: number
  readonly paragraph?: number
}

/** `resources/demonstration/case.json`. */
export interface CaseMaterial {
  readonly passphrase: string
  readonly case: Partial<ValuesOf<'case'>>
  readonly people: readonly {
    readonly key: string
    readonly fields: Dated<ValuesOf<'person'>, 'born', never>
  }[]
}

/** `exhibits.json`: the key is the exhibit's reference, its file lies in `files/`. */
export type ExhibitMaterial = readonly {
  readonly key: string
  readonly file?: string
  readonly fields: Dated<ValuesOf<'exhibit'>, never, 'date' | 'foundWhen'>
  readonly custody: readonly Dated<ValuesOf<'custody'>, never, 'at'>[]
}[]

/** `statements.json`: the key of a statement is the key of its witness. */
export type StatementMaterial = readonly {
  readonly key: string
  readonly witness: string
  readonly fields: Dated<ValuesOf<'statement'>, 'made' | 'signed', never>
  readonly contact?: Dated<ValuesOf<'contact'>, 'born', never>
}[]

/** `events.json`: an event's own fields with its people and sources, by key. */
export type EventMaterial = readonly (Dated<
  Omit<ValuesOf<'event'>, 'people' | 'sources'>,
  never,
  'when' | 'learned'
> & { readonly people: readonly string[]; readonly sources: readonly SourceKey[] })[]

/** `actions.json`. */
export type ActionMaterial = readonly Dated<ValuesOf<'action'>, 'due' | 'bringForward' | 'resulted', never>[]
