import { Plus, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button, IconButton } from './Button.tsx'

export interface FieldProps<T> {
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
  readonly hint?: string | undefined
  readonly required?: boolean | undefined
  readonly error?: string | undefined
  readonly autoFocus?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** The label, hint and error around a control; hands the control the ids that tie them together. */
export function FieldFrame({
  label,
  hint,
  required,
  error,
  children,
}: Pick<FieldProps<never>, 'label' | 'hint' | 'required' | 'error'> & {
  readonly children: (ties: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': boolean | undefined
  }) => ReactNode
}) {
  const id = useId()
  const told = [hint && `${id}-hint`, error && `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required && <span className="needed"> (needed)</span>}
      </label>
      {children({ id, 'aria-describedby': told || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="wrong" id={`${id}-wrong`} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}

/** One line of text. */
export function TextField({
  value,
  onChange,
  autoFocus,
  disabled,
  placeholder,
  ...frame
}: FieldProps<string> & { readonly placeholder?: string }) {
  return (
    <FieldFrame {...frame}>
      {(ties) => (
        <input
          {...ties}
          className="input"
          value={value}
          // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for
          autoFocus={autoFocus}
          disabled={disabled}
          placeholder={placeholder}
          required={frame.required}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}

/** Several lines of text. `voice` sets them in the serif kept for people's own words. */
export function LinesField({
  value,
  onChange,
  autoFocus,
  disabled,
  voice,
  ...frame
}: FieldProps<string> & { readonly voice?: boolean }) {
  return (
    <FieldFrame {...frame}>
      {(ties) => (
        <textarea
          {...ties}
          className={voice ? 'input voice' : 'input'}
          value={value}
          // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for
          autoFocus={autoFocus}
          disabled={disabled}
          rows={3}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}

/** A whole number, or not known. */
export function NumberField({ value, onChange, disabled, ...frame }: FieldProps<number | null>) {
  return (
    <FieldFrame {...frame}>
      {(ties) => (
        <input
          {...ties}
          className="input"
          inputMode="numeric"
          value={value ?? ''}
          disabled={disabled}
          onChange={(event) => {
            const digits = event.target.value.replaceAll(/\D/g, '')
            onChange(digits === '' ? null : Number(digits))
          }}
        />
      )}
    </FieldFrame>
  )
}

type Options = Readonly<Record<string, string>>

/** One of a short list. */
export function ChoiceField({
  value,
  onChange,
  options,
  disabled,
  ...frame
}: FieldProps<string> & { readonly options: Options }) {
  return (
    <FieldFrame {...frame}>
      {(ties) => (
        <select
          {...ties}
          className="input"
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
        >
          {Object.entries(options).map(([key, word]) => (
            <option key={key} value={key}>
              {word}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

/** Any number of a short list. */
export function ChoicesField({
  label,
  hint,
  value,
  onChange,
  options,
  disabled,
}: FieldProps<readonly string[]> & { readonly options: Options }) {
  return (
    <fieldset className="field" disabled={disabled}>
      <legend className="label">{label}</legend>
      {hint && <span className="hint">{hint}</span>}
      <div className="checks">
        {Object.entries(options).map(([key, word]) => (
          <label key={key} className="check">
            <input
              type="checkbox"
              checked={value.includes(key)}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, key] : value.filter((each) => each !== key))
              }
            />
            {word}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Yes or no. */
export function FlagField({ label, hint, value, onChange, disabled }: FieldProps<boolean>) {
  const id = useId()
  return (
    <div className="field">
      <label className="check" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={value}
          disabled={disabled}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  )
}

/** A list of short texts, each on its own line, with a button for one more. */
export function ListField({ label, hint, value, onChange, disabled, error }: FieldProps<readonly string[]>) {
  const put = (at: number, text: string) => onChange(value.map((each, index) => (index === at ? text : each)))
  return (
    <fieldset className="field list-field" disabled={disabled}>
      <legend className="label">{label}</legend>
      {value.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is what each line is
        <div key={at}>
          <input
            className="input"
            aria-label={`${label}, ${at + 1}`}
            value={text}
            // biome-ignore lint/a11y/noAutofocus: the line the person just asked for
            autoFocus={text === ''}
            onChange={(event) => put(at, event.target.value)}
          />
          <IconButton
            name={`Remove ${text === '' ? 'the empty line' : text}`}
            icon={<X className="i s" aria-hidden />}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          look="link"
          size="slim"
          icon={<Plus className="i s" aria-hidden />}
          onClick={() => onChange([...value, ''])}
        >
          Add
        </Button>
        {hint && <span className="hint">{hint}</span>}
      </div>
      {error && (
        <span className="wrong" role="alert">
          {error}
        </span>
      )}
    </fieldset>
  )
}
