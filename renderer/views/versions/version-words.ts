import type { Params } from '../../../casework/contract/contract.ts'
import type { RecordVersion } from '../../../casework/contract/history.ts'
import { counted } from '../../../casework/rules/words.ts'

/** Kinds of record whose versions can be seen: all but what is kept apart. */
export type VersionedType = Params<'records.versions'>['type']

const acts: Readonly<Record<RecordVersion['act'], string>> = {
  added: 'Added',
  changed: 'Changed',
  archived: 'Archived',
  'brought-back': 'Brought back',
  merged: 'Taken in',
}

/** What a version did, in a few words: `Changed title and 2 more`. */
export function versionWords({ act, changes }: Pick<RecordVersion, 'act' | 'changes'>): string {
  if (act !== 'changed' || changes.length === 0) return acts[act]
  const [first, second, ...rest] = changes.map((each) => lower(each.name))
  if (second === undefined) return `Changed ${first}`
  if (rest.length === 0) return `Changed ${first} and ${second}`
  return `Changed ${first}, ${second} and ${counted(rest.length, 'more field')}`
}
const lower = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`

/** What stands over the changes of a version, where it takes a sentence; `known` is whether the version before it was kept. */
export function changesWords(
  { act, changes }: Pick<RecordVersion, 'act' | 'changes'>,
  known: boolean,
): string {
  if (act === 'added') return 'As it was first written.'
  if (changes.length > 0) return 'What changed, before and after.'
  if (!known) return 'What it changed is not known: the version before it was not kept.'
  if (act === 'archived') return 'Put away. No words were changed.'
  if (act === 'brought-back') return 'Taken out of the archive. No words were changed.'
  return 'No words were changed.'
}
