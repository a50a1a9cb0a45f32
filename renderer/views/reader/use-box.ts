import { useCallback, useEffect, useRef, useState } from 'react'
import type { NoteBox } from '../../../casework/reading.ts'
import { announce } from '../../parts/Announce.tsx'
import { atFirst, between, type Draft, isSeen, moved, pointsOf, sized, spoken } from './draft-box.ts'
import type { Viewer } from './viewer.ts'

/** How far a key moves or sizes a box, as a part of the page; with Ctrl held, the smaller. */
const step = { plain: 0.02, fine: 0.002 } as const
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const

interface Held {
  readonly page: number
  readonly draft: Draft
}

/** Drawing a box on a page, by pointer or by keys. */
export interface BoxDrawing {
  readonly drawing: boolean
  readonly begin: () => void
  readonly end: () => void
}

/** `keep` is called with the box, in its page's own points. */
export function useBox(viewer: Viewer | null, keep: (page: number, box: NoteBox) => void): BoxDrawing {
  const [drawing, setDrawing] = useState(false)
  const held = useRef<Held | null>(null)
  const latest = useRef(keep)
  latest.current = keep

  const end = useCallback(() => {
    held.current = null
    for (const old of document.querySelectorAll('.reader-draft')) old.remove()
    setDrawing(false)
  }, [])
  const begin = useCallback(() => {
    const view = viewer?.pageView(viewer.page())
    if (viewer === null || view === undefined) return
    document.getSelection()?.removeAllRanges()
    held.current = { page: view.id, draft: atFirst(view, viewer.container) }
    setDrawing(true)
    announce('Arrows move the box, Shift and arrows size it, Enter keeps it, Esc lets go. Or drag one.')
  }, [viewer])

  useEffect(() => {
    if (!drawing || viewer === null) return
    const { container, bus } = viewer
    const show = () => {
      const now = held.current
      for (const old of container.querySelectorAll('.reader-draft')) old.remove()
      if (now === null) return
      const box = document.createElement('div')
      box.className = 'reader-draft'
      const { left, top, right, bottom } = now.draft
      const parts = { left, top, width: right - left, height: bottom - top }
      for (const [side, part] of Object.entries(parts)) box.style.setProperty(side, `${part * 100}%`)
      viewer.pageView(now.page)?.div.append(box)
      return box
    }
    const keepIt = () => {
      const now = held.current
      const view = now === null ? undefined : viewer.pageView(now.page)
      if (now === null || view === undefined || !isSeen(now.draft)) return
      end()
      latest.current(now.page, pointsOf(now.draft, view))
    }
    const stopKeys = byKeys(held, () => show()?.scrollIntoView({ block: 'nearest' }), keepIt, end)
    const stopPointer = byPointer(viewer, held, show, keepIt)
    container.dataset['drawing'] = ''
    // A page that is drawn anew, as at another zoom, gets its box again.
    bus.on('pagerendered', show)
    show()
    return () => {
      stopKeys()
      stopPointer()
      bus.off('pagerendered', show)
      delete container.dataset['drawing']
    }
  }, [drawing, viewer, end])
  return { drawing, begin, end }
}

type Holder = { current: Held | null }

/** Arrows, Enter and Esc mean the box and nothing else while one is drawn. Gives what stops it. */
function byKeys(held: Holder, show: () => void, keep: () => void, end: () => void): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const way = ways[event.key as keyof typeof ways]
    if (way !== undefined && held.current !== null) {
      const by = event.ctrlKey ? step.fine : step.plain
      const draft = (event.shiftKey ? sized : moved)(held.current.draft, way[0] * by, way[1] * by)
      held.current = { ...held.current, draft }
      show()
      announce(spoken(draft))
    } else if (event.key === 'Enter') keep()
    else if (event.key === 'Escape') {
      end()
      announce('Let go')
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('keydown', hear, true)
  return () => window.removeEventListener('keydown', hear, true)
}

/** A box is dragged from one corner to the other. Gives what stops it. */
function byPointer(viewer: Viewer, held: Holder, show: () => void, keep: () => void): () => void {
  const { container } = viewer
  const from: { at: { page: number; x: number; y: number; before: Held | null } | null } = { at: null }
  const partsAt = (event: PointerEvent, page: number) => {
    const frame = viewer.pageView(page)?.div.getBoundingClientRect()
    return frame === undefined
      ? null
      : { x: (event.clientX - frame.left) / frame.width, y: (event.clientY - frame.top) / frame.height }
  }
  const down = (event: PointerEvent) => {
    const page = Number((event.target as Element).closest<HTMLElement>('.page')?.dataset['pageNumber'])
    const at = event.button === 0 && Number.isInteger(page) ? partsAt(event, page) : null
    if (at === null) return
    event.preventDefault()
    event.stopPropagation()
    container.setPointerCapture(event.pointerId)
    from.at = { page, ...at, before: held.current }
  }
  const move = (event: PointerEvent) => {
    const start = from.at
    const at = start === null ? null : partsAt(event, start.page)
    if (start === null || at === null) return
    held.current = { page: start.page, draft: between(start.x, start.y, at.x, at.y) }
    show()
  }
  const up = (event: PointerEvent) => {
    const start = from.at
    if (start === null) return
    move(event)
    from.at = null
    // A click that dragged nothing leaves the box as it was.
    if (held.current !== null && isSeen(held.current.draft)) return keep()
    held.current = start.before
    show()
  }
  // The words of the page are neither selected nor followed meanwhile.
  const still = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  const ears = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    mousedown: still,
    click: still,
  } as const
  for (const [name, hear] of Object.entries(ears)) container.addEventListener(name, hear as never, true)
  return () => {
    for (const [name, hear] of Object.entries(ears)) container.removeEventListener(name, hear as never, true)
  }
}
