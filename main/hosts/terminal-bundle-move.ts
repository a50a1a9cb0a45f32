import { CaseworkError } from '../../casework/contract/errors.ts'
import { blockAt, type Entry, keyOf } from '../../casework/rules/arrangement.ts'
import { droppedUnseen } from '../../casework/rules/arranging.ts'
import { staysFrozen } from '../../casework/rules/freezing.ts'
import { counted } from '../../casework/rules/words.ts'
import {
  type AtHand,
  frozenLine,
  inBundle,
  keysOf,
  named,
  rangeOf,
  withBundle,
} from './terminal-bundle-at-hand.ts'
import { type Planned, refuseSection } from './terminal-bundle-chosen.ts'
import type { Outcome } from './terminal-commands.ts'
import type { TerminalDesk } from './terminal-desk.ts'
import { type Line, WrongUsage } from './terminal-words.ts'

/** Moves documents of a bundle to the end of a section, or before or after another document. */
export const moveEntries = async (desk: TerminalDesk, line: Line): Promise<Outcome> => {
  const ways = ['section', 'before', 'after'].filter((flag) => line.text(flag) !== undefined)
  if (ways.length !== 1)
    throw new WrongUsage('“bundle move” takes --section, --before or --after, one of the three.')
  return withBundle(desk, line, async (bundle) => {
    const { ref } = bundle
    const found = named(line, (name) => inBundle(bundle, name))
    for (const each of found) refuseFrozen(bundle, each)
    const keys = keysOf(found)
    const to = placeNamed(bundle, line, keys)
    // What stands under one that is moved goes with it. They come to stand in the order they were named.
    const going = found.filter((each) => !keys.has(aboveOf(bundle, each)?.key ?? ''))
    const inTurn = line.text('after') === undefined ? going : going.toReversed()
    const done = await bundle.save((entries) =>
      inTurn.reduce((now, { key }) => droppedUnseen(now, key, to(now)), entries),
    )
    const now = await bundle.plannedNow()
    const moved = now.sections.flatMap(({ letter, documents }) =>
      documents.filter(({ key }) => keys.has(key)).map((each) => ({ ...each, section: letter })),
    )
    const held = now.checks.filter(
      ({ key = '', keys: several = [], fix }) =>
        (fix === 'move-to-end' || fix === 'move-all-to-end') &&
        [key, ...several].some((each) => keys.has(each)),
    )
    return {
      json: {
        bundle: ref,
        changed: done,
        moved: moved.map(({ ref: name, section, first, last }) => ({ ref: name, section, first, last })),
      },
      rows: [
        [
          done
            ? `${counted(found.length, 'document')} moved in ${ref}.`
            : `${counted(found.length, 'document')} left in ${ref} as before: that is the place already.`,
        ],
        ...moved.map((each) => [each.ref, `Section ${each.section}`, rangeOf(each) || 'No numbers yet']),
        ...held.map(({ sentence, detail }) => [`${sentence}. ${detail}`.trim()]),
      ],
    }
  })
}

function refuseFrozen(bundle: AtHand, document: Planned): void {
  const { ref, standing } = document
  if (standing === 'taken')
    throw new CaseworkError(
      'conflict',
      `${ref} is taken out of ${bundle.ref}, so the page that stands for ${rangeOf(document)} stays where it is.`,
    )
  const frozen = frozenLine(bundle, document)
  if (frozen !== undefined) throw staysFrozen(frozen)
}

/** Before which entry documents are to be put. Throws for a place there is not, or that is their own. */
function placeNamed(bundle: AtHand, line: Line, moving: ReadonlySet<string>) {
  const letter = line.text('section')?.toUpperCase()
  if (letter !== undefined) {
    refuseSection(letter, bundle.plan)
    return (entries: readonly Entry[]) => {
      const head = entries.findIndex((entry) => entry.kind === 'section' && entry.letter === letter)
      return head + blockAt(entries, head)
    }
  }
  const flag = line.text('before') === undefined ? 'after' : 'before'
  const beside = inBundle(bundle, line.text(flag)!, flag)
  const above = aboveOf(bundle, beside)
  if (moving.has(beside.key) || (above !== null && moving.has(above.key)))
    throw new CaseworkError(
      'invalid',
      moving.has(beside.key)
        ? `${beside.ref} cannot be put ${flag} itself. Name another document.`
        : `${beside.ref} stands under ${above!.ref} and moves with it. Name another document.`,
      { at: flag },
    )
  const beneath = [...moving].every((key) => aboveOf(bundle, { key })?.key === above?.key)
  if (flag === 'before' && above !== null && !beneath)
    throw new CaseworkError(
      'conflict',
      `${beside.ref} stands under ${above.ref}, and nothing is put between them. Say --before ${above.ref}.`,
      { at: flag },
    )
  return (entries: readonly Entry[]) =>
    entries.findIndex((entry) => keyOf(entry) === beside.key) + Number(flag === 'after')
}

/** The document that one stands under; null for one that stands by itself. */
function aboveOf({ plan }: AtHand, { key }: Pick<Planned, 'key'>): Planned | null {
  for (const { documents } of plan.sections) {
    const at = documents.findIndex((each) => each.key === key)
    if (at >= 0 && documents[at]!.depth === 1)
      return documents.findLast(({ depth }, index) => index < at && depth === 0) ?? null
  }
  return null
}
