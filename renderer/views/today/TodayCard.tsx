import { CornerDownRight } from 'lucide-react'
import type { Ref } from 'react'
import { register } from '../../../casework/entities/index.ts'
import { shortDay } from '../../../casework/rules/days.ts'
import { Button } from '../../parts/Button.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { Kbd } from '../../parts/Marks.tsx'
import { whenDone } from '../../shell/times.ts'
import type { Card, RecentItem } from './lanes.ts'

export type CardAct = 'done' | 'snooze' | 'reassign' | 'open'
const acts: readonly { readonly act: CardAct; readonly key: string; readonly word: string }[] = [
  { act: 'done', key: 'D', word: 'Done' },
  { act: 'snooze', key: 'S', word: 'Snooze' },
  { act: 'reassign', key: 'R', word: 'Reassign' },
  { act: 'open', key: 'O', word: 'Open' },
]

/** The acts a card offers: what only changed can only be opened. */
export const actsOf = (card: Card) => (card.kind === 'due' ? acts : acts.filter(({ act }) => act === 'open'))

/** One card. Only the one in focus is lifted, and only it shows its keys. */
export function TodayCard({
  card,
  today,
  focused,
  onFocus,
  onAct,
  cardRef,
}: {
  readonly card: Card
  readonly today: string
  readonly focused: boolean
  readonly onFocus: () => void
  readonly onAct: (act: CardAct) => void
  readonly cardRef: Ref<HTMLLIElement>
}) {
  const { item } = card
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the lanes hear the keys of every card
    <li
      ref={cardRef}
      className={focused ? 'today-card lifted' : 'today-card'}
      tabIndex={focused ? 0 : -1}
      onFocus={onFocus}
      onClick={onFocus}
      onDoubleClick={() => onAct('open')}
    >
      <p className="what">
        {card.kind === 'due' ? item.title : `${card.item.ref} ${titleOf(card.item)}`.trim()}
      </p>
      <p className="small faint">
        {[item.caseName, card.kind === 'due' ? item.ref : '', card.kind === 'due' ? card.item.who : '']
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {card.kind === 'due' ? (
        <DueLine card={card} today={today} />
      ) : (
        <p className="small dim">
          {card.item.what}
          {card.item.by === '' ? '' : ` by ${card.item.by}`}, {whenDone(card.item.at, today)}
        </p>
      )}
      {focused && (
        <div className="acts">
          {actsOf(card).map(({ act, key, word }) => (
            <Button key={act} size="slim" tabIndex={-1} onClick={() => onAct(act)}>
              <Kbd>{key}</Kbd>
              {word}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}

// Lists across cases name people by reference alone, and the titles of exhibits and events hold names: so a reference and
// what it is. What is to be done is said, as it is in the lanes beside.
const titleOf = (item: RecentItem) =>
  item.type === 'action'
    ? item.title
    : (Object.values(register).find(({ type }) => type === item.type)?.name.one ?? '')

function DueLine({ card, today }: { readonly card: Extract<Card, { kind: 'due' }>; readonly today: string }) {
  const { due, reason } = card.item
  if (card.lane !== 'waiting') return <DueDate due={due} today={today} reason={reason} />
  return (
    <span className="due far">
      <span className="state">
        <CornerDownRight className="i s" aria-hidden />
        {due === null ? 'Waiting' : `Due ${shortDay(due)}`}
      </span>
      {reason !== '' && <span className="why">{reason}</span>}
    </span>
  )
}
