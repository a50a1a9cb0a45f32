import { CalendarDays } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { shortDay } from '../../casework/rules/days.ts'
import { IconButton } from './Button.tsx'
import { dayWritten } from './day-words.ts'
import { FieldFrame, type FieldProps } from './Field.tsx'

const wordsOf = (day: string | null) => (day === null || day === '' ? '' : shortDay(day))
const notRead = 'Not read as a day. Write it as 24 Oct 2026 or 24/10/2026.'

/**
 * A calendar day, or not known. It is written out, the day before the month, whatever the machine is set to; a
 * calendar can be opened beside it. Words that are no day give none: that is said, and a form is not sent with them.
 */
export function DayField({ value, onChange, autoFocus, disabled, ...frame }: FieldProps<string | null>) {
  const [words, setWords] = useState(wordsOf(value))
  const [left, setLeft] = useState(false)
  const given = useRef(value)
  const field = useRef<HTMLInputElement>(null)
  const calendar = useRef<HTMLInputElement>(null)
  const unread = words.trim() !== '' && dayWritten(words) === null
  // Another value from outside replaces what was written.
  useEffect(() => {
    if (given.current === value) return
    given.current = value
    setWords(wordsOf(value))
  }, [value])
  // The form is stopped here, for not every form asks its fields whether they are right.
  useEffect(() => {
    const form = field.current?.form
    if (!unread || form == null) return
    const stop = (event: Event) => {
      event.preventDefault()
      event.stopPropagation()
      setLeft(true)
      field.current?.focus()
    }
    form.addEventListener('submit', stop, true)
    return () => form.removeEventListener('submit', stop, true)
  }, [unread])

  const give = (day: string | null) => {
    given.current = day
    if (day !== value) onChange(day)
  }
  return (
    <FieldFrame {...frame} error={frame.error ?? (unread && left ? notRead : undefined)}>
      {(ties) => (
        <div className="day-field">
          <input
            {...ties}
            ref={field}
            className="input"
            // biome-ignore lint/a11y/noAutofocus: the first field of a dialog that was asked for
            autoFocus={autoFocus}
            value={words}
            disabled={disabled}
            required={frame.required}
            maxLength={40}
            placeholder="24 Oct 2026"
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => {
              setLeft(false)
              setWords(target.value)
              give(dayWritten(target.value))
            }}
            onBlur={() => {
              setLeft(true)
              const day = dayWritten(words)
              if (day !== null) setWords(wordsOf(day))
            }}
          />
          <IconButton
            name={`Calendar for ${frame.label}`}
            size="slim"
            icon={<CalendarDays className="i s" aria-hidden />}
            disabled={disabled}
            onClick={() => calendar.current?.showPicker()}
          />
          <input
            ref={calendar}
            type="date"
            className="day-calendar"
            tabIndex={-1}
            aria-hidden
            value={value ?? ''}
            max="9999-12-31"
            disabled={disabled}
            onChange={({ target }) => {
              const day = target.value === '' ? null : target.value
              setWords(wordsOf(day))
              give(day)
            }}
          />
        </div>
      )}
    </FieldFrame>
  )
}
