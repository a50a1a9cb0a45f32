import type { Columns } from './columns.ts'

export type LaneKind = 'people' | 'place' | 'source' | 'none'

/** One lane: who, where or what kind, and which events stand in it, in time order. */
export interface Lane {
  readonly key: string
  readonly name: string
  /** The person's reference, for the pebble; '' in lanes that are not people. */
  readonly ref: string
  readonly victim: boolean
  readonly items: Int32Array
}
export interface Who {
  readonly id: string
  readonly name: string
  readonly ref: string
  readonly victim: boolean
}

const sourceNames = {
  account: 'Accounts',
  document: 'Documents',
  message: 'Messages',
  'police-act': 'Police acts',
} as const

/**
 * Shares the events out into lanes. An event about several people stands in each of their lanes; one about nobody
 * stands in a last lane of its own. People come victims first, then in the order of their references.
 */
export function lanesOf({ events }: Columns, by: LaneKind, people: readonly Who[]): readonly Lane[] {
  const held = new Map<string, number[]>()
  const put = (key: string, index: number) => {
    const items = held.get(key)
    if (items === undefined) held.set(key, [index])
    else items.push(index)
  }
  for (const [index, { fields }] of events.entries()) {
    if (by === 'none') put('all', index)
    else if (by === 'source') put(fields.sourceKind, index)
    else if (by === 'place') put(fields.place.trim().toLowerCase(), index)
    else if (fields.people.length === 0) put('', index)
    else for (const id of fields.people) put(id, index)
  }
  const lane = (key: string, name: string, who?: Who): Lane => ({
    key,
    name,
    ref: who?.ref ?? '',
    victim: who?.victim ?? false,
    items: Int32Array.from(held.get(key) ?? []),
  })
  if (by === 'none') return held.size === 0 ? [] : [lane('all', 'All events')]
  if (by === 'source')
    return Object.entries(sourceNames)
      .filter(([key]) => held.has(key))
      .map(([key, name]) => lane(key, name))
  if (by === 'place') {
    const words = (key: string) => events[held.get(key)![0]!]!.fields.place.trim()
    return [...held.keys()]
      .sort((a, b) => Number(a === '') - Number(b === '') || held.get(a)![0]! - held.get(b)![0]!)
      .map((key) => lane(key, key === '' ? 'Place not given' : words(key)))
  }
  const known = new Map(people.map((who) => [who.id, who]))
  const inOrder = [...people].sort(
    (a, b) => Number(b.victim) - Number(a.victim) || a.ref.localeCompare(b.ref, 'en', { numeric: true }),
  )
  const strangers = [...held.keys()].filter((key) => key !== '' && !known.has(key))
  return [
    ...inOrder.filter(({ id }) => held.has(id)).map((who) => lane(who.id, who.name, who)),
    ...strangers.map((key) => lane(key, 'No longer listed')),
    ...(held.has('') ? [lane('', 'Nobody named')] : []),
  ]
}
