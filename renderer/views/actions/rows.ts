import { register, type StoredOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { standing } from '../../../casework/rules/standing.ts'
import { folded } from '../../../casework/rules/words.ts'

/** An action as stored. */
export type Action = StoredOf<'action'>
/** What the list can be narrowed to. */
export type Shown = 'open' | 'overdue' | 'soon' | 'waiting' | 'unallocated' | 'resulted' | 'all'

export const shownWords: Readonly<Record<Shown, string>> = {
  open: 'Open',
  overdue: 'Overdue',
  soon: 'Due soon',
  waiting: 'Waiting',
  unallocated: 'No owner',
  resulted: 'Resulted',
  all: 'All',
}
export const stateWords = register.action.fields.state.options as Readonly<Record<string, string>>
export const priorityWords = register.action.fields.priority.options as Readonly<Record<string, string>>

/** Whether there is still something to do. */
export const isOpen = ({ fields }: Action): boolean => fields.state !== 'resulted' && fields.state !== 'filed'

/** Whether an action belongs under a filter on a day. Waiting: a bring-forward day is set and the due day not past. */
export function fits(action: Action, shown: Shown, today: string): boolean {
  const { due, bringForward, owner, state } = action.fields
  const stands = due === null || today === '' ? null : standing(due, today).state
  if (shown === 'all') return true
  if (shown === 'resulted') return !isOpen(action)
  if (!isOpen(action)) return false
  if (shown === 'overdue') return stands === 'overdue'
  if (shown === 'soon') return stands === 'due-today' || stands === 'soon'
  if (shown === 'waiting') return bringForward !== null && stands !== 'overdue'
  if (shown === 'unallocated') return owner.trim() === '' || state === 'for-allocation'
  return true
}

/** The actions of a filter, an owner (null: anyone's) and some words, the first due first. */
export function actionsShown(
  actions: readonly Action[],
  { shown, owner, words, today }: { shown: Shown; owner: string | null; words: string; today: string },
): readonly Action[] {
  const asked = folded(words).split(/\s+/).filter(Boolean)
  const text = ({ fields, ...rest }: Action) =>
    folded(
      [refOf({ fields, ...rest } as Action), fields.title, fields.line, fields.owner, fields.waitingOn].join(
        ' ',
      ),
    )
  return actions
    .filter(
      (each) =>
        fits(each, shown, today) &&
        (owner === null || each.fields.owner === owner) &&
        (asked.length === 0 || asked.every((word) => text(each).includes(word))),
    )
    .sort((a, b) => dueKey(a).localeCompare(dueKey(b)) || a.no - b.no)
}

/** What the due column sorts by: open before resulted, then the day, the undated last. */
export const dueKey = (action: Action): string =>
  isOpen(action) ? `0 ${action.fields.due ?? '9999'}` : `1 ${action.fields.resulted ?? '9999'}`

/** How many actions each filter holds; those that hold none are left out, but for Open and All. */
export function shownCounts(actions: readonly Action[], today: string) {
  return (Object.keys(shownWords) as Shown[])
    .map((shown) => ({ shown, count: actions.filter((each) => fits(each, shown, today)).length }))
    .filter(({ shown, count }) => shown === 'open' || shown === 'all' || count > 0)
}

/** Each owner with open work, by name. */
export function owners(
  actions: readonly Action[],
): readonly { readonly owner: string; readonly count: number }[] {
  const open = actions.filter((each) => isOpen(each) && each.fields.owner.trim() !== '')
  return [...new Set(open.map((each) => each.fields.owner))]
    .sort((a, b) => a.localeCompare(b, 'en'))
    .map((owner) => ({ owner, count: open.filter((each) => each.fields.owner === owner).length }))
}

/** What stands under the due date: why it waits, or the first line of why it is to be done. */
export function dueReason({ fields }: Action): string {
  if (fields.bringForward !== null)
    return `Bring forward ${shortDay(fields.bringForward)}${fields.waitingOn === '' ? '' : `, waiting on ${fields.waitingOn}`}`
  return ''
}

/** A reason with one more line: what was just decided about bringing it forward. */
export const withReason = (before: string, day: string, why: string): string =>
  why.trim() === ''
    ? before
    : [before.trim(), `Brought forward to ${shortDay(day)}: ${why.trim()}`]
        .filter((part) => part !== '')
        .join('\n')
