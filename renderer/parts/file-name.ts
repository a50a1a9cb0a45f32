/** How much of a name's end is always shown: a version and an extension have room in it. */
const kept = 18

/** A name in two: what may be cut, and the end that never is. A space stays with the end, where it is not lost. */
export function nameParts(name: string): { readonly head: string; readonly tail: string } {
  const letters = [...new Intl.Segmenter('en-GB').segment(name)].map(({ segment }) => segment)
  if (letters.length <= kept + 4) return { head: name, tail: '' }
  const from = letters.length - kept
  return { head: letters.slice(0, from).join('').trimEnd(), tail: tailOf(letters, from) }
}

const tailOf = (letters: readonly string[], from: number): string =>
  (letters[from - 1] === ' ' ? '\u00a0' : '') + letters.slice(from).join('').replace(/^ /, '\u00a0')
