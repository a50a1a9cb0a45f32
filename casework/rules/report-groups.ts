import { pageRuns } from './page-marks.ts'

/** A line of a build's report. */
interface ReportLine {
  readonly kind: string
  readonly sentence: string
  readonly document?: string | undefined
  /** A page by its place in its file, and the number printed on it; a report kept by an older build has no number. */
  readonly page?: number | undefined
  readonly label?: string | undefined
}

/** One thing that was done, and to which documents. */
export interface ReportGroup {
  readonly sentence: string
  /** References (or titles where there is none), with pages by their printed numbers where the line names one. */
  readonly where: readonly string[]
}

// A sentence that begins with its page says the same of every page but for that: the number, as it is printed, goes
// beside the document, and the rest can be said once.
function apart({ sentence: whole, page: place, label }: ReportLine): { sentence: string; page: string } {
  const [, page, colon, rest] = /^Page ([^\s:]+)(:?) (.+)$/s.exec(whole) ?? []
  if (place === undefined || page === undefined || rest === undefined)
    return { sentence: whole, page: label ?? place?.toString() ?? '' }
  const sentence = colon === ':' ? rest.charAt(0).toUpperCase() + rest.slice(1) : `The page ${rest}`
  return { sentence, page }
}

/** The report with what was done alike said once, in the order it first happened. A document with no name has gone. */
export function reportGroups(
  report: readonly ReportLine[],
  names: ReadonlyMap<string, string>,
): readonly ReportGroup[] {
  // By sentence, then by document: the pages named, each by its place in the file.
  const groups = new Map<string, Map<string, Map<number, string>>>()
  for (const line of report) {
    const { sentence, page } = apart(line)
    const where = groups.get(sentence) ?? new Map<string, Map<number, string>>()
    groups.set(sentence, where)
    const { document, page: place } = line
    if (document === undefined) {
      // Of no document, it may be in any volume, where places are counted anew: nothing to join it with.
      if (page !== '') where.set(`page ${page}`, new Map())
      continue
    }
    const name = names.get(document) ?? 'a document since removed'
    const pages = where.get(name) ?? new Map<number, string>()
    where.set(name, pages)
    if (place !== undefined) pages.set(place, page)
  }
  return [...groups].map(([sentence, where]) => ({
    sentence,
    where: [...where].map(([name, pages]) => [name, pagesNamed(pages)].filter(Boolean).join(', ')),
  }))
}

function pagesNamed(pages: ReadonlyMap<number, string>): string {
  if (pages.size === 0) return ''
  const places = [...pages.keys()].sort((a, b) => a - b)
  return `${pages.size === 1 ? 'page' : 'pages'} ${pageRuns(places, (place) => pages.get(place)!)}`
}
