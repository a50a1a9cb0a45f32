import type { AuditKind, AuditRow } from '../../../casework/contract/audit.ts'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { whenDone } from '../../shell/times.ts'

/** What the kinds of entries are called: the six operations of the logging duty, then the case file's own. */
export const kindWords: Readonly<Record<AuditKind, string>> = {
  collection: 'Collection',
  alteration: 'Alteration',
  consultation: 'Consultation',
  disclosure: 'Disclosure',
  combination: 'Combination',
  erasure: 'Erasure',
  access: 'Access',
  keys: 'Keys',
  upkeep: 'Upkeep',
}

/** `Wed 18 Mar 2026, 14:02:31`. */
export const momentWords = (at: number): string =>
  new Date(at).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })

/** `14:02:31` today, else `16 Mar 14:02`, with the year when it is another. `day` is today, as ISO text. */
export function whenWords(at: number, day: string): string {
  const when = new Date(at)
  const short = whenDone(at, day)
  if (/^\d\d:\d\d$/.test(short)) return when.toLocaleTimeString('en-GB')
  return `${short} ${when.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

/** An instant's bounds for a day typed in a filter: its first millisecond here. '' gives undefined. */
export const startOfDay = (day: string): number | undefined =>
  day === '' ? undefined : new Date(`${day}T00:00:00`).getTime()

/** The first millisecond of the day after. */
export function endOfDay(day: string): number | undefined {
  if (day === '') return undefined
  const next = new Date(`${day}T00:00:00`)
  next.setDate(next.getDate() + 1)
  return next.getTime()
}

type Standing = Pick<Result<'audit.list'>, 'seq' | 'signed' | 'verified' | 'witness'>
const number = (count: number) => count.toLocaleString('en-GB')

/** How the chain stands, part by part: how many, signed up to where and by whom, when it was last verified. */
export function standingWords(of: Standing, day: string): readonly string[] {
  return [
    counted(of.seq, 'entry', 'entries'),
    of.signed === null ? 'nothing signed yet' : `last signed at ${number(of.signed.seq)} by ${of.signed.by}`,
    of.verified === null
      ? 'not verified since it was opened'
      : `${of.verified.ok ? 'verified' : 'did not verify'} ${whenDone(of.verified.at, day)}`,
  ]
}

/** Whether somebody should look: it did not verify, or holds fewer entries than this machine has seen. */
export const standsBadly = (of: Standing): boolean =>
  of.verified?.ok === false || (of.witness !== null && of.witness.seq > of.seq)

/** What covers an entry: a signed head at or after it, else only the chain. */
export function coverWords(entry: AuditRow, signed: Standing['signed']): string {
  if (signed !== null && signed.seq >= entry.seq)
    return `In the chain, and under the head signed at ${number(signed.seq)} by ${signed.by}.`
  return 'In the chain. No head after it has been signed yet: one is when the case is next saved and closed.'
}

/** A name for the file of an exported range: never a name from the case. */
export const exportName = (from: number, to: number): string => `audit-${from}-to-${to}.json`

/** What verifying came to, in a sentence. */
export function verifiedWords({
  ok,
  entries,
  signatures,
  findings,
}: Pick<Result<'audit.verify'>, 'ok' | 'entries' | 'signatures' | 'findings'>): string {
  if (!ok)
    return `${counted(findings.length, 'thing')} did not verify, in ${counted(entries, 'entry', 'entries')}.`
  return `${counted(entries, 'entry', 'entries')} from the first to the last, ${counted(signatures, 'signed head')}, and what this machine remembers of the case all agree.`
}

/** The numbers of a range as typed, or what is wrong with each. Both ends count. */
export function rangeOf(
  typed: { readonly from: number | null; readonly to: number | null },
  last: number,
): { readonly from: number; readonly to: number } | { readonly faults: { from?: string; to?: string } } {
  const { from, to } = typed
  const faults: { from?: string; to?: string } = {}
  if (from === null || from < 1 || from > last) faults.from = `A number from 1 to ${number(last)}.`
  if (to === null || to < 1 || to > last) faults.to = `A number from 1 to ${number(last)}.`
  else if (from !== null && faults.from === undefined && to < from)
    faults.to = 'The last entry comes after the first.'
  if (from === null || to === null || faults.from !== undefined || faults.to !== undefined) return { faults }
  return { from, to }
}
