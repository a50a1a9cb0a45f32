import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'

const widths = new Map<string, number>()
const clamp = (width: number, least: number) => Math.max(least, Math.min(width, window.innerWidth * 0.6))

/**
 * A wide pane and, when there is one, a detail pane at its right whose width can be dragged or set with ← and →. The
 * width is kept in memory under `name`. Each is a region F6 goes to. Below 1100 px the detail slides over the list.
 */
export function SplitPanes({
  name,
  main,
  detail,
  mainName,
  detailName,
  first = 356,
  least = 260,
}: {
  /** A name for the width to be remembered by. */
  readonly name: string
  readonly main: ReactNode
  readonly detail: ReactNode | null
  readonly mainName: string
  readonly detailName: string
  /** The width of the detail at first, in px. */
  readonly first?: number
  readonly least?: number
}) {
  const [, draw] = useState(0)
  const width = widths.get(name) ?? first
  const set = (next: number) => {
    widths.set(name, clamp(next, least))
    draw((count) => count + 1)
  }
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: 16, ArrowRight: -16, Home: 10_000, End: -10_000 }[event.key]
    if (by === undefined || event.altKey) return
    event.preventDefault()
    set(width + by)
  }
  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    const handle = event.currentTarget
    handle.setPointerCapture(event.pointerId)
    const from = { x: event.clientX, width }
    const move = (at: globalThis.PointerEvent) => set(from.width + from.x - at.clientX)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    })
  }
  return (
    <div className="split">
      <Pane name={mainName}>{main}</Pane>
      {detail !== null && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a splitter that moves is no hr */}
          <div
            className="splitter for-detail"
            role="separator"
            aria-orientation="vertical"
            aria-label={`Width of ${detailName}`}
            aria-valuenow={Math.round(width)}
            aria-valuemin={least}
            aria-valuemax={Math.round(window.innerWidth * 0.6)}
            tabIndex={0}
            onKeyDown={onKey}
            onPointerDown={onDown}
          />
          <section
            className="pane detail"
            aria-label={detailName}
            data-region
            tabIndex={-1}
            style={{ width, flex: 'none' }}
          >
            {detail}
          </section>
        </>
      )}
    </div>
  )
}

/** A flat pane that takes the room there is. */
export const Pane = ({
  name,
  soft,
  children,
}: {
  readonly name: string
  readonly soft?: boolean
  readonly children: ReactNode
}) => (
  <section className={soft ? 'pane main soft' : 'pane main'} aria-label={name} data-region tabIndex={-1}>
    {children}
  </section>
)

/** A narrow pane of filters at the left, `width` in rem. */
export const SidePane = ({
  name,
  width = 9,
  children,
}: {
  readonly name: string
  readonly width?: number
  readonly children: ReactNode
}) => (
  <section
    className="pane soft"
    aria-label={name}
    data-region
    tabIndex={-1}
    style={{ width: `${width}rem`, flex: 'none', borderRight: '1px solid var(--line)', overflow: 'auto' }}
  >
    {children}
  </section>
)
