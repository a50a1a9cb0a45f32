import type { z } from 'zod'

/** query: reads. command: changes something. job: may take long, tells its progress and can be cancelled. */
export type Kind = 'query' | 'command' | 'job'

/** One request of the contract: what it takes and what it gives. */
export interface Call<P extends z.ZodType, R extends z.ZodType> {
  readonly kind: Kind
  readonly params: P
  readonly result: R
}
const call =
  (kind: Kind) =>
  <P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Call<P, R> => ({ kind, params, result })

export const query = call('query')
export const command = call('command')
export const job = call('job')
