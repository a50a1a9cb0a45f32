/** What became of one record of a hand-over, seen from the case it is merged into. */
export type Verdict = 'new' | 'same' | 'newer' | 'older' | 'conflict'

/**
 * The verdict over one record. Versions are given as something that is equal when their content is: a hash, say;
 * oldest first, the present one last. `ours` is empty when there is no such record.
 *
 * One side is ahead when all the other's versions are among its own, in that order. Where one side came to know the
 * record later than the other (from a part, which holds present versions only), only what came since is compared.
 * Otherwise only a person can tell: a conflict.
 */
export function verdictOf(allOurs: readonly string[], allTheirs: readonly string[]): Verdict {
  const ours = withoutRepeats(allOurs)
  const theirs = withoutRepeats(allTheirs)
  if (ours.length === 0) return 'new'
  if (ours.at(-1) === theirs.at(-1) || theirs.length === 0) return 'same'
  if (holds(ours, theirs)) return 'older'
  if (holds(theirs, ours)) return 'newer'
  const theyWentOn = goesOnFrom(theirs, ours)
  if (theyWentOn === goesOnFrom(ours, theirs)) return 'conflict'
  return theyWentOn ? 'newer' : 'older'
}

/**
 * Which of their versions are to be put into our record, by their place in `theirs`, in order: those behind the first
 * that we never had. Ours then holds all of theirs, so that merging them again finds nothing to do. In a conflict ours
 * is put once more behind them.
 */
export function versionsToPut(
  verdict: Verdict,
  ours: readonly string[],
  theirs: readonly string[],
): readonly number[] {
  if (verdict === 'same' || verdict === 'older') return []
  const from = startWithin(ours, theirs)
  return theirs.slice(from).map((_, at) => from + at)
}

/** The fields whose values differ, in the order of `ours`. Values are compared as their canonical text. */
export function fieldsThatDiffer(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
  asText: (value: unknown) => string,
): readonly string[] {
  const all = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  return [...all].filter((key) => asText(ours[key] ?? null) !== asText(theirs[key] ?? null))
}

/** References that stand on more than one record, each with the records it stands on. Empty ones are none. */
export function twins<T>(
  records: readonly T[],
  refOf: (record: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const by = new Map<string, T[]>()
  for (const record of records) {
    const ref = refOf(record)
    if (ref === '') continue
    const known = by.get(ref)
    if (known === undefined) by.set(ref, [record])
    else known.push(record)
  }
  return new Map([...by].filter(([, all]) => all.length > 1))
}

// A version that changed nothing (saved as it was) is no step of its own.
const withoutRepeats = (versions: readonly string[]): readonly string[] =>
  versions.filter((version, at) => version !== versions[at - 1])

// How many versions from the first of `part` on are among `all`, in their order.
function startWithin(all: readonly string[], part: readonly string[]): number {
  let found = 0
  for (const version of all) if (found < part.length && version === part[found]) found += 1
  return found
}

const holds = (all: readonly string[], part: readonly string[]): boolean =>
  startWithin(all, part) === part.length

// Whether `later` begins with a version of `earlier` and holds all that came to `earlier` since.
const goesOnFrom = (later: readonly string[], earlier: readonly string[]): boolean =>
  earlier.some((version, at) => version === later[0] && holds(later, earlier.slice(at)))
