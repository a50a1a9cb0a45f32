import { FilePlus, FolderPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ImportItem } from '../../../casework/contract/shapes.ts'
import { areInitials } from '../../../casework/rules/references.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useJobList } from '../../data/jobs.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { FileName, FilePath } from '../../parts/FileName.tsx'
import { Flag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { type Column, Table } from '../../parts/Table.tsx'
import { summaryOf, tallyOf, verdictOf, verdictRank, verdictSaid } from './import-summary.ts'
import type { ImportState } from './use-import.ts'

/** What was chosen to bring in: places, with their names where they are known (a dropped file's is not). */
export interface Chosen {
  readonly id: string
  readonly name: string
}

/** Before: what was chosen, and whose initials the references take. */
export function ImportStart({
  chosen,
  waiting,
  onMore,
  onStart,
  onClose,
}: {
  readonly chosen: readonly Chosen[]
  /** Another import is under way: this one can't start yet. */
  readonly waiting: boolean
  readonly onMore: (show: 'files' | 'folders') => void
  readonly onStart: (producer: string) => void
  readonly onClose: () => void
}) {
  const [initials, setInitials] = useState('')
  const producer = initials.trim().toLocaleUpperCase('en')
  const wrong = producer !== '' && !areInitials(producer)
  const named = chosen.filter(({ name }) => name !== '')
  return (
    <Dialog title="Import" open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong && !waiting && chosen.length > 0) onStart(producer)
        }}
      >
        <div>
          <p>
            <b>{counted(chosen.length, 'file or folder', 'files and folders')}</b> will be copied into the
            case and sealed. The originals are only read.
          </p>
          {named.length > 0 && (
            <ul className="evidence-chosen small dim">
              {named.slice(0, 6).map(({ id, name }) => (
                <li key={id}>
                  <FileName name={name} />
                </li>
              ))}
              {named.length > 6 && <li>and {named.length - 6} more</li>}
            </ul>
          )}
          <div className="h">
            <Button
              look="link"
              size="slim"
              icon={<FilePlus className="i s" aria-hidden />}
              onClick={() => onMore('files')}
            >
              Add files
            </Button>
            <Button
              look="link"
              size="slim"
              icon={<FolderPlus className="i s" aria-hidden />}
              onClick={() => onMore('folders')}
            >
              Add a folder
            </Button>
          </div>
        </div>
        <TextField
          label="Producer’s initials"
          hint="Who found or made them, as in JLB: each file then gets the next number, JLB/1, JLB/2. Leave it empty if you don’t know, and set it later with R."
          value={initials}
          onChange={setInitials}
          autoFocus
          error={wrong ? 'Two to four letters, as in JLB.' : undefined}
        />
        {waiting && (
          <p className="dim">Another import is still running. This one can start when it is done.</p>
        )}
        <div className="acts">
          <Button look="first" submits disabled={wrong || waiting || chosen.length === 0}>
            Start import
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** During and after: how far it is, then a verdict for each file, until dismissed. */
export function ImportProgress({
  state,
  onCancel,
  onHide,
  onDone,
  onOpen,
}: {
  readonly state: ImportState
  readonly onCancel: () => void
  /** Leaves it running. */
  readonly onHide: () => void
  readonly onDone: (select: boolean) => void
  readonly onOpen: (id: string) => void
}) {
  const jobs = useJobList()
  if (state.step === 'running') {
    const at = jobs.find(({ id }) => id === state.job)?.at ?? null
    return (
      <Dialog
        title="Bringing in files"
        open
        onClose={onHide}
        acts={
          <>
            <Button onClick={onHide}>Work on meanwhile</Button>
            <Button disabled={state.stopping} onClick={onCancel}>
              {state.stopping ? 'Stopping…' : 'Cancel'}
            </Button>
          </>
        }
      >
        <ProgressBar name="Bringing in files" done={at?.done ?? 0} total={at?.total ?? 0} />
        <p className="small dim cut" role="status">
          {at === null ? 'Looking through what you chose' : progressWords(at)}
        </p>
        <p className="small faint">What has been taken stays if you cancel, and the list says which.</p>
      </Dialog>
    )
  }
  if (state.step === 'failed')
    return (
      <Dialog
        title="The import stopped"
        open
        onClose={() => onDone(false)}
        acts={<Button onClick={() => onDone(false)}>Close</Button>}
      >
        <ErrorNote error={state.error} />
        <p>What was taken before is safe in the case. Bring in the rest once this is put right.</p>
      </Dialog>
    )
  return <Verdicts items={state.items} onDone={onDone} onOpen={onOpen} />
}

// Bytes of one large file come through the same door as files of many: a note says which.
const progressWords = ({ done, total, note }: { done: number; total: number; note: string }): string =>
  total > 100_000 ? note : `${Math.min(done + 1, total)} of ${total}${note === '' ? '' : ` · ${note}`}`

interface VerdictRow extends ImportItem {
  readonly key: string
}
const tones = { taken: 'good', noted: 'soon', duplicate: 'calm', refused: 'bad', stopped: 'soon' } as const
const columns: readonly Column<VerdictRow>[] = [
  {
    id: 'verdict',
    head: 'Verdict',
    width: '13rem',
    sort: verdictRank,
    cell: (row): ReactNode => (
      <Flag tone={row.damage === undefined ? tones[verdictOf(row)] : 'soon'}>{verdictSaid(row)}</Flag>
    ),
  },
  {
    id: 'file',
    head: 'File',
    width: 'minmax(12rem, 1fr)',
    sort: (row) => row.file,
    cell: (row) => <FilePath path={row.file} />,
  },
  {
    id: 'why',
    head: 'Why',
    width: 'minmax(12rem, 1fr)',
    cell: (row) => (
      <span className="dim evidence-two" title={row.why}>
        {row.why}
      </span>
    ),
    wrap: true,
  },
]
const keyOf = (row: VerdictRow) => row.key
const none: ReadonlySet<string> = new Set()

function Verdicts({
  items,
  onDone,
  onOpen,
}: {
  readonly items: readonly ImportItem[]
  readonly onDone: (select: boolean) => void
  readonly onOpen: (id: string) => void
}) {
  const [chosen, setChosen] = useState(none)
  const [rows] = useState(() => items.map((item, index): VerdictRow => ({ ...item, key: String(index) })))
  const tally = tallyOf(items)
  const made = tally.taken + tally.noted
  return (
    <Dialog
      title="What was brought in"
      open
      wide
      held="click"
      onClose={() => onDone(false)}
      acts={
        <>
          {made > 0 && <Button onClick={() => onDone(true)}>Close and select the new ones</Button>}
          <Button look="first" onClick={() => onDone(false)}>
            Close
          </Button>
        </>
      }
    >
      <p role="status">{summaryOf(items)}</p>
      {rows.length > 0 && (
        <div className="evidence-verdicts">
          <Table
            name="A verdict for each file"
            columns={columns}
            rows={rows}
            idOf={keyOf}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={(row) => row.id !== null && onOpen(row.id)}
            rowHeight={2.75}
            sortAtFirst={{ column: 'verdict' }}
          />
        </div>
      )}
      {rows.some(({ id }) => id !== null) && <p className="small faint">Enter opens the exhibit.</p>}
    </Dialog>
  )
}
