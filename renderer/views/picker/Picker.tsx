import { ChevronRight, File, FileText, Folder, FolderLock, FolderPlus, HardDrive } from 'lucide-react'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import { folded } from '../../../casework/rules/words.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { FileName } from '../../parts/FileName.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { sizeWords, whenDone } from '../../shell/times.ts'
import './picker.css'

export interface PickerProps {
  readonly title: string
  /** What can be chosen: a folder (the one being looked at, or the one selected), files, or bundles. */
  readonly show: 'folders' | 'files' | 'bundles'
  readonly many?: boolean
  /** The verb on the button: `Save here`, `Import`. */
  readonly act: string
  /** For `folders`: choose only a folder that holds a case. */
  readonly casesOnly?: boolean
  readonly onPick: (places: readonly Place[]) => void
  readonly onClose: () => void
}

const idOf = (place: Place) => place.id

/** A look at the machine's folders, by ids that mean nothing outside it. */
export function Picker({ title, show, many = false, act, casesOnly = false, onPick, onClose }: PickerProps) {
  const [at, setAt] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const list = useAsk('places.list', { place: at, show }, { always: true })
  const today = useToday()
  const table = useRef<HTMLDivElement>(null)
  const items = useMemo(() => {
    const wanted = folded(words)
    return (list.data?.items ?? []).filter((place) => folded(place.name).includes(wanted))
  }, [list.data, words])
  const columns = useMemo(() => columnsOf(today), [today])
  const enter = (place: string) => {
    setAt(place)
    setWords('')
    setChosen(new Set())
  }
  const picked = items.filter((place) => chosen.has(place.id))
  const fits = (place: Place) =>
    show === 'folders' ? (casesOnly ? place.kind === 'case' : place.kind !== 'file') : place.kind === 'file'
  const fitting = picked.filter(fits)
  const here = list.data?.here
  const hereFits = show === 'folders' && !casesOnly && picked.length === 0 && here !== undefined
  const give = () => {
    if (fitting.length > 0) onPick(fitting)
    else if (hereFits) onPick([{ id: here.id, name: here.name, kind: 'folder', bytes: null, modified: null }])
  }
  const open = (place: Place) => {
    if (place.kind === 'folder') enter(place.id)
    else if (fits(place)) onPick([place])
  }

  return (
    <Dialog
      title={title}
      open
      wide
      onClose={onClose}
      acts={
        <>
          {show === 'folders' && !casesOnly && here !== undefined && (
            <NewFolder within={here.id} onMade={enter} />
          )}
          <span className="grow" />
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" disabled={fitting.length === 0 && !hereFits} onClick={give}>
            {many && fitting.length > 1 ? `${act} ${fitting.length} files` : act}
          </Button>
        </>
      }
    >
      <div className="picker">
        <nav className="picker-shortcuts row-list" aria-label="Places">
          {(list.data?.shortcuts ?? []).map((place) => (
            <button
              key={place.id}
              type="button"
              aria-current={place.id === here?.id ? 'true' : undefined}
              onClick={() => enter(place.id)}
            >
              <HardDrive className="i s" aria-hidden />
              <span className="cut">{place.name}</span>
            </button>
          ))}
        </nav>
        <div className="picker-list">
          <nav className="crumbs" aria-label="Folder">
            <ol>
              {(here?.path ?? []).map((step, index) => (
                <li key={step.id}>
                  {index > 0 && <ChevronRight className="i s" aria-hidden />}
                  <button type="button" className="cut" onClick={() => enter(step.id)}>
                    {step.name}
                  </button>
                </li>
              ))}
            </ol>
          </nav>
          <input
            className="input"
            aria-label="Show only names that hold"
            placeholder="Type to filter"
            autoFocus
            value={words}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault()
                table.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
              } else if (event.key === 'Enter' && items.length === 1) {
                event.preventDefault()
                open(items[0]!)
              }
            }}
            onChange={(event) => setWords(event.target.value)}
          />
          <ErrorNote error={list.error} />
          <div className="picker-table" ref={table}>
            {items.length === 0 && list.data !== undefined ? (
              <Empty title={words === '' ? nothingHere[show] : 'No name holds these words'} />
            ) : (
              <Table
                name={here?.name ?? 'Folder'}
                columns={columns}
                rows={items}
                idOf={idOf}
                chosen={chosen}
                onChoose={setChosen}
                many={many}
                onOpen={open}
              />
            )}
          </div>
          <p className="picker-whole small">{picked.length === 1 && picked[0]!.name}</p>
          <p className="small faint">
            {many
              ? 'Enter opens a folder. Ctrl or Shift with a click selects several.'
              : 'Enter opens a folder.'}
          </p>
        </div>
      </div>
    </Dialog>
  )
}

const nothingHere = {
  folders: 'No folders in here',
  files: 'No files in here',
  bundles: 'No bundles in here',
}
const icons = { folder: Folder, case: FolderLock, file: File }
const columnsOf = (today: string): readonly Column<Place>[] => [
  {
    id: 'name',
    head: 'Name',
    width: 'minmax(12rem, 1fr)',
    sort: (place) => `${place.kind === 'file' ? 1 : 0}${place.name}`,
    cell: (place) => {
      const Icon =
        place.kind === 'file' && place.name.toLowerCase().endsWith('.pdf') ? FileText : icons[place.kind]
      return (
        <span className="h">
          <Icon className="i s" aria-hidden />
          <FileName name={place.name} />
          {place.kind === 'case' && <span className="small faint">case file</span>}
        </span>
      )
    },
  },
  {
    id: 'bytes',
    head: 'Size',
    width: '5rem',
    number: true,
    sort: (place) => place.bytes ?? -1,
    cell: (place) => (place.bytes === null ? '–' : sizeWords(place.bytes)),
  },
  {
    id: 'modified',
    head: 'Changed',
    width: '6.5rem',
    number: true,
    sort: (place) => place.modified ?? 0,
    cell: (place) => (place.modified === null ? '–' : whenDone(place.modified, today)),
  },
]

function NewFolder({ within, onMade }: { readonly within: string; readonly onMade: (id: string) => void }) {
  const [name, setName] = useState<string | null>(null)
  const create = useDo('places.create')
  const make = async (event: FormEvent) => {
    event.preventDefault()
    const made = await create.run({ place: within, name: (name ?? '').trim() }).catch(() => null)
    if (made === null) return
    setName(null)
    onMade(made.id)
  }
  if (name === null)
    return (
      <Button icon={<FolderPlus className="i s" aria-hidden />} onClick={() => setName('')}>
        New folder
      </Button>
    )
  return (
    <form className="h" onSubmit={make}>
      <input
        className="input"
        aria-label="Name of the new folder"
        placeholder="Name of the new folder"
        // biome-ignore lint/a11y/noAutofocus: the person just asked for it
        autoFocus
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.target.value)}
      />
      <Button submits disabled={name.trim() === '' || create.busy}>
        Make
      </Button>
      {create.error && <span className="small bad">{create.error.message}</span>}
    </form>
  )
}
