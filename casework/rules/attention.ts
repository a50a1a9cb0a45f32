import type { StoredOf } from '../entities/index.ts'
import { type Day, shortDay } from './days.ts'
import { refOf } from './references.ts'
import { standing } from './standing.ts'

/** One action as it asks for attention. */
export interface DueItem {
  readonly caseId: string
  readonly caseName: string
  readonly id: string
  readonly ref: string
  readonly title: string
  readonly who: string
  readonly due: string | null
  /** Days past due; negative when still to come. */
  readonly late: number
  /** What set the date, in words. */
  readonly reason: string
  readonly priority: string
  readonly version: number
}

/** What a case's actions ask for on a day. */
export interface Attention {
  readonly overdue: readonly DueItem[]
  readonly soon: readonly DueItem[]
  /** Waiting on others: the bring-forward day has come, or will. */
  readonly waiting: readonly DueItem[]
  readonly later: readonly DueItem[]
}

/** Actions still open, sorted by what is due first. An action that waits on others shows there until it is overdue. */
export function attention(
  actions: readonly StoredOf<'action'>[],
  on: Day,
  of: { caseId: string; caseName: string },
): Attention {
  const open = actions.filter(
    ({ fields, archived }) => archived === null && fields.state !== 'resulted' && fields.state !== 'filed',
  )
  const items = open.map((action) => ({ action, item: dueItem(action, on, of) }))
  const isWaiting = ({ action, item }: (typeof items)[number]) =>
    action.fields.bringForward !== null && (item.due === null || item.late <= 0)
  const state = (item: DueItem) => (item.due === null ? 'none' : standing(item.due, on).state)
  const rest = items.filter((each) => !isWaiting(each)).map(({ item }) => item)
  const byDue = (a: DueItem, b: DueItem) =>
    (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.ref.localeCompare(b.ref, 'en', { numeric: true })
  return {
    overdue: rest.filter((item) => state(item) === 'overdue').sort(byDue),
    soon: rest.filter((item) => ['due-today', 'soon'].includes(state(item))).sort(byDue),
    waiting: items
      .filter(isWaiting)
      .sort((a, b) => a.action.fields.bringForward!.localeCompare(b.action.fields.bringForward!))
      .map(({ item }) => item),
    later: rest.filter((item) => state(item) === 'later').sort(byDue),
  }
}

function dueItem(action: StoredOf<'action'>, on: Day, of: { caseId: string; caseName: string }): DueItem {
  const { title, due, owner, reason, bringForward, waitingOn, priority } = action.fields
  const waiting =
    bringForward === null
      ? ''
      : `Bring forward ${shortDay(bringForward)}${waitingOn === '' ? '' : `, waiting on ${waitingOn}`}.`
  const set = due === null ? '' : `Due ${shortDay(due)}, set by hand.`
  return {
    ...of,
    id: action.id,
    ref: refOf(action),
    title,
    who: owner,
    due,
    late: due === null ? 0 : standing(due, on).late,
    reason: [reason.trim(), waiting, set].filter((part) => part !== '').join(' '),
    priority,
    version: action.version,
  }
}
