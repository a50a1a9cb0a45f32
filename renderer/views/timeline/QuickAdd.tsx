import { CircleDashed, Plus } from 'lucide-react'
import { type FormEvent, type Ref, useState } from 'react'
import { refOf } from '../../../casework/rules/references.ts'
import { useDo } from '../../data/ask.ts'
import { announce } from '../../parts/Announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Kbd, Pebble, SourceLink, Tag } from '../../parts/Marks.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { readingOf } from '../../parts/when-words.ts'
import { type Chip, type QuickKnown, readQuickAdd } from './quick-add.ts'

/** One line that becomes an event: what was understood shows under it while typing. Enter saves and keeps the line. */
export function QuickAdd({
  caseId,
  known,
  field,
}: {
  readonly caseId: string
  readonly known: QuickKnown
  readonly field: Ref<HTMLInputElement>
}) {
  const [line, setLine] = useState('')
  const [added, setAdded] = useState<{ readonly id: string; readonly ref: string } | null>(null)
  const add = useDo('records.add')
  const archive = useDo('records.archive')
  const read = readQuickAdd(line, known)
  const blank = line.trim() === ''

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!read.ready || add.busy) return
    try {
      const { record } = await add.run({ caseId, type: 'event', fields: read.fields })
      setLine('')
      setAdded({ id: record.id, ref: refOf(record) })
      announce(`${refOf(record)} added`)
    } catch {
      // The line stays as it was, and the note under it says why.
    }
  }

  const undo = async () => {
    if (added === null) return
    await archive.run({ caseId, type: 'event', id: added.id, archived: true })
    announce(`${added.ref} taken back`)
    setAdded(null)
  }

  return (
    <form className="timeline-add" onSubmit={(event) => void save(event)}>
      <div className="line">
        <Plus className="i s" aria-hidden />
        <input
          ref={field}
          value={line}
          aria-label="Add an event"
          aria-describedby="timeline-add-read"
          placeholder="Add an event: ~Mar 2025 @V1 moved to 12 Mill Lane [S4 p.3]"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setLine(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            if (blank) event.currentTarget.blur()
            else setLine('')
          }}
        />
        {!blank && <span className="small faint">Enter saves and keeps the line open</span>}
        {blank && added !== null && (
          <span className="small dim h">
            {added.ref} added
            <Button look="link" size="slim" disabled={archive.busy} onClick={() => void undo()}>
              Undo
            </Button>
          </span>
        )}
        {blank && <Kbd>N</Kbd>}
      </div>
      <div className={blank ? 'read none' : 'read'} id="timeline-add-read" role="status">
        {!blank && (
          <>
            {!read.chips.some(({ kind }) => kind === 'when') && (
              <span className="small soon h">No date yet</span>
            )}
            {read.chips.map((chip, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a chip is what stands at its place in the line
              <OneChip key={index} chip={chip} />
            ))}
            <span className="cut">
              {read.fields.title === '' ? <span className="faint">What happened?</span> : read.fields.title}
            </span>
          </>
        )}
      </div>
      <ErrorNote error={add.error ?? archive.error} />
    </form>
  )
}

function OneChip({ chip }: { readonly chip: Chip }) {
  switch (chip.kind) {
    case 'when':
      return (
        <span title={readingOf(chip.when)}>
          <SourceLink words={chip.words} />
        </span>
      )
    case 'person':
      return <Pebble of={chip.who.ref} name={chip.who.name} victim={chip.who.victim} />
    case 'source':
      return <SourceLink words={chip.words} />
    case 'tag':
      return <Tag>{chip.words}</Tag>
    default:
      return (
        <span className="small soon h">
          <CircleDashed className="i s" aria-hidden />
          {chip.words}
        </span>
      )
  }
}
