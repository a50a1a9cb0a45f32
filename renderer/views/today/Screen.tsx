import { Clock, ClockAlert, Hourglass, Inbox } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { DueItem } from '../../../casework/contract/shapes.ts'
import { longDay, weekdayOf } from '../../../casework/rules/days.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useAsk } from '../../data/ask.ts'
import { useMachine } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Empty, ErrorNote } from '../../parts/Note.tsx'
import { spotOf } from '../../state/spots.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useRouter } from '../../state/use-router.ts'
import { ActDialog } from './ActDialogs.tsx'
import { type At, type Card, type LaneId, lanesOfToday, settled, stepped, type TodayLane } from './lanes.ts'
import { type CardAct, TodayCard } from './TodayCard.tsx'
import './today.css'

const icons = { overdue: ClockAlert, soon: Clock, waiting: Hourglass, recent: Inbox }
const nothing: Readonly<Record<LaneId, string>> = {
  overdue: 'Nothing is overdue.',
  soon: 'Nothing falls due in the next 7 days.',
  waiting: 'Nothing waits on others.',
  recent: 'Nothing has changed in the last 7 days.',
}
const moves = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  k: 'up',
  j: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
} as const

/** What asks for attention today, across every case unlocked here. People stand in it by reference alone. */
export function Screen() {
  const router = useRouter()
  const asked = useAsk('today.list', {})
  const open = (useMachine().data?.cases ?? []).filter(({ state }) => state === 'open').length
  const today = asked.data?.day ?? ''
  const lanes = useMemo(() => (asked.data === undefined ? [] : lanesOfToday(asked.data)), [asked.data])
  const [wanted, setWanted] = useState<At>({ lane: 0, card: 0 })
  const [acting, setActing] = useState<{ item: DueItem; act: Exclude<CardAct, 'open'> } | null>(null)
  const at = settled(lanes, wanted)
  const current: Card | undefined = at === null ? undefined : lanes[at.lane]?.cards[at.card]
  const cards = useRef(new Map<string, HTMLLIElement>())
  const moved = useRef(false)

  useEffect(() => {
    if (!moved.current || current === undefined) return
    moved.current = false
    const element = cards.current.get(current.key)
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const act = (card: Card | undefined, which: CardAct) => {
    if (card === undefined) return
    const { item } = card
    if (which === 'open')
      router.go(spotOf(card.kind === 'due' ? 'action' : card.item.type, item.id, item.caseId))
    else if (card.kind === 'due') setActing({ item: card.item, act: which })
  }
  const step = (key: (typeof moves)[keyof typeof moves]) => {
    if (at === null) return
    moved.current = true
    setWanted(stepped(lanes, at, key))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const move = moves[event.key as keyof typeof moves]
    if (move !== undefined) step(move)
    else if (event.key === 'Enter' && (event.target as HTMLElement).matches('.today-card'))
      act(current, 'open')
    else return
    event.preventDefault()
  }
  useKeys('Today', [
    { key: 'J', does: 'Next card', run: () => step('down'), quiet: true },
    { key: 'K', does: 'Card before', run: () => step('up'), quiet: true },
    { key: 'D', does: 'Done: say what came of it', run: () => act(current, 'done') },
    { key: 'S', does: 'Snooze: say why and until when', run: () => act(current, 'snooze') },
    { key: 'R', does: 'Reassign', run: () => act(current, 'reassign') },
    { key: 'O', does: 'Open', run: () => act(current, 'open') },
  ])

  if (asked.data === undefined) return <ErrorNote error={asked.error} />
  return (
    <section className="today" aria-label="Today" data-region tabIndex={-1}>
      <header>
        <h1>{`${weekdayOf(today)} ${longDay(today).replace(/ \d+$/, '')}`}</h1>
        <p>
          <span className="dim">
            {open === 0
              ? 'No case is unlocked.'
              : `Across ${counted(open, 'unlocked case')}${asked.data.noReference.length === 0 ? ', every item has its exhibit reference.' : ':'}`}
          </span>
          {asked.data.noReference.map(({ caseId, caseName, count }) => (
            <Button
              key={caseId}
              look="link"
              size="slim"
              onClick={() => router.go({ section: 'evidence', caseId, part: 'attention:no-ref' })}
            >
              {counted(count, 'item has', 'items have')} no exhibit ref
              {open > 1 ? ` in ${caseName}` : ''}
            </Button>
          ))}
        </p>
      </header>
      {open === 0 ? (
        <Empty
          title="Nothing is overdue"
          act={
            <Button look="first" onClick={() => router.go({ section: 'cases' })}>
              Unlock a case
            </Button>
          }
        >
          What is due in your unlocked cases is gathered here.
        </Empty>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the lanes hear the arrows for the cards within
        <div className="today-lanes" onKeyDown={onKey} role="presentation">
          {lanes.map((lane, index) => (
            <Lane key={lane.id} lane={lane}>
              {lane.cards.map((card, place) => (
                <TodayCard
                  key={card.key}
                  card={card}
                  today={today}
                  focused={at?.lane === index && at.card === place}
                  onFocus={() => setWanted({ lane: index, card: place })}
                  onAct={(which) => act(card, which)}
                  cardRef={(element) => {
                    if (element === null) cards.current.delete(card.key)
                    else cards.current.set(card.key, element)
                  }}
                />
              ))}
            </Lane>
          ))}
        </div>
      )}
      {acting !== null && (
        <ActDialog
          {...acting}
          today={today}
          onClose={() => {
            moved.current = true
            setActing(null)
          }}
        />
      )}
    </section>
  )
}

function Lane({ lane, children }: { readonly lane: TodayLane; readonly children: React.ReactNode }) {
  const Icon = icons[lane.id]
  const full = lane.cards.length > 0
  const tone = !full ? '' : lane.id === 'overdue' ? 'bad' : lane.id === 'soon' ? 'soon' : ''
  return (
    <section aria-label={`${lane.name}, ${lane.cards.length}`}>
      <h2 className={tone}>
        <Icon className="i s" aria-hidden />
        {lane.name} <span className="faint">{lane.cards.length}</span>
      </h2>
      {full ? <ul>{children}</ul> : <p className="small dim none">{nothing[lane.id]}</p>}
    </section>
  )
}
