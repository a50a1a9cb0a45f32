import type { Result } from '../../../casework/contract/contract.ts'

export type Plan = Result<'bundle.plan'>
export type Check = Plan['checks'][number]
export type PlannedDocument = Plan['sections'][number]['documents'][number]

/** A line of the bundle as it would be bound, from the cover to the last document. */
export type PlanLine =
  | { readonly kind: 'front'; readonly key: string; readonly title: string; readonly pages: string }
  | {
      readonly kind: 'section'
      readonly key: string
      readonly letter: string
      readonly title: string
      readonly pages: string
      readonly open: boolean
      readonly count: number
    }
  | {
      readonly kind: 'document'
      readonly key: string
      readonly section: string
      readonly document: PlannedDocument
      readonly pages: string
    }

/** `5`, `5–7`: a page range as the index prints it. */
export const rangeWords = (from: number, to: number): string => (to <= from ? String(from) : `${from}–${to}`)

/** The bundle in lines. Sections whose key is in `closed` keep their documents to themselves. */
export function planLines(plan: Plan, closed: ReadonlySet<string>): readonly PlanLine[] {
  if (plan.sections.length === 0) return []
  const front: PlanLine[] = [{ kind: 'front', key: 'cover', title: 'Cover', pages: '1' }]
  if (plan.front > 1)
    front.push({ kind: 'front', key: 'index', title: 'Index', pages: rangeWords(2, plan.front) })
  return [
    ...front,
    ...plan.sections.flatMap((section): readonly PlanLine[] => {
      const key = `section ${section.letter}`
      const open = !closed.has(key)
      const head: PlanLine = {
        kind: 'section',
        key,
        letter: section.letter,
        title: section.title,
        pages: rangeWords(section.from, section.to),
        open,
        count: section.documents.length,
      }
      if (!open) return [head]
      return [
        head,
        ...section.documents.map(
          (document): PlanLine => ({
            kind: 'document',
            key: document.id,
            section: key,
            document,
            pages: rangeWords(document.from, document.to),
          }),
        ),
      ]
    }),
  ]
}

/**
 * A document's title in two parts: one that may be cut when there is no room, and a reference at its end that may not.
 * A title that does not name its reference has it put first.
 */
export function titleParts({ ref, title }: PlannedDocument): {
  readonly title: string
  readonly tail: string
} {
  const tail = `(${ref})`
  if (ref !== '' && title.endsWith(` ${tail}`)) return { title: title.slice(0, -tail.length - 1), tail }
  return { title: ref === '' || title.includes(ref) ? title : `${ref} ${title}`, tail: '' }
}

/** The checks by weight, in the order a person deals with them. */
export function checksByWeight(
  checks: readonly Check[],
): Readonly<Record<Check['weight'], readonly Check[]>> {
  const of = (weight: Check['weight']) => checks.filter((check) => check.weight === weight)
  return { stops: of('stops'), look: of('look'), fine: of('fine') }
}

/** The reference of the record a check is about, when it goes into the bundle and has one. */
export function refOfCheck(plan: Plan, check: Check): string {
  if (check.id === undefined) return ''
  for (const { documents } of plan.sections) {
    const found = documents.find(({ id }) => id === check.id)
    if (found !== undefined) return found.ref
  }
  return ''
}
