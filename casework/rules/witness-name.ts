/**
 * A name as initials and surname: `K. J. Pattinson`. The surname is taken to come last, as English puts it: where it
 * does not, the person who writes the statement says how the name goes.
 */
export function initialsAndSurname(name: string): string {
  const words = name.trim().split(/\s+/u)
  const surname = words.pop() ?? ''
  const initials = words.map((word) => `${[...word][0]!.toLocaleUpperCase('en-GB')}.`)
  return [...initials, surname].join(' ')
}
