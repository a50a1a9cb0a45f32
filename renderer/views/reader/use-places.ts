import { useCallback, useRef, useState } from 'react'
import { announce } from '../../parts/Announce.tsx'
import { createTrail, findPage, type IndexRow } from './pages-model.ts'
import type { Viewer } from './viewer.ts'

/** Going about a bundle: by printed number, by document, back and forward along the jumps. */
export function usePlaces(
  viewer: () => Viewer | null,
  {
    labels,
    pages,
    rows,
    labelOf,
  }: {
    readonly labels: readonly string[]
    readonly pages: number
    readonly rows: readonly IndexRow[]
    readonly labelOf: (page: number) => string
  },
) {
  const trail = useRef(createTrail())
  const [refused, setRefused] = useState<string | null>(null)

  const jump = useCallback(
    (page: number, top: number | null = null) => {
      const at = viewer()
      if (at === null) return
      trail.current.jump(at.page(), page)
      setRefused(null)
      at.show(page, top)
      announce(`Page ${labelOf(page)}`)
    },
    [viewer, labelOf],
  )
  const go = useCallback(
    (typed: string) => {
      const page = findPage(labels, pages, typed)
      if (page === null) return setRefused(typed.trim())
      jump(page)
      viewer()?.container.focus()
    },
    [labels, pages, jump, viewer],
  )
  const step = useCallback(
    (by: -1 | 1) => {
      const at = viewer()
      if (at === null) return
      const page = Math.max(1, Math.min(pages, at.page() + by))
      setRefused(null)
      at.show(page)
      announce(`Page ${labelOf(page)}`)
    },
    [viewer, pages, labelOf],
  )
  const stepDocument = useCallback(
    (by: -1 | 1) => {
      const page = viewer()?.page() ?? 1
      const documents = rows.filter((row) => row.kind === 'document')
      const next =
        by === 1
          ? documents.find((row) => row.from > page)
          : (documents.findLast((row) => row.from < page && row.to < page) ?? documents[0])
      if (next === undefined) return
      jump(next.from)
      announce(`${next.title}, page ${labelOf(next.from)}`)
    },
    [rows, viewer, jump, labelOf],
  )
  const along = useCallback(
    (way: 'back' | 'forward') => {
      const at = viewer()
      const page = at === null ? null : trail.current[way](at.page())
      if (at === null || page === null) return
      at.show(page)
      announce(`Page ${labelOf(page)}`)
    },
    [viewer, labelOf],
  )
  /** A link in the file leads away from here. */
  const leaving = useCallback(() => {
    const page = viewer()?.page()
    if (page !== undefined) trail.current.jump(page, 0)
  }, [viewer])
  return { refused, setRefused, jump, go, step, stepDocument, along, leaving }
}
