import type { Result } from '../../casework/contract/contract.ts'
import type { Hit } from '../../casework/contract/shapes.ts'
import { pageRuns } from '../../casework/rules/page-marks.ts'
import { folded } from '../../casework/rules/words.ts'
import type { KeyLayer } from '../state/keys.ts'

/** Something the palette can do. */
export interface Command {
  readonly id: string
  readonly word: string
  readonly key: string | null
  readonly run: () => void
}
export type Scope = 'all' | 'people' | 'evidence' | 'commands'

/** What was typed, without the sign that narrows it: `@` people, `/` evidence, `>` commands. */
export function readTyped(typed: string): { readonly scope: Scope; readonly words: string } {
  const scopes: Readonly<Record<string, Scope>> = { '@': 'people', '/': 'evidence', '>': 'commands' }
  const scope = scopes[typed[0] ?? '']
  return scope === undefined ? { scope: 'all', words: typed.trim() } : { scope, words: typed.slice(1).trim() }
}

/** The commands the keys in force stand for, newest layer first, each said once. */
export function commandsOf(layers: readonly KeyLayer[]): readonly Command[] {
  const said = new Set<string>()
  return layers
    .toReversed()
    .flatMap((layer) => layer.bindings)
    .filter((binding) => !binding.quiet)
    .filter((binding) => !said.has(binding.does) && said.add(binding.does))
    .map((binding) => ({ id: binding.does, word: binding.does, key: binding.key, run: binding.run }))
}

/** Commands whose words hold every word typed, accents laid aside. */
export function matching(commands: readonly Command[], words: string): readonly Command[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean)
  return commands.filter((command) => wanted.every((word) => folded(command.word).includes(word)))
}

/** The hits of a scope, people first. */
export function groupsOf(
  hits: readonly Hit[],
  scope: Scope,
): { readonly people: readonly Hit[]; readonly rest: readonly Hit[] } {
  const people = hits.filter((hit) => hit.type === 'person')
  const rest = hits.filter((hit) => hit.type !== 'person')
  return {
    people: scope === 'all' || scope === 'people' ? people : [],
    rest: scope === 'all' ? rest : scope === 'evidence' ? rest.filter((hit) => hit.type === 'exhibit') : [],
  }
}

/** A title cut where the words typed stand in it, so that they can be marked: even parts plain, odd parts found. */
export function marked(title: string, words: string): readonly string[] {
  const wanted = folded(words)
  if (wanted === '') return [title]
  const plain = [...title].map((letter) => folded(letter))
  const starts: number[] = []
  for (const [index] of plain.entries()) starts.push(plain.slice(0, index).join('').length)
  const at = plain.join('').indexOf(wanted)
  if (at < 0) return [title]
  const from = starts.findLastIndex((start) => start <= at)
  const past = starts.findIndex((start) => start >= at + wanted.length)
  const letters = [...title]
  const to = past < 0 ? letters.length : past
  return [letters.slice(0, from).join(''), letters.slice(from, to).join(''), letters.slice(to).join('')]
}

/** An exhibit on whose pages a machine read words that were asked for. */
export type MachineHit = Result<'find.pages'>['exhibits'][number]

const mostRuns = 4

/** Which pages they are, and what machine-read words are worth: that is never left out. */
export function machineWords({ pages }: Pick<MachineHit, 'pages'>): string {
  const checked = pages.filter((each) => each.checked).length
  const runs = pageRuns(pages.map(({ page }) => page)).split(', ')
  const where = `${pages.length === 1 ? 'page' : 'pages'} ${runs.slice(0, mostRuns).join(', ')}${runs.length > mostRuns ? ' …' : ''}`
  const worth =
    checked === 0
      ? 'unchecked'
      : checked === pages.length
        ? 'checked'
        : `${checked} of ${pages.length} checked`
  return `${where} · machine-read, ${worth}`
}
