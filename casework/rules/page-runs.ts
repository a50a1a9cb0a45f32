import type { PageRuns } from '../reading.ts'

/** The runs with those from `from` to `to` added, joined where they touch. */
export function withPages(runs: PageRuns, from: number, to: number): [number, number][] {
  const out: [number, number][] = []
  for (const [first, last] of [...runs, [from, to] as const].toSorted((a, b) => a[0] - b[0])) {
    const before = out.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else out.push([first, last])
  }
  return out
}

/** The runs without the pages from `from` to `to`. */
export function withoutPages(runs: PageRuns, from: number, to: number): [number, number][] {
  return runs.flatMap(([first, last]): [number, number][] => [
    ...(first < from ? [[first, Math.min(last, from - 1)] as [number, number]] : []),
    ...(last > to ? [[Math.max(first, to + 1), last] as [number, number]] : []),
  ])
}

/** The runs of pages given in any order. */
export function runsOf(pages: Iterable<number>): [number, number][] {
  const runs: [number, number][] = []
  for (const page of [...pages].toSorted((a, b) => a - b)) {
    const before = runs.at(-1)
    if (before !== undefined && page <= before[1] + 1) before[1] = page
    else runs.push([page, page])
  }
  return runs
}

/** The pages of runs, one by one. */
export const pagesIn = (runs: PageRuns): number[] =>
  runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, more) => from + more))

/** How many pages from `from` to `to` stand in the runs. */
export const countIn = (runs: PageRuns, from: number, to: number): number =>
  runs.reduce((sum, [first, last]) => sum + Math.max(0, Math.min(last, to) - Math.max(first, from) + 1), 0)

/** Whether a page stands in the runs. */
export const holdsPage = (runs: PageRuns, page: number): boolean => countIn(runs, page, page) === 1
