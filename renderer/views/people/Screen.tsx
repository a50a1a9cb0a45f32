import { Plus, Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { KeyHints, Pebble } from '../../parts/Marks.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import '../../style/people.css'
import { PersonPage } from './PersonPage.tsx'
import { type Person, peopleShown, type RoleCount, roleCounts, rolesLine } from './people.ts'

const idOf = (person: Person) => person.id
const columns: readonly Column<Person>[] = [
  {
    id: 'name',
    head: 'Person',
    width: 'minmax(0, 1fr)',
    wrap: true,
    cell: (person) => (
      <span className="people-row">
        <Pebble of={refOf(person)} victim={person.fields.roles.includes('victim')} />
        <span className="grow">
          <span className="people-name">{person.fields.name}</span>
          <span className="people-roles">
            {[rolesLine(person), ...person.fields.aliases.slice(0, 2).map((alias) => `“${alias}”`)].join(
              ' · ',
            )}
          </span>
        </span>
      </span>
    ),
  },
]
const newFields = ['name', 'roles', 'aliases', 'pronoun', 'languages', 'safety', 'born']
const safetyFirst = [
  'safety',
  'name',
  'roles',
  'aliases',
  'pronoun',
  'languages',
  'born',
  'nationality',
  'occupation',
  'notes',
]
const nameFirst = [
  'name',
  'roles',
  'aliases',
  'pronoun',
  'born',
  'nationality',
  'languages',
  'occupation',
  'safety',
  'notes',
]
type Changed = Partial<ValuesOf<'person'>>

/** People: who is in the case, what they are to it, and how to reach them safely. */
export function Screen() {
  const caseId = useCaseId()
  const { item } = useSpot()
  const router = useRouter()
  const list = useAsk('records.list', { caseId, type: 'person' })
  const add = useDo('records.add')
  const change = useDo('records.change')
  const archive = useDo('records.archive')
  const [role, setRole] = useState<RoleCount['role']>('all')
  const [words, setWords] = useState('')
  const [over, setOver] = useState<'new' | 'edit' | null>(null)
  const box = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)

  const people = useMemo(() => (list.data?.records ?? []) as readonly Person[], [list.data])
  const counts = useMemo(() => roleCounts(people), [people])
  const shown = useMemo(() => peopleShown(people, role, words), [people, role, words])
  const chosen = useMemo(() => new Set(item === null ? [] : [item]), [item])
  const open = people.find((each) => each.id === item) ?? null

  // Someone reached from elsewhere may be hidden by what the list was narrowed to.
  useEffect(() => {
    if (open === null || shown.includes(open)) return
    setRole('all')
    setWords('')
  }, [open, shown])

  const close = () => {
    router.open(null)
    place.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
  }
  const start = (what: 'new' | 'edit') => {
    add.clear()
    change.clear()
    setOver(what)
  }
  const make = async (fields: Changed) => {
    const { record } = await add.run({ caseId, type: 'person', fields })
    setOver(null)
    router.open(record.id)
  }
  const save = async (person: Person, fields: Changed) => {
    if (Object.keys(fields).length > 0)
      await change.run({ caseId, type: 'person', id: person.id, version: person.version, fields })
    setOver(null)
  }
  const putAway = async (person: Person) => {
    const about = { caseId, type: 'person', id: person.id } as const
    await archive.run({ ...about, archived: true })
    close()
    toast({
      words: `${refOf(person)} archived`,
      undo: () =>
        void archive.run({ ...about, archived: false }).then(
          () => router.open(person.id),
          () => undefined,
        ),
    })
  }

  useKeys('People', [
    { key: 'N', does: 'Add a person', run: () => start('new') },
    { key: '/', does: 'Filter the list', run: () => box.current?.focus(), quiet: true },
    { key: 'E', does: 'Edit the person', run: () => open !== null && start('edit'), quiet: true },
    { key: 'Esc', does: 'Back to the list', run: close, quiet: true },
  ])

  const empty = list.data !== undefined && people.length === 0
  return (
    <div className={open === null && !empty ? 'people' : 'people one'} ref={place}>
      {!empty && (
        <section className="pane people-list" aria-label="List of people" data-region tabIndex={-1}>
          <div className="head">
            <h1 className="grow">People</h1>
            <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={() => start('new')}>
              New
            </Button>
          </div>
          <div className="people-find">
            <Search className="i s" aria-hidden />
            <input
              ref={box}
              className="input"
              placeholder="Name or alias, with or without marks"
              aria-label="Filter the list"
              value={words}
              spellCheck={false}
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return
                if (event.key === 'Escape') setWords('')
                event.preventDefault()
                place.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
              }}
            />
          </div>
          <fieldset className="people-chips" aria-label="Roles">
            {counts.map((each) => (
              <button
                key={each.role}
                type="button"
                className="tag"
                aria-pressed={role === each.role}
                onClick={() => setRole(role === each.role ? 'all' : each.role)}
              >
                {each.word} <span className="n">{each.count}</span>
              </button>
            ))}
          </fieldset>
          <Table
            name="People"
            columns={columns}
            rows={shown}
            idOf={idOf}
            rowHeight={3.625}
            chosen={chosen}
            onChoose={(ids) => router.open([...ids][0] ?? null)}
            onOpen={(person) => router.open(person.id)}
          />
          {shown.length === 0 && people.length > 0 && <p className="people-none dim">Nobody fits.</p>}
          <div className="foot">
            <KeyHints
              keys={[
                ['N', 'new'],
                ['E', 'edit'],
                ['/', 'filter'],
                ['?', 'all keys'],
              ]}
            />
          </div>
        </section>
      )}
      <Pane name="The person">
        {empty && (
          <div className="head">
            <h1>People</h1>
          </div>
        )}
        <ErrorNote error={list.error ?? archive.error} />
        {open !== null ? (
          <PersonPage
            key={open.id}
            caseId={caseId}
            person={open}
            onEdit={() => start('edit')}
            onArchive={() => void putAway(open).catch(() => undefined)}
            onClose={close}
          />
        ) : empty ? (
          <Empty
            title="Nobody in this case yet"
            act={
              <Button look="first" icon={<Plus className="i s" aria-hidden />} onClick={() => start('new')}>
                Add the first person
              </Button>
            }
          >
            People have roles side by side: a suspect may also be a victim. A potential victim gets a
            pseudonym that stands for the name outside this case.
          </Empty>
        ) : (
          list.data !== undefined && (
            <Empty title="Choose someone">
              Names stay inside this case. Elsewhere people are called by reference.
            </Empty>
          )
        )}
      </Pane>
      <Dialog title="Add a person" open={over === 'new'} onClose={() => setOver(null)} wide>
        <RecordForm
          caseId={caseId}
          type="person"
          only={newFields}
          act="Add person"
          busy={add.busy}
          error={add.error}
          onSave={(fields) => void make(fields as Changed).catch(() => undefined)}
          onCancel={() => setOver(null)}
        />
      </Dialog>
      {open !== null && (
        <Dialog title={`Edit ${refOf(open)}`} open={over === 'edit'} onClose={() => setOver(null)} wide>
          <RecordForm
            key={open.version}
            caseId={caseId}
            type="person"
            values={open.fields}
            only={open.fields.roles.includes('victim') ? safetyFirst : nameFirst}
            act="Save changes"
            busy={change.busy}
            error={change.error}
            onSave={(fields) => void save(open, fields as Changed).catch(() => undefined)}
            onCancel={() => setOver(null)}
          />
        </Dialog>
      )}
    </div>
  )
}
