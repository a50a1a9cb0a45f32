import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'

/** What is being dragged and where the pointer is: `place` in lines from the top of the list, null outside it. */
export interface Drag<T> {
  readonly what: T
  readonly x: number
  readonly y: number
  readonly place: number | null
}
const threshold = 5
const edge = 28
const padding = 4

/**
 * Dragging by pointer over a list of lines: begins after a few px, scrolls near the edges, ends where it is let go. Esc
 * leaves everything where it was. Every drag has a twin on the keyboard.
 */
export function useDrag<T>(
  box: RefObject<HTMLElement | null>,
  tall: number,
  onDrop: (what: T, place: number) => void,
) {
  const [drag, setDrag] = useState<Drag<T> | null>(null)
  const end = useRef<(() => void) | null>(null)
  const drop = useRef(onDrop)
  drop.current = onDrop
  useEffect(() => () => end.current?.(), [])

  const start = (event: PointerEvent, what: T) => {
    if (event.button !== 0 || (event.target as HTMLElement).closest('input,button') !== null) return
    const from = { x: event.clientX, y: event.clientY }
    const state: { drag: Drag<T> | null } = { drag: null }
    const placeAt = (x: number, y: number) => {
      const element = box.current
      const frame = element?.getBoundingClientRect()
      if (!element || !frame) return null
      if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return null
      return (y - frame.top - padding + element.scrollTop) / tall
    }
    const move = (at: globalThis.PointerEvent) => {
      if (state.drag === null && Math.hypot(at.clientX - from.x, at.clientY - from.y) < threshold) return
      const frame = box.current?.getBoundingClientRect()
      if (frame && at.clientY < frame.top + edge) box.current?.scrollBy(0, -tall)
      if (frame && at.clientY > frame.bottom - edge) box.current?.scrollBy(0, tall)
      state.drag = { what, x: at.clientX, y: at.clientY, place: placeAt(at.clientX, at.clientY) }
      setDrag(state.drag)
    }
    const stop = () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', stop)
      window.removeEventListener('keydown', key, true)
      end.current = null
      setDrag(null)
    }
    const up = () => {
      const last = state.drag
      stop()
      if (last !== null && last.place !== null) drop.current(last.what, last.place)
    }
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape' || state.drag === null) return
      pressed.preventDefault()
      pressed.stopPropagation()
      stop()
    }
    end.current?.()
    end.current = stop
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', stop)
    window.addEventListener('keydown', key, true)
  }
  return { drag, start }
}
