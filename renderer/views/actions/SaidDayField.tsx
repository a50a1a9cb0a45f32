import { useState } from 'react'
import { nearDay, shortDay } from '../../../casework/rules/days.ts'
import { standing, standingWords } from '../../../casework/rules/standing.ts'
import { useToday } from '../../data/machine.ts'
import { FieldFrame } from '../../parts/Field.tsx'
import { readDay } from './said-day.ts'

/** What a day field holds: the words, and the day they were read as; null when they name none. */
export interface SaidDay {
  readonly words: string
  readonly day: string | null
}
export const noDay: SaidDay = { words: '', day: null }

/** A day, written as it is said; under it, the day it was read as. */
export function SaidDayField({
  label,
  value,
  onChange,
  required,
  autoFocus,
  error,
}: {
  readonly label: string
  readonly value: SaidDay
  readonly onChange: (value: SaidDay) => void
  readonly required?: boolean
  readonly autoFocus?: boolean
  readonly error?: string | undefined
}) {
  const today = useToday()
  const [left, setLeft] = useState(false)
  const reading =
    value.day !== null
      ? `${nearDay(value.day)} ${shortDay(value.day).slice(-4)}. ${standingWords(standing(value.day, today)).replace(/^Due (.)/, (_all, first: string) => first.toUpperCase())}.`
      : value.words.trim() !== '' && left
        ? 'Not read as one day. Try “20 Mar”, “Friday” or “in 14 days”.'
        : ''
  return (
    <FieldFrame label={label} required={required} error={error} hint="As said: Friday, 20 Mar, in 14 days">
      {(ties) => (
        <>
          <input
            {...ties}
            className="input"
            value={value.words}
            // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for
            autoFocus={autoFocus}
            autoComplete="off"
            spellCheck={false}
            onBlur={() => setLeft(true)}
            onChange={(event) =>
              onChange({ words: event.target.value, day: readDay(event.target.value, today) })
            }
          />
          <span className="reading" role="status">
            {reading}
          </span>
        </>
      )}
    </FieldFrame>
  )
}
