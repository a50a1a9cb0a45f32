import type { Field, When } from '../../casework/schema.ts'
import { useAsk } from '../data/ask.ts'
import { useToday } from '../data/machine.ts'
import { DayField } from '../parts/DayField.tsx'
import {
  ChoiceField,
  ChoicesField,
  FlagField,
  LinesField,
  ListField,
  NumberField,
  TextField,
} from '../parts/Field.tsx'
import { WhenField } from '../parts/WhenField.tsx'
import { titleOf } from './titles.ts'

export interface FormFieldProps {
  readonly caseId: string
  readonly field: Field<unknown>
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly error?: string | undefined
  readonly autoFocus?: boolean | undefined
}

/** The control for a field of the register, whatever its kind. Files, bodies and citations have screens of their own. */
export function FormField({ caseId, field, value, onChange, error, autoFocus }: FormFieldProps) {
  const today = useToday()
  const frame = { label: field.label, hint: field.hint, required: field.required, error, autoFocus, onChange }
  switch (field.kind) {
    case 'text':
      return <TextField {...frame} value={value as string} />
    case 'lines':
      return <LinesField {...frame} value={value as string} />
    case 'day':
      return <DayField {...frame} value={value as string | null} />
    case 'number':
      return <NumberField {...frame} value={value as number | null} />
    case 'flag':
      return <FlagField {...frame} value={value as boolean} />
    case 'choice':
      return <ChoiceField {...frame} value={value as string} options={field.options ?? {}} />
    case 'choices':
      return <ChoicesField {...frame} value={value as readonly string[]} options={field.options ?? {}} />
    case 'list':
      return <ListField {...frame} value={value as readonly string[]} />
    case 'when':
      return <WhenField {...frame} value={value as When} today={today} />
    case 'reference':
    case 'references':
      return <ReferenceField caseId={caseId} {...{ field, value, onChange, error }} />
    default:
      return null
  }
}

function ReferenceField({ caseId, field, value, onChange, error }: FormFieldProps) {
  const list = useAsk('records.list', { caseId, type: field.refersTo as 'person' })
  const options = Object.fromEntries(
    (list.data?.records ?? [])
      .filter((record) => record.archived === null)
      .map((record) => [record.id, titleOf(record)]),
  )
  const frame = { label: field.label, hint: field.hint, required: field.required, error }
  if (field.kind === 'references')
    return (
      <ChoicesField {...frame} value={value as readonly string[]} options={options} onChange={onChange} />
    )
  return (
    <ChoiceField
      {...frame}
      value={(value as string | null) ?? ''}
      options={{ '': field.options?.[''] ?? 'Not known', ...options }}
      onChange={(id) => onChange(id === '' ? null : id)}
    />
  )
}
