import type { Result } from '../../../casework/contract/contract.ts'
import type { DueItem } from '../../../casework/contract/shapes.ts'

type Today = Result<'today.list'>
export type RecentItem = Today['recent'][number]
export type LaneId = 'overdue' | 'soon' | 'waiting' | 'recent'
/** One card: an action that asks for something, or something that changed. */
export type Card =
  | { readonly kind: 'due'; readonly lane: LaneId; readonly key: string; readonly item: DueItem }
  | { readonly kind: 'recent'; readonly lane: LaneId; readonly key: string; readonly item: RecentItem }

/** A lane of Today, in the order it is read. */
export interface TodayLane {
  readonly id: LaneId
  readonly name: string
  readonly cards: readonly Card[]
}

/** The four lanes of Today. */
export function lanesOfToday({ overdue, soon, waiting, recent }: Today): readonly TodayLane[] {
  const due = (lane: LaneId, items: readonly DueItem[]): readonly Card[] =>
    items.map((item) => ({ kind: 'due', lane, key: `${item.caseId} ${item.id}`, item }))
  return [
    { id: 'overdue', name: 'Overdue', cards: due('overdue', overdue) },
    { id: 'soon', name: 'Due in 7 days', cards: due('soon', soon) },
    { id: 'waiting', name: 'Waiting on others', cards: due('waiting', waiting) },
    {
      id: 'recent',
      name: 'In the last 7 days',
      cards: recent.map((item) => ({
        kind: 'recent',
        lane: 'recent',
        key: `${item.caseId} ${item.type} ${item.id} ${item.at} ${item.what}`,
        item,
      })),
    },
  ]
}

/** Where the focus is: which lane, which card. */
export interface At {
  readonly lane: number
  readonly card: number
}

/** The card an arrow leads to: up and down within a lane, left and right to the nearest lane that has any. */
export function stepped(
  lanes: readonly TodayLane[],
  at: At,
  key: 'up' | 'down' | 'left' | 'right' | 'first' | 'last',
): At {
  const cards = lanes[at.lane]?.cards.length ?? 0
  const within = (card: number, count: number) => Math.max(0, Math.min(count - 1, card))
  switch (key) {
    case 'up':
      return { ...at, card: within(at.card - 1, cards) }
    case 'down':
      return { ...at, card: within(at.card + 1, cards) }
    case 'first':
      return { ...at, card: 0 }
    case 'last':
      return { ...at, card: within(cards - 1, cards) }
    default: {
      const by = key === 'left' ? -1 : 1
      for (let lane = at.lane + by; lane >= 0 && lane < lanes.length; lane += by) {
        const count = lanes[lane]!.cards.length
        if (count > 0) return { lane, card: within(at.card, count) }
      }
      return at
    }
  }
}

/**
 * The place nearest to `at` that holds a card, after cards came or went: the same place, else the last card of the lane,
 * else the first lane that has any. Null when there are none.
 */
export function settled(lanes: readonly TodayLane[], at: At): At | null {
  const count = lanes[at.lane]?.cards.length ?? 0
  if (count > 0) return { lane: at.lane, card: Math.min(at.card, count - 1) }
  const lane = lanes.findIndex(({ cards }) => cards.length > 0)
  return lane < 0 ? null : { lane, card: 0 }
}
