import { register, type ValuesOf } from '../../../casework/entities/index.ts'
import { readWhen } from '../../../casework/rules/when.ts'
import { folded } from '../../../casework/rules/words.ts'
import type { Citation, When } from '../../../casework/schema.ts'
import { type Citable, citationWords, readCitation } from './citing.ts'
import type { Who } from './lanes.ts'

/** A piece of the line, as it was understood. `missing` asks for a look: nothing in the case answers to it. */
export type Chip =
  | { readonly kind: 'when'; readonly words: string; readonly when: When }
  | { readonly kind: 'person'; readonly who: Who }
  | { readonly kind: 'source'; readonly words: string }
  | { readonly kind: 'tag'; readonly words: string }
  | { readonly kind: 'missing'; readonly words: string }

export interface QuickAdd {
  readonly fields: Partial<ValuesOf<'event'>>
  readonly chips: readonly Chip[]
  /** Whether there is enough to save: something happened. */
  readonly ready: boolean
}
export interface QuickKnown {
  readonly people: readonly Who[]
  readonly citables: readonly Citable[]
  readonly today: string
}

const longestDate = 9

/**
 * Reads a line such as `~Mar 2019 @Anna moved to 12 Mill Lane #message [S4 p.3]`. The date stands first; people, tags and
 * sources stand anywhere. What answers to nothing in the case is kept, in the title or the notes, and said.
 */
export function readQuickAdd(line: string, { people, citables, today }: QuickKnown): QuickAdd {
  const chips: Chip[] = []
  const sources: Citation[] = []
  const notes: string[] = []
  const withoutSources = line.replace(/\[([^\]]*)\]/g, (_, inside: string) => {
    for (const words of inside.split(';').map((each) => each.trim())) {
      if (words === '') continue
      const citation = readCitation(words, citables)
      if (citation === null) {
        chips.push({ kind: 'missing', words: `${words} is not in this case` })
        notes.push(`Source as typed: ${words}`)
        continue
      }
      sources.push(citation)
      const ref = citables.find(({ id }) => id === citation.id)!.ref
      chips.push({ kind: 'source', words: citationWords(citation, ref) })
    }
    return ' '
  })

  const choices: { sourceKind?: ValuesOf<'event'>['sourceKind']; basis?: ValuesOf<'event'>['basis'] } = {}
  const withoutTags = withoutSources.replace(/(?<=^|\s)#(\S+)/gu, (_, tag: string) => {
    const kind = optionNamed(register.event.fields.sourceKind.options!, tag)
    const basis = optionNamed(register.event.fields.basis.options!, tag)
    if (kind !== null) choices.sourceKind = kind as ValuesOf<'event'>['sourceKind']
    else if (basis !== null) choices.basis = basis as ValuesOf<'event'>['basis']
    else notes.push(`#${tag}`)
    chips.push({ kind: 'tag', words: tag })
    return ' '
  })

  const { rest, found, missing } = readPeople(withoutTags, people)
  chips.unshift(...found.map((who) => ({ kind: 'person' as const, who })))
  chips.push(...missing.map((words) => ({ kind: 'missing' as const, words })))

  const { when, title } = readLeadingDate(rest, today)
  if (when !== null) chips.unshift({ kind: 'when', words: when.words, when })
  const sourceKind = choices.sourceKind ?? (sources[0]?.type === 'exhibit' ? 'document' : undefined)
  return {
    fields: {
      title,
      ...(when === null ? {} : { when }),
      ...(found.length === 0 ? {} : { people: [...new Set(found.map(({ id }) => id))] }),
      ...(sources.length === 0 ? {} : { sources }),
      ...(notes.length === 0 ? {} : { notes: notes.join('\n') }),
      ...(choices.basis === undefined ? {} : { basis: choices.basis }),
      ...(sourceKind === undefined ? {} : { sourceKind }),
    },
    chips,
    ready: title !== '',
  }
}

function optionNamed(options: Readonly<Record<string, string>>, tag: string): string | null {
  const wanted = folded(tag).replaceAll('-', ' ')
  return Object.entries(options).find(([, word]) => folded(word) === wanted)?.[0] ?? null
}

/** The longest words at the beginning that read as a date, and what is left as the title. */
function readLeadingDate(text: string, today: string): { when: When | null; title: string } {
  const words = text.trim().split(/\s+/).filter(Boolean)
  for (let count = Math.min(longestDate, words.length); count > 0; count--) {
    const said = words
      .slice(0, count)
      .join(' ')
      .replace(/[,:;]$/, '')
    const when = readWhen(said.replace(/^(?:in|on)\s+/i, ''), today)
    if (when.precision !== 'unknown') return { when, title: titled(words.slice(count)) }
  }
  return { when: null, title: titled(words) }
}

const titled = (words: readonly string[]): string => {
  const text = words.join(' ').replace(/^[,:;–-]\s*/, '')
  return text.slice(0, 1).toLocaleUpperCase('en') + text.slice(1)
}

/**
 * People named after an @, by pseudonym or reference (`@V1`), or by a word of their name, as many words as the name has
 * (`@Nguyễn Thị Hường`). A name two people share finds neither.
 */
function readPeople(
  text: string,
  people: readonly Who[],
): { rest: string; found: readonly Who[]; missing: readonly string[] } {
  const found: Who[] = []
  const missing: string[] = []
  const rest: string[] = []
  const words = text.split(/\s+/).filter(Boolean)
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (!word.startsWith('@') || word.length === 1) {
      rest.push(word)
      continue
    }
    const name = bare(word.slice(1))
    const byRef = people.filter((who) => folded(who.ref) === name)
    let fits =
      byRef.length > 0 ? byRef : people.filter((who) => namesOf(who).some((part) => part.startsWith(name)))
    const exact = fits.filter((who) => namesOf(who).includes(name))
    if (byRef.length === 0 && exact.length > 0) fits = exact
    let taken = 0
    while (byRef.length === 0 && at + taken + 1 < words.length) {
      const next = bare(words[at + taken + 1]!)
      const further = fits.filter((who) => namesOf(who).includes(next))
      if (next === '' || further.length === 0) break
      fits = further
      taken++
    }
    if (fits.length === 1) {
      found.push(fits[0]!)
      at += taken
    } else {
      const said = word.slice(1)
      missing.push(
        fits.length === 0 ? `Nobody here is called ${said}` : `${fits.length} people are called ${said}`,
      )
      rest.push(said)
    }
  }
  return { rest: rest.join(' '), found, missing }
}

const bare = (word: string) => folded(word).replace(/[^\p{L}\p{N}'’-]/gu, '')
const namesOf = (who: Who): readonly string[] => who.name.split(/\s+/).map(bare)
