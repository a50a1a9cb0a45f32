import { shortDay } from '../../casework/rules/days.ts'

/** `14:02:31`, by this machine's clock. */
export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `08:52` on the same day, else `16 Mar`, and with its year when that is another. `day` is today, as ISO text. */
export function whenDone(at: number, day: string): string {
  const date = new Date(at)
  const iso = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
  if (iso === day) return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(iso.slice(0, 4) === day.slice(0, 4) ? {} : { year: 'numeric' }),
  })
}

/** `29 Nov 2025, 07:14`, by this machine's clock. For what the program wrote down itself. */
export function stampWords(at: number): string {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${shortDay(day)}, ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `1.4 GB`, `38 MB`, `612 B`. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** step
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`
}
