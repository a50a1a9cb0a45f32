// biome-ignore-all lint/a11y: an ARIA grid of blocks, since rows stand where they are scrolled to; the grid holds the focus and the keys
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { drawnHeight, rowAtTop, scrollTo } from './long-table-model.ts'
import { type Move, moved } from './table-model.ts'

export interface LongColumn<R> {
  readonly id: string
  readonly head: string
  /** A grid track: `7rem`, `minmax(8rem, 1fr)`. */
  readonly width: string
  readonly cell: (row: R) => ReactNode
  readonly number?: boolean
}

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  k: 'up',
  j: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
}
const spare = 6

/**
 * A table of any length whose rows come in pages: only the rows in sight are asked for and drawn. One row at a time is
 * chosen. It stands in the order it is given; a row not here yet is shown as waiting.
 */
export function LongTable<R>({
  name,
  columns,
  count,
  rowAt,
  onSee,
  chosen,
  onChoose,
  onOpen,
  rowHeight = 2,
}: {
  readonly name: string
  readonly columns: readonly LongColumn<R>[]
  readonly count: number
  /** The row at a place, or undefined while it is on its way. */
  readonly rowAt: (index: number) => R | undefined
  /** Told which rows are in sight, the last not included. */
  readonly onSee: (from: number, to: number) => void
  /** The place of the chosen row; -1 for none, or when it is not known. */
  readonly chosen: number
  readonly onChoose: (index: number) => void
  /** Enter. */
  readonly onOpen?: (index: number) => void
  /** In rem. */
  readonly rowHeight?: number
}) {
  const prefix = useId()
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ scroll: 0, height: 800, unit: 16 })
  const tall = Math.round(rowHeight * view.unit)
  const head = Math.round(1.75 * view.unit)
  const height = Math.max(tall, view.height - head)
  const top = Math.max(0, rowAtTop(count, tall, view.scroll, height))
  const from = Math.max(0, Math.floor(top) - spare)
  const to = Math.min(count, Math.ceil(top + height / tall) + spare)
  const tracks = columns.map((column) => column.width).join(' ')
  const current = Math.min(Math.max(chosen, 0), count - 1)

  useEffect(() => onSee(from, to), [from, to, onSee])

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const watcher = new ResizeObserver(() =>
      setView((before) => ({
        ...before,
        height: element.clientHeight,
        unit: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      })),
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the choice brings it into sight
  useEffect(() => {
    const element = box.current
    if (element === null || chosen < 0) return
    const inSight = height / tall
    if (chosen < top) element.scrollTop = scrollTo(count, tall, chosen, height)
    else if (chosen + 1 > top + inSight)
      element.scrollTop = scrollTo(count, tall, chosen + 1 - inSight, height)
  }, [chosen])

  const onKey = (event: KeyboardEvent) => {
    if (event.target !== box.current || count === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (move !== undefined) {
      const at = chosen < 0 ? (move === 'down' ? -1 : 0) : chosen
      onChoose(moved(at, move, count, Math.max(1, Math.floor(height / tall) - 1)))
    } else if (event.key === 'Enter' && chosen >= 0 && onOpen) onOpen(chosen)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={box}
      className="table"
      role="grid"
      aria-label={name}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        current >= from && current < to && count > 0 ? `${prefix}-${current}` : undefined
      }
      tabIndex={0}
      onKeyDown={onKey}
      onScroll={(event) => {
        const scroll = event.currentTarget.scrollTop
        setView((before) => ({ ...before, scroll }))
      }}
    >
      <div className="thead" role="rowgroup">
        <div className="tr" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }}>
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={column.number ? 'th num' : 'th'}>
              <span>{column.head}</span>
            </div>
          ))}
        </div>
      </div>
      <div className="tbody" role="rowgroup" style={{ height: drawnHeight(count, tall) }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step).map((at) => {
          const row = rowAt(at)
          return (
            <div
              key={at}
              id={`${prefix}-${at}`}
              role="row"
              aria-rowindex={at + 2}
              aria-selected={at === chosen}
              aria-busy={row === undefined}
              className={at === current ? 'tr current' : 'tr'}
              style={{
                gridTemplateColumns: tracks,
                height: tall,
                top: view.scroll + Math.round((at - top) * tall),
              }}
              onClick={() => {
                onChoose(at)
                box.current?.focus({ preventScroll: true })
              }}
            >
              {row !== undefined &&
                columns.map((column) => (
                  <div key={column.id} role="gridcell" className={column.number ? 'td num' : 'td'}>
                    {column.cell(row)}
                  </div>
                ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
