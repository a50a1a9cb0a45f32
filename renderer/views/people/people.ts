import { register, type StoredOf } from '../../../casework/entities/index.ts'
import { daysBetween } from '../../../casework/rules/days.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { folded } from '../../../casework/rules/words.ts'

/** A person as stored. */
export type Person = StoredOf<'person'>
/** What a person can be to the case. */
export type Role = Person['fields']['roles'][number]

/** Each role's word, from the register. */
export const roleWords = register.person.fields.roles.options as Readonly<Record<Role, string>>

/** One row of the list: the people of a role and how many there are. */
export interface RoleCount {
  readonly role: Role | 'all' | 'both' | 'none'
  readonly word: string
  readonly count: number
}

/** Whether someone may be both what the case is against and whom it protects. */
export const isBoth = ({ fields }: Person): boolean =>
  fields.roles.includes('suspect') && fields.roles.includes('victim')

/** The filters of the list: everyone, then each role somebody has, then those who are two things at once or none yet. */
export function roleCounts(people: readonly Person[]): readonly RoleCount[] {
  const roles = (Object.keys(roleWords) as Role[]).map((role) => ({
    role,
    word: roleWords[role],
    count: people.filter(({ fields }) => fields.roles.includes(role)).length,
  }))
  return [
    { role: 'all' as const, word: 'Everyone', count: people.length },
    ...roles,
    { role: 'both' as const, word: 'Suspect and victim', count: people.filter(isBoth).length },
    {
      role: 'none' as const,
      word: 'No role yet',
      count: people.filter((each) => each.fields.roles.length === 0).length,
    },
  ].filter(({ role, count }) => role === 'all' || count > 0)
}

/** Potential victims first, then everyone by name; those with the role, and with every word somewhere in their names. */
export function peopleShown(
  people: readonly Person[],
  role: RoleCount['role'],
  words: string,
): readonly Person[] {
  const asked = folded(words).split(/\s+/).filter(Boolean)
  const fits = (person: Person) => {
    const { roles } = person.fields
    if (role === 'both') return isBoth(person)
    if (role === 'none') return roles.length === 0
    return role === 'all' || roles.includes(role)
  }
  const said = (person: Person) =>
    folded([refOf(person), person.fields.name, ...person.fields.aliases].join(' '))
  const rank = (person: Person) => (person.fields.roles.includes('victim') ? 0 : 1)
  return people
    .filter((person) => fits(person) && asked.every((word) => said(person).includes(word)))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (rank(a) === 0 ? refOf(a).localeCompare(refOf(b), 'en', { numeric: true }) : 0) ||
        a.fields.name.localeCompare(b.fields.name, 'en'),
    )
}

/** "Potential victim, witness": the roles in one line, or that there is none yet. */
export function rolesLine({ fields }: Person): string {
  if (fields.roles.length === 0) return 'No role yet'
  const words = (Object.keys(roleWords) as Role[])
    .filter((role) => fields.roles.includes(role))
    .map((role) => roleWords[role])
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(', ')
}

/** The age someone has reached on a day; null when their birth is not known or still to come. */
export function ageOn(born: string | null, today: string): number | null {
  if (born === null || today === '' || daysBetween(born, today) < 0) return null
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4))
  return today.slice(5) < born.slice(5) ? years - 1 : years
}

/** What stands under a person's name: roles, age, other names, and the name used outside the case. */
export function underName(person: Person, today: string): string {
  const { aliases, born, pseudonym } = person.fields
  const age = ageOn(born, today)
  return [
    rolesLine(person),
    age === null ? '' : String(age),
    aliases.length === 0 ? '' : `also ${aliases.join(', ')}`,
    pseudonym === '' ? '' : `in bundles: ${pseudonym}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** The words for a person as they wish to be spoken of. */
export const pronouns = {
  she: { subject: 'She', object: 'her', owner: 'her' },
  he: { subject: 'He', object: 'him', owner: 'his' },
  they: { subject: 'They', object: 'them', owner: 'their' },
} as const
