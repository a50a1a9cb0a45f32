import { type FormEvent, useId, useState } from 'react'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ChoiceField, LinesField, TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { type Action, priorityWords, withReason } from './rows.ts'
import { noDay, SaidDayField } from './SaidDayField.tsx'

type Fields = Partial<ValuesOf<'action'>>
interface Asking {
  readonly busy: boolean
  readonly error: { readonly message: string } | null
  readonly onSave: (fields: Fields) => void
  readonly onClose: () => void
}

/** A new action: what, by when, by whom. */
export function NewAction({
  owners,
  busy,
  error,
  onSave,
  onClose,
}: Asking & { readonly owners: readonly string[] }) {
  const form = useId()
  const [title, setTitle] = useState('')
  const [due, setDue] = useState(noDay)
  const [owner, setOwner] = useState('')
  const [priority, setPriority] = useState<string>('medium')
  const [reason, setReason] = useState('')
  const unread = due.words.trim() !== '' && due.day === null
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || unread) return
    onSave({
      title: title.trim(),
      due: due.day,
      owner: owner.trim(),
      priority: priority as 'medium',
      reason,
      state: owner.trim() === '' ? 'for-allocation' : 'allocated',
    })
  }
  return (
    <Dialog
      title="Add an action"
      open
      onClose={onClose}
      held={title !== '' || reason !== ''}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={busy || title.trim() === '' || unread}>
            Add action
          </Button>
        </>
      }
    >
      <form id={form} className="form" onSubmit={save} noValidate>
        <TextField label="Action" value={title} onChange={setTitle} required autoFocus />
        <SaidDayField label="Due" value={due} onChange={setDue} />
        <div className="pair">
          <OwnerField owners={owners} value={owner} onChange={setOwner} />
          <ChoiceField label="Priority" value={priority} onChange={setPriority} options={priorityWords} />
        </div>
        <LinesField
          label="Why"
          hint="What it is for, and what set its date"
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}

function OwnerField({
  owners,
  value,
  onChange,
}: {
  readonly owners: readonly string[]
  readonly value: string
  readonly onChange: (owner: string) => void
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>Owner</label>
      <input
        id={id}
        className="input"
        list={`${id}-known`}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-known`}>
        {owners.map((owner) => (
          <option key={owner} value={owner} />
        ))}
      </datalist>
    </div>
  )
}

/** Done: what came of it, and on which day. */
export function ResultAction({ action, busy, error, onSave, onClose }: Asking & { readonly action: Action }) {
  const today = useToday()
  const form = useId()
  const [result, setResult] = useState(action.fields.result)
  const [on, setOn] = useState<string | null>(action.fields.resulted ?? today)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (result.trim() !== '' && on !== null) onSave({ state: 'resulted', result, resulted: on })
  }
  return (
    <Dialog
      title={`${refOf(action)} done`}
      open
      onClose={onClose}
      held={result !== action.fields.result}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={busy || result.trim() === '' || on === null}>
            Result {refOf(action)}
          </Button>
        </>
      }
    >
      <p className="dim">{action.fields.title}</p>
      <form id={form} className="form" onSubmit={save} noValidate>
        <LinesField
          label="Result"
          hint="What was found or done, and what it led to"
          value={result}
          onChange={setResult}
          required
          autoFocus
        />
        <DayField label="Resulted on" value={on} onChange={setOn} />
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}

/** Bring forward: the day to look at it again, on whom it waits and why. */
export function BringForward({ action, busy, error, onSave, onClose }: Asking & { readonly action: Action }) {
  const form = useId()
  const [day, setDay] = useState(noDay)
  const [waitingOn, setWaitingOn] = useState(action.fields.waitingOn)
  const [why, setWhy] = useState('')
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (day.day === null) return
    onSave({ bringForward: day.day, waitingOn, reason: withReason(action.fields.reason, day.day, why) })
  }
  return (
    <Dialog
      title={`Bring ${refOf(action)} forward`}
      open
      onClose={onClose}
      held={why !== ''}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={busy || day.day === null}>
            Bring {refOf(action)} forward
          </Button>
        </>
      }
    >
      <p className="dim">{action.fields.title}</p>
      <form id={form} className="form" onSubmit={save} noValidate>
        <SaidDayField label="Look at it again on" value={day} onChange={setDay} required autoFocus />
        <TextField label="Waiting on" value={waitingOn} onChange={setWaitingOn} />
        <LinesField label="Why" hint="Kept with the action’s reason" value={why} onChange={setWhy} />
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}
