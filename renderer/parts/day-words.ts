import { type Day, dayOf, monthNamed } from '../../casework/rules/days.ts'

/**
 * A whole calendar day as it is written here: `24 Oct 2026`, `24 October 2026`, `24/10/2026`, `24102026`, `2026-10-24`.
 * The day stands before the month. Null while it is not yet, or is not, one.
 */
export function dayWritten(words: string): Day | null {
  const said = words
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(\d{1,2})(?:st|nd|rd|th) /i, '$1 ')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said)
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const [, date, month, year] =
    /^(\d{1,2})[ -]?(\p{L}+\.?),?[ -]?(\d{4})$/u.exec(said) ??
    /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(said) ??
    /^(\d{2})(\d{2})(\d{4})$/.exec(said) ??
    []
  if (date === undefined || month === undefined || year === undefined) return null
  const number = /^\d/.test(month) ? Number(month) : monthNamed(month)
  return number === null ? null : dayOf(Number(year), number, Number(date))
}
