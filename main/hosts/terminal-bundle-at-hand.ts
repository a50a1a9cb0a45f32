import { CaseworkError } from '../../casework/contract/errors.ts'
import type { Entry } from '../../casework/rules/arrangement.ts'
import { readFrozen } from '../../casework/rules/freezing.ts'
import { labelRange } from '../../casework/rules/numbering.ts'
import { chosen, type Plan, type Planned, saveArrangement, standingAs } from './terminal-bundle-chosen.ts'
import type { Outcome } from './terminal-commands.ts'
import { type TerminalDesk, withCase } from './terminal-desk.ts'
import type { Line } from './terminal-words.ts'

/** A bundle at hand: what it is, what stands in it now, and a way to save another arrangement. */
export interface AtHand {
  readonly caseId: string
  readonly id: string
  readonly ref: string
  readonly plan: Plan
  plannedNow(): Promise<Plan>
  /** Whether the edit changed anything. */
  save(edit: (entries: readonly Entry[]) => readonly Entry[]): Promise<boolean>
}

/** Opens the bundle a command means, to arrange it. */
export const withBundle = (desk: TerminalDesk, line: Line, work: (bundle: AtHand) => Promise<Outcome>) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { id, ref } = await chosen(desk, caseId, line)
    const plannedNow = () => desk.client.call('bundle.plan', { caseId, bundle: id }, desk.options)
    const save: AtHand['save'] = (edit) => saveArrangement(desk, caseId, id, edit)
    return work({ caseId, id, ref, plan: await plannedNow(), plannedNow, save })
  })

/** The documents that a command names, each once. */
export function named(line: Line, find: (name: string) => Planned): readonly Planned[] {
  return [
    ...new Map(
      line.places
        .slice(1)
        .map(find)
        .map((each) => [each.key, each]),
    ).values(),
  ]
}

/** The document that a reference names. Throws `not-found` for one that is not in the bundle. */
export function inBundle({ plan, ref }: AtHand, name: string, at = 'ref'): Planned {
  const found = standingAs(plan, name)
  if (found !== undefined) return found
  throw new CaseworkError('not-found', `${name} is not in ${ref}. Put it in with “bundle add”.`, { at })
}

/** What documents are known by in the arrangement. */
export const keysOf = (documents: readonly Planned[]) => new Set(documents.map(({ key }) => key))
/** The numbers of a document, as printed. */
export const rangeOf = ({ first, last }: Planned) => labelRange(first, last)
/** What was frozen of a document, if anything was. */
export const frozenLine = ({ plan }: AtHand, { key }: Planned) =>
  readFrozen(plan.bundle?.fields.frozen ?? []).find((line) => line.key === key)
