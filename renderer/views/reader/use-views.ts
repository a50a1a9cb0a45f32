import { type RefObject, useCallback, useRef, useState } from 'react'
import type { ReadingPlace } from '../../../casework/reading.ts'
import type { PagesEvents } from './Pages.tsx'
import type { Look } from './Tools.tsx'
import type { Viewer } from './viewer.ts'

/** One view of the pages, or the one beside it. */
export type Side = 'main' | 'side'

/** The pages in one view or in two beside each other: which is worked in, how it looks, and the page it shows. */
export function useViews(place: RefObject<ReadingPlace>) {
  const [page, setPage] = useState(place.current.page)
  const [zoom, setZoom] = useState(1)
  const [look, setLook] = useState<Look>('one')
  const [turn, setTurn] = useState<ReadingPlace['turn']>(place.current.turn)
  const viewers = useRef<Record<Side, Viewer | null>>({ main: null, side: null })
  const [main, setMain] = useState<Viewer | null>(null)
  const [side, setSide] = useState<Viewer | null>(null)
  const [active, setActive] = useState<Side>('main')
  const activeNow = useRef<Side>('main')
  activeNow.current = look === 'split' ? active : 'main'
  const shown = useCallback(() => viewers.current[activeNow.current] ?? viewers.current.main, [])

  const lookAs = (next: Look) => {
    setLook(next)
    main?.setTwo(next === 'two')
    setActive(next === 'split' ? 'side' : 'main')
    if (next !== 'split') main?.container.focus()
  }
  return {
    page,
    zoom,
    look,
    turn,
    main,
    /** The view that is worked in, as it was drawn. */
    at: activeNow.current === 'side' ? side : main,
    active: activeNow.current,
    /** The view that is worked in, as it is now. */
    shown,
    /** Where a link leads, asked of each view. */
    lead: async (link: HTMLAnchorElement) =>
      (await viewers.current.main?.lead(link)) ?? (await viewers.current.side?.lead(link)) ?? null,
    lookAs,
    /** Two places beside each other, or one again. */
    split: () => lookAs(look === 'split' ? 'one' : 'split'),
    zoomTo: (to: 'in' | 'out' | 'fit') => {
      const viewer = shown()
      viewer?.setZoom(to === 'fit' ? to : viewer.zoom() * (to === 'in' ? 1.15 : 1 / 1.15))
    },
    turnOn: () => {
      const next = ((turn + 90) % 360) as ReadingPlace['turn']
      setTurn(next)
      for (const viewer of [main, side]) viewer?.turn(next)
      place.current = { ...place.current, turn: next }
    },
    /** Goes to the other of two views. */
    other: () => {
      if (look !== 'split') return
      const next = active === 'main' ? 'side' : 'main'
      setActive(next)
      viewers.current[next]?.container.focus()
    },
    eventsOf: (which: Side, more: Pick<PagesEvents, 'onLink' | 'onNote'>): PagesEvents => ({
      ...more,
      onViewer: (viewer) => {
        viewers.current[which] = viewer
        ;(which === 'main' ? setMain : setSide)(viewer)
        viewer?.container.focus()
      },
      onPage: (at) => activeNow.current === which && setPage(at),
      onZoom: (scale) => activeNow.current === which && setZoom(scale),
      onMoved: (at) => {
        if (activeNow.current === which) place.current = at
      },
      onTouched: () => {
        setActive(which)
        const viewer = viewers.current[which]
        if (viewer !== null) setPage(viewer.page())
      },
    }),
  }
}
