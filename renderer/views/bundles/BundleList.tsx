import { BadgeCheck, BookOpen, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { useAsk } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag, KeyHints } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { whenDone } from '../../shell/times.ts'
import { useShell } from '../../state/session.ts'

type Row = Result<'bundle.list'>['bundles'][number]
const idOf = (row: Row) => row.id
const none: ReadonlySet<string> = new Set()

const columnsOf = (today: string, onOpen: (id: string) => void): readonly Column<Row>[] => [
  { id: 'ref', head: 'Ref', width: '3.5rem', cell: (row) => <b>{row.ref}</b>, sort: (row) => row.ref },
  {
    id: 'title',
    head: 'Title',
    width: 'minmax(8rem, 1fr)',
    // biome-ignore-start lint/a11y: the pointer's short way; Enter on the row is the keyboard's
    cell: (row) => (
      <span className="bundles-link" title={row.title} onClick={() => onOpen(row.id)}>
        {row.title}
      </span>
    ),
    // biome-ignore-end lint/a11y: and no more than that
    sort: (row) => row.title,
  },
  {
    id: 'state',
    head: 'State',
    width: '9rem',
    cell: (row) =>
      row.state === 'draft' ? (
        <Flag tone="soon">Draft</Flag>
      ) : (
        <Flag tone={row.state === 'served' ? 'good' : 'calm'}>
          {row.state === 'served' ? 'Served' : 'Frozen'} v{row.version}
        </Flag>
      ),
    sort: (row) => row.state,
  },
  {
    id: 'documents',
    head: 'Documents',
    width: '6.5rem',
    number: true,
    cell: (row) => row.documents.toLocaleString('en-GB'),
    sort: (row) => row.documents,
  },
  {
    id: 'changed',
    head: 'Changed',
    width: '7rem',
    number: true,
    cell: (row) => whenDone(row.changed, today),
    sort: (row) => row.changed,
  },
]

/** Every bundle of the case: how far each is, and the doors to a new one and to verifying any. */
export function BundleList({
  caseId,
  onOpen,
  onNew,
  onVerify,
}: {
  readonly caseId: string
  readonly onOpen: (id: string) => void
  readonly onNew: () => void
  readonly onVerify: () => void
}) {
  const { begin } = useShell()
  const asked = useAsk('bundle.list', { caseId })
  const today = useToday()
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns stay steady between draws
  const columns = useMemo(() => columnsOf(today, onOpen), [today])
  const [chosen, setChosen] = useState(none)
  const rows = asked.data?.bundles
  return (
    <Pane name="Bundles">
      <div className="head">
        <h1>Bundles</h1>
        {rows !== undefined && rows.length > 0 && <span className="faint num">{rows.length}</span>}
        <span className="grow" />
        <Button icon={<BadgeCheck className="i" aria-hidden />} onClick={onVerify}>
          Verify a bundle
        </Button>
        <Button icon={<BookOpen className="i" aria-hidden />} onClick={() => begin('read')}>
          Read a bundle
        </Button>
        {rows !== undefined && rows.length > 0 && (
          <Button look="first" icon={<Plus className="i" aria-hidden />} onClick={onNew}>
            New bundle
          </Button>
        )}
      </div>
      {asked.error !== null && (
        <div className="pane-body">
          <ErrorNote error={asked.error} />
        </div>
      )}
      {rows !== undefined &&
        (rows.length === 0 ? (
          <Empty
            title="No bundle yet"
            act={
              <Button look="first" icon={<Plus className="i" aria-hidden />} onClick={onNew}>
                New bundle
              </Button>
            }
          >
            A bundle puts statements and exhibits in order under page numbers, as a court wants them.
          </Empty>
        ) : (
          <Table
            name="Bundles"
            columns={columns}
            rows={rows}
            idOf={idOf}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={(row: Row) => onOpen(row.id)}
          />
        ))}
      {rows !== undefined && rows.length > 0 && (
        <div className="foot bundles-sum">
          <span className="grow" />
          <KeyHints
            keys={[
              ['Enter', 'open'],
              ['N', 'new bundle'],
            ]}
          />
        </div>
      )}
    </Pane>
  )
}
