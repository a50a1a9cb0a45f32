import { type FormEvent, useId, useState } from 'react'
import { register, type StoredOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { useToday } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ChoiceField, TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { formWords, fromWitness, type StatementValues } from './heading.ts'

/** Whose statement it is to be; the rest is filled in on its own page. */
export function NewStatement({
  people,
  busy,
  error,
  onMake,
  onClose,
}: {
  readonly people: readonly StoredOf<'person'>[]
  readonly busy: boolean
  readonly error: { readonly message: string } | null
  readonly onMake: (fields: Partial<StatementValues>) => void
  readonly onClose: () => void
}) {
  const form = useId()
  const today = useToday()
  const [fields, setFields] = useState<Partial<StatementValues>>({})
  const find = (id: string | null | undefined) => people.find((each) => each.id === id) ?? null
  const now = { ...register.statement.blank, ...fields }
  const options = Object.fromEntries(people.map((each) => [each.id, `${refOf(each)} ${each.fields.name}`]))
  const make = (event: FormEvent) => {
    event.preventDefault()
    if (now.statementOf.trim() !== '') onMake(fields)
  }
  return (
    <Dialog
      title="Begin a statement"
      open
      onClose={onClose}
      acts={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="first" submits form={form} disabled={busy || now.statementOf.trim() === ''}>
            Begin statement
          </Button>
        </>
      }
    >
      <form id={form} className="form" onSubmit={make} noValidate>
        <ChoiceField
          label="Witness"
          value={now.witness ?? ''}
          options={{ '': 'Someone not in the case yet', ...options }}
          autoFocus
          onChange={(id) =>
            setFields({
              ...fields,
              ...fromWitness(now, find(id === '' ? null : id), find(now.witness), today),
            })
          }
        />
        <TextField
          label="Statement of"
          hint="The name the witness gives"
          value={now.statementOf}
          onChange={(statementOf) => setFields({ ...fields, statementOf })}
          required
        />
        <ChoiceField
          label={register.statement.fields.form.label}
          value={now.form}
          options={formWords}
          onChange={(to) => setFields({ ...fields, form: to as StatementValues['form'] })}
        />
        <ErrorNote error={error} />
      </form>
    </Dialog>
  )
}
