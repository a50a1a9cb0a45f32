import { useMemo } from 'react'
import { ExhibitLabel } from '../../parts/Marks.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { columnDate } from './column-date.ts'
import { KindIcon, StateMark, UnshownMark } from './marks.tsx'
import { type EvidenceRow, isBadState } from './rows.ts'

const columnsFor = (refWidth: string): readonly Column<EvidenceRow>[] => [
  {
    id: 'ref',
    head: 'Ref',
    width: refWidth,
    sort: (row) => row.refKey,
    cell: (row) => (row.ref === '' ? <ExhibitLabel reference="" /> : <span className="ref">{row.ref}</span>),
  },
  {
    id: 'title',
    head: 'Title',
    width: 'minmax(11rem, 1fr)',
    sort: (row) => row.title,
    cell: (row) => (
      <span className="evidence-title">
        <span className="dim">
          <KindIcon kind={row.record.fields.kind} />
        </span>
        <span className="cut" title={row.title}>
          {row.title}
        </span>
      </span>
    ),
  },
  {
    id: 'date',
    head: 'Date',
    width: '9.75rem',
    sort: (row) => row.dateKey,
    cell: (row) =>
      row.record.fields.date.words === '' ? (
        <span className="faint">no date</span>
      ) : (
        <span className="dim ref-date" title={row.record.fields.date.words}>
          {columnDate(row.record.fields.date)}
        </span>
      ),
  },
  {
    id: 'source',
    head: 'Source',
    width: 'minmax(5rem, 0.45fr)',
    sort: (row) => row.record.fields.source,
    cell: (row) => (
      <span className="dim" title={row.record.fields.source}>
        {row.record.fields.source || '–'}
      </span>
    ),
  },
  {
    id: 'file',
    head: 'File',
    width: '3.25rem',
    sort: (row) => (isBadState(row.state) ? 0 : row.unshown !== '' ? 1 : row.state === 'none' ? 3 : 2),
    cell: (row) => (
      <span className="evidence-file">
        <StateMark state={row.state} />
        {row.unshown !== '' && <UnshownMark why={row.unshown} />}
      </span>
    ),
  },
  {
    id: 'pages',
    head: 'Pages',
    width: '3.375rem',
    number: true,
    sort: (row) => row.pages ?? 0,
    cell: (row) => <span className="dim">{row.pages?.toLocaleString('en-GB') ?? '–'}</span>,
  },
]
const idOf = (row: EvidenceRow) => row.id

/** The exhibits as a table, sorted by reference at first. */
export function EvidenceTable({
  rows,
  chosen,
  wide,
  onChoose,
  onOpen,
  onLook,
}: {
  readonly rows: readonly EvidenceRow[]
  readonly chosen: ReadonlySet<string>
  /** Whether there is room for every column. */
  readonly wide: boolean
  readonly onChoose: (ids: ReadonlySet<string>) => void
  readonly onOpen: (row: EvidenceRow) => void
  readonly onLook: (row: EvidenceRow) => void
}) {
  // References are never cut, so the column is as wide as the longest.
  const longest = useMemo(() => rows.reduce((most, row) => Math.max(most, row.ref.length), 0), [rows])
  // Where there is little room, the title needs it more; the source stands in the details.
  const columns = useMemo(() => {
    const all = columnsFor(`${Math.max(5, longest * 0.56 + 1.1)}rem`)
    return wide ? all : all.filter(({ id }) => id !== 'source')
  }, [longest, wide])
  return (
    <Table
      name="Evidence"
      columns={columns}
      rows={rows}
      idOf={idOf}
      chosen={chosen}
      onChoose={onChoose}
      many
      onOpen={onOpen}
      onLook={onLook}
      sortAtFirst={{ column: 'ref' }}
    />
  )
}
