import { useCallback, useRef } from 'react'
import { showFound } from './bring.ts'
import { type Found, useSearch } from './use-search.ts'
import type { Viewer } from './viewer.ts'

/** What is looked for in the words of a bundle, and going to what was found. */
export function useFound(main: Viewer | null, pages: number, page: number, jump: (page: number) => void) {
  const { state: search, search: find } = useSearch(main, pages)
  const mainNow = useRef(main)
  mainNow.current = main
  const go = useCallback(
    (found: Found) => {
      jump(found.page)
      mainNow.current?.container.focus({ preventScroll: true })
      showFound(mainNow.current, found)
    },
    [jump],
  )
  return {
    search,
    find,
    go,
    /** To the next place that was found, or the one before; round at the ends. */
    next: (back: boolean) => {
      const list = search?.found ?? []
      const next = back ? list.findLast((each) => each.page < page) : list.find((each) => each.page > page)
      const wanted = next ?? (back ? list.at(-1) : list[0])
      if (wanted !== undefined) go(wanted)
    },
  }
}
