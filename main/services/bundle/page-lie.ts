import { ENOUGH, type InkFound } from './ink.ts'
import type { PageView } from './page-tree.ts'

/** How the words of a page lie as a reader sees it: upright, upside down, or to be read with the head on one side. */
export type PageLie = 'upright' | 'upside-down' | 'sideways'

/** What the report says of a page for how its words lie; '' of an upright one. */
export const lieSaid = (lie: PageLie): string =>
  lie === 'upright'
    ? ''
    : `The words on it lie ${lie === 'sideways' ? 'on their side' : 'upside down'}. It is bound as its file has it.`

/** Such a share of the words must lie one way: a table's heads or a note in the margin turn no page. */
const MOST = 0.8

/** How the words of a page lie (R31). Pages with few words are taken as upright; of scans nothing is known here. */
export function lieOn(
  { quarters }: Pick<InkFound, 'quarters'>,
  { rotate }: Pick<PageView, 'rotate'>,
): PageLie {
  const all = quarters.reduce((sum, each) => sum + each, 0)
  if (all < ENOUGH) return 'upright'
  const way = quarters.findIndex((each) => each >= MOST * all)
  if (way < 0) return 'upright'
  // Words run counter-clockwise from rightwards; the page is shown turned clockwise.
  const seen = (way - rotate / 90 + 4) % 4
  return seen === 0 ? 'upright' : seen === 2 ? 'upside-down' : 'sideways'
}
