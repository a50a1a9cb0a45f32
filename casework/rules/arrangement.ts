import { z } from 'zod'
import { CaseworkError } from '../contract/errors.ts'
import { isoDay, recordId } from '../schema.ts'

/**
 * What stands in a bundle and in what order: a flat list in which a section stands before its documents. A document of
 * depth 1 belongs to the one before it and moves with it. It lies sealed apart in the record, one line of JSON an entry.
 */
const section = z.strictObject({
  kind: z.literal('section'),
  letter: z.string().regex(/^[A-Z]{1,2}[0-9]?$/, 'one or two capitals'),
  title: z.string().trim().min(1, 'a name').max(120),
})
const document = z.strictObject({
  kind: z.literal('document'),
  type: z.enum(['statement', 'exhibit']),
  id: recordId,
  /** The title it is served under; the record's own when empty. */
  title: z.string().max(300),
  /** The date the index gives; the record's own when null. */
  date: isoDay.nullable(),
  depth: z.union([z.literal(0), z.literal(1)]),
  coversheet: z.boolean(),
  front: z.boolean(),
  /** Why a page that names it stands in its place; '' when its pages are shown. */
  standIn: z.string().max(300),
  /** Who it is for, in the profile's words; everyone when empty. Others get a page that stands for its numbers. */
  audience: z.array(z.string().min(1).max(60)).max(10),
  /** Taken out after its numbers were frozen: one page stands for them. */
  taken: z.boolean(),
  /** Numbers in square brackets on its pages cite pages of this bundle, and become links. */
  cites: z.boolean().default(false),
  /** What happens to comments and marks on its pages. */
  comments: z.enum(['keep', 'flatten', 'strip']).default('keep'),
  /** Which time its record stands in the bundle, from the second on: it was taken out once frozen, and came again. */
  again: z.number().int().min(2).max(99).optional(),
})
export const bundleEntry = z.union([section, document])

/** A section of a bundle, or a document in it. */
export type Entry = z.infer<typeof bundleEntry>
export type SectionEntry = z.infer<typeof section>
export type DocumentEntry = z.infer<typeof document>

/** What one entry of an arrangement is known by: a section by its letter, a document by its record. */
export const keyOf = (entry: Entry): string =>
  entry.kind === 'section' ? `section ${entry.letter}` : `${entry.type} ${documentIdOf(entry)}`

/** What a document is known by within one bundle: its record's id, and which time it stands there. */
export const documentIdOf = ({ id, again }: Pick<DocumentEntry, 'id' | 'again'>): string =>
  again === undefined ? id : `${id}-${again}`
/** The id of the record that a document of a bundle comes from. */
export const recordIdOf = (documentId: string): string => documentId.replace(/-\d+$/, '')

/** A document as it goes in when nobody has said more. */
export const documentEntry = (type: DocumentEntry['type'], id: string): DocumentEntry => ({
  kind: 'document',
  type,
  id,
  title: '',
  date: null,
  depth: 0,
  coversheet: false,
  front: false,
  standIn: '',
  audience: [],
  taken: false,
  cites: false,
  comments: 'keep',
})

/** The lines of an arrangement as a record keeps them. */
export const arrangementLines = (entries: readonly Entry[]): string[] =>
  entries.map((entry) => JSON.stringify(entry))

/** Reads an arrangement from its lines. Throws `invalid` naming the first line that is none. */
export function readArrangement(lines: readonly string[]): Entry[] {
  return lines.map((line, at) => {
    const read = bundleEntry.safeParse(parsed(line))
    if (read.success) return read.data
    const issue = read.error.issues[0]
    throw new CaseworkError(
      'invalid',
      `Line ${at + 1} of the bundle’s arrangement is not one: ${issue?.message ?? 'unreadable'}.`,
      { at: 'entries' },
    )
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

const twice = 'A document stands in the bundle twice. Take one of the two out.'

/** Throws `invalid` for an arrangement that cannot be bound: a letter or a document twice, nesting under nothing. */
export function checkArrangement(entries: readonly Entry[]): void {
  const wrong = (sentence: string) => new CaseworkError('invalid', sentence, { at: 'entries' })
  const seen = new Set<string>()
  const records = new Set<string>()
  let before: Entry | undefined
  for (const entry of entries) {
    const key = keyOf(entry)
    if (seen.has(key))
      throw wrong(
        entry.kind === 'section'
          ? `Two sections have the letter ${entry.letter}. Give one another letter.`
          : twice,
      )
    seen.add(key)
    if (entry.kind === 'document' && !entry.taken) {
      if (records.has(entry.id)) throw wrong(twice)
      records.add(entry.id)
    }
    if (entry.kind === 'document' && before === undefined)
      throw wrong('The first line of a bundle is a section. Put the document into one.')
    if (entry.kind === 'document' && entry.depth === 1 && before?.kind !== 'document')
      throw wrong('A document can only stand under another document. Move it below one first.')
    before = entry
  }
}

/** Sections as a profile lists them, and what goes into them without being asked, by what each takes. */
export function initialArrangement<Kind extends string>(
  sections: readonly { readonly letter: string; readonly title: string; readonly takes: readonly Kind[] }[],
  material: Readonly<Record<Kind, readonly { readonly type: DocumentEntry['type']; readonly id: string }[]>>,
): Entry[] {
  return sections.flatMap(({ letter, title, takes }): Entry[] => [
    { kind: 'section', letter, title },
    ...takes.flatMap((kind) => material[kind].map(({ type, id }) => documentEntry(type, id))),
  ])
}

/** The entries that move with the one at `at`: a document takes those under it along, a section its documents. */
export function blockAt(entries: readonly Entry[], at: number): number {
  const entry = entries[at]
  if (entry === undefined) return 0
  let end = at + 1
  for (let next = entries[end]; next !== undefined; next = entries[++end]) {
    if (next.kind === 'section') break
    if (entry.kind === 'document' && (entry.depth === 1 || next.depth === 0)) break
  }
  return end - at
}

/** The arrangement with the block at `from` put before the entry now at `to` (its length for the end). */
export function moved(entries: readonly Entry[], from: number, to: number): readonly Entry[] {
  const length = blockAt(entries, from)
  if (length === 0 || (to >= from && to <= from + length)) return entries
  const block = entries.slice(from, from + length)
  const rest = [...entries.slice(0, from), ...entries.slice(from + length)]
  const place = to > from ? to - length : to
  return straightened([...rest.slice(0, place), ...block, ...rest.slice(place)])
}

/** One step up or down among its likes: a section past a section, a document past a document or a section's head. */
export function stepped(entries: readonly Entry[], at: number, way: -1 | 1): readonly Entry[] {
  const entry = entries[at]
  if (entry === undefined) return entries
  const length = blockAt(entries, at)
  if (way === 1) {
    const next = at + length
    if (next >= entries.length) return entries
    const past =
      entry.kind === 'section'
        ? blockAt(entries, next)
        : entries[next]!.kind === 'section'
          ? 1
          : stepOver(entries, next, entry)
    return moved(entries, at, next + past)
  }
  if (at === 0) return entries
  if (entry.kind === 'section')
    return moved(
      entries,
      at,
      lastIndex(entries, at - 1, (each) => each.kind === 'section'),
    )
  const above = entries[at - 1]!
  if (above.kind === 'section') return at - 1 === 0 ? entries : moved(entries, at, at - 1)
  return moved(
    entries,
    at,
    entry.depth === 1
      ? at - 1
      : lastIndex(entries, at - 1, (each) => each.kind === 'document' && each.depth === 0),
  )
}

const stepOver = (entries: readonly Entry[], at: number, entry: DocumentEntry): number =>
  entry.depth === 1 ? 1 : blockAt(entries, at)

function lastIndex(entries: readonly Entry[], from: number, holds: (entry: Entry) => boolean): number {
  for (let at = from; at > 0; at--) if (holds(entries[at]!)) return at
  return holds(entries[0]!) ? 0 : Math.min(1, from)
}

/** The arrangement with a document put under the one before it, or beside it again. */
export function nested(entries: readonly Entry[], at: number, depth: 0 | 1): readonly Entry[] {
  const entry = entries[at]
  if (entry?.kind !== 'document' || entry.depth === depth) return entries
  if (depth === 1 && entries[at - 1]?.kind !== 'document') return entries
  return straightened(entries.with(at, { ...entry, depth }))
}

/** The arrangement without the entry at `at`. A section’s documents go to the section before it, else they go with it. */
export function without(entries: readonly Entry[], at: number): readonly Entry[] {
  const entry = entries[at]
  if (entry === undefined) return entries
  const length = blockAt(entries, at)
  if (entry.kind === 'section') return straightened(entries.toSpliced(at, at === 0 ? length : 1))
  // What stood under it is not filed under the document before it.
  const under = entries.slice(at + 1, at + length).map((each) => ({ ...each, depth: 0 as const }))
  return straightened(entries.toSpliced(at, length, ...under))
}

/** The arrangement with documents put in at the end of the section that the entry at `at` belongs to. Without a section it stays empty. */
export function added(
  entries: readonly Entry[],
  at: number,
  documents: readonly DocumentEntry[],
): readonly Entry[] {
  if (entries.length === 0) return entries
  const head = lastIndex(entries, Math.min(at, entries.length - 1), (each) => each.kind === 'section')
  const end = head + blockAt(entries, head)
  return straightened(entries.toSpliced(end, 0, ...documents))
}

// What lost the document it stood under stands by itself.
function straightened(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, at) =>
    entry.kind === 'document' && entry.depth === 1 && entries[at - 1]?.kind !== 'document'
      ? { ...entry, depth: 0 as const }
      : entry,
  )
}
