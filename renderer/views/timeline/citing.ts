import type { StoredOf } from '../../../casework/entities/index.ts'
import { refOf } from '../../../casework/rules/references.ts'
import type { Citation } from '../../../casework/schema.ts'

/** What can be cited, by its printed reference. */
export interface Citable {
  readonly type: 'exhibit' | 'statement'
  readonly id: string
  readonly ref: string
}

/** Everything in the case that can be cited and has a reference. */
export const citables = (
  exhibits: readonly StoredOf<'exhibit'>[],
  statements: readonly StoredOf<'statement'>[],
): readonly Citable[] =>
  [
    ...exhibits.map((each) => ({ type: 'exhibit' as const, id: each.id, ref: refOf(each) })),
    ...statements.map((each) => ({ type: 'statement' as const, id: each.id, ref: refOf(each) })),
  ].filter(({ ref }) => ref !== '')

/** A passage as it is printed: `S4 p.3 ¶6`. */
export function citationWords({ page, paragraph }: Citation, ref: string): string {
  return [ref, page === null ? '' : `p.${page}`, paragraph === null ? '' : `¶${paragraph}`]
    .filter((part) => part !== '')
    .join(' ')
}

/** Where in a record a citation points, as the screen that shows it understands: `p3`, `¶6`, or null for the whole. */
export const partOf = ({ page, paragraph }: Citation): string | null =>
  paragraph !== null ? `¶${paragraph}` : page !== null ? `p${page}` : null

/**
 * Reads one citation as it is typed: `S4 p.3 ¶6`, `JLB/7 p12`, `S9 para 2`, `S4`. Null when the case holds nothing by that
 * reference; nothing is guessed.
 */
export function readCitation(words: string, known: readonly Citable[]): Citation | null {
  const parts =
    /^\s*(\S+?)(?:[\s,]+p(?:\.|age)?\s*(\d{1,6}))?(?:[\s,]+(?:¶|para\.?)\s*(\d{1,5}))?\s*$/iu.exec(words)
  if (parts === null) return null
  const ref = parts[1]!.toLocaleUpperCase('en')
  const found = known.find((each) => each.ref.toLocaleUpperCase('en') === ref)
  if (found === undefined) return null
  const page = parts[2] === undefined ? null : Number(parts[2])
  const paragraph = parts[3] === undefined ? null : Number(parts[3])
  if (page === 0 || paragraph === 0) return null
  return { type: found.type, id: found.id, page, paragraph }
}
