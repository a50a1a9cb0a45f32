type Way = 'undo' | 'redo'
const cap = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** What a toast says after an act was taken back or done again; `did` is the act's own name. */
export const turnedWords = (way: Way, did: string): string =>
  `${way === 'undo' ? 'Undone' : 'Done again'}: ${did.charAt(0).toLowerCase()}${did.slice(1)}`

/** What the button offers: the act that comes next by its name, or that it stands; `act` is null where there is none. */
export function offerWords(way: Way, act: string | null, stands: boolean): string {
  if (act === null) return `Nothing to ${way}`
  const key = way === 'undo' ? 'Ctrl Z' : 'Ctrl Y'
  if (stands) return `${cap(act)} can’t be ${way === 'undo' ? 'undone' : 'done again'} (${key})`
  return `${cap(way)} ${act} (${key})`
}
