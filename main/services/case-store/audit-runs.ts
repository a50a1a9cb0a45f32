import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { StoredEntry } from '../audit/chain.ts'
import type { SignedHead } from '../audit/signatures.ts'

/** One payload of a sealed run of the history. 1.0 wrote no `signed`. */
interface RunPayload {
  readonly audit: readonly StoredEntry[]
  readonly signed?: readonly SignedHead[]
}

const entriesPerFrame = 256

const read = (payload: Buffer): RunPayload => JSON.parse(payload.toString()) as RunPayload

/** The entries of a run, in order. */
export const entriesOf = (payloads: readonly Buffer[]): StoredEntry[] =>
  payloads.flatMap((payload) => read(payload).audit)

/** The signatures under heads within a run, in order. */
export const signedOf = (payloads: readonly Buffer[]): SignedHead[] =>
  payloads.flatMap((payload) => read(payload).signed ?? [])

/** Entries and the signatures under their heads as the payloads of a run. `first` is the number of the first entry. */
export function payloadsOf(
  first: number,
  entries: readonly StoredEntry[],
  signed: readonly SignedHead[],
): Buffer[] {
  const payloads: Buffer[] = []
  for (let at = 0; at < entries.length; at += entriesPerFrame) {
    const audit = entries.slice(at, at + entriesPerFrame)
    const [from, to] = [first + at, first + at + audit.length - 1]
    const within = signed.filter(({ seq }) => seq >= from && seq <= to)
    payloads.push(Buffer.from(JSON.stringify({ audit, ...(within.length === 0 ? {} : { signed: within }) })))
  }
  return payloads
}

/** The error of a history that does not hold together, and where. */
export function brokenAt(seq: number): CaseworkError {
  return new CaseworkError(
    'audit-broken',
    `The history of this case does not hold together at entry ${seq}. Restore the folder audit from a backup, or ask how it came about.`,
  )
}
