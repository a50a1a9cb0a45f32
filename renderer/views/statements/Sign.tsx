import { type FormEvent, useId, useState } from 'react'
import { refOf } from '../../../casework/rules/references.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import type { Statement } from './heading.ts'

/** Before a statement is marked as signed: on what day, before whom, and that it stands from then on. */
export function Sign({
  statement,
  pages,
  stops,
  busy,
  error,
  onSign,
  onClose,
}: {
  readonly statement: Statement
  readonly pages: number | null
  readonly stops: number
  readonly busy: boolean
  readonly error: { readonly message: string } | null
  readonly onSign: (signed: string, witnessedBy: string) => void
  readonly onClose: () => void
}) {
  const form = useId()
  const today = useToday()
  const [signed, setSigned] = useState<string | null>(statement.fields.made ?? today)
  const [witnessedBy, setWitnessedBy] = useState(statement.fields.witnessedBy)
  const early = signed !== null && statement.fields.made !== null && signed < statement.fields.made
  const late = signed !== null && today !== '' && signed > today
  const wrong = late
    ? 'That day is still to come.'
    : early
      ? 'That is before the date of the statement.'
      : undefined
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (signed !== null && wrong === undefined) onSign(signed, witnessedBy.trim())
  }
  return (
    <Dialog
      title={`Mark ${refOf(statement)} as signed?`}
      open
      role="alertdialog"
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={busy || signed === null || wrong !== undefined}>
            Mark {refOf(statement)} as signed
          </Button>
        </>
      }
    >
      <p>
        From then on it stands as it is{pages === null ? '' : `, ${counted(pages, 'page')}`}: nothing in it
        can be changed here. A correction is a further statement.
      </p>
      {stops > 0 && (
        <Note tone="bad" title={`${counted(stops, 'thing')} would stop it being served`}>
          <p>They can’t be put right once it is signed.</p>
        </Note>
      )}
      <form id={form} className="form" onSubmit={save} noValidate>
        <DayField label="Signed on" value={signed} onChange={setSigned} required error={wrong} autoFocus />
        {statement.fields.form !== 'civil' && (
          <TextField
            label="Signature witnessed by"
            value={witnessedBy}
            onChange={setWitnessedBy}
            hint="Rank and name, as on the form"
          />
        )}
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}
