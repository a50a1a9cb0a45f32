import type { ValuesOf } from '../../../casework/entities/index.ts'
import { type Day, shortDay } from '../../../casework/rules/days.ts'

type Action = ValuesOf<'action'>

/** What is saved when an action is done: its result, the day, and that it is resulted. */
export const done = (result: string, today: Day): Partial<Action> => ({
  state: 'resulted',
  result: result.trim(),
  resulted: today,
})

/**
 * What is saved when an action is put off: the day to look again, and why, added to the reasons it already has. The due
 * date is only moved when another is given.
 */
export function snoozed(
  before: Pick<Action, 'reason' | 'due'>,
  { until, why, due }: { readonly until: Day; readonly why: string; readonly due: Day | null },
): Partial<Action> {
  const moved = due !== before.due && due !== null ? `, due date moved to ${shortDay(due)}` : ''
  const line = `Put off to ${shortDay(until)}${moved}: ${why.trim()}`
  return {
    bringForward: until,
    reason: [before.reason.trim(), line].filter((part) => part !== '').join('\n'),
    ...(moved === '' ? {} : { due }),
  }
}

/** What is saved when an action gets another owner. One that nobody had is thereby allocated. */
export const reassigned = (before: Pick<Action, 'state'>, owner: string): Partial<Action> => ({
  owner: owner.trim(),
  ...(before.state === 'for-allocation' ? { state: 'allocated' as const } : {}),
})
