import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { BundleProfile } from './profile.ts'

/** What a source may hold that no bundle does, by the names profiles refuse it under. */
export type Active = 'encrypted' | 'attachments' | 'scripts' | 'multimedia' | 'forms'

const LEFT_OUT: Readonly<Record<Active, string>> = {
  encrypted: 'it was encrypted, and the bundle is not',
  attachments: 'files attached inside it were left out',
  scripts: 'scripts and actions in it were left out',
  multimedia: 'sound, film or other moving parts of it were left out',
  forms: 'its form fields were flattened and can no longer be typed into',
}
const HELD: Readonly<Record<Active, string>> = {
  encrypted: 'is encrypted',
  attachments: 'has files attached inside it',
  scripts: 'holds scripts or actions',
  multimedia: 'holds sound, film or other moving parts',
  forms: 'holds form fields',
}

/**
 * What the profile says of what a source held (R56): for each a sentence by the rule. Throws `conflict` for what stops
 * the build.
 */
export function refusedWords(
  { name, refuses }: Pick<BundleProfile, 'name' | 'refuses'>,
  held: ReadonlySet<Active>,
  called: string,
): string[] {
  const rules = refuses.flatMap((rule) =>
    held.has(rule.what as Active) ? [{ ...rule, what: rule.what as Active }] : [],
  )
  const stop = rules.find(({ weight }) => weight === 'stops')
  if (stop)
    throw new CaseworkError(
      'conflict',
      `R56: ${called} ${HELD[stop.what]}. ${stop.why} The bundle was not built under “${name}”: take the document out, or ask for a copy without.`,
    )
  return rules.map(({ what, why }) => `R56: ${LEFT_OUT[what]}. ${why}`)
}
