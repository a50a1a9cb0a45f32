import { Check, PencilLine, Plus, ShieldCheck } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Flag, KeyHints, Pebble } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import '../../style/statements.css'
import { Editor } from './Editor.tsx'
import { type Statement, type StatementValues, stages, stageWords } from './heading.ts'
import { NewStatement } from './NewStatement.tsx'

type Row = { readonly statement: Statement; readonly witness: StoredOf<'person'> | undefined }
const idOf = (row: Row) => row.statement.id
const stageIcons = { draft: PencilLine, 'read-over': Check, signed: ShieldCheck }
const stageTones = { draft: 'soon', 'read-over': 'calm', signed: 'good' } as const
const columns: readonly Column<Row>[] = [
  {
    id: 'ref',
    head: 'Ref',
    width: '4rem',
    cell: ({ statement }) => <span className="ref">{refOf(statement)}</span>,
    sort: ({ statement }) => statement.no,
  },
  {
    id: 'of',
    head: 'Statement of',
    width: 'minmax(14rem, 1fr)',
    wrap: true,
    cell: ({ statement, witness }) =>
      witness === undefined ? (
        statement.fields.statementOf
      ) : (
        <Pebble
          of={refOf(witness)}
          name={statement.fields.statementOf}
          victim={witness.fields.roles.includes('victim')}
        />
      ),
    sort: ({ statement }) => statement.fields.statementOf,
  },
  {
    id: 'stage',
    head: 'Stage',
    width: '8rem',
    cell: ({ statement }) => {
      const Icon = stageIcons[statement.fields.stage]
      return (
        <Flag tone={stageTones[statement.fields.stage]} icon={<Icon className="i s" aria-hidden />}>
          {stageWords[statement.fields.stage]}
        </Flag>
      )
    },
    sort: ({ statement }) => stages.indexOf(statement.fields.stage),
  },
  {
    id: 'made',
    head: 'Dated',
    width: '7rem',
    cell: ({ statement }) =>
      statement.fields.made === null ? '–' : <time>{shortDay(statement.fields.made)}</time>,
    sort: ({ statement }) => statement.fields.made ?? '9999',
  },
  {
    id: 'language',
    head: 'Language',
    width: 'minmax(7rem, 12rem)',
    cell: ({ statement }) => <span className="dim">{statement.fields.language || '–'}</span>,
    sort: ({ statement }) => statement.fields.language,
  },
  {
    id: 'by',
    head: 'Last changed',
    width: 'minmax(8rem, 12rem)',
    cell: ({ statement }) => (
      <span className="dim">
        {shortDay(new Date(statement.changed.at).toISOString().slice(0, 10))}, {statement.changed.by}
      </span>
    ),
    sort: ({ statement }) => statement.changed.at,
  },
]

/** Statements: what each witness told us, from the first draft until it is signed and stands. */
export function Screen() {
  const caseId = useCaseId()
  const today = useToday()
  const { item } = useSpot()
  const router = useRouter()
  const list = useAsk('records.list', { caseId, type: 'statement' })
  const persons = useAsk('records.list', { caseId, type: 'person' })
  const opened = useAsk('records.get', item === null ? null : { caseId, type: 'statement', id: item })
  const add = useDo('records.add')
  const archive = useDo('records.archive')
  const [making, setMaking] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())

  const people = useMemo(() => (persons.data?.records ?? []) as readonly StoredOf<'person'>[], [persons.data])
  const rows = useMemo(
    () =>
      ((list.data?.records ?? []) as readonly Statement[]).map((statement) => ({
        statement,
        witness: people.find((each) => each.id === statement.fields.witness),
      })),
    [list.data, people],
  )
  const start = () => {
    add.clear()
    setMaking(true)
  }
  const make = async (fields: Partial<StatementValues>) => {
    const { record } = await add.run({
      caseId,
      type: 'statement',
      fields: { made: today || null, ...fields },
    })
    setMaking(false)
    router.open(record.id)
  }
  const putAway = async (statement: Statement) => {
    const about = { caseId, type: 'statement', id: statement.id } as const
    await archive.run({ ...about, archived: true })
    router.open(null)
    toast({
      words: `${refOf(statement)} archived`,
      undo: () =>
        void archive.run({ ...about, archived: false }).then(
          () => router.open(statement.id),
          () => undefined,
        ),
    })
  }
  useKeys('Statements', [{ key: 'N', does: 'Begin a statement', run: start }])

  const dialog = making && (
    <NewStatement
      people={people}
      busy={add.busy}
      error={add.error}
      onMake={(fields) => void make(fields).catch(() => undefined)}
      onClose={() => setMaking(false)}
    />
  )
  if (item !== null) {
    const statement = opened.data?.record as Statement | undefined
    return (
      <>
        {statement !== undefined && statement.id === item ? (
          <OnceFresh key={item} fresh={!opened.isFetching}>
            <Editor
              caseId={caseId}
              statement={statement}
              people={people}
              onArchive={() => void putAway(statement).catch(() => undefined)}
              onClose={() => {
                setChosen(new Set([item]))
                router.open(null)
              }}
            />
          </OnceFresh>
        ) : (
          <Pane name="The statement">
            <ErrorNote error={opened.error}>
              <Button size="slim" onClick={() => router.open(null)}>
                Back to the list
              </Button>
            </ErrorNote>
          </Pane>
        )}
        {dialog}
      </>
    )
  }
  const empty = list.data !== undefined && rows.length === 0
  const begin = (words: string) => (
    <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={start}>
      {words}
    </Button>
  )
  return (
    <>
      <Pane name="List of statements">
        <div className="head">
          <h1>Statements</h1>
          <span className="faint num">{list.data === undefined ? '' : rows.length}</span>
          <span className="grow" />
          {!empty && begin('New')}
        </div>
        <ErrorNote error={list.error ?? archive.error} />
        {empty ? (
          <Empty title="No statements yet" act={begin('Begin the first statement')}>
            Each is one witness’s own words, in the shape of form MG11 or of a civil witness statement. It
            saves itself as you write.
          </Empty>
        ) : (
          <>
            <Table
              name="Statements"
              columns={columns}
              rows={rows}
              idOf={idOf}
              rowHeight={2.75}
              chosen={chosen}
              onChoose={setChosen}
              onOpen={(row) => router.open(row.statement.id)}
            />
            <div className="foot">
              <KeyHints
                keys={[
                  ['N', 'new'],
                  ['Enter', 'open'],
                  ['?', 'all keys'],
                ]}
              />
            </div>
          </>
        )}
      </Pane>
      {dialog}
    </>
  )
}

/** Waits with its children until an answer that may be out of date has been asked again; then never hides them. */
function OnceFresh({ fresh, children }: { readonly fresh: boolean; readonly children: ReactNode }) {
  const [begun, setBegun] = useState(fresh)
  if (fresh && !begun) setBegun(true)
  return begun || fresh ? children : null
}
