import { seriesOf } from '../../../casework/rules/series.ts'
import { findPage } from './pages-model.ts'

/** Words of a note as they show: plain, or the mention of a page and the page of the file it leads to. */
export type NotePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'page'; readonly text: string; readonly page: number }

// The series is that of the file at hand, so it is letters, figures and a stroke.
const mentionIn = (series: string) =>
  new RegExp(`\\[?\\bpp?(?:\\.\\s?|\\s|(?=\\d))((?:${series})?[A-Z]{0,3}\\d{1,7}[A-Z]{0,3})\\b\\]?`, 'giu')

/**
 * The words of a note in parts. `p.143`, `[p.143]`, `p 143` and `pp 12A` are mentions where a page bears that number, in
 * a supplement `p.SB1/143`.
 */
export function partsOf(words: string, labels: readonly string[], pages: number): readonly NotePart[] {
  const parts: NotePart[] = []
  let done = 0
  for (const match of words.matchAll(mentionIn(seriesOf(labels)))) {
    const page = findPage(labels, pages, match[1] ?? '')
    if (page === null) continue
    if (match.index > done) parts.push({ kind: 'words', text: words.slice(done, match.index) })
    parts.push({ kind: 'page', text: match[0], page })
    done = match.index + match[0].length
  }
  if (done < words.length) parts.push({ kind: 'words', text: words.slice(done) })
  return parts
}

/** The pages a note mentions, each once, in the order they are mentioned. */
export const pagesMentioned = (
  words: string,
  labels: readonly string[],
  pages: number,
): readonly number[] => [
  ...new Set(partsOf(words, labels, pages).flatMap((part) => (part.kind === 'page' ? [part.page] : []))),
]
