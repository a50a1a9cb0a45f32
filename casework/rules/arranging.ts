import {
  added,
  blockAt,
  type DocumentEntry,
  documentEntry,
  type Entry,
  keyOf,
  moved,
  nested,
  type SectionEntry,
} from './arrangement.ts'
import type { LatePolicy } from './freezing.ts'
import type { Numbering } from './numbering.ts'

/**
 * Where an entry comes to stand when it is dropped before the one at `to`: sections between sections, documents never
 * before the first section, and none between a document and what stands under it.
 */
export function placeFor(entries: readonly Entry[], entry: Entry, to: number): number {
  let at = Math.max(0, Math.min(entries.length, to))
  const fits = () => {
    const next = entries[at]
    if (next === undefined) return true
    if (entry.kind === 'section') return next.kind === 'section'
    return at > 0 && (entry.depth === 1 || next.kind === 'section' || next.depth === 0)
  }
  while (!fits()) at++
  return at
}

/** The arrangement with the block at `from` dropped before the entry at `to`. */
export function dropped(entries: readonly Entry[], from: number, to: number): readonly Entry[] {
  const entry = entries[from]
  return entry === undefined ? entries : moved(entries, from, placeFor(entries, entry, to))
}

/** The first letter after that of the section the entry at `at` belongs to which no section has. */
export function freeLetter(entries: readonly Entry[], at: number): string {
  const taken = new Set(entries.flatMap((entry) => (entry.kind === 'section' ? [entry.letter] : [])))
  const letters = Array.from({ length: 26 }, (_, n) => String.fromCharCode(65 + n))
  const own = headOf(entries, at)
  const from = own === null ? 0 : letters.indexOf(own.letter.slice(0, 1)) + 1
  const single = [...letters.slice(from), ...letters.slice(0, from)].find((letter) => !taken.has(letter))
  if (single !== undefined) return single
  for (const first of letters)
    for (const second of letters) if (!taken.has(first + second)) return first + second
  return ''
}

/** The arrangement with a section put in after the one that the entry at `at` belongs to. */
export function sectionAdded(
  entries: readonly Entry[],
  at: number,
  { letter, title }: { readonly letter: string; readonly title: string },
): readonly Entry[] {
  const head = headAt(entries, at)
  const end = head < 0 ? entries.length : head + blockAt(entries, head)
  return entries.toSpliced(end, 0, { kind: 'section', letter, title })
}

/**
 * The arrangement with a late document put where it can be numbered: behind the last frozen page of its scope, which
 * is the whole bundle, or its section where each section is numbered for itself.
 */
export function behindFrozen(
  entries: readonly Entry[],
  at: number,
  frozen: ReadonlySet<string>,
  numbering: Numbering,
): readonly Entry[] {
  const whole = numbering === 'continuous' || numbering === 'roman'
  const own = headAt(entries, at)
  const last = whole
    ? entries.findLastIndex((entry) => entry.kind === 'document' && frozen.has(keyOf(entry)))
    : own
  if (last < 0) return entries
  const head = headAt(entries, last)
  return moved(entries, at, head + blockAt(entries, head))
}

/**
 * The arrangement with those that stand under another document standing by themselves, where `which` says so of one and
 * of the one above it: behind whatever else stands there, none of which they take along.
 */
export function standingAlone(
  entries: readonly Entry[],
  which: (key: string, above: string) => boolean,
): readonly Entry[] {
  let above = ''
  const freed = entries.flatMap((entry) => {
    if (entry.kind === 'section' || entry.depth === 0) above = keyOf(entry)
    else if (which(keyOf(entry), above)) return [keyOf(entry)]
    return []
  })
  return freed.reduceRight<readonly Entry[]>((now, key) => {
    const at = now.findIndex((entry) => keyOf(entry) === key)
    let end = at + 1
    for (let next = now[end]; next?.kind === 'document' && next.depth === 1; next = now[end]) end++
    return nested(moved(now, at, end), end - 1, 0)
  }, entries)
}

/**
 * The arrangement with a document put before the entry at `to` by somebody who does not see what it comes to stand under:
 * one that leaves the document above it stands by itself, for a translation is never filed under another document.
 */
export function droppedUnseen(entries: readonly Entry[], key: string, to: number): readonly Entry[] {
  const drop = (all: readonly Entry[], place: number) =>
    dropped(
      all,
      all.findIndex((entry) => keyOf(entry) === key),
      place,
    )
  const mark = entries[to]
  const [was, is] = [aboveIn(entries, key), aboveIn(drop(entries, to), key)]
  const alone = standingAlone(entries, (each) => each === key && was !== is)
  const place = alone.findIndex((entry) => mark !== undefined && keyOf(entry) === keyOf(mark))
  return drop(alone, place < 0 ? alone.length : place)
}

/** What a document stands under; '' for one that stands by itself. */
function aboveIn(entries: readonly Entry[], key: string): string {
  let above = ''
  for (const entry of entries)
    if (entry.kind === 'section' || entry.depth === 0) above = keyOf(entry)
    else if (keyOf(entry) === key) return above
  return ''
}

/**
 * The arrangement with several late documents put behind what is frozen, in their order. One that stood under a document
 * which stays stands by itself: an annex is never filed under another document.
 */
export function allBehindFrozen(
  entries: readonly Entry[],
  keys: ReadonlySet<string>,
  frozen: ReadonlySet<string>,
  numbering: Numbering,
): readonly Entry[] {
  const freed = standingAlone(entries, (key, above) => keys.has(key) && !keys.has(above))
  return [...keys].reduce<readonly Entry[]>((now, key) => {
    const at = now.findIndex((entry) => keyOf(entry) === key)
    return at < 0 ? now : behindFrozen(now, at, frozen, numbering)
  }, freed)
}

/**
 * The arrangement with documents put in at the end of the section that the entry at `at` belongs to; once numbers are
 * frozen and late material goes to the end, behind the last frozen page of their scope.
 */
export function addedLate(
  entries: readonly Entry[],
  at: number,
  documents: readonly DocumentEntry[],
  frozen: ReadonlySet<string>,
  how: { readonly late: LatePolicy; readonly numbering: Numbering },
): readonly Entry[] {
  const whole = how.numbering === 'continuous' || how.numbering === 'roman'
  const last = entries.findLastIndex((entry) => entry.kind === 'document' && frozen.has(keyOf(entry)))
  return added(entries, how.late === 'end' && whole ? Math.max(at, last) : at, documents)
}

/** A document as it goes in when nobody has said more. What was taken out before may come again, under a key of its own. */
export function freshEntry(
  entries: readonly Entry[],
  type: DocumentEntry['type'],
  id: string,
): DocumentEntry {
  const before = entries.flatMap((entry) =>
    entry.kind === 'document' && entry.type === type && entry.id === id ? [entry.again ?? 1] : [],
  )
  const fresh = documentEntry(type, id)
  return before.length === 0 ? fresh : { ...fresh, again: Math.max(...before) + 1 }
}

const keyed = ({ type, id, again }: DocumentEntry) => ({ type, id, again })

/**
 * The arrangement with a frozen document taken out and its record put in again, as it is now, behind what is frozen: a
 * page stands for the old numbers, and what comes again gets its own.
 */
export function replaced(
  entries: readonly Entry[],
  at: number,
  frozen: ReadonlySet<string>,
  numbering: Numbering,
): readonly Entry[] {
  const entry = entries[at]
  if (entry?.kind !== 'document' || entry.taken || !frozen.has(keyOf(entry))) return entries
  const fresh: DocumentEntry = {
    ...entry,
    ...keyed(freshEntry(entries, entry.type, entry.id)),
    depth: 0,
    standIn: '',
  }
  const behind = at + blockAt(entries, at)
  const both = entries.with(at, { ...entry, taken: true }).toSpliced(behind, 0, fresh)
  return behindFrozen(both, behind, frozen, numbering)
}

/** Where the section stands that the entry at `at` belongs to; -1 without one. */
export const headAt = (entries: readonly Entry[], at: number): number =>
  entries.findLastIndex((entry, index) => index <= at && entry.kind === 'section')

const headOf = (entries: readonly Entry[], at: number): SectionEntry | null =>
  (entries[headAt(entries, at)] as SectionEntry | undefined) ?? null
