import { ArrowDown, ArrowUp, Check, Equal, Hourglass } from 'lucide-react'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { DueDate } from '../../parts/DueDate.tsx'
import type { Column } from '../../parts/Table.tsx'
import { type Action, dueKey, dueReason, isOpen, priorityWords, stateWords } from './rows.ts'

const priorityIcons = { high: ArrowUp, medium: Equal, low: ArrowDown }
const priorityOrder = { high: 0, medium: 1, low: 2 }

/** The columns of the table of actions, as they stand on a day; fewer of them beside an open action. */
export const columnsOn = (today: string, beside: boolean): readonly Column<Action>[] =>
  allColumns(today, beside).filter((column) => !beside || column.id !== 'state')

const allColumns = (today: string, beside: boolean): readonly Column<Action>[] => [
  {
    id: 'ref',
    head: 'Ref',
    width: '3.75rem',
    cell: (row) => <span className="ref">{refOf(row)}</span>,
    sort: (row) => row.no,
  },
  {
    id: 'title',
    head: 'Action',
    width: 'minmax(11rem, 1fr)',
    wrap: true,
    cell: (row) => (
      <span className="actions-two" title={row.fields.title}>
        {row.fields.title}
      </span>
    ),
    sort: (row) => row.fields.title,
  },
  {
    id: 'owner',
    head: 'Owner',
    width: beside ? '7rem' : '10rem',
    wrap: true,
    cell: (row) => (
      <span className="actions-two">{row.fields.owner || <span className="soon">Not allocated</span>}</span>
    ),
    sort: (row) => row.fields.owner,
  },
  {
    id: 'due',
    head: 'Due',
    width: beside ? '9.5rem' : '13rem',
    cell: (row) =>
      isOpen(row) ? (
        <DueDate due={row.fields.due} today={today} reason={dueReason(row)} />
      ) : (
        <span className="due far">
          <span className="state">
            <Check className="i s" aria-hidden />
            {row.fields.resulted === null ? 'Done' : shortDay(row.fields.resulted)}
          </span>
        </span>
      ),
    sort: dueKey,
  },
  {
    id: 'priority',
    head: beside ? '' : 'Priority',
    width: beside ? '2.25rem' : '6rem',
    cell: (row) => {
      const Icon = priorityIcons[row.fields.priority]
      return (
        <span
          className={row.fields.priority === 'high' ? 'state' : 'state dim'}
          title={`Priority: ${priorityWords[row.fields.priority]}`}
        >
          <Icon className="i s" aria-hidden />
          {beside ? (
            <span className="unseen">Priority: {priorityWords[row.fields.priority]}</span>
          ) : (
            priorityWords[row.fields.priority]
          )}
        </span>
      )
    },
    sort: (row) => priorityOrder[row.fields.priority],
  },
  {
    id: 'state',
    head: 'State',
    width: '7.5rem',
    cell: (row) =>
      row.fields.bringForward !== null && isOpen(row) ? (
        <span className="state dim">
          <Hourglass className="i s" aria-hidden />
          Waiting
        </span>
      ) : (
        <span className="dim">{stateWords[row.fields.state]}</span>
      ),
    sort: (row) => row.fields.state,
  },
]
