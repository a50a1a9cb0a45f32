import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { Button, Segments } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { Picker } from '../picker/Picker.tsx'
import { summaryName } from './notes-model.ts'

const forms = [
  { value: 'pdf', word: 'PDF' },
  { value: 'markdown', word: 'Markdown' },
] as const

/** The notes as one new file: what kind, what name, which folder. */
export function SummaryDialog({
  id,
  title,
  count,
  tag,
  onClose,
}: {
  readonly id: string
  readonly title: string
  readonly count: number
  /** Only notes with this tag; null for all. */
  readonly tag: string | null
  readonly onClose: () => void
}) {
  const [form, setForm] = useState<'pdf' | 'markdown'>('pdf')
  const [name, setName] = useState(() => summaryName(title))
  const [picking, setPicking] = useState(false)
  const [done, setDone] = useState<Result<'reading.summary'> | null>(null)
  const write = useDo('reading.summary')
  const into = async ([place]: readonly Place[]) => {
    setPicking(false)
    if (place === undefined) return
    const made = await write.run({ id, to: place.id, fileName: name.trim(), form, tag }).catch(() => null)
    setDone(made)
  }
  if (picking)
    return (
      <Picker
        title="Keep the summary in"
        show="folders"
        act="Keep it here"
        onPick={(places) => void into(places)}
        onClose={() => setPicking(false)}
      />
    )
  if (done !== null)
    return (
      <Dialog
        title="Summary of your notes"
        open
        onClose={onClose}
        acts={
          <Button look="first" onClick={onClose}>
            Close
          </Button>
        }
      >
        <Note tone="good" title={done.fileName} live>
          <p>
            {counted(done.notes, 'note')} written to {done.folder}.
          </p>
        </Note>
      </Dialog>
    )
  return (
    <Dialog
      title="Summary of your notes"
      open
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" disabled={name.trim() === '' || write.busy} onClick={() => setPicking(true)}>
            Choose a folder
          </Button>
        </>
      }
    >
      <ErrorNote error={write.error} />
      <p className="dim">
        {counted(count, 'note')}
        {tag === null ? '' : ` tagged ${tag}`}, with page references and the words you highlighted. This is
        the only thing that leaves; once written it is a plain file that anyone can read.
      </p>
      <Segments name="Kind of file" options={forms} value={form} onChange={setForm} />
      <TextField label="Name" value={name} onChange={setName} />
    </Dialog>
  )
}
