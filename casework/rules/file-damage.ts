import type { FileFacts, FileState } from '../schema.ts'

/** What is not as it should be in a file that is shown all the same, worst first. */
export type Damage = 'missing' | 'cut' | 'repaired'
const worst: readonly Damage[] = ['missing', 'cut', 'repaired']

/** The worst that is known of a file; undefined where it is sound. */
export const damageOf = (states: readonly FileState[]): Damage | undefined =>
  worst.find((kind) => states.some((state) => state.kind === kind))

/** What a file is said to be when it was taken in so. */
export const takenWords: Readonly<Record<Damage, string>> = {
  missing: 'Taken; pages may be missing',
  cut: 'Taken; may not show whole',
  repaired: 'Taken; damaged, and repaired',
}

/** What is said on an exhibit whose file is damaged; '' for one that is sound or was never looked at. */
export function damageWords({ states = [] }: Pick<FileFacts, 'states'>): string {
  const damage = damageOf(states)
  return damage === undefined ? '' : (states.find(({ kind }) => kind === damage)?.sentence ?? '')
}
