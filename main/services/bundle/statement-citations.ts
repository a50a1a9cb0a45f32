import { pageCitationsIn } from '../../../casework/rules/page-citations.ts'
import type { Cited } from './citations.ts'
import type { Span } from './sheet.ts'

/** What finds these references, whole ones only; nothing where there are none. */
export function referencePattern(refs: readonly string[], flags: string): RegExp[] {
  const sorted = refs.filter((ref) => ref.trim() !== '').sort((a, b) => b.length - a.length)
  if (sorted.length === 0) return []
  const escaped = sorted.map((ref) => ref.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return [new RegExp(`(?<![\\p{L}\\p{N}/])(${escaped.join('|')})(?![\\p{L}\\p{N}]|/[\\p{L}\\p{N}])`, flags)]
}

// Statements are cited by their own references; which of them the bundle holds is not known here.
const STATEMENT = /(?<![\p{L}\p{N}/])S\d{1,4}(?![\p{L}\p{N}/])/gu

/** The citations of a paragraph: exhibits and statements by their references, pages by their printed numbers. */
function citedIn(text: string, refs: readonly string[] | null): { from: number; to: number; cited: Cited }[] {
  const pages = pageCitationsIn(text)
  const named = (refs === null ? [] : [...referencePattern(refs, 'gu'), STATEMENT])
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ 0: words, index }) => ({ from: index, to: index + words.length, cited: { words, ref: words } }))
  const within = (at: number) => pages.find(({ from, to }) => at >= from && at < to)
  const found = [
    ...named.filter(({ from }) => within(from) === undefined),
    ...pages.map((page) => {
      // [LB/7] is the exhibit where there is one of that mark.
      const mark = named.find(({ from }) => within(from) === page)
      const cited: Cited = mark ? mark.cited : { words: page.words, page }
      return { from: page.from, to: page.to, cited }
    }),
  ]
  return found.sort((a, b) => a.from - b.from)
}

/**
 * Lines cut where their words cite something. They were wrapped before, so nothing stands elsewhere for it. `refs` are
 * the exhibits a statement names; null for words in which only pages are cited.
 */
export function withCitations(lines: readonly Span[][], refs: readonly string[] | null): Span[][] {
  const whole = lines.flatMap((line) => line.map(({ text }) => text)).join('')
  const cuts = citedIn(whole, refs)
  if (cuts.length === 0) return [...lines]
  let at = 0
  return lines.map((line) =>
    line.flatMap((span): Span[] => {
      const start = at
      const end = start + span.text.length
      at = end
      const edges = cuts.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > start && edge < end)
      return [start, ...edges].map((from, i): Span => {
        const text = span.text.slice(from - start, (edges[i] ?? end) - start)
        const cut = cuts.find((each) => from >= each.from && from < each.to)
        return cut ? { text, style: span.style, cites: cut.cited } : { text, style: span.style }
      })
    }),
  )
}
