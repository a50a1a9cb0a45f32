import { labelAt, letters, type NumberRun } from '../../../casework/rules/numbering.ts'
import { type Dict, dict, name, textString, type Value } from './objects.ts'

/** A run, and the page it begins on, from 0. */
export interface LabelledFrom {
  readonly at: number
  readonly run: NumberRun
}

/** A run as a PDF's own styles say it. Its capital letters go AA, BB after Z, so beyond that every page is named. */
function entriesOf(run: NumberRun, at: number, pages: number): [number, Dict][] {
  const plain = (index: number): [number, Dict] => [at + index, dict({ P: textString(labelAt(run, index)) })]
  if (run.style === 'fixed') return Array.from({ length: pages }, (_, i) => plain(i))
  const style = run.style === 'decimal' ? 'D' : run.style === 'roman' ? 'r' : 'A'
  const known = run.style === 'letters' ? Math.max(0, Math.min(pages, 27 - run.from)) : pages
  const out: [number, Dict][] = []
  if (known > 0) {
    out.push([
      at,
      dict({
        S: name(style),
        P: run.prefix === '' ? undefined : textString(run.prefix),
        St: run.from === 1 ? undefined : run.from,
      }),
    ])
  }
  for (let i = known; i < pages; i++) out.push(plain(i))
  return out
}

/** Whether a run goes on where the one before it ended, so that one entry does for both. */
function goesOn(before: LabelledFrom | undefined, { at, run }: LabelledFrom): boolean {
  return (
    before !== undefined &&
    before.run.style === 'decimal' &&
    run.style === 'decimal' &&
    before.run.prefix === run.prefix &&
    before.run.from + at - before.at === run.from
  )
}

/** The runs with those left out that only go on. */
export function joinedRuns(runs: readonly LabelledFrom[]): LabelledFrom[] {
  const out: LabelledFrom[] = []
  for (const each of runs) if (!goesOn(out.at(-1), each)) out.push(each)
  return out
}

/** The number tree of a catalogue's page labels (ISO 32000-1, 12.4.2). */
export function labelTree(runs: readonly LabelledFrom[], pages: number): Dict {
  const joined = joinedRuns(runs)
  const nums: Value[] = joined.flatMap(({ at, run }, i) =>
    entriesOf(run, at, (joined[i + 1]?.at ?? pages) - at).flat(),
  )
  return dict({ Nums: nums })
}

/** The label a PDF's own rules give the page at `index` (from 0) of an entry. */
export function labelBy(style: string, prefix: string, start: number, index: number): string {
  const number = start + index
  if (style === 'D') return `${prefix}${number}`
  if (style === 'r' || style === 'R') {
    const label = labelAt({ style: 'roman', prefix: '', from: 1 }, number - 1)
    return prefix + (style === 'R' ? label.toUpperCase() : label)
  }
  if (style !== 'A' && style !== 'a') return prefix
  // AA, BB, CC: a letter as often as the alphabet has been gone through.
  const label = letters(((number - 1) % 26) + 1).repeat(Math.ceil(number / 26))
  return prefix + (style === 'a' ? label.toLowerCase() : label)
}
