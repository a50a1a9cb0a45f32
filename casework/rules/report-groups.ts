/** A line of a build's report. */
interface ReportLine {
  readonly kind: string
  readonly sentence: string
  readonly document?: string | undefined
  readonly page?: number | undefined
}

/** One thing that was done, and to which documents. */
export interface ReportGroup {
  readonly sentence: string
  /** References (or titles where there is none), with pages where the line names one. */
  readonly where: readonly string[]
}

// A sentence that begins with its page says the same of every page but for that: the number, as it is printed, goes
// beside the document, and the rest can be said once.
function apart(whole: string, place: number | undefined): { sentence: string; page: string | undefined } {
  const [, page, colon, rest] = /^Page ([^\s:]+)(:?) (.+)$/s.exec(whole) ?? []
  if (place === undefined || rest === undefined) return { sentence: whole, page: place?.toString() }
  const sentence = colon === ':' ? rest.charAt(0).toUpperCase() + rest.slice(1) : `The page ${rest}`
  return { sentence, page }
}

/** The report with what was done alike said once, in the order it first happened. A document with no name has gone. */
export function reportGroups(
  report: readonly ReportLine[],
  names: ReadonlyMap<string, string>,
): readonly ReportGroup[] {
  const groups = new Map<string, Set<string>>()
  for (const { sentence: whole, document, page: place } of report) {
    const { sentence, page } = apart(whole, place)
    const where = groups.get(sentence) ?? new Set<string>()
    const name = document === undefined ? '' : (names.get(document) ?? 'a document since removed')
    const words = [name, page === undefined ? '' : `page ${page}`].filter(Boolean).join(', ')
    if (words !== '') where.add(words)
    groups.set(sentence, where)
  }
  return [...groups].map(([sentence, where]) => ({ sentence, where: [...where] }))
}
