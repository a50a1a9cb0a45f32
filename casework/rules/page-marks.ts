import { labelRange } from './numbering.ts'
import { counted } from './words.ts'

/**
 * The pages with a mark, from 1: `t` words can be had, `d` they can and lie upside down, `s` they can and lie on their
 * side, `n` they can't be had though there is ink, `b` blank.
 */
export const pagesMarked = (marks: string, mark: 't' | 'd' | 's' | 'n' | 'b'): readonly number[] =>
  [...marks].flatMap((each, at) => (each === mark ? [at + 1] : []))

/** Pages in order as a person writes them: “4–9, 12”; `named` gives a page's number as it is printed. */
export function pageRuns(pages: readonly number[], named: (page: number) => string = String): string {
  const runs: [number, number][] = []
  for (const page of pages) {
    const last = runs.at(-1)
    if (last !== undefined && page === last[1] + 1) last[1] = page
    else runs.push([page, page])
  }
  return runs.map(([from, to]) => labelRange(named(from), named(to))).join(', ')
}

/** What stands beside words a machine read: that nobody has checked them, or who has. It is never left out. */
export const readMark = (confidence: number, checkedBy: string): string =>
  checkedBy === ''
    ? `Machine-read, unchecked · ${confidence} % sure`
    : `Machine-read, checked by ${checkedBy}`

/** How much of a file can be searched, in one sentence. `read` are pages a machine found words on. */
export function coverage(marks: string, read: ReadonlySet<number>): string {
  if (marks === '') return 'Not looked at yet.'
  const without = pagesMarked(marks, 'n')
  const left = without.filter((page) => !read.has(page))
  if (without.length === 0) return marks.length === 1 ? 'The page has text.' : 'Every page with ink has text.'
  const machine = without.length - left.length
  const parts = [
    ...(machine === 0 ? [] : [`${counted(machine, 'page')} read by machine`]),
    ...(left.length === 0 ? [] : [`${counted(left.length, 'page')} without text: ${pageRuns(left)}`]),
  ]
  return `${parts.join('; ')}.`
}
