import type { Progress } from '../../casework/contract/wire.ts'

/** What a job is told beside its input. It reports as often as it likes and stops at its next `throwIfAborted`. */
export interface JobTools {
  readonly signal: AbortSignal
  readonly progress: (at: Progress) => void
  /** Hands over a part of the result that is ready, to be kept even if the rest never comes. Plain data. */
  readonly part: (part: unknown) => void
}
/** Long work as a plain function; which process runs it is someone else's business. Input and output are plain data. */
export type Job<I, O> = (input: I, tools: JobTools) => Promise<O>
