import type { Result } from '../../../casework/contract/contract.ts'
import { longDay } from '../../../casework/rules/days.ts'
import { type LiveDocument, rangeWords } from './live-plan.ts'

export type Profile = Result<'bundle.profiles'>['profiles'][number]

const verifiedWords: Readonly<Record<Profile['verified'], string>> = {
  official: 'Checked against the published text.',
  secondary: 'Checked against what others quote of it, not the published text itself.',
  unverified: 'Not checked yet. Ask the court.',
}
/** What late material does, after “what comes later”. */
export const lateWords: Readonly<Record<Profile['late'], string>> = {
  end: 'goes to the end',
  insert: 'is numbered in between, as 143A',
  supplement: 'goes into a supplement, a bundle of its own',
}
const beyondWords: Readonly<Record<Profile['beyond'], string>> = {
  volumes: 'beyond that it is built in volumes',
  stops: 'beyond that it is not built',
  warns: 'beyond that it is pointed out',
}

/** What a court sets as most, in a sentence; says so where it sets nothing. */
export function limitWords({
  pages,
  megabytes,
  beyond,
}: Pick<Profile, 'pages' | 'megabytes' | 'beyond'>): string {
  const most = [
    pages === null ? '' : `${pages.toLocaleString('en-GB')} pages`,
    megabytes === null ? '' : `${megabytes.toLocaleString('en-GB')} MB a file`,
  ].filter(Boolean)
  return most.length === 0 ? 'No limit is set.' : `At most ${most.join(' and ')}; ${beyondWords[beyond]}.`
}

/**
 * What a profile means, line by line: numbering, limits, late material, who it is for, its source and how checked. What
 * late material does is the bundle's own, where there is one.
 */
export const profileFacts = (
  profile: Profile,
  late: Profile['late'] = profile.late,
): readonly (readonly [label: string, words: string])[] => [
  ['Numbers', `${profile.numbering}.`],
  ['Limits', limitWords(profile)],
  ['Late material', `What comes after freezing ${lateWords[late]}.`],
  ['For', audienceWords(profile.audience)],
  [
    'Source',
    `${profile.source}. In force from ${longDay(profile.effectiveFrom)}. ${verifiedWords[profile.verified]}`,
  ],
]

/** Who a bundle is for, and how it names people. */
export const audienceWords = (audience: Profile['audience']): string =>
  audience === 'served'
    ? 'To be served: the index and the bookmarks call a potential victim by pseudonym. The pages of statements and exhibits are as they are, names included. What is marked not for service, and every contact page, is not offered.'
    : 'Internal: carries the case’s marking. Not to be served.'

/**
 * The name a copy gets: two versions, or copies for two readers, never want the same file. `part` is which supplement the
 * version is, '' for the bundle itself.
 */
export function copyName(
  planned: string,
  version: number | null,
  reader: string | null = null,
  part = '',
): string {
  const own = [
    part === '' ? '' : `, ${part}`,
    version === null ? ', draft' : `, version ${version}`,
    reader === null ? '' : `, for ${reader.charAt(0).toLowerCase()}${reader.slice(1)}`,
  ].join('')
  return planned.replace(/\.pdf$/i, `${own}.pdf`)
}

/** Why a file can't be called so; '' when it can. */
export function nameFault(name: string): string {
  if (name.replace(/\.pdf$/i, '').trim() === '') return 'The file needs a name.'
  return /[\\/]/.test(name) ? 'A file name can’t hold a slash.' : ''
}

/** Why a document that is frozen, or taken out, is not renamed, and how another title comes into the next version. */
export function keepsTitleWords({
  ref,
  title,
  ends,
  standing,
}: Pick<LiveDocument, 'ref' | 'title' | 'ends' | 'standing'>): {
  readonly title: string
  readonly words: string
} {
  const range = rangeWords(ends)
  return {
    title: `${ref || title} keeps its title`,
    words:
      standing === 'taken'
        ? `It is taken out, and one page stands for ${range}. To have it under another title, put it in again from the list at the left.`
        : `It was frozen as ${range}, and what is frozen goes on saying the same. To give it another title, take it out and put it in again: it comes behind what is frozen, is renamed there, and goes into the next version. One page then stands for ${range}.`,
  }
}

/** How full a bundle is: 0 to 1 of the nearest limit, or null where none is set. */
export function fullness(
  pages: number,
  bytes: number,
  limits: Pick<Profile, 'pages' | 'megabytes'>,
): number | null {
  const parts = [
    ...(limits.pages === null ? [] : [pages / limits.pages]),
    ...(limits.megabytes === null ? [] : [bytes / 1e6 / limits.megabytes]),
  ]
  return parts.length === 0 ? null : Math.max(...parts)
}
