// biome-ignore-all lint/a11y: an ARIA grid of blocks, since rows stand where they are scrolled to; the grid holds the focus and the keys
import { ArrowDown, ArrowUp } from 'lucide-react'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { between, type Move, moved, sameIds, sorted, toggled, windowOf } from './table-model.ts'

export interface Column<R> {
  readonly id: string
  readonly head: string
  /** A grid track: `7rem`, `minmax(8rem, 1fr)`. */
  readonly width: string
  readonly cell: (row: R) => ReactNode
  /** What the column sorts by; without it the column does not sort. */
  readonly sort?: (row: R) => string | number
  readonly number?: boolean
  /** Lets a cell run to two lines. Use with a taller `rowHeight`. */
  readonly wrap?: boolean
}
export interface TableProps<R> {
  /** What the table lists, for screen readers. */
  readonly name: string
  readonly columns: readonly Column<R>[]
  readonly rows: readonly R[]
  readonly idOf: (row: R) => string
  /** In rem; 2 unless said: 1.5625 compact, 2 standard, 3.125 for two lines. */
  readonly rowHeight?: number
  /** The rows selected. With `many`, any number; otherwise none or one. */
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (ids: ReadonlySet<string>) => void
  readonly many?: boolean
  /** Enter or double click. */
  readonly onOpen?: (row: R) => void
  /** Space. */
  readonly onLook?: (row: R) => void
  readonly sortAtFirst?: { readonly column: string; readonly down?: boolean }
}

const keyMoves: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  k: 'up',
  j: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
}

/** A virtual table: sticky head, one sort, single or many selected, worked by mouse or keys, ten thousand rows or none. */
export function Table<R>(props: TableProps<R>) {
  const { name, columns, rows, idOf, chosen, onChoose, many = false, onOpen, onLook } = props
  const prefix = useId()
  const box = useRef<HTMLDivElement>(null)
  const [sort, setSort] = useState(props.sortAtFirst ?? null)
  const [view, setView] = useState({ scroll: 0, height: 800, unit: 16 })
  const [mark, setMark] = useState({ current: 0, anchor: 0 })

  const by = columns.find((column) => column.id === sort?.column)?.sort
  const down = sort?.down ?? false
  const shown = useMemo(() => (by === undefined ? rows : sorted(rows, by, down)), [rows, by, down])
  const ids = useMemo(() => shown.map(idOf), [shown, idOf])
  const tall = Math.round((props.rowHeight ?? 2) * view.unit)
  const head = Math.round(1.75 * view.unit)
  const part = windowOf(shown.length, tall, view.scroll, view.height)
  const tracks = columns.map((column) => column.width).join(' ')
  const alone = chosen.size === 1 ? ids.indexOf([...chosen][0]!) : -1
  const current = Math.min(alone >= 0 ? alone : mark.current, shown.length - 1)

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () =>
      setView((before) => ({
        ...before,
        height: element.clientHeight,
        unit: Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      }))
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])

  useEffect(() => {
    const element = box.current
    if (element === null || current < 0) return
    const top = current * tall
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + tall + head > element.scrollTop + element.clientHeight)
      element.scrollTop = top + tall + head - element.clientHeight
  }, [current, tall, head])

  // Rows that were selected from elsewhere are brought into sight by the first of them, once they are in the table.
  const known = useRef(chosen)
  useEffect(() => {
    const fresh = known.current !== chosen && !sameIds(known.current, chosen)
    const first = fresh && chosen.size > 1 ? ids.findIndex((id) => chosen.has(id)) : 0
    if (first < 0) return
    known.current = chosen
    if (fresh && chosen.size > 1) setMark({ current: first, anchor: first })
  }, [chosen, ids])
  const select = (next: ReadonlySet<string>) => {
    known.current = next
    onChoose(next)
  }
  const choose = (at: number, extend: boolean, turn: boolean) => {
    if (at < 0) return
    if (many && extend) {
      select(new Set(between(ids, mark.anchor, at)))
      setMark({ current: at, anchor: mark.anchor })
    } else {
      select(many && turn ? toggled(chosen, ids[at]!) : new Set([ids[at]!]))
      setMark({ current: at, anchor: at })
    }
  }

  const onKey = (event: KeyboardEvent) => {
    if (event.target !== box.current || shown.length === 0) return
    const control = event.ctrlKey || event.metaKey
    const move = event.altKey
      ? undefined
      : keyMoves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const row = shown[current]
    if (move !== undefined && !(control && event.key.length === 1)) {
      const from = chosen.size === 0 && mark.current === 0 && move === 'down' ? -1 : current
      choose(
        moved(from, move, shown.length, Math.max(1, Math.floor(view.height / tall) - 2)),
        event.shiftKey,
        false,
      )
    } else if (event.key === 'Enter' && !control && row !== undefined && onOpen) onOpen(row)
    else if (event.key === ' ' && control && many) choose(current, false, true)
    else if (event.key === ' ' && row !== undefined && onLook) onLook(row)
    else if (event.key.toLowerCase() === 'x' && !control && !event.altKey && many)
      choose(mark.current, false, true)
    else if (event.key.toLowerCase() === 'a' && control && many) select(new Set(ids))
    else if (event.key === 'Escape' && chosen.size > 0) select(new Set())
    else return
    event.preventDefault()
    // A dialog around the table must not take the same Esc for itself.
    event.stopPropagation()
  }

  const onClick = (at: number) => (event: MouseEvent) => {
    choose(at, event.shiftKey, event.ctrlKey || event.metaKey)
    if (!(event.target as HTMLElement).closest('button, a, input'))
      box.current?.focus({ preventScroll: true })
  }

  return (
    <div
      ref={box}
      className="table"
      role="grid"
      aria-label={name}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable={many}
      aria-activedescendant={
        current >= part.from && current < part.to && shown.length > 0
          ? `${prefix}-${ids[current]}`
          : undefined
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
          {columns.map((column) => {
            const here = sort?.column === column.id
            return (
              <div
                key={column.id}
                role="columnheader"
                className={column.number ? 'th num' : 'th'}
                aria-sort={here ? (down ? 'descending' : 'ascending') : undefined}
              >
                {column.sort ? (
                  <button type="button" onClick={() => setSort({ column: column.id, down: here && !down })}>
                    {column.head}
                    {here &&
                      (down ? (
                        <ArrowDown className="i s" aria-hidden />
                      ) : (
                        <ArrowUp className="i s" aria-hidden />
                      ))}
                  </button>
                ) : (
                  <span>{column.head}</span>
                )}
              </div>
            )
          })}
        </div>
      </div>
      <div className="tbody" role="rowgroup" style={{ height: shown.length * tall }}>
        {shown.slice(part.from, part.to).map((row, index) => {
          const at = part.from + index
          const id = ids[at]!
          return (
            <div
              key={id}
              id={`${prefix}-${id}`}
              role="row"
              aria-rowindex={at + 2}
              aria-selected={chosen.has(id)}
              className={at === current ? 'tr current' : 'tr'}
              style={{ gridTemplateColumns: tracks, height: tall, top: at * tall }}
              onClick={onClick(at)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={['td', column.number ? 'num' : '', column.wrap ? 'wrap' : ''].join(' ').trim()}
                >
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
