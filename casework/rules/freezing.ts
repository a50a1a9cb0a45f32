import { CaseworkError } from '../contract/errors.ts'
import { type Entry, keyOf } from './arrangement.ts'
import { labelAt, labelRange, type Numbering, type NumberRun } from './numbering.ts'

/** What a court lets late material do once numbers are frozen. Sources: bundle rules G9, C9, S1. */
export type LatePolicy = 'end' | 'insert' | 'supplement'

/** One stretch of frozen pages: the front, a section's divider or a document, and the numbers it keeps. */
export interface FrozenLine {
  /** `front`, or the key of an entry. */
  readonly key: string
  readonly title: string
  readonly pages: number
  readonly run: NumberRun
  /** It stands in a supplement, by the version that made it, and not in the bundle itself. */
  readonly supplement?: number
}

/** The lines a record keeps. */
export const frozenLines = (frozen: readonly FrozenLine[]): string[] =>
  frozen.map((each) => JSON.stringify(each))
/** Reads them back. They were written by {@link frozenLines} and never by hand. */
export const readFrozen = (lines: readonly string[]): FrozenLine[] =>
  lines.map((line) => JSON.parse(line) as FrozenLine)

/** The first and last number of a frozen stretch, as printed. */
export const frozenRange = ({ run, pages }: FrozenLine): string =>
  labelRange(labelAt(run, 0), labelAt(run, Math.max(0, pages - 1)))

/** The numbers of everything in a bundle of which some is frozen. */
export interface Renumbered {
  /** By key. A late document that may not stand where it does, or goes into a supplement, has none of the bundle's. */
  readonly runs: ReadonlyMap<string, NumberRun>
  /** Keys of what came since it was frozen. */
  readonly late: ReadonlySet<string>
  /** Keys of late documents among frozen pages, where the policy allows none. */
  readonly misplaced: ReadonlySet<string>
}
/** How a bundle is numbered, and what late material may do. */
export interface HowNumbered {
  readonly numbering: Numbering
  readonly late: LatePolicy
  readonly dividers: boolean
}

/** A stretch of pages in order, and the scope its numbers run in: the whole bundle, or its section. */
interface Place {
  readonly key: string
  readonly scope: string
  readonly entry: Entry
  readonly letter: string
}

/**
 * Numbers what came late without moving a frozen number: behind the last, or, between frozen pages, as 143A. A frozen
 * document that was taken out is one page which bears the range of its numbers.
 */
export function renumbered(
  entries: readonly Entry[],
  frozen: readonly FrozenLine[],
  how: HowNumbered,
  pagesOf: (key: string) => number,
): Renumbered {
  const whole = how.numbering === 'continuous' || how.numbering === 'roman'
  const elsewhere = new Set(frozen.filter((each) => each.supplement !== undefined).map((each) => each.key))
  const places = placesOf(entries, whole, how.dividers, elsewhere)
  const known = new Map(frozen.map((each) => [each.key, each]))
  const lastFrozen = new Map<string, number>()
  for (const [at, { key, scope }] of places.entries()) if (known.has(key)) lastFrozen.set(scope, at)
  const next = nextNumbers(frozen, places, whole)
  const runs = new Map<string, NumberRun>()
  const late = new Set<string>()
  const misplaced = new Set<string>()
  const used = usedLetters(frozen)
  const stems = new Map<string, string>()
  for (const [at, place] of places.entries()) {
    const { key, scope } = place
    const before = known.get(key)
    if (before !== undefined) {
      runs.set(key, standing(before, place.entry))
      if (before.run.style === 'decimal') stems.set(scope, labelAt(before.run, before.pages - 1))
      continue
    }
    late.add(key)
    // Its numbers are those of a supplement: none of the bundle's are ever its own.
    if (how.late === 'supplement') continue
    const between = at < (lastFrozen.get(scope) ?? -1)
    const stem = stems.get(scope)
    if (between && (how.late !== 'insert' || stem === undefined)) misplaced.add(key)
    else if (how.numbering === 'tabs') runs.set(key, tabRun(place, next))
    else if (between) {
      const from = (used.get(stem!) ?? 0) + 1
      used.set(stem!, from + pagesOf(key) - 1)
      runs.set(key, { style: 'letters', prefix: stem!, from })
    } else {
      const from = next.get(scope) ?? 1
      next.set(scope, from + pagesOf(key))
      runs.set(key, { style: 'decimal', prefix: whole ? '' : place.letter, from })
    }
  }
  return { runs, late, misplaced }
}

// A section that holds nothing has no divider, and so takes no number. What stands in a supplement is not counted.
function placesOf(
  entries: readonly Entry[],
  whole: boolean,
  dividers: boolean,
  elsewhere: ReadonlySet<string>,
): Place[] {
  const places: Place[] = []
  let letter = ''
  let head: Place | null = null
  for (const entry of entries) {
    if (entry.kind === 'section') letter = entry.letter
    const place = { key: keyOf(entry), scope: whole ? '' : letter, entry, letter }
    if (entry.kind === 'section') head = dividers ? place : null
    else if (!elsewhere.has(place.key)) {
      if (head !== null) places.push(head)
      head = null
      places.push(place)
    }
  }
  return places
}

/** The numbers of what is frozen; once it was taken out, one page bears the range of them. */
export const standing = (line: FrozenLine, entry: Entry): NumberRun =>
  entry.kind === 'document' && entry.taken && line.run.style !== 'fixed'
    ? { style: 'fixed', label: frozenRange(line) }
    : line.run

function tabRun({ scope, entry, letter }: Place, next: Map<string, number>): NumberRun {
  if (entry.kind === 'section') return { style: 'decimal', prefix: `${letter}/0/`, from: 1 }
  const tab = (next.get(scope) ?? 0) + 1
  next.set(scope, tab)
  return { style: 'decimal', prefix: `${letter}/${tab}/`, from: 1 }
}

function usedLetters(frozen: readonly FrozenLine[]): Map<string, number> {
  const used = new Map<string, number>()
  for (const { run, pages } of frozen)
    if (run.style === 'letters')
      used.set(run.prefix, Math.max(used.get(run.prefix) ?? 0, run.from + pages - 1))
  return used
}

// The number that comes after the last frozen one, by scope; of tabs, the last tab.
function nextNumbers(
  frozen: readonly FrozenLine[],
  places: readonly Place[],
  whole: boolean,
): Map<string, number> {
  const scopes = new Map(places.map(({ key, scope }) => [key, scope]))
  const next = new Map<string, number>()
  for (const { key, run, pages, supplement } of frozen) {
    if (supplement !== undefined) continue
    const scope = whole ? '' : scopes.get(key)
    if (run.style !== 'decimal' || scope === undefined) continue
    const tab = /^[A-Z]+[0-9]?\/(\d+)\/$/.exec(run.prefix)
    const after = tab === null ? run.from + pages : Number(tab[1])
    next.set(scope, Math.max(next.get(scope) ?? 0, after))
  }
  return next
}

/** What a supplement is called behind the title of its bundle, by which of them it is: the first bears no number. */
export const supplementWords = (which: number): string => (which === 1 ? 'supplement' : `supplement ${which}`)

/** What freezing would make now. The window that asks and the desk that freezes both ask here. */
export interface NextVersion {
  /** The bundle itself, a supplement, or nothing, for nothing came or was taken out since. */
  readonly what: 'nothing' | 'bundle' | 'supplement'
  /** The supplement that is frozen anew, by the version that made it; absent for a supplement of what came late. */
  readonly again?: number
  /** Keys of documents that were taken out since, of what is frozen now. */
  readonly out: readonly string[]
  /** Keys of documents that came since. */
  readonly late: readonly string[]
}

/**
 * What the next version is. A version is one file: where late material has a bundle of its own, what was taken out is
 * frozen first, in the bundle itself, then in each supplement it was taken out of, and what came late waits for the
 * version after those.
 */
export function nextVersion(
  of: {
    readonly entries: readonly Entry[]
    readonly frozen: readonly FrozenLine[]
    readonly version: number | null
  },
  policy: LatePolicy,
): NextVersion {
  const known = new Map(of.frozen.map((line) => [line.key, line]))
  const documents = of.entries.filter((entry) => entry.kind === 'document')
  const keys = documents.map(keyOf)
  if (of.version === null) return { what: keys.length === 0 ? 'nothing' : 'bundle', out: [], late: [] }
  const late = keys.filter((key) => !known.has(key))
  const out = documents.flatMap((entry) => {
    const line = known.get(keyOf(entry))
    return entry.taken && line !== undefined && line.run.style !== 'fixed' ? [line] : []
  })
  const keysOf = (supplement: number | undefined) =>
    out.filter((line) => line.supplement === supplement).map(({ key }) => key)
  const own = keysOf(undefined)
  if (own.length > 0 || (policy !== 'supplement' && late.length > 0))
    return { what: 'bundle', out: own, late }
  const [again] = out.flatMap(({ supplement }) => supplement ?? []).sort((a, b) => a - b)
  if (again !== undefined) return { what: 'supplement', again, out: keysOf(again), late }
  return { what: late.length === 0 ? 'nothing' : 'supplement', out: [], late }
}

/** Why what is frozen is not moved. */
export const staysFrozen = (line: FrozenLine): CaseworkError =>
  new CaseworkError(
    'conflict',
    `${line.title} was frozen as ${frozenRange(line)}, so it stays where it is. It can be taken out: one page then stands for its numbers.`,
    { at: 'entries' },
  )

/** Why what was frozen as taken out is not put back. */
export const staysTakenOut = (line: FrozenLine): CaseworkError =>
  new CaseworkError(
    'conflict',
    `${line.title} was frozen as taken out, so the page that stands for ${frozenRange(line)} stays. Put the document in again, as one that came late.`,
    { at: 'entries' },
  )

/**
 * What a changed arrangement may do to what is frozen: nothing but take a document out, which once frozen stays so.
 * Throws `conflict` naming the first document that moved, left its section, is gone or is no longer taken out, or the
 * first section that was renamed though pages of it are frozen.
 */
export function keepFrozen(
  before: readonly Entry[],
  after: readonly Entry[],
  frozen: readonly FrozenLine[],
): void {
  const [was, is] = [sectionsOf(before), sectionsOf(after)]
  const order = new Map(after.map((entry, at) => [keyOf(entry), at]))
  const [out, still] = [takenOut(before), takenOut(after)]
  let last = -1
  for (const line of frozen) {
    if (line.key === 'front') continue
    const at = order.get(line.key)
    const apart = line.supplement !== undefined
    if (at === undefined || (!apart && (at < last || was.get(line.key) !== is.get(line.key))))
      throw staysFrozen(line)
    if (line.run.style === 'fixed' && out.has(line.key) && !still.has(line.key)) throw staysTakenOut(line)
    if (!apart) last = at
  }
  keepTitles(before, after, frozen)
}

/** The divider, the index and the bookmark bear a section's title, and no sheet of changes would tell of another one. */
function keepTitles(before: readonly Entry[], after: readonly Entry[], frozen: readonly FrozenLine[]): void {
  const own = new Set(frozen.filter(({ supplement }) => supplement === undefined).map(({ key }) => key))
  const titles = new Map(
    after.flatMap((entry) => (entry.kind === 'section' ? [[entry.letter, entry.title] as const] : [])),
  )
  for (const [letter, title] of frozenTitles(before, own)) {
    const now = titles.get(letter)
    // An earlier program let it be renamed: it may be called again as its divider is.
    const divider = frozen.find(({ key }) => key === `section ${letter}`)?.title
    const was = divider?.replace(`Section ${letter}: `, '') ?? title
    if (now === title || now === was) continue
    throw new CaseworkError(
      'conflict',
      `Section ${letter} was frozen as “${was}”, so it keeps that title. What comes late can be put into a section of its own.`,
      { at: 'entries' },
    )
  }
}

/** The titles of sections that hold something frozen, by letter. */
function frozenTitles(entries: readonly Entry[], own: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let head: { readonly letter: string; readonly title: string } | null = null
  for (const entry of entries)
    if (entry.kind === 'section') head = entry
    else if (head !== null && own.has(keyOf(entry))) found.set(head.letter, head.title)
  return found
}

const takenOut = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(entries.flatMap((entry) => (entry.kind === 'document' && entry.taken ? [keyOf(entry)] : [])))

function sectionsOf(entries: readonly Entry[]): Map<string, string> {
  const found = new Map<string, string>()
  let letter = ''
  for (const entry of entries)
    if (entry.kind === 'section') letter = entry.letter
    else found.set(keyOf(entry), letter)
  return found
}
