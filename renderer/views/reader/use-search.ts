import { useCallback, useEffect, useRef, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { announce } from '../../parts/Announce.tsx'
import type { Viewer } from './viewer.ts'

/** A place where words were found: the page, which of its finds it is, and the words around it. */
export interface Found {
  readonly page: number
  readonly nth: number
  readonly before: string
  readonly words: string
  readonly after: string
}
/** A search as it stands. */
export interface Searching {
  readonly query: string
  readonly found: readonly Found[]
  /** All that were found so far, of which at most five hundred are listed. */
  readonly total: number
  /** Pages gone through. */
  readonly through: number
  readonly done: boolean
}

const mostListed = 500
const around = 48
const lookEvery = 300

interface FindInside {
  readonly pageMatches?: readonly (readonly number[] | undefined)[]
  readonly pageMatchesLength?: readonly (readonly number[] | undefined)[]
  /** The words as they are compared: folded and evened out. Finds are told in the page's own text before that. */
  readonly _pageContents: readonly (string | undefined)[]
  /** Where the two part: from each start on, the page's own text is so many characters further. */
  readonly _pageDiffs: readonly (readonly [ArrayLike<number>, ArrayLike<number>] | null | undefined)[]
}

/** Where a character of a page's own text stands in the text that was compared. */
export function comparedAt(diffs: FindInside['_pageDiffs'][number], at: number): number {
  if (!diffs) return at
  const [starts, shifts] = diffs
  for (let i = starts.length - 1; i >= 0; i--) {
    const place = at - shifts[i]!
    if (place >= starts[i]!) return place
  }
  return at
}

/** The finds of a viewer's own search, gathered from it as it goes through the pages. */
export function gather(find: FindInside, pages: number): Omit<Searching, 'query'> {
  const found: Found[] = []
  let total = 0
  let through = 0
  for (let at = 0; at < pages; at++) {
    const text = find._pageContents[at]
    const matches = find.pageMatches?.[at]
    if (text === undefined || matches === undefined) continue
    through++
    total += matches.length
    for (const [nth, own] of matches.entries()) {
      if (found.length >= mostListed) break
      const diffs = find._pageDiffs[at]
      const from = comparedAt(diffs, own)
      const to = comparedAt(diffs, own + (find.pageMatchesLength?.[at]?.[nth] ?? 0))
      found.push({
        page: at + 1,
        nth,
        before: text.slice(Math.max(0, from - around), from),
        words: text.slice(from, to),
        after: text.slice(to, to + around),
      })
    }
  }
  return { found, total, through, done: through >= pages }
}

/** Searching the pages of a viewer. It goes through them in the worker, a page at a time, and lists as it goes. */
export function useSearch(viewer: Viewer | null, pages: number) {
  const [state, setState] = useState<Searching | null>(null)
  const running = useRef<string | null>(null)

  const look = useCallback(() => {
    if (viewer === null || running.current === null) return
    const query = running.current
    const now = gather(viewer.find as unknown as FindInside, pages)
    // The list stays the same object while nothing joins it, so that it is not drawn again for every page gone through.
    setState((before) =>
      before?.query === query && before.found.length === now.found.length
        ? { query, ...now, found: before.found }
        : { query, ...now },
    )
    if (!now.done) return
    running.current = null
    announce(now.total === 0 ? 'Nothing found' : `${counted(now.total, 'place')} found`)
  }, [viewer, pages])
  useEffect(() => {
    const timer = setInterval(look, lookEvery)
    return () => clearInterval(timer)
  }, [look])

  const search = useCallback(
    (query: string) => {
      if (viewer === null) return
      const wanted = query.trim()
      running.current = wanted === '' ? null : wanted
      setState(wanted === '' ? null : { query: wanted, found: [], total: 0, through: 0, done: false })
      viewer.bus.dispatch(wanted === '' ? 'findbarclose' : 'find', {
        source: viewer,
        type: '',
        query: wanted,
        caseSensitive: false,
        entireWord: false,
        highlightAll: true,
        findPrevious: false,
        matchDiacritics: false,
      })
    },
    [viewer],
  )
  return { state, search }
}
