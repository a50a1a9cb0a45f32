import { type FormEvent, useState } from 'react'
import { type RecordType, register } from '../../casework/entities/index.ts'
import type { Field } from '../../casework/schema.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { FormField } from './FormField.tsx'

type Values = Readonly<Record<string, unknown>>
export interface RecordFormProps {
  readonly caseId: string
  readonly type: RecordType
  /** What the record holds now; a new one starts empty. */
  readonly values?: Values | undefined
  /** The fields to show, in this order; every field of the form unless said. */
  readonly only?: readonly string[] | undefined
  /** The verb on the button: `Add person`. */
  readonly act: string
  /** Told only the fields that differ. */
  readonly onSave: (changed: Values) => void
  readonly onCancel?: (() => void) | undefined
  readonly error?: { readonly message: string; readonly at?: string | undefined } | null | undefined
  readonly busy?: boolean | undefined
}

/** The names of the fields an officer fills in for a kind of record. */
export const formFields = (type: RecordType): readonly string[] =>
  Object.entries(register[type].fields as unknown as Readonly<Record<string, Field<unknown>>>)
    .filter(([, field]) => field.inForm && !['file', 'body', 'words', 'citations'].includes(field.kind))
    .map(([name]) => name)

/** A form written over the register: the labels, hints, choices and order are the entity's own. */
export function RecordForm({
  caseId,
  type,
  values,
  only,
  act,
  onSave,
  onCancel,
  error,
  busy,
}: RecordFormProps) {
  const entity = register[type]
  const fields = entity.fields as unknown as Readonly<Record<string, Field<unknown>>>
  const before = { ...(entity.blank as Values), ...values }
  const [draft, setDraft] = useState<Values>({})
  const names = only ?? formFields(type)
  const now = { ...before, ...draft }

  const save = (event: FormEvent) => {
    event.preventDefault()
    const changed = Object.entries(draft)
      .map(([name, value]) => [name, tidied(value)] as const)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]))
    onSave(Object.fromEntries(changed))
  }

  return (
    <form className="form" onSubmit={save} noValidate>
      {names.map((name, index) => (
        <FormField
          key={name}
          caseId={caseId}
          field={fields[name]!}
          value={now[name]}
          onChange={(value) => setDraft((held) => ({ ...held, [name]: value }))}
          error={error?.at === name ? error.message : undefined}
          autoFocus={index === 0}
        />
      ))}
      <ErrorNote error={error && (error.at === undefined || !names.includes(error.at)) ? error : null} />
      <div className="acts">
        <Button look="first" submits disabled={busy ?? false}>
          {act}
        </Button>
        {onCancel && <Button onClick={onCancel}>Not now</Button>}
      </div>
    </form>
  )
}

// Lines of a list left empty are not part of it.
const tidied = (value: unknown): unknown =>
  Array.isArray(value) ? value.filter((each) => typeof each !== 'string' || each.trim() !== '') : value
