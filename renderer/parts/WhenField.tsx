import { readWhen } from '../../casework/rules/when.ts'
import type { When } from '../../casework/schema.ts'
import { FieldFrame, type FieldProps } from './Field.tsx'
import { readingOf } from './when-words.ts'

/** A date in the speaker's words, with what it is read as shown while typing. `today` settles "yesterday". */
export function WhenField({
  value,
  onChange,
  today,
  disabled,
  autoFocus,
  ...frame
}: FieldProps<When> & { readonly today: string }) {
  return (
    <FieldFrame {...frame} hint={frame.hint ?? 'As said: 29 Nov 2025, about Sep 2024, before October'}>
      {(ties) => (
        <>
          <input
            {...ties}
            className="input"
            value={value.words}
            // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for
            autoFocus={autoFocus}
            disabled={disabled}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange(readWhen(event.target.value, today))}
          />
          <span className="reading" role="status">
            {readingOf(value)}
          </span>
        </>
      )}
    </FieldFrame>
  )
}
