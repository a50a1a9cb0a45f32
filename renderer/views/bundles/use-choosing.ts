import { useMemo, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { announce } from '../../parts/Announce.tsx'
import { chosenIn, reached, turned } from './choosing.ts'
import type { LiveDocument } from './live-plan.ts'
import type { PlanLine } from './plan-lines.ts'
import type { Builder } from './use-builder.ts'

/** How a line is gone to: alone, with all up to it, turned over, or with what is chosen left as it is. */
export type Going = 'alone' | 'reach' | 'turn' | 'past'

/** Documents chosen while a line was the current one: whoever goes to another line by itself gives them up. */
interface Choice {
  readonly keys: ReadonlySet<string>
  /** Where reaching began. */
  readonly anchor: string
  readonly current: string
}
const none: readonly LiveDocument[] = []

/**
 * Which lines of a bundle are chosen: the current one, or several documents. Sections and the front are worked on by
 * themselves, so a section chosen with others stands for its documents.
 */
export function useChoosing({ live, current, setCurrent }: Builder, lines: readonly PlanLine[], at: number) {
  const [made, setMade] = useState<Choice | null>(null)
  const choice = made?.current === current ? made : null
  // What has gone since, by an undo or elsewhere, is no longer chosen.
  const documents = useMemo(
    () => (live === null || choice === null ? none : chosenIn(live, choice.keys)),
    [live, choice],
  )
  const several = documents.length > 1 || (documents.length === 1 && documents[0]!.key !== current)
  const line = lines[at]
  const before: ReadonlySet<string> = several
    ? choice!.keys
    : new Set(line?.kind === 'document' ? [line.key] : [])

  const choose = (keys: ReadonlySet<string>, anchor: string, key: string) => {
    setMade({ keys, anchor, current: key })
    const count = live === null ? 0 : chosenIn(live, keys).length
    if (count > 1 || several) announce(`${counted(count, 'document')} chosen`)
  }
  return {
    /** The documents that are chosen, in the bundle's order, where the current line is not the only one. */
    several: several ? documents : none,
    go: (key: string, how: Going) => {
      const to = lines.findIndex((each) => each.key === key)
      const target = lines[to]
      if (target === undefined) return
      setCurrent(key)
      const anchor = choice?.anchor ?? line?.key ?? key
      if (how === 'alone') setMade(null)
      else if (how === 'past') setMade({ keys: before, anchor: key, current: key })
      else if (how === 'turn') choose(turned(before, target), key, key)
      else {
        const from = lines.findIndex((each) => each.key === anchor)
        choose(reached(lines, Math.max(0, from), to), anchor, key)
      }
    },
    all: () =>
      live !== null &&
      choose(
        new Set(live.sections.flatMap((each) => each.documents.map(({ key }) => key))),
        current,
        current,
      ),
    one: () => setMade(null),
  }
}
export type Choosing = ReturnType<typeof useChoosing>
