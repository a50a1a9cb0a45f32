import { type NextVersion, nextVersion } from '../../../casework/rules/freezing.ts'
import { frozenOf, type LivePlan, type Plan } from './live-plan.ts'

/** What freezing would make of the arrangement at hand. */
export function nextOf(plan: Plan, live: LivePlan): NextVersion {
  const entries = live.sections.flatMap(({ documents }) => documents.map(({ entry }) => entry))
  const late = plan.bundle?.fields.late ?? plan.profile.late
  return nextVersion({ entries, frozen: frozenOf(plan), version: plan.version }, late)
}

/**
 * What freezing on top of a frozen version makes, in a sentence or two, and whether what came late waits for another.
 * `part` is what a supplement is called that is frozen anew.
 */
export function nextWords(
  { what, again, late }: NextVersion,
  policy: Plan['profile']['late'],
  version: number,
  part = '',
): { readonly words: string; readonly waits: boolean } {
  if (what === 'nothing')
    return { words: `Nothing was added or taken out since version ${version} was frozen.`, waits: false }
  if (what === 'supplement' && again !== undefined)
    return {
      words: `The bundle itself stays as it was frozen. This becomes version ${version + 1}, of ${part === 'supplement' ? 'the supplement' : part} alone, and no number of it changes${
        late.length > 0 ? '. What came late is not in it: freeze again for that.' : ':'
      }`,
      waits: late.length > 0,
    }
  if (what === 'supplement')
    return {
      words: `The bundle itself stays as it was frozen. Version ${version + 1} is a supplement: a bundle of its own, with numbers of its own.`,
      waits: false,
    }
  const waits = policy === 'supplement' && late.length > 0
  return {
    words: `What was frozen before keeps its numbers. This becomes version ${version + 1}${
      waits
        ? ' of the bundle itself. What came late is not in it: freeze again, and it becomes a supplement.'
        : ':'
    }`,
    waits,
  }
}
