import { Eye, EyeOff, KeyRound } from 'lucide-react'
import { type Ref, useState } from 'react'
import { Button } from '../../parts/Button.tsx'
import { FieldFrame, type FieldProps } from '../../parts/Field.tsx'

/** A secret, hidden until asked for. Pasting is allowed. */
export function PassphraseField({
  value,
  onChange,
  autoFocus,
  disabled,
  ref,
  ...frame
}: FieldProps<string> & { readonly ref?: Ref<HTMLInputElement> }) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <FieldFrame {...frame}>
      {(ties) => (
        <div className="with-button">
          <KeyRound className="i s" aria-hidden />
          <input
            {...ties}
            ref={ref}
            className="input secret"
            type={shown ? 'text' : 'password'}
            value={value}
            // biome-ignore lint/a11y/noAutofocus: unlocking is what this screen is for
            autoFocus={autoFocus}
            disabled={disabled}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={1_024}
            onChange={(event) => onChange(event.target.value)}
          />
          <Button
            look="bare"
            size="slim"
            aria-pressed={shown}
            icon={<Icon className="i s" aria-hidden />}
            onClick={() => setShown(!shown)}
          >
            {shown ? 'Hide' : 'Show'}
          </Button>
        </div>
      )}
    </FieldFrame>
  )
}
