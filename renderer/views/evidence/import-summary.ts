import type { ImportItem } from '../../../casework/contract/shapes.ts'
import { takenWords } from '../../../casework/rules/file-damage.ts'
import { counted } from '../../../casework/rules/words.ts'

/** What a file met. One that a person's own stop left out was not refused: nobody looked at it. */
export type Verdict = ImportItem['verdict'] | 'stopped'

/** What a file met, as a person is told it. */
export const verdictOf = ({ verdict, code }: ImportItem): Verdict =>
  code === 'cancelled' ? 'stopped' : verdict

/** What each verdict is called, in the order a person wants to read them: what needs a look first. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  refused: 'Refused',
  stopped: 'Not taken',
  noted: 'Taken, can’t be shown',
  duplicate: 'Already here',
  taken: 'Taken',
}

/** What is said of one file. */
export const verdictSaid = (item: ImportItem): string =>
  item.damage === undefined ? verdictWords[verdictOf(item)] : takenWords[item.damage]

/** How many files met each verdict. */
export function tallyOf(items: readonly ImportItem[]): Readonly<Record<Verdict, number>> {
  const tally = { taken: 0, noted: 0, duplicate: 0, refused: 0, stopped: 0 }
  for (const item of items) tally[verdictOf(item)] += 1
  return tally
}

/** The ids of the exhibits that an import made, in the order they were taken. */
export const madeBy = (items: readonly ImportItem[]): readonly string[] =>
  items.flatMap(({ verdict, id }) =>
    id !== null && (verdict === 'taken' || verdict === 'noted') ? [id] : [],
  )

/** One sentence for the whole: "11 files taken, 2 of them can’t be shown yet. 1 was already here. 3 were refused." */
export function summaryOf(items: readonly ImportItem[]): string {
  const { taken, noted, duplicate, refused, stopped } = tallyOf(items)
  if (items.length === 0) return 'There was no file in what you chose.'
  const all = taken + noted
  const short = items.filter(({ damage }) => damage === 'missing' || damage === 'cut').length
  return [
    all === 0
      ? 'Nothing was taken.'
      : `${counted(all, 'file')} taken${noted === 0 ? '' : noted === all ? ', but can’t be shown yet' : `, ${noted} of them can’t be shown yet`}.`,
    short === 0 ? '' : `${short} may not be whole.`,
    duplicate === 0 ? '' : `${duplicate} ${duplicate === 1 ? 'was' : 'were'} already here.`,
    refused === 0 ? '' : `${refused} ${refused === 1 ? 'was' : 'were'} refused.`,
    stopped === 0 ? '' : `${stopped} ${stopped === 1 ? 'was' : 'were'} not taken: you stopped it.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const rank: readonly Verdict[] = ['refused', 'stopped', 'noted', 'duplicate', 'taken']
/** A number that puts what needs a look first. */
export const verdictRank = (item: ImportItem): number =>
  item.damage === undefined ? rank.indexOf(verdictOf(item)) : rank.indexOf('noted') + 0.5
