import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { windowOf } from '../../parts/table-model.ts'

export interface Lines {
  readonly box: RefObject<HTMLDivElement | null>
  /** The list’s `ref`: it may come and go. */
  readonly attach: (element: HTMLDivElement | null) => void
  /** The height of a line in px. */
  readonly tall: number
  readonly from: number
  readonly to: number
  readonly onScroll: () => void
  /** How many lines a page of them is. */
  readonly page: number
}

/** Draws only the lines in sight of a long list, each `rem` high, and keeps the current one in sight. */
export function useLines(count: number, rem: number, current: number, edge = 12): Lines {
  const box = useRef<HTMLDivElement>(null)
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const attach = useCallback((next: HTMLDivElement | null) => {
    box.current = next
    setElement(next)
  }, [])
  const [view, setView] = useState({ scroll: 0, height: 600, unit: 16 })
  const tall = Math.round(rem * view.unit)
  const end = useRef(0)
  end.current = (current + 1) * tall

  useEffect(() => {
    if (element === null) return
    const was = { height: element.clientHeight }
    const watcher = new ResizeObserver(() => {
      const height = element.clientHeight
      // What was in sight stays so when a note, or more at the foot, leaves less room.
      if (end.current <= element.scrollTop + was.height)
        element.scrollTop = Math.max(element.scrollTop, end.current + edge - height)
      was.height = height
      setView((before) => ({
        ...before,
        height,
        unit: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      }))
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [element, edge])

  useLayoutEffect(() => {
    if (element === null || current < 0) return
    const top = current * tall
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + tall + edge > element.scrollTop + element.clientHeight)
      element.scrollTop = top + tall + edge - element.clientHeight
  }, [element, current, tall, edge])

  const onScroll = () => {
    const scroll = box.current?.scrollTop ?? 0
    setView((before) => (before.scroll === scroll ? before : { ...before, scroll }))
  }
  const part = windowOf(count, tall, view.scroll, view.height)
  return { box, attach, tall, ...part, onScroll, page: Math.max(1, Math.floor(view.height / tall) - 2) }
}
