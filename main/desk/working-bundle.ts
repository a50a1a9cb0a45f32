import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { type Entry, initialArrangement, readArrangement } from '../../casework/rules/arrangement.ts'
import { type FrozenLine, type LatePolicy, readFrozen } from '../../casework/rules/freezing.ts'
import { type Served, served } from '../../casework/rules/served.ts'
import { type BundleProfile, readProfile } from '../services/bundle/index.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

/** A bundle as the desk works on it: a kept record, or one made on the spot from a profile. */
export interface WorkingBundle {
  readonly record: StoredOf<'bundle'> | null
  readonly title: string
  readonly subtitle: string
  /** The day on the cover: the bundle's own, not the day it is built (ruling 14). */
  readonly date: string
  readonly profile: BundleProfile
  readonly late: LatePolicy
  readonly entries: readonly Entry[]
  readonly frozen: readonly FrozenLine[]
  readonly version: number | null
}

/** Every profile in resources, by name; the general one first. */
export function profiles(desk: Desk): readonly BundleProfile[] {
  const folder = resolve(desk.resourcesDir, 'profiles')
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const first = (id: string) => Number(id !== 'general')
  return names
    .map((name) => readProfile(resolve(folder, name)))
    .sort((a, b) => first(a.id) - first(b.id) || a.name.localeCompare(b.name, 'en-GB'))
}

/** A bundle profile from resources. Throws `not-found` naming it and those there are. */
export function profileNamed(desk: Desk, name: string): BundleProfile {
  const path = resolve(desk.resourcesDir, 'profiles', `${name}.json`)
  try {
    if (!/^[a-z][a-z-]{0,39}$/.test(name)) throw new Error('No name of a profile.')
    readFileSync(path)
  } catch (cause) {
    const known = profiles(desk).map(({ id }) => id)
    throw new CaseworkError(
      'not-found',
      `There is no bundle profile called “${name.slice(0, 40)}”. There are: ${known.join(', ')}.`,
      { at: 'profile', cause },
    )
  }
  return readProfile(path)
}

/** What may go into a bundle of this case under a profile, and what is counted as left out. */
export const materialFor = ({ records }: OpenCase, profile: BundleProfile): Served =>
  served({
    statements: records.list('statement'),
    exhibits: records.list('exhibit'),
    contactPages: records.list('contact').length,
    internal: profile.audience === 'internal',
  })

/** The arrangement a profile begins with in this case. */
export function arrangementFor(held: OpenCase, profile: BundleProfile): Entry[] {
  const { statements, documents, images, others } = materialFor(held, profile)
  const exhibits = (all: readonly { readonly id: string }[]) =>
    all.map(({ id }) => ({ type: 'exhibit' as const, id }))
  return initialArrangement(profile.sections, {
    statements: statements.map(({ id }) => ({ type: 'statement' as const, id })),
    documents: exhibits(documents),
    images: exhibits(images),
    others: exhibits(others),
  })
}

/** Which bundle is meant: a kept one by its id, or, without one, what a profile makes of the case as it is. */
export interface Which {
  readonly bundle: string | null
  readonly profile?: string | undefined
  readonly title?: string | undefined
  readonly date?: string | null | undefined
}

/** The bundle that is meant, as it stands now. Throws `not-found`. */
export async function workingBundle(held: OpenCase, desk: Desk, which: Which): Promise<WorkingBundle> {
  if (which.bundle === null) {
    const profile = profileNamed(desk, which.profile ?? 'general')
    return {
      record: null,
      title: which.title?.trim() || 'Evidence bundle',
      subtitle: '',
      date: which.date ?? desk.today(),
      profile,
      late: profile.late,
      entries: arrangementFor(held, profile),
      frozen: [],
      version: null,
    }
  }
  const record = await held.records.get('bundle', which.bundle)
  const { title, subtitle, date, profile, late, entries, frozen, version } = record.fields
  return {
    record,
    title,
    subtitle,
    date: date ?? desk.today(),
    profile: profileNamed(desk, profile || 'general'),
    late,
    entries: readArrangement(entries),
    frozen: readFrozen(frozen),
    version,
  }
}
