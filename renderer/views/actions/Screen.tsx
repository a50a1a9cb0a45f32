import { ListFilter, Plus, Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { KeyHints } from '../../parts/Marks.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { SplitPanes } from '../../parts/Panes.tsx'
import { Table } from '../../parts/Table.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import '../../style/actions.css'
import { columnsOn } from './columns.tsx'
import { Detail } from './Detail.tsx'
import { BringForward, NewAction, ResultAction } from './Dialogs.tsx'
import { Filters } from './Filters.tsx'
import {
  type Action,
  actionsShown,
  isOpen,
  owners,
  priorityWords,
  type Shown,
  shownCounts,
  shownWords,
} from './rows.ts'

const idOf = (row: Action) => row.id
const priorities = ['high', 'medium', 'low'] as const
type Fields = Partial<ValuesOf<'action'>>

/** Actions: what is to be done, by whom and by when, and what came of it. */
export function Screen() {
  const caseId = useCaseId()
  const today = useToday()
  const { item } = useSpot()
  const router = useRouter()
  const list = useAsk('records.list', { caseId, type: 'action' })
  const add = useDo('records.add')
  const change = useDo('records.change')
  const archive = useDo('records.archive')
  const [shown, setShown] = useState<Shown>('open')
  const [owner, setOwner] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [over, setOver] = useState<'new' | 'done' | 'forward' | null>(null)
  const [editing, setEditing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)

  const actions = useMemo(() => (list.data?.records ?? []) as readonly Action[], [list.data])
  const rows = useMemo(
    () => actionsShown(actions, { shown, owner, words, today }),
    [actions, shown, owner, words, today],
  )
  const beside = item !== null
  const columns = useMemo(() => columnsOn(today, beside), [today, beside])
  const counts = useMemo(() => shownCounts(actions, today), [actions, today])
  const people = useMemo(() => owners(actions), [actions])
  const open = actions.find((each) => each.id === item) ?? null
  const chosen = useMemo(() => new Set(item === null ? [] : [item]), [item])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another action is not being edited
  useEffect(() => setEditing(false), [item])
  // Only on arrival: an action that was just done may leave the list and stay open beside it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reaching a record is what widens the list
  useEffect(() => {
    if (open === null || rows.includes(open)) return
    setShown('all')
    setOwner(null)
    setWords('')
  }, [open?.id])

  const grid = () => place.current?.querySelector<HTMLElement>('[role=grid]')
  const close = () => {
    router.open(null)
    grid()?.focus()
  }
  const ask = (what: typeof over) => {
    add.clear()
    change.clear()
    setOver(what)
  }
  const make = async (fields: Fields) => {
    const { record } = await add.run({ caseId, type: 'action', fields })
    setOver(null)
    router.open(record.id)
    toast({ words: `${refOf(record)} added` })
  }
  /** Saves some fields and says so, with the way back: the values as they were. */
  const alter = async (action: Action, fields: Fields, said: string) => {
    const about = { caseId, type: 'action', id: action.id } as const
    const { record } = await change.run({ ...about, version: action.version, fields })
    setOver(null)
    const was = Object.fromEntries(Object.keys(fields).map((key) => [key, action.fields[key as 'title']]))
    toast({
      words: said,
      undo: () => void change.run({ ...about, version: record.version, fields: was }).catch(() => undefined),
    })
  }
  const quietly = (work: Promise<unknown>) => void work.catch(() => undefined)
  const putAway = async (action: Action) => {
    const about = { caseId, type: 'action', id: action.id } as const
    await archive.run({ ...about, archived: true })
    close()
    toast({
      words: `${refOf(action)} archived`,
      undo: () => quietly(archive.run({ ...about, archived: false }).then(() => router.open(action.id))),
    })
  }
  const prefer = (priority: (typeof priorities)[number]) =>
    open !== null &&
    open.fields.priority !== priority &&
    quietly(alter(open, { priority }, `${refOf(open)}: priority ${priorityWords[priority]?.toLowerCase()}`))

  useKeys('Actions', [
    { key: 'N', does: 'Add an action', run: () => ask('new') },
    { key: 'D', does: 'Done: record the result', run: () => open !== null && isOpen(open) && ask('done') },
    { key: 'B', does: 'Bring forward', run: () => open !== null && isOpen(open) && ask('forward') },
    ...priorities.map((priority, index) => ({
      key: String(index + 1),
      does: `Priority: ${priorityWords[priority]?.toLowerCase()}`,
      run: () => void prefer(priority),
      quiet: true,
    })),
    { key: 'E', does: 'Edit the action', run: () => open !== null && setEditing(true), quiet: true },
    { key: '/', does: 'Filter the list', run: () => box.current?.focus(), quiet: true },
    { key: 'Esc', does: 'Back to the list', run: () => (editing ? setEditing(false) : close()), quiet: true },
  ])

  const empty = list.data !== undefined && actions.length === 0
  const addButton = (text: string) => (
    <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={() => ask('new')}>
      {text}
    </Button>
  )
  const main = (
    <div className="actions-main" ref={place}>
      <div className="head">
        <h1>Actions</h1>
        <span className="faint num">
          {rows.length === actions.length ? actions.length : `${rows.length} of ${actions.length}`}
        </span>
        <span className="grow" />
        {!empty && (
          <>
            <span className="actions-menu">
              <Menu
                name={owner ?? shownWords[shown]}
                icon={<ListFilter className="i s" aria-hidden />}
                shown
                entries={[
                  ...counts.map((each) => ({
                    id: each.shown,
                    word: `${shownWords[each.shown]} (${each.count})`,
                    run: () => setShown(each.shown),
                  })),
                  ...people.map((each) => ({
                    id: `of ${each.owner}`,
                    word: `${each.owner} (${each.count})`,
                    run: () => setOwner(owner === each.owner ? null : each.owner),
                  })),
                ]}
              />
            </span>
            <span className="actions-find">
              <Search className="i s" aria-hidden />
              <input
                ref={box}
                className="input"
                placeholder="Filter"
                aria-label="Filter the list"
                value={words}
                spellCheck={false}
                onChange={(event) => setWords(event.target.value)}
                onKeyDown={(event) => {
                  if (!['Escape', 'Enter', 'ArrowDown'].includes(event.key)) return
                  if (event.key === 'Escape') setWords('')
                  event.preventDefault()
                  grid()?.focus()
                }}
              />
            </span>
            {addButton('New')}
          </>
        )}
      </div>
      <ErrorNote error={list.error ?? archive.error} />
      {empty ? (
        <Empty title="No actions yet" act={addButton('Add the first action')}>
          An action is one thing to be done, by someone, by a day, and why. Overdue ones come to you on Today.
        </Empty>
      ) : rows.length === 0 && list.data !== undefined ? (
        <Empty
          title={shown === 'overdue' ? 'Nothing is overdue' : 'Nothing fits'}
          act={
            <Button
              onClick={() => {
                setShown('all')
                setOwner(null)
                setWords('')
              }}
            >
              Show all {actions.length}
            </Button>
          }
        />
      ) : (
        <Table
          name="Actions"
          columns={columns}
          rows={rows}
          idOf={idOf}
          rowHeight={3.125}
          chosen={chosen}
          onChoose={(ids) => router.open([...ids][0] ?? null)}
          onOpen={(row) => router.open(row.id)}
        />
      )}
      {!empty && (
        <div className="foot">
          <KeyHints
            keys={[
              ['N', 'new'],
              ['D', 'done'],
              ['B', 'bring forward'],
              ['1', 'high'],
              ['2', 'medium'],
              ['3', 'low'],
              ['E', 'edit'],
              ['?', 'all keys'],
            ]}
          />
        </div>
      )}
    </div>
  )
  const asking = { busy: add.busy || change.busy, onClose: () => setOver(null) }
  return (
    <>
      {!empty && (
        <Filters
          counts={counts}
          shown={shown}
          onShow={setShown}
          people={people}
          owner={owner}
          onOwner={setOwner}
        />
      )}
      <SplitPanes
        name="actions"
        mainName="List of actions"
        detailName="The action"
        main={main}
        detail={
          open === null ? null : (
            <Detail
              caseId={caseId}
              action={open}
              editing={editing}
              busy={change.busy}
              error={over === null ? change.error : null}
              acts={{
                edit: (on) => {
                  change.clear()
                  setEditing(on)
                },
                save: (fields) =>
                  Object.keys(fields).length === 0
                    ? setEditing(false)
                    : quietly(
                        change
                          .run({ caseId, type: 'action', id: open.id, version: open.version, fields })
                          .then(() => setEditing(false)),
                      ),
                done: () => ask('done'),
                forward: () => ask('forward'),
                archive: () => quietly(putAway(open)),
                close,
              }}
            />
          )
        }
      />
      {over === 'new' && (
        <NewAction
          {...asking}
          error={add.error}
          owners={people.map((each) => each.owner)}
          onSave={(fields) => quietly(make(fields))}
        />
      )}
      {over === 'done' && open !== null && (
        <ResultAction
          {...asking}
          error={change.error}
          action={open}
          onSave={(fields) => quietly(alter(open, fields, `${refOf(open)} resulted`))}
        />
      )}
      {over === 'forward' && open !== null && (
        <BringForward
          {...asking}
          error={change.error}
          action={open}
          onSave={(fields) => quietly(alter(open, fields, `${refOf(open)} brought forward`))}
        />
      )}
    </>
  )
}
