import type { RecordType } from '../entities/index.ts'

/**
 * Which kinds of record a look at is a consultation, as the logging duty means it (Data Protection Act 2018 s.62): a
 * look at what tells of a person. A new kind must be put here before the program compiles.
 */
export const consulted: Readonly<Record<RecordType, boolean>> = {
  // What people said, did and own; a file itself counts as its exhibit.
  exhibit: true,
  statement: true,
  person: true,
  contact: true,
  event: true,
  reading: true,
  edited: true,
  // About the case and the work on it: references, officers, days. Whom they concern stands in the kinds above.
  case: false,
  custody: false,
  action: false,
  bundle: false,
  issue: false,
  copy: false,
  unlocking: false,
  census: false,
  intake: false,
  redaction: false,
}

/** How long one look at a record stands for those that follow it, in milliseconds. */
export const lookLasts = 15 * 60_000
/** The longest a look waits for the next change before it is entered by itself, in milliseconds. */
export const lookWaits = 5_000
