import type { Told } from './audit-words.ts'
import { counted } from './words.ts'

/** As much of an entry as tells whether something is odd about it. `at` is milliseconds since 1970. */
export interface Placed extends Told {
  readonly at: number
}

/** Clocks are set right by a little all the time. */
const unremarkable = 1_000

/**
 * What is odd about an entry, as a sentence; null when nothing is. `before` is when the entry before it was made, if
 * there is one. Gaps in time are not odd: people go home.
 */
export function oddity(entry: Placed, before: number | null): string | null {
  if (entry.action === 'failed-unlock')
    return 'Somebody tried a passphrase or key that does not open the case.'
  if (entry.action === 'went-on')
    return 'Somebody was told that something is wrong with the case, and went on.'
  const back = before === null ? 0 : before - entry.at
  return back > unremarkable ? `The clock went back ${long(back)} before this entry.` : null
}

function long(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000)
  if (seconds < 120) return counted(seconds, 'second')
  if (seconds < 7_200) return counted(Math.round(seconds / 60), 'minute')
  return seconds < 172_800
    ? counted(Math.round(seconds / 3_600), 'hour')
    : counted(Math.round(seconds / 86_400), 'day')
}
