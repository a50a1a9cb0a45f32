import { Calendar, Clock, ClockAlert } from 'lucide-react'
import { nearDay, shortDay } from '../../casework/rules/days.ts'
import { standing, standingWords } from '../../casework/rules/standing.ts'

/** A due date: icon, word and date, and under it the line that says what set it. `today` decides how it stands. */
export function DueDate({
  due,
  today,
  reason,
}: {
  readonly due: string | null
  readonly today: string
  readonly reason?: string
}) {
  const why = reason && <span className="why">{reason}</span>
  if (due === null)
    return (
      <span className="due far">
        <span className="state">No date</span>
        {why}
      </span>
    )
  const { state, late } = standing(due, today)
  const words = standingWords({ state, late })
  const date = Math.abs(late) < 60 ? nearDay(due) : shortDay(due)
  if (late > 0)
    return (
      <span className="due">
        <span className="state bad" title={shortDay(due)}>
          <ClockAlert className="i s" aria-hidden />
          {words}
        </span>
        {why}
      </span>
    )
  const soon = late > -8
  return (
    <span className={soon ? 'due' : 'due far'}>
      <span className={soon ? 'state soon' : 'state'} title={words}>
        {soon ? <Clock className="i s" aria-hidden /> : <Calendar className="i s" aria-hidden />}
        {late === 0 ? 'Today' : late === -1 ? 'Tomorrow' : date}
      </span>
      {why}
    </span>
  )
}
