import type { Params, Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import {
  digestsNow,
  type ReadingCard,
  type ReadingState,
  type VersionGround,
} from '../../casework/reading.ts'
import { carryOver, standsFirm, takes } from '../../casework/rules/carrying.ts'
import { countIn, pagesIn, runsOf } from '../../casework/rules/page-runs.ts'
import { earlierVersion, madeBefore, pagesSince, pairVersions } from '../../casework/rules/versions.ts'
import type { Asked } from '../dispatch.ts'
import type { Desk } from './desk.ts'
import type { Reading } from './reading.ts'

/** As many notes as one bundle may have. */
const mostNotes = 50_000
const everything = { notes: true, bookmarks: true, read: true } as const

interface Earlier {
  readonly card: ReadingCard
  readonly ground: VersionGround
  readonly kept: ReadingState
}

/** What is new in an open bundle since an earlier version of it that was read here. */
export async function newSince(
  desk: Desk,
  { id }: Params<'reading.since'>,
  asked: Asked,
): Promise<Result<'reading.since'>> {
  const reading = desk.readings.get(id)
  const card = await cardOf(desk, reading, asked)
  const earlier = earlierOf(desk, reading, card)
  if (earlier === undefined) return { earlier: null }
  const { kept } = earlier
  const before = earlier.card
  const versions = pairVersions(before.pages, pagesSince(before, card))
  const labels = before.pages.map(({ label }) => label)
  const over = carryOver(kept, labels, versions, everything)
  const bookmarks = kept.notes.filter(({ kind }) => kind === 'bookmark').length
  const chosen = reading.state().since
  return {
    earlier: {
      id: before.sha256,
      name: before.name,
      opened: before.opened,
      ground: earlier.ground,
      pages: before.pages.length,
      kept: {
        notes: kept.notes.length - bookmarks,
        bookmarks,
        read: countIn(kept.read, 1, before.pages.length),
      },
      fresh: copied(versions.fresh),
      changed: copied(versions.changed),
      front: versions.front,
      moved: versions.since.filter(({ stands }) => stands === 'moved').length,
      gone: versions.since.flatMap(({ stands }, at) =>
        stands === 'gone' && before.pages[at]?.document !== '' ? [labels[at] ?? ''] : [],
      ),
      stillRead: countIn(over.read, 1, card.pages.length),
      inDoubt: over.notes
        .filter((note) => note.carried?.stands === 'moved' || !standsFirm(note))
        .map(({ kind, page, carried, words, quote, tag }) => ({
          kind,
          from: carried?.from ?? '',
          to: page,
          stands: carried?.stands ?? 'same',
          words: (words || quote || tag).slice(0, 200),
        })),
      chosen: chosen?.sha256 !== before.sha256 ? null : chosen.carried ? 'carried' : 'left',
    },
  }
}

/**
 * Takes along what was kept of an earlier version, as its reader chose. What was kept of that one stays as it is. Throws
 * `not-found` where it is no earlier version, `conflict` where it was carried over before.
 */
export function carryNotes(
  desk: Desk,
  { id, from, ...what }: Params<'reading.carry'>,
): Result<'reading.carry'> {
  const reading = desk.readings.get(id)
  const state = reading.state()
  if (state.since?.sha256 === from && state.since.carried)
    throw new CaseworkError('conflict', 'Your notes were carried over from that version before.')
  const { cards } = desk.readings.store
  const card = cards.recall(id)
  const before = cards.recall(from)
  const kept = desk.readings.store.look(from)
  if (
    card === undefined ||
    before === undefined ||
    kept === undefined ||
    earlierVersion(before, card) === null
  )
    throw new CaseworkError('not-found', 'No earlier version of this bundle is known by that name here.')
  const labels = before.pages.map(({ label }) => label)
  const over = carryOver(kept, labels, pairVersions(before.pages, pagesSince(before, card)), what)
  if (state.notes.length + over.notes.length > mostNotes)
    throw new CaseworkError('invalid', 'That would be more notes than one bundle can have: 50,000.')
  const some = what.read || kept.notes.some((note) => takes(what, note))
  const next: ReadingState = {
    ...state,
    read: runsOf(new Set(pagesIn([...state.read, ...over.read]))),
    notes: [...state.notes, ...over.notes.map((note) => ({ ...note, id: desk.newId() }))],
    since: { sha256: from, carried: some },
  }
  reading.keep(next)
  return { state: next }
}

/** What this bundle is known by: looked through once, and kept. */
async function cardOf(desk: Desk, reading: Reading, { signal, progress }: Asked): Promise<ReadingCard> {
  const { id, path, name, seen } = reading
  const { cards } = desk.readings.store
  const known = cards.recall(id)
  // What was known of other bundles before there was another way of making digests is told apart in the first way.
  const withFirst = cards.all().some(({ sha256, digests }) => sha256 !== id && digests === undefined)
  const serves =
    known?.digests !== undefined && (!withFirst || known.pages.every(({ first }) => first !== undefined))
  const version = serves
    ? known
    : await desk.run(
        'look-at-versions',
        { path, name, sha256: id, withFirst },
        { signal, onProgress: progress },
      )
  // Closed meanwhile, its file can no longer be held against what was looked through.
  if (!desk.readings.has(id))
    throw new CaseworkError('cancelled', 'The bundle was closed before its pages were gone through.')
  await reading.unchanged()
  const card: ReadingCard = {
    sha256: id,
    name: name.slice(0, 400),
    title: seen.title.slice(0, 400),
    first: known?.first ?? desk.now(),
    opened: desk.now(),
    made: version.made,
    digests: digestsNow,
    pages: version.pages.map((page) => ({ ...page })),
  }
  cards.keep(card)
  return card
}

/** The earlier version that was chosen before; else the newest with notes, or else the newest of which pages were read. */
function earlierOf(desk: Desk, reading: Reading, card: ReadingCard): Earlier | undefined {
  const { cards, look } = desk.readings.store
  const chosen = reading.state().since?.sha256
  const found = cards.all().flatMap((before): Earlier[] => {
    const ground = earlierVersion(before, card)
    if (ground === null || (chosen !== undefined && chosen !== before.sha256)) return []
    const kept = look(before.sha256)
    return kept === undefined || (kept.notes.length === 0 && kept.read.length === 0)
      ? []
      : [{ card: before, ground, kept }]
  })
  const noted = ({ kept }: Earlier) => Number(kept.notes.length > 0)
  return found.toSorted((a, b) => noted(b) - noted(a) || (madeBefore(a.card, b.card) ? 1 : -1))[0]
}

const copied = (runs: readonly (readonly [number, number])[]) =>
  runs.map(([from, to]) => [from, to] as [number, number])
