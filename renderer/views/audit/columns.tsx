import { TriangleAlert } from 'lucide-react'
import type { AuditRow } from '../../../casework/contract/audit.ts'
import type { LongColumn } from '../../parts/LongTable.tsx'
import { KindMark } from './KindMark.tsx'
import { whenWords } from './words.ts'

/** The columns of the list; `beside` is set while an entry is open at its side. */
export const columnsOn = (day: string, beside: boolean): readonly LongColumn<AuditRow>[] => [
  {
    id: 'when',
    head: 'When',
    width: '7.5rem',
    cell: (row) => (
      <time className="num" dateTime={new Date(row.at).toISOString()}>
        {whenWords(row.at, day)}
      </time>
    ),
  },
  {
    id: 'who',
    head: 'Who',
    width: 'minmax(6rem, 0.55fr)',
    cell: (row) => <span title={row.actor}>{row.actor}</span>,
  },
  {
    id: 'what',
    head: 'What',
    width: 'minmax(14rem, 2fr)',
    cell: (row) => (
      <span className="audit-what">
        <KindMark kind={row.kind} />
        <span className="cut" title={row.sentence}>
          {row.sentence}
        </span>
        {row.odd !== null && (
          <span className="soon state" title={row.odd}>
            <TriangleAlert className="i s" aria-hidden />
            Odd
          </span>
        )}
      </span>
    ),
  },
  ...(beside
    ? []
    : [
        {
          id: 'on',
          head: 'On',
          width: 'minmax(5rem, 0.5fr)',
          cell: (row: AuditRow) =>
            row.about === '' ? <span className="faint">–</span> : <span className="ref">{row.about}</span>,
        },
      ]),
  {
    id: 'no',
    head: 'No.',
    width: '5.5rem',
    number: true,
    cell: (row) => <span className="dim">{row.seq.toLocaleString('en-GB')}</span>,
  },
]
