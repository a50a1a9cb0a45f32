import type { Entity, Stored, Values } from '../entity.ts'
import { action } from './action.ts'
import { bundle } from './bundle.ts'
import { caseFile } from './case.ts'
import { census } from './census.ts'
import { contact } from './contact.ts'
import { copy } from './copy.ts'
import { custody } from './custody.ts'
import { edited } from './edited.ts'
import { event } from './event.ts'
import { exhibit } from './exhibit.ts'
import { intake } from './intake.ts'
import { issue } from './issue.ts'
import { person } from './person.ts'
import { reading } from './reading.ts'
import { redaction } from './redaction.ts'
import { statement } from './statement.ts'
import { unlocking } from './unlocking.ts'

/** The register: every kind of thing a case holds. A new kind is one file and one word here. */
export const register = {
  case: caseFile,
  exhibit,
  custody,
  person,
  event,
  statement,
  contact,
  action,
  bundle,
  issue,
  copy,
  unlocking,
  census,
  reading,
  intake,
  redaction,
  edited,
} as const

export type Register = typeof register
export type RecordType = keyof Register
/** The values of one kind of record. */
export type ValuesOf<T extends RecordType> = Register[T] extends Entity<string, infer F> ? Values<F> : never
/** One kind of record as stored. */
export type StoredOf<T extends RecordType> = Stored<ValuesOf<T>>

/** A record of some kind. */
export type AnyStored = { [T in RecordType]: Stored<ValuesOf<T>> }[RecordType]

export const recordTypes = Object.keys(register) as RecordType[]

/** The entity of a type, without its particular fields: what generic code reads. */
export const entityOf = (type: RecordType): Entity => register[type] as unknown as Entity
