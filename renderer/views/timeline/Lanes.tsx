// biome-ignore-all lint/a11y: the picture is worked as one thing, by keys that are listed with it; the table beside it says the same in rows
import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { announce } from '../../parts/Announce.tsx'
import { Pebble } from '../../parts/Marks.tsx'
import type { Axis, Columns } from './columns.ts'
import { LaneTip, type Tip } from './LaneTip.tsx'
import type { Lane, LaneKind } from './lanes.ts'
import { paint } from './paint.ts'
import { foundAt } from './pick.ts'
import type { Scene } from './scene.ts'
import { useTheme } from './theme.ts'
import { ticksOf } from './ticks.ts'
import { useScene } from './use-scene.ts'
import { panned, showing, type View, zoomed } from './view.ts'
import { whenWords } from './words.ts'

const axisHeight = 34
const nameWidth = 130

export interface LanesProps {
  readonly columns: Columns
  readonly lanes: readonly Lane[]
  readonly by: LaneKind
  readonly axis: Axis
  readonly gapDays: number
  readonly view: View
  readonly onView: (view: View) => void
  /** The id of the chosen event. */
  readonly chosen: string | null
  readonly onChoose: (id: string | null) => void
  /** Enter: go into what is chosen. */
  readonly onOpen: () => void
  readonly onDrawn: (scene: Scene) => void
}

/** The lanes: a picture of the events in time. Drag or ←→ to move, Ctrl and the wheel or + − to zoom, Tab to walk. */
export function Lanes(props: LanesProps) {
  const { columns, lanes, by, axis, gapDays, view, onView, chosen, onChoose, onOpen, onDrawn } = props
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [scroll, setScroll] = useState(0)
  const [tip, setTip] = useState<Tip | null>(null)
  const [focused, setFocused] = useState(false)
  const [dragging, setDragging] = useState(false)
  const top = Math.round(axisHeight * theme.unit)
  const left = Math.round(nameWidth * theme.unit)
  const width = Math.max(1, size.width - left)
  const scene = useScene({
    columns,
    lanes,
    by,
    gapDays,
    view,
    width,
    top: scroll,
    bottom: scroll + Math.max(size.height - top, 600),
    theme,
  })
  const at = chosen === null ? -1 : columns.events.findIndex(({ id }) => id === chosen)

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const watcher = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  useEffect(() => onDrawn(scene), [scene, onDrawn])

  useLayoutEffect(() => {
    const sheet = canvas.current
    const brush = sheet?.getContext('2d')
    if (!sheet || !brush || size.width === 0) return
    const draw = requestAnimationFrame(() => {
      const wide = Math.round(width * theme.fine)
      const tall = Math.round(size.height * theme.fine)
      if (sheet.width !== wide) sheet.width = wide
      if (sheet.height !== tall) sheet.height = tall
      brush.setTransform(theme.fine, 0, 0, theme.fine, 0, 0)
      const scale = width / (view.to - view.from)
      paint(brush, scene, {
        width,
        height: size.height,
        axis: top,
        scroll,
        unit: theme.unit,
        fine: theme.fine,
        colours: theme.colours,
        fonts: theme.fonts,
        titleOf: (item) => columns.events[item]!.fields.title,
        chosen: at,
        ticks: ticksOf(view, width, 16 * theme.unit),
        xOf: (minute) => (minute - view.from) * scale,
      })
    })
    return () => cancelAnimationFrame(draw)
  }, [scene, view, width, size, scroll, theme, columns, at, top])

  // What is chosen elsewhere, in the table or by a link, comes into sight here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice moves the view
  useEffect(() => {
    if (at < 0) return
    const next = showing(view, columns.start[at]!, columns.end[at]!)
    if (next !== view) onView(next)
  }, [at, columns])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice scrolls
  useEffect(() => {
    const element = box.current
    const mark = scene.lanes.flatMap((lane) => lane.marks).find(({ item }) => item === at)
    if (element === null || mark === undefined) return
    const room = 20 * theme.unit
    if (mark.y - room < element.scrollTop) element.scrollTop = Math.max(0, mark.y - room)
    else if (mark.y + room > element.scrollTop + element.clientHeight - top)
      element.scrollTop = mark.y + room - element.clientHeight + top
  }, [at])

  const latest = useRef({ view, onView, width })
  latest.current = { view, onView, width }
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const wheel = (event: WheelEvent) => {
      const now = latest.current
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const x = event.clientX - element.getBoundingClientRect().left
        const minute = now.view.from + ((now.view.to - now.view.from) * x) / now.width
        now.onView(zoomed(now.view, 1.0015 ** event.deltaY, minute))
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault()
        now.onView(panned(now.view, (event.deltaX || event.deltaY) / now.width))
      }
    }
    // React listens passively to wheels, which could not then stop the page from zooming.
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [])

  const choose = (index: number) => {
    const event = columns.events[index]
    if (event === undefined) return
    onChoose(event.id)
    announce(`${event.fields.title}, ${whenWords(event, axis)}, ${index + 1} of ${columns.events.length}`)
  }
  const found = (event: PointerEvent) => {
    const edge = event.currentTarget.getBoundingClientRect()
    const y = event.clientY - edge.top
    return y < top ? null : foundAt(scene, event.clientX - edge.left, y - top + scroll)
  }
  const onDown = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0) return
    const sheet = event.currentTarget
    const from = { x: event.clientX, view, moved: false }
    const hit = found(event)
    sheet.setPointerCapture(event.pointerId)
    const move = (now: globalThis.PointerEvent) => {
      if (!from.moved && Math.abs(now.clientX - from.x) < 4) return
      from.moved = true
      setDragging(true)
      setTip(null)
      onView(panned(from.view, (from.x - now.clientX) / width))
    }
    sheet.addEventListener('pointermove', move)
    sheet.addEventListener(
      'lostpointercapture',
      () => {
        sheet.removeEventListener('pointermove', move)
        setDragging(false)
        if (!from.moved && hit?.kind === 'mark') choose(hit.mark.item)
      },
      { once: true },
    )
  }

  const shown = focused && tip === null ? tipOfChosen(scene, at, columns, axis, top - scroll) : tip
  return (
    <div className="timeline-frame" style={{ height: scene.height + top + 2 }}>
      <div
        ref={box}
        className={dragging ? 'timeline-lanes dragging' : 'timeline-lanes'}
        role="group"
        aria-label={`Lanes, ${columns.events.length} events`}
        aria-describedby="timeline-keys"
        tabIndex={0}
        onFocus={(event) =>
          setFocused(event.target === event.currentTarget && event.currentTarget.matches(':focus-visible'))
        }
        onBlur={() => setFocused(false)}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={(event) => {
          const control = event.ctrlKey || event.metaKey || event.altKey
          if (control) return
          if (event.key === 'Tab') {
            const next = at + (event.shiftKey ? -1 : 1)
            if (next < 0 || next >= columns.events.length) return
            // Escape lets go; from then on Tab leaves as it does elsewhere.
            if (at < 0 && event.currentTarget.dataset.free === 'yes') return
            choose(next)
          } else if (event.key === 'ArrowLeft') onView(panned(view, -0.15))
          else if (event.key === 'ArrowRight') onView(panned(view, 0.15))
          else if (event.key === 'Home') choose(0)
          else if (event.key === 'End') choose(columns.events.length - 1)
          else if (event.key === 'Enter' && at >= 0) onOpen()
          else if (event.key === 'Escape' && at >= 0) {
            event.currentTarget.dataset.free = 'yes'
            onChoose(null)
          } else return
          event.preventDefault()
          if (event.key !== 'Escape') delete event.currentTarget.dataset.free
        }}
      >
        <p id="timeline-keys" className="unseen">
          Tab and Shift Tab walk the events in time order, Enter opens one, Escape lets go. The table below
          holds the same events.
        </p>
        <div className="timeline-inner" style={{ height: scene.height + top + 1 }}>
          <div className="timeline-corner" style={{ height: top, width: left }} />
          <ul className="timeline-names" style={{ width: left }}>
            {scene.lanes.map(({ lane, top: y, height }) => (
              <li key={lane.key} style={{ top: y + top, height }}>
                {lane.ref !== '' && <Pebble of={lane.ref} victim={lane.victim} />}
                <span
                  className={height < 48 * theme.unit ? 'timeline-name one' : 'timeline-name'}
                  title={lane.name}
                >
                  {lane.name}
                </span>
              </li>
            ))}
          </ul>
          <canvas
            ref={canvas}
            aria-hidden
            style={{ width, height: size.height, marginLeft: left }}
            onPointerDown={onDown}
            onPointerMove={(event) => {
              if (dragging) return
              const hit = found(event)
              const edge = event.currentTarget.getBoundingClientRect()
              const x = event.clientX - edge.left
              const y = event.clientY - edge.top
              setTip(
                hit === null
                  ? null
                  : hit.kind === 'crowd'
                    ? { x, y, title: `${hit.count} events here`, when: 'Zoom in to tell them apart', more: 0 }
                    : { ...tipOf(columns, hit.mark.item, axis), x, y, more: hit.mark.more },
              )
            }}
            onPointerLeave={() => setTip(null)}
            onDoubleClick={(event) => {
              const x = event.clientX - event.currentTarget.getBoundingClientRect().left
              onView(zoomed(view, 0.5, view.from + ((view.to - view.from) * x) / width))
            }}
          />
          {shown !== null && (
            <LaneTip tip={shown} left={left} width={width} height={size.height} scroll={scroll} />
          )}
        </div>
      </div>
    </div>
  )
}

const tipOf = (columns: Columns, item: number, axis: Axis) => {
  const event = columns.events[item]!
  return { title: event.fields.title, when: whenWords(event, axis) }
}

function tipOfChosen(scene: Scene, at: number, columns: Columns, axis: Axis, shift: number): Tip | null {
  const mark = scene.lanes.flatMap((lane) => lane.marks).find(({ item }) => item === at)
  if (mark === undefined) return null
  return { ...tipOf(columns, at, axis), x: Math.max(0, mark.from), y: mark.y + shift, more: mark.more }
}
