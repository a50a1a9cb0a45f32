import { type KeyboardEvent, type MouseEvent, type PointerEvent, useId, useMemo } from 'react'
import { type Move, moved } from '../../parts/table-model.ts'
import { isTyping } from '../../state/use-keys.ts'
import type { LiveDocument } from './live-plan.ts'
import { lineBefore, type PlanLine } from './plan-lines.ts'
import { TreeLine } from './TreeLine.tsx'
import type { Going } from './use-choosing.ts'
import type { Lines } from './use-lines.ts'

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
/** The height of a line in rem: compact rows, for many lines that are read as one list. */
export const lineRem = 1.5625

export interface TreeProps {
  readonly lines: readonly PlanLine[]
  readonly view: Lines
  readonly at: number
  /** The documents that are chosen where the current line is not the only one; none otherwise. */
  readonly several: readonly LiveDocument[]
  /** Whose copy is looked at: what is not for them is shown as the page it becomes. */
  readonly reader: string | null
  readonly onGo: (key: string, how: Going) => void
  /** Gives up all but the current line. */
  readonly onOne: () => void
  readonly onFold: (key: string, shut: boolean) => void
  readonly onOpen: (document: LiveDocument) => void
  /** The key whose title is being written. */
  readonly renaming: string | null
  readonly onRename: (key: string, title: string | null) => void
  readonly onDrag: (event: PointerEvent, key: string) => void
  /** Before which entry what is dragged would go; null while nothing is. */
  readonly dropAt: number | null
}

/** The bundle as it would be bound now: a tree worked by the arrow keys, its page numbers in a column of their own. */
export function Tree(props: TreeProps) {
  const { lines, view, at, several, onGo, onOne, onFold, onOpen, renaming, onRename, onDrag, dropAt } = props
  const prefix = useId()
  const chosen = useMemo(() => new Set(several.map(({ key }) => key)), [several])

  /** Keys that choose more than one line, or one again. */
  const choosing = (event: KeyboardEvent): boolean => {
    const line = lines[at]!
    const control = event.ctrlKey || event.metaKey
    const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (control && event.shiftKey) return false
    if (event.key === ' ' && !event.shiftKey) onGo(line.key, 'turn')
    else if (event.key === 'Escape' && several.length > 0 && !control && !event.shiftKey) onOne()
    else if (move !== undefined && (event.shiftKey || (control && event.key.length > 1)))
      onGo(lines[moved(at, move, lines.length, view.page)]!.key, event.shiftKey ? 'reach' : 'past')
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const onKey = (event: KeyboardEvent) => {
    const line = lines[at]
    // A title is being written in the line.
    if (line === undefined || isTyping(event.target)) return
    if (event.altKey || choosing(event)) return
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    const go = (key: string) => onGo(key, 'alone')
    if (move !== undefined) go(lines[moved(at, move, lines.length, view.page)]!.key)
    else if (event.key === 'ArrowLeft') {
      if (line.kind === 'section') onFold(line.key, true)
      else if (line.kind === 'document') go(line.section)
    } else if (event.key === 'ArrowRight' && line.kind === 'section') {
      if (line.open) go(lines[Math.min(at + 1, lines.length - 1)]!.key)
      else onFold(line.key, false)
    } else if (event.key === 'Enter' && line.kind === 'document') onOpen(line.document)
    else if (event.key === 'Enter' && line.kind === 'section') onFold(line.key, line.open)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent, line: PlanLine) => {
    const how = event.shiftKey ? 'reach' : event.ctrlKey || event.metaKey ? 'turn' : 'alone'
    onGo(line.key, how)
    if (how === 'alone' && line.kind === 'section' && (event.target as Element).closest('svg') !== null)
      onFold(line.key, line.open)
  }
  const done = (key: string, title: string | null) => {
    onRename(key, title)
    view.box.current?.focus()
  }

  return (
    <div
      ref={view.attach}
      className="bundles-tree"
      role="tree"
      aria-label="What goes in, in order"
      aria-multiselectable
      aria-activedescendant={at >= view.from && at < view.to ? `${prefix}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKey}
      onScroll={view.onScroll}
    >
      <div style={{ height: lines.length * view.tall, position: 'relative' }} role="presentation">
        {lines.slice(view.from, view.to).map((line, index) => {
          const place = view.from + index
          const { key } = line
          const nested = line.kind === 'document' && line.document.entry.depth === 1
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for its lines
            // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its current line
            <div
              key={key}
              id={`${prefix}-${place}`}
              role="treeitem"
              aria-level={nested ? 3 : line.kind === 'document' ? 2 : 1}
              aria-selected={chosen.size > 0 ? chosen.has(key) : place === at}
              {...(line.kind === 'section' ? { 'aria-expanded': line.open } : {})}
              className={`bundles-line ${line.kind}${nested ? ' nested' : ''}${place === at ? ' at' : ''}`}
              style={{ height: view.tall, top: place * view.tall }}
              onPointerDown={(event) => line.kind !== 'front' && onDrag(event, key)}
              onClick={(event) => onClick(event, line)}
              onDoubleClick={() => line.kind === 'document' && onOpen(line.document)}
            >
              <TreeLine
                line={line}
                reader={props.reader}
                onRename={renaming === key ? (title) => done(key, title) : null}
              />
            </div>
          )
        })}
        {dropAt !== null && (
          <div className="bundles-drop" style={{ top: lineBefore(lines, dropAt) * view.tall }} aria-hidden />
        )}
      </div>
    </div>
  )
}
