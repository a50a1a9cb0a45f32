import type { BundleCheck } from '../../casework/contract/bundles.ts'
import type { Bound } from './binder.ts'
import type { WorkingBundle } from './working-bundle.ts'

/** What a check may say besides its sentences. */
export type More = Partial<Pick<BundleCheck, 'type' | 'id' | 'key' | 'keys' | 'fix'>>
/** What a profile may refuse. */
export type Refusal = WorkingBundle['profile']['refuses'][number]['what']

/** A check that stops the build. */
export const stops = (rule: string, sentence: string, detail: string, more: More = {}): BundleCheck => ({
  rule,
  weight: 'stops',
  sentence,
  detail,
  ...more,
})
/** A check that is in order. */
export const holds = (rule: string, sentence: string, detail: string): BundleCheck => ({
  rule,
  weight: 'fine',
  sentence,
  detail,
})

/** How heavy a fault weighs under the bundle's profile; undefined where the profile does not mind. */
export const weigh = ({ profile }: WorkingBundle, what: Refusal) =>
  profile.refuses.find((each) => each.what === what)

/** What a document is called in a check. */
export const nameOf = ({ document }: Bound) => document.ref ?? `“${document.title}”`
/** Which document a check is about, and what puts it right. */
export const about = ({ entry, key }: Bound, fix: BundleCheck['fix']): More => ({
  type: entry.type,
  id: entry.id,
  key,
  ...(fix === undefined ? {} : { fix }),
})
