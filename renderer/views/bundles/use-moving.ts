import type { PointerEvent } from 'react'
import { type Entry, keyOf } from '../../../casework/rules/arrangement.ts'
import { freshEntry, placeFor } from '../../../casework/rules/arranging.ts'
import { counted } from '../../../casework/rules/words.ts'
import { nameOf, type Offered } from './live-plan.ts'
import { dropBefore, type PlanLine } from './plan-lines.ts'
import type { Together } from './together.ts'
import type { Builder } from './use-builder.ts'
import { useDrag } from './use-drag.ts'
import type { Lines } from './use-lines.ts'

/** What is moved by the pointer: a line, or all that are chosen with it, or what could go in. */
type Moved = { readonly key: string; readonly several: boolean } | { readonly offer: Offered }

/** Moving lines of a bundle by the pointer, and putting in what could go in. `all` are the documents chosen together. */
export function useMoving(builder: Builder, lines: readonly PlanLine[], view: Lines, all: Together) {
  const { entries, live } = builder
  const several = all.documents
  const whereTo = (what: Moved, place: number): number => {
    const to = dropBefore(lines, place, entries.length)
    const moving: Entry | undefined =
      'offer' in what
        ? freshEntry(entries, what.offer.type, what.offer.id)
        : entries.find((each) => keyOf(each) === what.key)
    return moving === undefined ? to : placeFor(entries, moving, to)
  }
  const { drag, start } = useDrag<Moved>(view.box, view.tall, (what, place) => {
    if ('offer' in what) builder.add([what.offer], whereTo(what, place))
    else if (what.several) all.drop(dropBefore(lines, place, entries.length))
    else builder.drop(what.key, whereTo(what, place))
  })
  const wordsFor = (what: Moved): string => {
    if ('offer' in what) return `${what.offer.ref} ${what.offer.title}`.trim()
    if (what.several) return counted(several.length, 'document')
    return live === null ? '' : nameOf(live, what.key)
  }
  return {
    startLine: (event: PointerEvent, key: string) =>
      start(event, { key, several: several.some((each) => each.key === key) }),
    startOffer: (event: PointerEvent, offer: Offered) => start(event, { offer }),
    /** Before which entry it would go; null while nothing is moved, or it is moved elsewhere. */
    dropAt: drag === null || drag.place === null ? null : whereTo(drag.what, drag.place),
    /** What floats under the pointer. */
    floating: drag === null ? null : { x: drag.x, y: drag.y, words: wordsFor(drag.what) },
  }
}
