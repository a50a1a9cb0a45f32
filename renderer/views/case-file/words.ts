import type { Result } from '../../../casework/contract/contract.ts'
import type { MergeItem } from '../../../casework/contract/hand-over.ts'
import type { CaseHolder } from '../../../casework/contract/holders.ts'
import type { AnyStored } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { counted } from '../../../casework/rules/words.ts'

/** How somebody opens the case, in a few words. */
export function waysIn({ kind, recipient }: Pick<CaseHolder, 'kind' | 'recipient'>): string {
  if (kind === 'passphrase') return 'Passphrase'
  if (kind === 'recovery') return 'Recovery key, printed'
  const strong = recipient.startsWith('age1pq')
  if (kind === 'escrow') return strong ? 'Escrow, post-quantum' : 'Escrow'
  return strong ? 'Own identity, post-quantum' : 'Own identity'
}

/** What is wrong with a recipient as typed, before it is sent anywhere; undefined when nothing is. */
export function recipientFault(text: string): string | undefined {
  const typed = text.trim()
  if (typed === '') return 'Paste the recipient they sent. It begins age1.'
  if (/^AGE-SECRET-KEY-/i.test(typed))
    return 'That is somebody’s secret identity, not a recipient. Ask for the line that begins age1, and tell them to make a new identity.'
  if (!/^age1[0-9a-z]+$/i.test(typed)) return 'A recipient begins age1 and has no spaces.'
  return undefined
}

/** Recipients typed one a line, or with commas between. */
export const recipientsIn = (text: string): readonly string[] =>
  text
    .split(/[\s,]+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** The identity in a file as age writes it, where lines that begin with # are remarks; '' when there is none, or several. */
export function identityIn(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return lines.length === 1 && /^AGE-SECRET-KEY-/i.test(lines[0] ?? '') ? (lines[0] as string) : ''
}

const size = (bytes: number) =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`

/** What a check looked at. */
export const checkedWords = ({ files, bytes, entries }: Result<'cases.verify'>['checked']): string =>
  [
    counted(files, 'stored file'),
    ...(bytes > 0 ? [`${size(bytes)} of it read and compared`] : []),
    counted(entries, 'entry of the history', 'entries of the history'),
  ].join(', ')

/** Which part of n is to be read today, so that n days read them all. `day` is ISO text. */
export const partOfToday = (day: string, n: number): number => {
  const days = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
  return (((days % n) + n) % n) + 1
}

const verdicts: Readonly<Record<MergeItem['verdict'], string>> = {
  new: 'New',
  same: 'The same',
  newer: 'Newer than ours',
  older: 'Older than ours',
  conflict: 'In conflict',
}
/** What became of one record, in words. */
export const verdictWords = ({ verdict, fields }: Pick<MergeItem, 'verdict' | 'fields'>): string =>
  verdict === 'conflict' && fields.length > 0 ? `In conflict: ${fields.join(', ')}` : verdicts[verdict]

/** What a hand-over would bring, or brought. */
export function mergeWords({ counts, files }: Pick<Result<'handover.merge'>, 'counts' | 'files'>): string {
  const parts = [
    counts.new > 0 ? counted(counts.new, 'new record') : '',
    counts.newer > 0 ? `${counted(counts.newer, 'record')} newer than ours` : '',
    counts.conflict > 0 ? `${counted(counts.conflict, 'record')} in conflict` : '',
    counts.older > 0 ? `${counted(counts.older, 'record')} older than ours` : '',
    counts.same > 0 ? `${counted(counts.same, 'record')} the same` : '',
    files.new > 0 ? counted(files.new, 'new file') : '',
  ].filter((each) => each !== '')
  return parts.length === 0 ? 'Nothing in it is new.' : `${parts.join(', ')}.`
}

/** Records by the references typed: those found, and the references that stand on none. */
export function namedIn(
  records: readonly AnyStored[],
  refs: readonly string[],
): { readonly part: readonly { type: string; id: string }[]; readonly unknown: readonly string[] } {
  const typed = refs.map((ref) => ref.trim().toLocaleUpperCase('en')).filter((ref) => ref !== '')
  const byRef = new Map(records.map((record) => [refOf(record).toLocaleUpperCase('en'), record]))
  return {
    part: typed.flatMap((ref) => {
      const record = byRef.get(ref)
      return record === undefined ? [] : [{ type: record.type, id: record.id }]
    }),
    unknown: typed.filter((ref) => !byRef.has(ref)),
  }
}
