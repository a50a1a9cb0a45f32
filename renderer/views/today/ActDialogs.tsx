import { type FormEvent, useId, useState } from 'react'
import type { DueItem } from '../../../casework/contract/shapes.ts'
import type { StoredOf, ValuesOf } from '../../../casework/entities/index.ts'
import { addDays, shortDay } from '../../../casework/rules/days.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { LinesField, TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'
import { done, reassigned, snoozed } from './changes.ts'

type Fields = Partial<ValuesOf<'action'>>
interface ActProps {
  readonly item: DueItem
  readonly act: 'done' | 'snooze' | 'reassign'
  readonly today: string
  readonly onClose: () => void
}
const titles = { done: 'Done', snooze: 'Snooze', reassign: 'Reassign' } as const

/** Asks what an act needs to know, then saves it. Reads the action first, so that nothing newer is written over. */
export function ActDialog({ item, act, today, onClose }: ActProps) {
  const { caseId, id } = item
  const asked = useAsk('records.get', { caseId, type: 'action', id })
  const action = asked.data?.record as StoredOf<'action'> | undefined
  const change = useDo('records.change')
  const form = useId()

  const save = async (fields: Fields, said: string) => {
    if (action === undefined) return
    const of = { caseId, type: 'action' as const, id }
    const before = Object.fromEntries(
      Object.keys(fields).map((name) => [name, action.fields[name as keyof Fields]]),
    )
    try {
      const { record } = await change.run({ ...of, version: action.version, fields: { ...fields } })
      onClose()
      toast({
        words: `${item.ref} ${said}`,
        undo: () => void change.run({ ...of, version: record.version, fields: before }),
      })
    } catch {
      // The dialog stays, with the reason in it.
    }
  }
  return (
    <Dialog
      title={`${titles[act]}: ${item.ref} ${item.title}`}
      open
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={change.busy || action === undefined}>
            {act === 'done' ? 'Save the result' : act === 'snooze' ? 'Put off' : 'Reassign'}
          </Button>
        </>
      }
    >
      {action !== undefined && (
        <ActForm {...{ form, act, action, today }} onSave={(fields, said) => void save(fields, said)} />
      )}
      <ErrorNote error={asked.error ?? change.error} />
    </Dialog>
  )
}

function ActForm({
  form,
  act,
  action,
  today,
  onSave,
}: Pick<ActProps, 'act' | 'today'> & {
  readonly form: string
  readonly action: StoredOf<'action'>
  readonly onSave: (fields: Fields, said: string) => void
}) {
  const { fields } = action
  const [words, setWords] = useState(act === 'reassign' ? fields.owner : '')
  const [until, setUntil] = useState<string | null>(addDays(today, 7))
  const [due, setDue] = useState(fields.due)
  const [wrong, setWrong] = useState<{ readonly words?: string; readonly until?: string }>({})
  const overdue = fields.due !== null && fields.due < today

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const needed = {
      done: 'Say what came of it.',
      snooze: 'Say why it waits.',
      reassign: 'Say who takes it.',
    }
    const said = words.trim() === '' ? { words: needed[act] } : {}
    const day =
      act === 'snooze' && (until === null || until <= today) ? { until: 'Choose a day after today.' } : {}
    setWrong({ ...said, ...day })
    if (words.trim() === '' || 'until' in day) return
    if (act === 'done') onSave(done(words, today), 'done')
    else if (act === 'reassign') onSave(reassigned(fields, words), `is now with ${words.trim()}`)
    else onSave(snoozed(fields, { until: until!, why: words, due }), `put off to ${shortDay(until!)}`)
  }
  return (
    <form id={form} className="form" onSubmit={submit} noValidate>
      {act === 'done' && (
        <LinesField
          label="What came of it"
          value={words}
          onChange={setWords}
          required
          autoFocus
          error={wrong.words}
        />
      )}
      {act === 'reassign' && (
        <TextField label="Owner" value={words} onChange={setWords} required autoFocus error={wrong.words} />
      )}
      {act === 'snooze' && (
        <>
          <TextField
            label="Why it waits"
            value={words}
            onChange={setWords}
            required
            autoFocus
            error={wrong.words}
          />
          <DayField label="Look again on" value={until} onChange={setUntil} required error={wrong.until} />
          {overdue && (
            <DayField
              label="Due"
              value={due}
              onChange={setDue}
              hint="It stays overdue unless the due date itself has moved"
            />
          )}
        </>
      )}
    </form>
  )
}
