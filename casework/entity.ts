import { z } from 'zod'
import { CaseworkError } from './contract/errors.ts'
import { type Field, recordId } from './schema.ts'

/** Who did something to a record, and when (milliseconds since 1970, UTC). */
export interface Stamp {
  readonly at: number
  readonly by: string
}

/** A record as the case keeps it. `no` is the number in its printed reference and is never reused. */
export interface Stored<F> {
  readonly id: string
  readonly type: string
  readonly no: number
  readonly version: number
  readonly made: Stamp
  readonly changed: Stamp
  readonly archived: Stamp | null
  readonly fields: F
}

type AnyFields = Readonly<Record<string, Field<never>>>
/** The values of an entity's fields. */
export type Values<Fields> = { readonly [K in keyof Fields]: Fields[K] extends Field<infer T> ? T : never }

export interface EntityWords<T extends string, Fields> {
  readonly type: T
  /** The letter of its printed reference: S12, N8, A41. */
  readonly letter: string
  readonly name: { readonly one: string; readonly many: string }
  readonly fields: Fields
  /** A short title in lists, search and the palette. */
  readonly title: (values: Values<Fields>) => string
  /** Once made it never changes: custody, for example, is only added to. */
  readonly appendOnly?: boolean
  /** Kept apart: never listed with others, searched, printed or exported. */
  readonly apart?: boolean
  /** Added from its own screen rather than from a list of its kind. */
  readonly ownList?: boolean
  /**
   * Steps from what earlier programs stored to what is stored now, oldest first. Each leaves alone what is new enough,
   * for a record does not say which program wrote it.
   */
  readonly upgrades?: readonly ((fields: Readonly<Record<string, unknown>>) => Record<string, unknown>)[]
  /** Belongs to another record and is shown with it alone: never searched, nor told as a use of what it points at. */
  readonly within?: boolean
}

export interface Entity<T extends string = string, Fields = AnyFields> extends EntityWords<T, Fields> {
  readonly appendOnly: boolean
  readonly apart: boolean
  readonly within: boolean
  /** Values where every field is still empty. */
  readonly blank: Values<Fields>
  /** A schema for some of the fields, as an addition or a change sends them. Unknown fields are refused. */
  readonly some: z.ZodType<Partial<Values<Fields>>>
  /** A schema for the record as stored. */
  readonly stored: z.ZodType<Stored<Values<Fields>>>
  /** The values after `some` is laid over `over`, each read and checked. Throws `invalid` naming the field. */
  readonly read: (some: unknown, over?: Values<Fields>) => Values<Fields>
  /** Fields as stored by any earlier program, as they are stored now; those of today are given back as they are. */
  readonly upgraded: <F>(fields: F) => F
}

const stamp = z.strictObject({ at: z.number(), by: z.string() })

/**
 * States a kind of thing: what it is called, what is known of it, how it is checked. The store, the contract, the
 * forms, the search and the print are written over this statement and never over a kind by name.
 */
export function entity<
  const T extends string,
  Fields extends { readonly [K in keyof Fields]: Field<unknown> },
>(words: EntityWords<T, Fields>): Entity<T, Fields> {
  type V = Values<Fields>
  const parts = Object.entries(words.fields) as [string, Field<unknown>][]
  const shape = Object.fromEntries(parts.map(([key, part]) => [key, part.schema]))
  const full = z.strictObject(shape)
  const some = full.partial() as unknown as z.ZodType<Partial<V>>
  const blank = Object.fromEntries(parts.map(([key, part]) => [key, part.empty])) as V
  const stored = z.strictObject({
    id: recordId,
    type: z.literal(words.type),
    no: z.number().int(),
    version: z.number().int(),
    made: stamp,
    changed: stamp,
    archived: stamp.nullable(),
    fields: full,
  }) as unknown as z.ZodType<Stored<V>>
  const read = (values: unknown, over: V = blank): V => {
    const laid = { ...over, ...(values as object) }
    const result = full.safeParse(laid)
    if (result.success) return result.data as V
    const issue = result.error.issues[0]!
    const key = String(issue.path[0] ?? (issue.code === 'unrecognized_keys' ? issue.keys[0] : ''))
    const label = parts.find(([name]) => name === key)?.[1].label
    throw new CaseworkError(
      'invalid',
      label
        ? `${words.name.one}, ${label}: ${issue.message}.`
        : `${words.name.one} has no field called “${key.slice(0, 40)}”.`,
      { at: key },
    )
  }
  const upgraded = <F>(fields: F): F => {
    let now = fields as Readonly<Record<string, unknown>>
    for (const step of words.upgrades ?? []) now = step(now)
    return now as F
  }
  return {
    ...words,
    upgraded,
    appendOnly: words.appendOnly ?? false,
    apart: words.apart ?? false,
    within: words.within ?? false,
    blank,
    some,
    stored,
    read,
  }
}
