import type { Result } from '../../../casework/contract/contract.ts'

export type TextOf = Result<'text.of'>
export type PageRead = TextOf['read'][number]

/** Below this, of 100, a word is marked: the machine guessed more than it read. */
export const doubtful = 80

/** The pages that can be shown as text, in order: those a machine read, with what came of each. */
export const pagesRead = (of: TextOf | undefined): readonly PageRead[] => of?.read ?? []

/** The pages a machine found words on. */
export const pagesWithWords = (of: TextOf | undefined): ReadonlySet<number> =>
  new Set(pagesRead(of).flatMap(({ page, words }) => (words > 0 ? [page] : [])))

/** How many pages are left to read: they have ink and no words, and were not read yet. */
export function leftToRead(of: TextOf | undefined): number {
  const read = new Set(pagesRead(of).map(({ page }) => page))
  return [...(of?.marks ?? '')].filter((mark, at) => mark === 'n' && !read.has(at + 1)).length
}

/** The page to show: the one asked for, or the nearest after it that was read, or the last. */
export function shownPage(read: readonly PageRead[], wanted: number): number | null {
  return (read.find(({ page }) => page >= wanted) ?? read.at(-1))?.page ?? null
}

/** What a button that reads is called: it starts, or goes on. */
export const readWord = (of: TextOf | undefined): string =>
  pagesRead(of).length > 0 ? 'Go on reading' : 'Read text'
