import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { SeenBox } from '../../../casework/rules/redacting.ts'
import { arrowed, boxBetween, firstBox, type Place, placeAt, sharesOf } from './drawing.ts'
import { type ShownFile, usePage } from './use-page.ts'
import type { Mark } from './use-redaction.ts'

/** A page fitted to a wide window stays readable without turning the head, in px. */
const widest = 940

/** One page, large, with its boxes; new ones are drawn with the mouse or set with the keyboard. */
export function RedactPage({
  file,
  page,
  zoom,
  blurred,
  marks,
  numberOf,
  chosen,
  nameOf,
  onChoose,
  onDraw,
  onRemove,
  onPages,
}: {
  readonly file: ShownFile
  readonly page: number
  readonly zoom: number
  /** A picture nobody has asked to see yet. */
  readonly blurred: boolean
  /** The boxes of this page; null where it is only looked at. */
  readonly marks: readonly Mark[] | null
  readonly numberOf: (mark: Mark) => number
  readonly chosen: string | null
  readonly nameOf: (mark: Mark) => string
  readonly onChoose: (mark: string | null) => void
  readonly onDraw: (box: SeenBox) => void
  readonly onRemove: (mark: Mark) => void
  readonly onPages: (pages: number) => void
}) {
  const frame = useRef<HTMLDivElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  const width = Math.floor(Math.max(200, Math.min(room - 48, widest)) * zoom)
  const { holder, size, pages, failed } = usePage(file, page, room === 0 ? 0 : width)
  const [draft, setDraft] = useState<SeenBox | null>(null)
  const from = useRef<Place | null>(null)
  const tell = useRef(onPages)
  tell.current = onPages

  useEffect(() => tell.current(pages), [pages])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a box begun on one page is not one of another
  useEffect(() => setDraft(null), [page, file.address])
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const watcher = new ResizeObserver(() => setRoom(element.clientWidth))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  const at = (event: PointerEvent) => placeAt(event, layer.current!.getBoundingClientRect(), size!)
  const onDown = (event: PointerEvent) => {
    if (
      size === null ||
      marks === null ||
      event.button !== 0 ||
      (event.target as HTMLElement).closest('button')
    )
      return
    event.preventDefault()
    layer.current?.focus({ preventScroll: true })
    layer.current?.setPointerCapture(event.pointerId)
    from.current = at(event)
    setDraft(null)
    onChoose(null)
  }
  const onMove = (event: PointerEvent) => {
    if (from.current !== null && size !== null) setDraft(boxBetween(from.current, at(event), size))
  }
  const set = (box: SeenBox | null) => {
    from.current = null
    setDraft(null)
    if (box !== null) onDraw(box)
  }
  const onUp = (event: PointerEvent) => {
    if (from.current !== null && size !== null) set(boxBetween(from.current, at(event), size))
  }
  const onKey = (event: KeyboardEvent) => {
    if (size === null || marks === null || event.ctrlKey || event.altKey || event.metaKey) return
    const mark = marks.find(({ id }) => id === chosen)
    const onMark = (event.target as HTMLElement).closest('button') !== null
    if ((event.key === 'Delete' || event.key === 'Backspace') && mark !== undefined) onRemove(mark)
    else if (onMark) return
    else if (event.key === 'Enter') {
      if (draft === null) setDraft(firstBox(size, mark?.box))
      else set(draft)
    } else if (event.key === 'Escape' && draft !== null) setDraft(null)
    else {
      const moved = draft === null ? null : arrowed(draft, event.key, event.shiftKey, size)
      if (moved === null) return
      setDraft(moved)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={frame} className="redact-view">
      {failed && (
        <p className="evidence-cannot" role="status">
          <b>This file could not be drawn.</b>
          It is kept as it came. Check the file.
        </p>
      )}
      <div
        className="redact-sheet"
        style={{
          width,
          ...(size === null ? {} : { aspectRatio: `${size.width} / ${size.height}` }),
          visibility: size === null ? 'hidden' : 'visible',
        }}
      >
        <div ref={holder} className="redact-paper" data-blurred={blurred} />
        {marks !== null && (
          // biome-ignore-start lint/a11y/noNoninteractiveTabindex: the page hears the keys that set a box
          // biome-ignore lint/a11y/useSemanticElements: a page with boxes is no set of fields
          <div
            ref={layer}
            className="redact-layer"
            role="group"
            tabIndex={0}
            aria-label={`Page ${page}. Enter begins a box, the arrows move it, Shift and the arrows size it, Enter sets it.`}
            onPointerDown={onDown}
            onPointerMove={onMove}
            onPointerUp={onUp}
            onPointerCancel={() => set(null)}
            onKeyDown={onKey}
          >
            {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: and no more than that */}
            {size !== null &&
              marks.map((mark) => (
                <button
                  key={mark.id}
                  type="button"
                  className="redact-mark"
                  aria-pressed={mark.id === chosen}
                  aria-label={`Box ${numberOf(mark)}: ${nameOf(mark)}`}
                  title={nameOf(mark)}
                  data-burned={mark.burned}
                  style={sharesOf(mark.box, size)}
                  onClick={() => onChoose(mark.id)}
                >
                  <span>{numberOf(mark)}</span>
                </button>
              ))}
            {size !== null && draft !== null && (
              <div className="redact-draft" style={sharesOf(draft, size)} />
            )}
          </div>
        )}
      </div>
    </div>
  )
}
