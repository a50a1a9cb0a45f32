import { type Day, daysBetween } from './days.ts'

/** How many days ahead counts as soon. */
export const soonDays = 7

export interface Standing {
  readonly state: 'overdue' | 'due-today' | 'soon' | 'later'
  /** Days past due; negative when still to come. */
  readonly late: number
}

/** Where a due date stands on a given day. Told the day; looks at no clock. */
export function standing(due: Day, today: Day): Standing {
  const late = daysBetween(due, today)
  const state = late > 0 ? 'overdue' : late === 0 ? 'due-today' : late >= -soonDays ? 'soon' : 'later'
  return { state, late }
}

/** "3 days overdue", "Due today", "Due tomorrow", "Due in 5 days". */
export function standingWords({ late }: Standing): string {
  if (late > 0) return `${late} ${late === 1 ? 'day' : 'days'} overdue`
  if (late === 0) return 'Due today'
  if (late === -1) return 'Due tomorrow'
  return `Due in ${-late} days`
}
