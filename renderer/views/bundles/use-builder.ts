import { useEffect, useMemo, useRef, useState } from 'react'
import { type ErrorShape, shapeOf } from '../../../casework/contract/errors.ts'
import type { ValuesOf } from '../../../casework/entities/index.ts'
import {
  checkArrangement,
  type DocumentEntry,
  type Entry,
  keyOf,
  nested,
  stepped,
  without,
} from '../../../casework/rules/arrangement.ts'
import {
  addedLate,
  allBehindFrozen,
  dropped,
  freshEntry,
  placeFor,
  replaced,
  sectionAdded,
} from '../../../casework/rules/arranging.ts'
import { keepFrozen } from '../../../casework/rules/freezing.ts'
import { client } from '../../api.ts'
import { useAsk } from '../../data/ask.ts'
import { useKept } from '../../data/kept.ts'
import { announce } from '../../parts/Announce.tsx'
import { createArranger } from './arranger.ts'
import { entriesIn, frozenOf, type LivePlan, livePlan, nameOf, type Offered, saidNow } from './live-plan.ts'

type BundleFields = Partial<ValuesOf<'bundle'>>

/** Where something stands in the bundle, by its key. */
const placeOf = (entries: readonly Entry[], key: string) => entries.findIndex((entry) => keyOf(entry) === key)

/**
 * A bundle being arranged: every edit shows at once, is saved behind it as one change that can be undone, and is said
 * aloud. What frozen numbers forbid is refused before anything is sent.
 */
export function useBuilder(caseId: string, bundle: string) {
  const asked = useAsk('bundle.plan', { caseId, bundle })
  const [, draw] = useState(0)
  const [error, setError] = useState<ErrorShape | null>(null)
  // Kept, so that whoever opened a document from here comes back to its line.
  const [kept, keep] = useKept(`bundle-at ${bundle}`, 'cover')
  const [current, setCurrent] = useState(kept)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `keep` is made anew at each draw and always does the same
  useEffect(() => keep(current), [current])
  const [arranger] = useState(() =>
    createArranger(
      () => draw((count) => count + 1),
      (thrown) => {
        setError(shapeOf(thrown))
        void asked.refetch()
      },
    ),
  )
  const plan = asked.data
  const record = plan?.bundle ?? null
  const lines = record?.fields.entries
  const saved = useMemo(() => (lines === undefined ? [] : entriesIn(lines)), [lines])
  const entries = (record === null ? null : arranger.over(record.version)) ?? saved
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is frozen is the record's alone
  const frozen = useMemo(() => (plan === undefined ? [] : frozenOf(plan)), [record?.fields.frozen])
  // What an edit was announced by is what is then drawn.
  const made = useRef<{ readonly of: readonly unknown[]; readonly live: LivePlan } | null>(null)
  const live = useMemo(() => {
    if (plan === undefined) return null
    const of = [plan, entries, frozen]
    if (made.current?.of.every((each, index) => each === of[index])) return made.current.live
    return livePlan(plan, entries, frozen)
  }, [plan, entries, frozen])
  // An edit may follow before the one before it was drawn: it is made of the newest, never of what was drawn.
  const newest = useRef(entries)
  newest.current = entries

  const arrange = (name: string, next: readonly Entry[], key: string, say?: (live: LivePlan) => string) => {
    if (record === null || plan === undefined || next === newest.current) return false
    try {
      checkArrangement(next)
      if (frozen.length > 0) keepFrozen(saved, next, frozen)
    } catch (thrown) {
      setError(shapeOf(thrown))
      return false
    }
    setError(null)
    newest.current = next
    const now = livePlan(plan, next, frozen)
    made.current = { of: [plan, next, frozen], live: now }
    arranger.edit(
      {
        name,
        entries: next,
        save: async (version) =>
          (await client.call('bundle.arrange', { caseId, bundle, version, entries: [...next] })).record
            .version,
      },
      record.version,
    )
    setCurrent(key)
    announce(say === undefined ? saidNow(now, key) : say(now))
    return true
  }
  const at = (
    key: string,
    edit: (entries: readonly Entry[], at: number) => readonly Entry[],
    name: string,
  ) => {
    const place = placeOf(newest.current, key)
    return place >= 0 && arrange(`${name} ${key}`, edit(newest.current, place), key)
  }
  /** The section new things go to: that of the current line, else the first. */
  const here = () => Math.max(0, placeOf(newest.current, current))
  const alter = (key: string, part: Partial<Omit<DocumentEntry, 'kind' | 'type' | 'id'>>) =>
    at(
      key,
      (all, place) =>
        all.map((each, i) => (i === place && each.kind === 'document' ? { ...each, ...part } : each)),
      `alter ${Object.keys(part).join()}`,
    )

  return {
    asked,
    plan,
    record,
    entries,
    frozen,
    live,
    error,
    forget: () => setError(null),
    current,
    setCurrent,
    settled: arranger.settled,
    /** An edit of the whole arrangement, as one change. The line at hand stays, or the one before it where it has gone. */
    rearrange: (
      name: string,
      edit: (entries: readonly Entry[]) => readonly Entry[],
      say: (live: LivePlan) => string,
    ) => {
      const next = edit(newest.current)
      const left = new Set(next.map(keyOf))
      const stands = newest.current
        .slice(0, placeOf(newest.current, current))
        .findLast((each) => left.has(keyOf(each)))
      const gone = placeOf(newest.current, current) >= 0 && !left.has(current)
      return arrange(name, next, !gone ? current : stands === undefined ? 'cover' : keyOf(stands), say)
    },
    step: (key: string, way: -1 | 1) => at(key, (all, place) => stepped(all, place, way), `step ${way}`),
    nest: (key: string, depth: 0 | 1) => at(key, (all, place) => nested(all, place, depth), 'nest'),
    drop: (key: string, to: number) => at(key, (all, place) => dropped(all, place, to), 'drop'),
    /** Puts late documents behind what is frozen, as one change. */
    behind: (keys: readonly string[]) => {
      const [first] = keys
      if (plan === undefined || live === null || first === undefined) return false
      const next = allBehindFrozen(newest.current, new Set(keys), live.frozen, plan.profile.scheme)
      return arrange(`behind ${first}`, next, first, (now) =>
        keys.length === 1 ? saidNow(now, first) : `${keys.length} documents moved behind what is frozen`,
      )
    },
    /**
     * Takes a frozen document out and puts its record in again, as it is now, behind what is frozen. Gives the key of what
     * was put in, or null where nothing was.
     */
    replace: (key: string): string | null => {
      if (plan === undefined || live === null) return null
      const place = placeOf(newest.current, key)
      const entry = newest.current[place]
      if (entry?.kind !== 'document') return null
      const fresh = keyOf(freshEntry(newest.current, entry.type, entry.id))
      const next = replaced(newest.current, place, live.frozen, plan.profile.scheme)
      const done = arrange(
        `replace ${key}`,
        next,
        fresh,
        (now) => `Taken out and put in again: ${saidNow(now, fresh)}`,
      )
      return done ? fresh : null
    },
    alter,
    rename: (key: string, title: string) =>
      at(
        key,
        (all, place) =>
          all.map((each, i) => (i !== place || each.title === title ? each : { ...each, title })),
        'rename',
      ),
    /** Takes it out altogether; what is frozen is marked as taken out, so that a page stands for its numbers. */
    takeOut: (key: string) => {
      const name = live === null ? '' : nameOf(live, key)
      const place = placeOf(newest.current, key)
      const entry = newest.current[place]
      if (entry === undefined) return false
      if (entry.kind === 'document' && live?.frozen.has(key)) return alter(key, { taken: true })
      const next = without(newest.current, place)
      const beside = next[place]
      const then = beside?.kind === entry.kind ? beside : next[Math.max(0, place - 1)]
      return arrange(
        `out ${key}`,
        next,
        then === undefined ? 'cover' : keyOf(then),
        () => `${name} taken out`,
      )
    },
    /** Adds what was offered: at the end of the section at hand, or before the entry it was dropped on. */
    add: (offered: readonly Offered[], to?: number) => {
      const fresh = offered.map(({ type, id }) => freshEntry(newest.current, type, id))
      const first = fresh[0]
      if (first === undefined || newest.current.length === 0) return false
      const how = {
        late: plan?.bundle?.fields.late ?? 'end',
        numbering: plan?.profile.scheme ?? 'continuous',
      }
      const place = to === undefined ? here() : placeFor(newest.current, first, to)
      const next =
        to === undefined
          ? addedLate(newest.current, place, fresh, live?.frozen ?? new Set(), how)
          : newest.current.toSpliced(place, 0, ...fresh)
      return arrange(`add ${keyOf(first)}`, next, keyOf(fresh.at(-1)!), (now) =>
        fresh.length === 1 ? saidNow(now, keyOf(first)) : `${fresh.length} documents added`,
      )
    },
    addSection: (letter: string, title: string) =>
      arrange(
        `section ${letter}`,
        sectionAdded(newest.current, here(), { letter, title }),
        `section ${letter}`,
        () => `Section ${letter} added`,
      ),
    /** Changes what the bundle itself says: its title, its day, what late material does. */
    change: (fields: BundleFields) => {
      if (record === null) return
      setError(null)
      arranger.edit(
        {
          name: `fields ${Object.keys(fields).join()}`,
          save: async (version) =>
            (await client.call('records.change', { caseId, type: 'bundle', id: bundle, version, fields }))
              .record.version,
        },
        record.version,
      )
    },
  }
}
export type Builder = ReturnType<typeof useBuilder>
