import { ChevronDown, ChevronRight, FileText, FileX, List, ScrollText } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Flag } from '../../parts/Marks.tsx'
import { type Move, moved, windowOf } from '../../parts/table-model.ts'
import { type Plan, type PlanLine, type PlannedDocument, planLines, titleParts } from './plan-lines.ts'

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
const lineRem = 1.5625
/** The room above and below the lines together, in px. */
const edge = 12

/** The bundle as it would be bound now: a tree worked by the arrow keys, its page ranges in a column of their own. */
export function PlanTree({
  plan,
  drafts,
  onOpen,
}: {
  readonly plan: Plan
  /** The ids of documents that are not signed yet. */
  readonly drafts: ReadonlySet<string>
  readonly onOpen: (document: PlannedDocument) => void
}) {
  const prefix = useId()
  const box = useRef<HTMLDivElement>(null)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState('cover')
  const [view, setView] = useState({ scroll: 0, height: 600, unit: 16 })
  const lines = useMemo(() => planLines(plan, closed), [plan, closed])
  const at = Math.max(
    0,
    lines.findIndex(({ key }) => key === current),
  )
  const tall = Math.round(lineRem * view.unit)
  const part = windowOf(lines.length, tall, view.scroll, view.height)

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

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const top = at * tall
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + tall + edge > element.scrollTop + element.clientHeight)
      element.scrollTop = top + tall + edge - element.clientHeight
  }, [at, tall])

  const fold = (key: string, shut: boolean) =>
    setClosed((before) => {
      const next = new Set(before)
      if (shut) next.add(key)
      else next.delete(key)
      return next
    })
  const onKey = (event: KeyboardEvent) => {
    const line = lines[at]
    if (line === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (move !== undefined) {
      const to = moved(at, move, lines.length, Math.max(1, Math.floor(view.height / tall) - 2))
      setCurrent(lines[to]!.key)
    } else if (event.key === 'ArrowLeft') {
      if (line.kind === 'section') fold(line.key, true)
      else if (line.kind === 'document') setCurrent(line.section)
    } else if (event.key === 'ArrowRight' && line.kind === 'section') {
      if (line.open) setCurrent(lines[Math.min(at + 1, lines.length - 1)]!.key)
      else fold(line.key, false)
    } else if (event.key === 'Enter' && line.kind === 'document') onOpen(line.document)
    else if (event.key === 'Enter' && line.kind === 'section') fold(line.key, line.open)
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={box}
      className="bundles-tree"
      role="tree"
      aria-label="What goes in, in order"
      aria-activedescendant={at >= part.from && at < part.to ? `${prefix}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
      onScroll={(event) => {
        const scroll = event.currentTarget.scrollTop
        setView((before) => ({ ...before, scroll }))
      }}
    >
      <div style={{ height: lines.length * tall, position: 'relative' }} role="presentation">
        {lines.slice(part.from, part.to).map((line, index) => {
          const place = part.from + index
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for its lines
            // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its current line
            <div
              key={line.key}
              id={`${prefix}-${place}`}
              role="treeitem"
              aria-level={line.kind === 'document' ? 2 : 1}
              aria-selected={place === at}
              {...(line.kind === 'section' ? { 'aria-expanded': line.open } : {})}
              className={`bundles-line ${line.kind}`}
              style={{ height: tall, top: place * tall }}
              onClick={() => {
                setCurrent(line.key)
                if (line.kind === 'section') fold(line.key, line.open)
              }}
              onDoubleClick={() => line.kind === 'document' && onOpen(line.document)}
            >
              <Line line={line} drafts={drafts} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Line({ line, drafts }: { readonly line: PlanLine; readonly drafts: ReadonlySet<string> }) {
  if (line.kind === 'front') {
    const Icon = line.key === 'cover' ? ScrollText : List
    return (
      <>
        <Icon className="i s dim" aria-hidden />
        <span className="grow cut">{line.title}</span>
        <b className="bundles-pages">{line.pages}</b>
      </>
    )
  }
  if (line.kind === 'section') {
    const Icon = line.open ? ChevronDown : ChevronRight
    return (
      <>
        <Icon className="i s" aria-hidden />
        <b className="bundles-letter">{line.letter}</b>
        <b className="grow cut">{line.title}</b>
        {!line.open && <span className="small faint">{line.count.toLocaleString('en-GB')}</span>}
        <span className="bundles-pages dim">{line.pages}</span>
      </>
    )
  }
  const { document } = line
  const { title, tail } = titleParts(document)
  const Icon = document.placeholder === '' ? FileText : FileX
  return (
    <>
      <Icon className={document.placeholder === '' ? 'i s dim' : 'i s soon'} aria-hidden />
      <span className="bundles-title" title={`${title} ${tail}`.trim()}>
        <span className="cut">{title}</span>
        {tail !== '' && <span>{tail}</span>}
      </span>
      {drafts.has(document.id) && <Flag tone="soon">Not signed</Flag>}
      {document.placeholder !== '' && (
        <span className="tag" title={document.placeholder}>
          Named on a page
        </span>
      )}
      <span className="bundles-date dim">{document.date}</span>
      <b className="bundles-pages">{line.pages}</b>
    </>
  )
}
