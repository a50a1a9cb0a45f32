import { between, toggled } from '../../parts/table-model.ts'
import type { LiveDocument, LivePlan } from './live-plan.ts'
import type { PlanLine } from './plan-lines.ts'

/** The keys of the documents a line stands for when several are chosen: its own, or those of a section. */
const standsFor = (line: PlanLine | undefined): readonly string[] => {
  if (line?.kind === 'document') return [line.key]
  return line?.kind === 'section' ? line.section.documents.map(({ key }) => key) : []
}

/** The documents from one line to another. A section that keeps its documents to itself stands for them. */
export function reached(lines: readonly PlanLine[], from: number, to: number): ReadonlySet<string> {
  const keys = between(
    lines.map(({ key }) => key),
    from,
    to,
  )
  const inside = new Set(keys)
  return new Set(
    lines.flatMap((line) => {
      if (!inside.has(line.key)) return []
      return line.kind === 'section' && line.open ? [] : standsFor(line)
    }),
  )
}

/** What is chosen with a line turned over: a document, or all those of a section at once. */
export function turned(chosen: ReadonlySet<string>, line: PlanLine): ReadonlySet<string> {
  const keys = standsFor(line)
  if (line.kind !== 'section') return keys.reduce<ReadonlySet<string>>(toggled, chosen)
  const all = keys.every((key) => chosen.has(key))
  return new Set(all ? [...chosen].filter((key) => !keys.includes(key)) : [...chosen, ...keys])
}

/** The documents of a bundle that are chosen, in its order. */
export const chosenIn = (live: LivePlan, chosen: ReadonlySet<string>): readonly LiveDocument[] =>
  live.sections.flatMap(({ documents }) => documents.filter(({ key }) => chosen.has(key)))
