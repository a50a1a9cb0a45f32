import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { isoDay } from '../../../casework/schema.ts'
import { type DemonstrationWhen, dayFrom, readDemonstrationWhen } from './dates.ts'
import type {
  ActionMaterial,
  CaseMaterial,
  EventMaterial,
  ExhibitMaterial,
  SourceKey,
  StatementMaterial,
} from './material.ts'
import { fillAll, fillPdf, fillText } from './placeholders.ts'

/** The fictional case, ready to be added to an empty case file. Keys join its parts; ids come with the adding. */
export interface Demonstration {
  readonly passphrase: string
  readonly case: Partial<ValuesOf<'case'>>
  readonly people: readonly { readonly key: string; readonly fields: Partial<ValuesOf<'person'>> }[]
  readonly exhibits: readonly {
    /** The exhibit's reference, `JLB/7`. */
    readonly key: string
    readonly fields: Partial<ValuesOf<'exhibit'>>
    readonly file?: { readonly name: string; readonly bytes: Uint8Array }
    readonly custody: readonly Partial<ValuesOf<'custody'>>[]
  }[]
  readonly statements: readonly {
    readonly key: string
    /** Key of a person. */
    readonly witness: string
    readonly fields: Partial<ValuesOf<'statement'>>
    readonly contact?: Partial<ValuesOf<'contact'>>
  }[]
  readonly events: readonly {
    readonly fields: Partial<ValuesOf<'event'>>
    /** Keys of people. */
    readonly people: readonly string[]
    readonly sources: readonly SourceKey[]
  }[]
  readonly actions: readonly { readonly fields: Partial<ValuesOf<'action'>> }[]
}

const isWhen = (value: object): value is DemonstrationWhen =>
  ['on', 'span', 'from', 'month', 'before', 'beforeMonth', 'after', 'unknown'].some((key) => key in value)

/** Fields as the register wants them: offsets become days and dates, and placeholders become words. */
const dated = <T>(fields: object, on: string): T =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]: [string, unknown]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return [key, fillAll(value, on)]
      if ('day' in value && typeof value.day === 'number') return [key, dayFrom(on, value.day)]
      if (isWhen(value)) return [key, fillAll(readDemonstrationWhen(value, on), on)]
      throw new CaseworkError('internal', `The demonstration’s field “${key}” is not a date it can read.`)
    }),
  ) as T

const readFile = (folder: string, name: string, on: string): { name: string; bytes: Uint8Array } => {
  const bytes = new Uint8Array(readFileSync(join(folder, 'files', name)))
  if (name.endsWith('.pdf')) return { name, bytes: fillPdf(bytes, on) }
  if (name.endsWith('.txt')) {
    return { name, bytes: new TextEncoder().encode(fillText(new TextDecoder().decode(bytes), on)) }
  }
  return { name, bytes }
}

/**
 * The demonstration case in `resourcesDir`/demonstration, with every date in its records and in its files counted
 * from the ISO day `on`. Throws `invalid` if `on` is not a day in the calendar.
 */
export const readDemonstration = (resourcesDir: string, on: string): Demonstration => {
  if (!isoDay.safeParse(on).success) {
    throw new CaseworkError(
      'invalid',
      'The day to date the demonstration from is not in the calendar. Write it like 2026-03-18.',
    )
  }
  const folder = join(resourcesDir, 'demonstration')
  const material = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const main = material('case.json') as CaseMaterial

  return {
    passphrase: main.passphrase,
    case: { ...dated<Partial<ValuesOf<'case'>>>(main.case, on), demonstrationPassphrase: main.passphrase },
    people: main.people.map(({ key, fields }) => ({ key, fields: dated(fields, on) })),
    exhibits: (material('exhibits.json') as ExhibitMaterial).map(({ key, file, fields, custody }) => {
      const [producer = '', number = ''] = key.split('/')
      return {
        key,
        fields: { ...dated<Partial<ValuesOf<'exhibit'>>>(fields, on), producer, number: Number(number) },
        ...(file === undefined ? {} : { file: readFile(folder, file, on) }),
        custody: custody.map((entry) => dated(entry, on)),
      }
    }),
    statements: (material('statements.json') as StatementMaterial).map(
      ({ key, witness, fields, contact }) => ({
        key,
        witness,
        fields: dated(fields, on),
        ...(contact === undefined ? {} : { contact: dated(contact, on) }),
      }),
    ),
    events: (material('events.json') as EventMaterial).map(({ people, sources, ...fields }) => ({
      fields: dated(fields, on),
      people,
      sources,
    })),
    actions: (material('actions.json') as ActionMaterial).map((fields) => ({ fields: dated(fields, on) })),
  }
}
