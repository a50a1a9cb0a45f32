import { counted } from '../../../casework/rules/words.ts'
import type { CommentCounts } from './annotations.ts'

/** What became of a document's comments and marks, for the report: how many, never what they say. */
export class Comments {
  #kept = 0
  #flattened = 0
  #stripped = 0
  #undrawn = 0

  add({ kept, flattened, stripped, undrawn }: CommentCounts): void {
    this.#kept += kept
    this.#flattened += flattened
    this.#stripped += stripped
    this.#undrawn += undrawn
  }

  /** A sentence for each thing that was done. */
  sentences(): string[] {
    const said: string[] = []
    const is = (count: number) => (count === 1 ? 'is' : 'are')
    const marks = (count: number) => counted(count, 'comment or mark', 'comments and marks')
    if (this.#kept > 0) said.push(`${marks(this.#kept)} on its pages ${is(this.#kept)} kept.`)
    if (this.#flattened > 0)
      said.push(
        `${marks(this.#flattened)} ${is(this.#flattened)} drawn into its pages. Words that only open from a mark are no longer there.`,
      )
    if (this.#undrawn > 0)
      said.push(
        `${marks(this.#undrawn)} could not be drawn into its pages as shown, and ${is(this.#undrawn)} kept.`,
      )
    if (this.#stripped > 0) said.push(`${marks(this.#stripped)} ${is(this.#stripped)} left out.`)
    return said
  }
}
