import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One measured ratio. `target` is what the ratio is hoped to stay under; it is printed, never asserted. */
export interface Line {
  readonly id: string
  readonly what: string
  readonly baseline: string
  readonly subjectMs: number
  readonly baselineMs: number
  readonly target: string
  readonly note?: string
}

/** The middle of several runs, in milliseconds. */
export const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN

/** How long one run took, in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}

/**
 * Baseline and subject by turns, so that a busy neighbour slows both. Gives the medians. The first `unheard` rounds
 * don't count: what is done all day is not done by code that runs for the first time. `between` is not timed.
 */
export async function interleaved(
  times: number,
  baseline: () => unknown,
  subject: () => unknown,
  { unheard = 0, between = () => {} }: { unheard?: number; between?: () => void } = {},
) {
  for (let run = 0; run < unheard; run++) {
    await baseline()
    await subject()
  }
  const base: number[] = []
  const subj: number[] = []
  for (let run = 0; run < times; run++) {
    base.push(await timed(baseline))
    between()
    subj.push(await timed(subject))
  }
  return { baselineMs: median(base), subjectMs: median(subj) }
}

/** A folder that is gone when the work is done. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Numbers that are the same on every run: a small linear generator, so that two runs measure the same work. */
export function seeded(seed: number): () => number {
  const state = { at: seed >>> 0 }
  return () => {
    state.at = (Math.imul(state.at, 1_664_525) + 1_013_904_223) >>> 0
    return state.at / 2 ** 32
  }
}

/** A ratio as people read it: 1/48 for a fast one, 2.1 for a slow one. */
export const ratio = ({ subjectMs, baselineMs }: Line): string => {
  const value = subjectMs / baselineMs
  return value < 0.5 ? `1/${Math.round(1 / value)}` : value.toFixed(2)
}
