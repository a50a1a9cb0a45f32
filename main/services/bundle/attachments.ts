import { Ref, readTextString, Text, type Value } from './objects.ts'
import type { PdfReader } from './reader.ts'

/** So many are named; of the rest only the number is said. */
const NAMED = 10
const MOST_NODES = 10_000

/** The name of the file a specification describes; '' when it has none that can be read. */
function attachedName(reader: PdfReader, specification: Value): string {
  if (!(specification instanceof Map)) return ''
  for (const key of ['UF', 'F', 'Desc']) {
    const value = reader.get(specification, key)
    const name = value instanceof Text ? tidy(readTextString(value)) : ''
    if (name !== '') return name
  }
  return ''
}

/** The names of the files attached within a document (R39), in its own order; one without a name is `a file`. */
export function attachedNames(reader: PdfReader): string[] {
  const found: string[] = []
  const root = reader.get(reader.trailer, 'Root')
  const names = root instanceof Map ? reader.get(root, 'Names') : null
  const stack: Value[] = names instanceof Map ? [names.get('EmbeddedFiles') ?? null] : []
  const seen = new Set<number>()
  for (let nodes = 0; stack.length > 0 && nodes < MOST_NODES; nodes++) {
    const at = stack.pop()!
    if (at instanceof Ref) {
      if (seen.has(at.number)) continue
      seen.add(at.number)
    }
    const node = reader.resolve(at)
    if (!(node instanceof Map)) continue
    const pairs = reader.get(node, 'Names')
    if (Array.isArray(pairs))
      for (let i = 0; i + 1 < pairs.length && found.length < MOST_NODES; i += 2) {
        const key = reader.resolve(pairs[i])
        const called = key instanceof Text ? tidy(readTextString(key)) : ''
        found.push(attachedName(reader, reader.resolve(pairs[i + 1])) || called || 'a file')
      }
    const kids = reader.get(node, 'Kids')
    if (Array.isArray(kids)) stack.push(...kids.toReversed())
  }
  return found
}

/** Names of attached files in words, for whoever holds the file they are in. */
export function attachedWords(names: readonly string[]): string {
  const said = names.slice(0, NAMED).map((name) => `“${name}”`)
  const more = names.length - said.length
  return more > 0 ? `${said.join(', ')} and ${more} more` : said.join(', ')
}

// A name is shown to people: nothing in it may hide what it is, or go on without end.
function tidy(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return [...plain].slice(0, 80).join('')
}
