import type { When } from '../../../casework/schema.ts'

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const dayLength = 86_400_000

const at = (iso: string): Date => new Date(`${iso}T00:00:00Z`)
const isoOf = (date: Date): string => date.toISOString().slice(0, 10)
const two = (n: number): string => String(n).padStart(2, '0')

/** The ISO day `offset` days after `on`; before it when `offset` is negative. */
export const dayFrom = (on: string, offset: number): string =>
  isoOf(new Date(at(on).getTime() + offset * dayLength))

/** The first and the last day of the month that holds `iso`. */
export const monthOf = (iso: string): { readonly first: string; readonly last: string } => {
  const date = at(iso)
  return {
    first: `${iso.slice(0, 7)}-01`,
    last: isoOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0))),
  }
}

/** The ways a day may be written. The first is what a placeholder without a style gives. */
export const dayStyles = {
  plain: (d: Date) => `${d.getUTCDate()} ${months[d.getUTCMonth()]!.slice(0, 3)} ${d.getUTCFullYear()}`,
  padded: (d: Date) => `${two(d.getUTCDate())} ${months[d.getUTCMonth()]!.slice(0, 3)} ${d.getUTCFullYear()}`,
  long: (d: Date) => `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  month: (d: Date) => `${months[d.getUTCMonth()]!.slice(0, 3)} ${d.getUTCFullYear()}`,
  'month-name': (d: Date) => months[d.getUTCMonth()]!,
  'day-month': (d: Date) => `${d.getUTCDate()} ${months[d.getUTCMonth()]}`,
  weekday: (d: Date) => weekdays[d.getUTCDay()]!,
  slash: (d: Date) => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
  iso: (d: Date) => isoOf(d),
} as const
export type DayStyle = keyof typeof dayStyles

/** Writes an ISO day in a style: `2025-11-29` as `29 Nov 2025`, `29 November 2025`, `Nov 2025` and so on. */
export const writeDay = (iso: string, style: DayStyle): string => dayStyles[style](at(iso))

/** How the demonstration's material states a date: always in days counted from the day the case is made for. */
export type DemonstrationWhen = { readonly words?: string } & (
  | { readonly on: number; readonly at?: string }
  | { readonly span: readonly [number, number] }
  | { readonly from: number; readonly to: number }
  | { readonly month: number }
  | { readonly before: number }
  | { readonly beforeMonth: number }
  | { readonly after: number }
  | { readonly unknown: string }
)

/** Reads a stated date into the register's own shape, counted from `on`. `words` still hold their placeholders. */
export const readDemonstrationWhen = (stated: DemonstrationWhen, on: string): When => {
  const day = (offset: number): string => dayFrom(on, offset)
  const plain = (offset: number): string => writeDay(day(offset), 'plain')
  const made = (
    words: string,
    precision: When['precision'],
    earliest: string | null,
    latest: string | null,
  ): When => ({ words: stated.words ?? words, precision, earliest, latest })

  if ('on' in stated) {
    const moment = stated.at ? `${day(stated.on)}T${stated.at}` : day(stated.on)
    return made(stated.at ? `${plain(stated.on)}, ${stated.at}` : plain(stated.on), 'exact', moment, moment)
  }
  if ('span' in stated) {
    const [first, last] = stated.span
    return made(`${plain(first)} to ${plain(last)}`, 'exact', day(first), day(last))
  }
  if ('from' in stated) {
    return made(
      `about ${plain(stated.from)} to ${plain(stated.to)}`,
      'about',
      day(stated.from),
      day(stated.to),
    )
  }
  if ('month' in stated) {
    const { first, last } = monthOf(day(stated.month))
    return made(writeDay(day(stated.month), 'month'), 'about', first, last)
  }
  if ('before' in stated)
    return made(`before ${plain(stated.before)}`, 'before', null, day(stated.before - 1))
  if ('beforeMonth' in stated) {
    const { first } = monthOf(day(stated.beforeMonth))
    return made(`before ${writeDay(first, 'month')}`, 'before', null, dayFrom(first, -1))
  }
  if ('after' in stated) return made(`after ${plain(stated.after)}`, 'after', day(stated.after), null)
  return made(stated.unknown, 'unknown', null, null)
}
