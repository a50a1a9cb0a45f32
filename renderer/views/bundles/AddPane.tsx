import { Diamond, Filter, GripVertical, LockKeyhole, Plus, X } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useId } from 'react'
import { Button, IconButton } from '../../parts/Button.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { SidePane } from '../../parts/Panes.tsx'
import { type Move, moved } from '../../parts/table-model.ts'
import type { Offered, Plan } from './live-plan.ts'
import { useLines } from './use-lines.ts'

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
}
export type OfferedKind = Offered['kind'] | 'all'
const kindWords: Readonly<Record<OfferedKind, string>> = {
  all: 'Everything',
  statements: 'Statements',
  documents: 'Documents',
  images: 'Pictures',
  others: 'Other things',
}

/** Down the left: what could go in and is not in yet; below it, counted by kind and never listed, what is not offered. */
export function AddPane({
  offered,
  shown,
  left,
  kind,
  words,
  at,
  onKind,
  onWords,
  onAt,
  onAdd,
  onDrag,
  onClose,
}: {
  readonly offered: number
  /** What is offered, after the filter. */
  readonly shown: readonly Offered[]
  readonly left: Plan['left']
  readonly kind: OfferedKind
  readonly words: string
  readonly at: number
  readonly onKind: (kind: OfferedKind) => void
  readonly onWords: (words: string) => void
  readonly onAt: (at: number) => void
  readonly onAdd: (items: readonly Offered[]) => void
  readonly onDrag: (event: PointerEvent, item: Offered) => void
  /** Puts it aside again, where there is no room for it. */
  readonly onClose: () => void
}) {
  const prefix = useId()
  const view = useLines(shown.length, 2.75, at, 0)
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const move = moves[event.key]
    const item = shown[at]
    if (move !== undefined) onAt(moved(at, move, shown.length, view.page))
    else if (event.key === 'Enter' && item !== undefined) onAdd([item])
    else return
    event.preventDefault()
  }
  return (
    <div className="bundles-side">
      <SidePane name="Add" width={13.25}>
        <div className="head">
          <h2 className="grow">Add</h2>
          <Menu
            name={kindWords[kind]}
            shown
            icon={<Filter className="i s" aria-hidden />}
            entries={Object.entries(kindWords).map(([id, word]) => ({
              id,
              word,
              run: () => onKind(id as OfferedKind),
            }))}
          />
          <span className="bundles-more">
            <IconButton name="Close" icon={<X className="i" aria-hidden />} onClick={onClose} />
          </span>
        </div>
        <div className="bundles-find">
          <input
            className="input"
            aria-label="Find what could go in"
            placeholder="Reference or words"
            value={words}
            spellCheck={false}
            onChange={(event) => onWords(event.target.value)}
          />
        </div>
        {shown.length === 0 ? (
          <p className="bundles-none small dim">
            {offered === 0 ? 'Everything that may go in is in.' : 'Nothing here by that name.'}
          </p>
        ) : (
          <div
            ref={view.attach}
            className="bundles-offered"
            role="listbox"
            aria-label="What could go in"
            aria-activedescendant={at >= view.from && at < view.to ? `${prefix}-${at}` : undefined}
            tabIndex={0}
            onKeyDown={onKey}
            onScroll={view.onScroll}
          >
            <div style={{ height: shown.length * view.tall, position: 'relative' }} role="presentation">
              {shown.slice(view.from, view.to).map((item, index) => {
                const place = view.from + index
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys for its lines
                  // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its current line
                  <div
                    key={`${item.type} ${item.id}`}
                    id={`${prefix}-${place}`}
                    role="option"
                    aria-selected={place === at}
                    className="bundles-offer"
                    style={{ height: view.tall, top: place * view.tall }}
                    title={`${item.ref} ${item.title}`.trim()}
                    onPointerDown={(event) => onDrag(event, item)}
                    onClick={() => onAt(place)}
                    onDoubleClick={() => onAdd([item])}
                  >
                    <GripVertical className="i s faint" aria-hidden />
                    <span className="grow">
                      <b className="cut">{item.ref === '' ? 'No ref' : item.ref}</b>
                      <span className="small dim cut">{item.title}</span>
                    </span>
                    {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's way; Enter and B are the keyboard's */}
                    {/* biome-ignore lint/a11y/useKeyWithClickEvents: the pointer's way; Enter and B are the keyboard's */}
                    <span
                      className="bundles-plus"
                      onPointerDown={(event) => event.stopPropagation()}
                      onClick={(event) => {
                        event.stopPropagation()
                        onAt(place)
                        onAdd([item])
                      }}
                    >
                      <Plus className="i" aria-hidden />
                    </span>
                  </div>
                )
              })}
            </div>
          </div>
        )}
        {shown.length > 1 && (
          <div className="bundles-all">
            <Button look="link" size="slim" onClick={() => onAdd(shown)}>
              Add all {shown.length.toLocaleString('en-GB')}
            </Button>
          </div>
        )}
        {left.length > 0 && (
          <div className="bundles-left small dim">
            <h3>Not offered here</h3>
            {left.map(({ kind: what, count }) => (
              <p key={what}>
                {what === 'Contact pages' ? (
                  <LockKeyhole className="i s" aria-hidden />
                ) : (
                  <Diamond className="i s" aria-hidden />
                )}
                {what}: {count.toLocaleString('en-GB')}
              </p>
            ))}
          </div>
        )}
      </SidePane>
    </div>
  )
}
