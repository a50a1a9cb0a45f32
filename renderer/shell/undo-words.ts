/** What a toast says after an act was taken back or done again; `did` is the act's own name. */
export const turnedWords = (way: 'undo' | 'redo', did: string): string =>
  `${way === 'undo' ? 'Undone' : 'Done again'}: ${did.charAt(0).toLowerCase()}${did.slice(1)}`
