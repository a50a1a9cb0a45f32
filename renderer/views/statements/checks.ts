import type { Result } from '../../../casework/contract/contract.ts'

/** What a reading of a statement found. */
export type Check = Result<'statements.check'>['checks'][number]

/** The checks in the order they are to be looked at, and how many are in order. */
export function sortedChecks(checks: readonly Check[]): {
  readonly asking: readonly Check[]
  readonly fine: readonly Check[]
  readonly stops: number
} {
  const of = (weight: Check['weight']) => checks.filter((check) => check.weight === weight)
  return { asking: [...of('stops'), ...of('look')], fine: of('fine'), stops: of('stops').length }
}
