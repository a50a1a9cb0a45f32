import type { ImportItem } from '../../../casework/contract/shapes.ts'
import { takenWords } from '../../../casework/rules/file-damage.ts'
import { counted } from '../../../casework/rules/words.ts'

export type Verdict = ImportItem['verdict']

/** What each verdict is called, in the order a person wants to read them: what needs a look first. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  refused: 'Refused',
  noted: 'Taken, can’t be shown',
  duplicate: 'Already here',
  taken: 'Taken',
}

/** What is said of one file. */
export const verdictOf = ({ verdict, damage }: Pick<ImportItem, 'verdict' | 'damage'>): string =>
  damage === undefined ? verdictWords[verdict] : takenWords[damage]

/** How many files met each verdict. */
export function tallyOf(items: readonly ImportItem[]): Readonly<Record<Verdict, number>> {
  const tally = { taken: 0, noted: 0, duplicate: 0, refused: 0 }
  for (const { verdict } of items) tally[verdict] += 1
  return tally
}

/** The ids of the exhibits that an import made, in the order they were taken. */
export const madeBy = (items: readonly ImportItem[]): readonly string[] =>
  items.flatMap(({ verdict, id }) =>
    id !== null && (verdict === 'taken' || verdict === 'noted') ? [id] : [],
  )

/** One sentence for the whole: "11 files taken, 2 of them can’t be shown yet. 1 was already here. 3 were refused." */
export function summaryOf(items: readonly ImportItem[]): string {
  const { taken, noted, duplicate, refused } = tallyOf(items)
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
  ]
    .filter(Boolean)
    .join(' ')
}

const rank: readonly Verdict[] = ['refused', 'noted', 'duplicate', 'taken']
/** A number that puts what needs a look first. */
export const verdictRank = ({ verdict, damage }: Pick<ImportItem, 'verdict' | 'damage'>): number =>
  damage === undefined ? rank.indexOf(verdict) : rank.indexOf('noted') + 0.5
