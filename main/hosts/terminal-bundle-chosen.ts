import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type Entry, readArrangement } from '../../casework/rules/arrangement.ts'
import type { TerminalDesk } from './terminal-desk.ts'
import type { Line } from './terminal-words.ts'

export type Plan = Result<'bundle.plan'>
export type Planned = Plan['sections'][number]['documents'][number]
type Listed = Result<'bundle.list'>['bundles'][number]

/** The bundle meant: the one named, else the only one. Throws `not-found`, or `invalid` with the list. */
export async function chosen(desk: TerminalDesk, caseId: string, line: Line): Promise<Listed> {
  const { bundles } = await desk.client.call('bundle.list', { caseId }, desk.options)
  const named = line.text('bundle')
  const list = bundles.map(({ ref, title }) => `${ref} (${title})`).join(', ')
  if (bundles.length === 0)
    throw new CaseworkError('not-found', 'There is no bundle in this case yet. Make one with “bundle new”.')
  if (named === undefined) {
    if (bundles.length === 1) return bundles[0]!
    throw new CaseworkError('invalid', `Say which bundle with --bundle. There are: ${list}.`, {
      at: 'bundle',
    })
  }
  const found = bundles.find(({ ref }) => ref.toLowerCase() === named.toLowerCase())
  if (found === undefined)
    throw new CaseworkError('not-found', `There is no such bundle in this case. There are: ${list}.`, {
      at: 'bundle',
    })
  return found
}

/**
 * The document of a bundle with that reference, in whatever letters it was typed. Where one was taken out and put in again,
 * it is the one that is in.
 */
export function standingAs({ sections }: Plan, name: string): Planned | undefined {
  const called = sections
    .flatMap(({ documents }) => documents)
    .filter(({ ref }) => ref !== '' && ref.toLowerCase() === name.toLowerCase())
  return called.find(({ standing }) => standing !== 'taken') ?? called.at(-1)
}

/** Throws `not-found` naming the sections there are, where a bundle has none of that letter. */
export function refuseSection(letter: string | undefined, { sections }: Plan): void {
  if (letter === undefined || sections.some((each) => each.letter === letter.toUpperCase())) return
  const letters = sections.map((each) => each.letter).join(', ')
  const there = letters === '' ? '' : ` Its sections are: ${letters}.`
  throw new CaseworkError('not-found', `This bundle has no section ${letter}.${there}`, { at: 'section' })
}

/** Saves a bundle's arrangement as `edit` leaves it. Whether that changed anything. */
export async function saveArrangement(
  { client, options }: TerminalDesk,
  caseId: string,
  bundle: string,
  edit: (entries: readonly Entry[]) => readonly Entry[],
): Promise<boolean> {
  const { record } = await client.call('records.get', { caseId, type: 'bundle', id: bundle }, options)
  const before = readArrangement((record.fields as { entries: readonly string[] }).entries)
  const entries = edit(before)
  if (JSON.stringify(entries) === JSON.stringify(before)) return false
  const asked = { caseId, bundle, version: record.version, entries: [...entries] }
  await client.call('bundle.arrange', asked, options)
  return true
}
