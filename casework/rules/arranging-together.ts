import {
  blockAt,
  type DocumentEntry,
  type Entry,
  keyOf,
  moved,
  nested,
  stepped,
  without,
} from './arrangement.ts'
import { placeFor } from './arranging.ts'

/** Keys of documents that are worked on together. */
export type Keys = ReadonlySet<string>

/**
 * The documents among `keys` that are moved for themselves, in their order: one that stands under another that is
 * chosen as well moves with it.
 */
function movable(entries: readonly Entry[], keys: Keys): readonly string[] {
  let above = ''
  return entries.flatMap((entry) => {
    const key = keyOf(entry)
    if (entry.kind === 'section' || entry.depth === 0) above = key
    if (entry.kind !== 'document' || !keys.has(key)) return []
    return entry.depth === 1 && keys.has(above) ? [] : [key]
  })
}

const placeOf = (entries: readonly Entry[], key: string) => entries.findIndex((each) => keyOf(each) === key)

/** Each one step up or down, in their own order: none passes another of them, and what can’t go further stays. */
export function steppedTogether(entries: readonly Entry[], keys: Keys, way: -1 | 1): readonly Entry[] {
  const order = movable(entries, keys)
  return (way === -1 ? order : order.toReversed()).reduce((now, key) => {
    const at = placeOf(now, key)
    return order.includes(passed(now, at, way)) ? now : stepped(now, at, way)
  }, entries)
}

/** The key of the document that a step would lead past; '' for a section’s head, or nothing. */
function passed(entries: readonly Entry[], at: number, way: -1 | 1): string {
  const own = entries[at]
  if (own?.kind !== 'document') return ''
  for (
    let next = way === 1 ? at + blockAt(entries, at) : at - 1;
    entries[next]?.kind === 'document';
    next += way
  ) {
    const entry = entries[next] as DocumentEntry
    if (own.depth === 1 || entry.depth === 0) return keyOf(entry)
  }
  return ''
}

/** All of them, in their order, put before the entry at `to`. */
export function droppedTogether(entries: readonly Entry[], keys: Keys, to: number): readonly Entry[] {
  // The first of what follows that stays where it is, and before which all of them may stand, marks the place.
  const going = new Set(movable(entries, keys))
  const stays = (at: number): boolean => {
    for (let head = at; head >= 0; head--) {
      const entry = entries[head]!
      if (going.has(keyOf(entry))) return at >= head + blockAt(entries, head)
      if (entry.kind === 'section' || entry.depth === 0) return true
    }
    return true
  }
  const own = entries.filter((each) => going.has(keyOf(each)))
  const strictest = own.find((each) => each.kind === 'document' && each.depth === 0) ?? own[0]
  if (strictest === undefined) return entries
  const fits = (place: number) => stays(place) && placeFor(entries, strictest, place) === place
  let at = to
  while (at < entries.length && !fits(at)) at++
  const mark = at < entries.length ? keyOf(entries[at]!) : null
  return [...going].reduce((now, key) => {
    const from = placeOf(now, key)
    const before = mark === null ? now.length : placeOf(now, mark)
    return moved(now, from, placeFor(now, now[from]!, before))
  }, entries)
}

/** All of them put at the end of the section with that letter. */
export function filedTogether(entries: readonly Entry[], keys: Keys, letter: string): readonly Entry[] {
  const head = entries.findIndex((each) => each.kind === 'section' && each.letter === letter)
  return head < 0 ? entries : droppedTogether(entries, keys, head + blockAt(entries, head))
}

/** Each put under the one before the first of them, or beside it again. */
export const nestedTogether = (entries: readonly Entry[], keys: Keys, depth: 0 | 1): readonly Entry[] =>
  entries.reduce(
    (now, entry, at) => (entry.kind === 'document' && keys.has(keyOf(entry)) ? nested(now, at, depth) : now),
    entries,
  )

/** Without any of them; of those in `kept`, whose numbers are frozen, each is marked as taken out. */
export const withoutTogether = (entries: readonly Entry[], keys: Keys, kept: Keys): readonly Entry[] =>
  entries.reduceRight((now, entry, at) => {
    const key = keyOf(entry)
    if (entry.kind !== 'document' || !keys.has(key)) return now
    return kept.has(key) ? now.with(at, { ...entry, taken: true }) : without(now, at)
  }, entries)

/** With the same said of each. A front sheet is an exhibit’s alone. */
export function alteredTogether(
  entries: readonly Entry[],
  keys: Keys,
  part: Partial<Pick<DocumentEntry, 'coversheet' | 'front' | 'audience'>>,
): readonly Entry[] {
  const { front, ...rest } = part
  return entries.map((entry) => {
    if (entry.kind !== 'document' || !keys.has(keyOf(entry))) return entry
    return { ...entry, ...(entry.type === 'exhibit' ? part : rest) }
  })
}
