import type { Notice } from '../../casework/contract/wire.ts'
import type { JobRunner } from '../jobs/run.ts'
import type { Surroundings } from '../services/case-store/index.ts'
import type { KnownCases } from '../services/machine/known-cases.ts'
import type { Places } from '../services/machine/places.ts'
import type { Unfinished } from '../services/machine/unfinished.ts'
import type { OpenCases } from './open-cases.ts'
import type { Readings } from './reading.ts'

/** What handlers stand on: the open cases, the machine, and what only the outside knows (time, chance, processes). */
export interface Desk {
  readonly now: () => number
  /** The calendar day here, where the law counts in London days. */
  readonly today: () => string
  readonly user: string
  readonly resourcesDir: string
  /** Where the fonts and forms for paper are. */
  readonly paper: { readonly fonts: string; readonly forms: string }
  readonly version: string
  readonly cases: OpenCases
  /** Bundles open for reading, which needs no case. */
  readonly readings: Readings
  readonly known: KnownCases
  readonly places: Places
  /** What is being written outside of cases, for the next start to take away should this one be killed. */
  readonly unfinished: Unfinished
  readonly run: JobRunner
  /** What a case file is opened with: clock, chance, key derivation, and who this machine is. */
  readonly store: Surroundings
  readonly newId: () => string
  readonly tell: (notice: Notice) => void
  readonly lockMinutes: number
  /** Someone is at the desk: the idle lock counts from now. */
  readonly touch: () => void
  /** Closes every case and wipes what was open. */
  readonly lock: (why: 'idle' | 'asked' | 'screen' | 'sleep') => Promise<void>
}

/** The day in London at an instant, as ISO text. */
export const londonDay = (at: number): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
