import type { ErrorCode } from '../../casework/contract/errors.ts'

/** What a case of the suite may use: a case that is open, one of each kind of record in it, a place, a file. */
export interface Stage {
  readonly caseId: string
  readonly place: string
  readonly file: string
  readonly exhibit: string
  readonly statement: string
  readonly action: { readonly id: string; readonly version: number }
}

/** A request, and what must come back: fields of the answer, or the code of the refusal. */
export interface MethodCase {
  readonly with: (stage: Stage) => unknown
  readonly answers?: readonly string[]
  readonly refused?: ErrorCode
}

/** Ids of nothing. */
export const ghost = 'f'.repeat(24)
export const ghostCase = 'f'.repeat(32)
export const ghostRecord = 'ffffffff'
