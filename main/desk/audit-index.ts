import { type AuditKind, auditKinds } from '../../casework/contract/audit.ts'
import { kindOfAction } from '../../casework/rules/audit-kinds.ts'
import { oddity } from '../../casework/rules/audit-odd.ts'
import { recordOf } from '../../casework/rules/audit-words.ts'
import { type AuditEntry, readEntry } from '../services/audit/chain.ts'
import { brokenAt } from '../services/case-store/audit-runs.ts'
import type { AuditTrail } from '../services/case-store/audit-trail.ts'

/** What a list of the history is narrowed to. */
export interface AuditFilter {
  readonly actor?: string | undefined
  readonly kinds?: readonly AuditKind[] | undefined
  readonly record?: { readonly type: string; readonly id: string } | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly odd?: boolean | undefined
}

/** Every entry's filterable facts in a few bytes each, so that a million entries are filtered in memory at once. */
export interface AuditIndex {
  /** Reads what is new, the first time everything. Throws `audit-broken`, or AbortError when stopped. */
  refresh(signal: AbortSignal): Promise<void>
  /** Everybody who made an entry, as far as has been read, in order of their first. */
  actors(): string[]
  /** How many entries match from a number on, and the numbers of a page of them, newest first. */
  find(filter: AuditFilter, sinceSeq: number, from: number, count: number): { total: number; seqs: number[] }
}

const oddBit = 0x80
const kindNumber = new Map<AuditKind, number>(auditKinds.map((kind, at) => [kind, at]))
/** Entries between two looks at whether to stop. */
const atOnce = 2_048

/** An empty index over a history. */
export function auditIndex(trail: AuditTrail): AuditIndex {
  const at = growing((length) => new Float64Array(length))
  const who = growing((length) => new Uint32Array(length))
  const kind = growing((length) => new Uint8Array(length))
  const about = growing((length) => new Uint32Array(length))
  const people = numbered()
  const records = numbered()
  const state: { length: number; last: Promise<void> } = { length: 0, last: Promise.resolve() }

  const push = (entry: AuditEntry) => {
    const { length } = state
    const record = recordOf(entry)
    const before = length === 0 ? null : at.get(length - 1)
    const odd = oddity(entry, before) === null ? 0 : oddBit
    at.set(length, Number(entry.at))
    who.set(length, people.of(String(entry.actor)))
    kind.set(length, (kindNumber.get(kindOfAction(String(entry.action))) ?? 0) | odd)
    about.set(length, record === null ? 0 : records.of(`${record.type}/${record.id}`))
    state.length = length + 1
  }
  const extend = async (signal: AbortSignal) => {
    const end = trail.head().seq
    if (state.length >= end) return
    for await (const { before, entries } of trail.stretches(state.length + 1)) {
      if (before.seq > state.length) throw brokenAt(state.length + 1)
      const fresh = entries.slice(state.length - before.seq)
      for (let from = 0; from < fresh.length; from += atOnce) {
        signal.throwIfAborted()
        for (const stored of fresh.slice(from, from + atOnce)) push(readEntry(stored))
        await new Promise((soon) => setImmediate(soon))
      }
    }
  }
  const tester = (filter: AuditFilter): ((index: number) => boolean) => {
    const actor = filter.actor === undefined ? null : people.known(filter.actor)
    const record =
      filter.record === undefined ? null : records.known(`${filter.record.type}/${filter.record.id}`)
    const kinds =
      filter.kinds === undefined ? null : new Set(filter.kinds.map((each) => kindNumber.get(each)))
    const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter
    return (index) =>
      (actor === null || who.get(index) === actor) &&
      (record === null || about.get(index) === record) &&
      (kinds === null || kinds.has(kind.get(index) & ~oddBit)) &&
      (filter.odd !== true || (kind.get(index) & oddBit) !== 0) &&
      at.get(index) >= since &&
      at.get(index) < until
  }

  return {
    refresh(signal) {
      const done = state.last.then(() => extend(signal))
      state.last = done.catch(() => undefined)
      return done
    },
    actors: people.all,
    find(filter, sinceSeq, from, count) {
      const matches = tester(filter)
      const seqs: number[] = []
      let total = 0
      for (let index = state.length - 1; index >= Math.max(0, sinceSeq - 1); index--) {
        if (!matches(index)) continue
        if (total >= from && seqs.length < count) seqs.push(index + 1)
        total += 1
      }
      return { total, seqs }
    },
  }
}

/** Texts by number, from 1; 0 is none of them. */
function numbered() {
  const known = new Map<string, number>()
  return {
    of(text: string): number {
      const found = known.get(text) ?? known.size + 1
      known.set(text, found)
      return found
    },
    /** A number that no entry has, for a text that was never met. */
    known: (text: string): number => known.get(text) ?? -1,
    all: (): string[] => [...known.keys()],
  }
}

type Numbers = Float64Array | Uint32Array | Uint8Array
function growing(make: (length: number) => Numbers) {
  const held = { numbers: make(1_024) }
  return {
    get: (index: number): number => held.numbers[index] ?? 0,
    set(index: number, value: number) {
      if (index >= held.numbers.length) {
        const wider = make(held.numbers.length * 2)
        wider.set(held.numbers)
        held.numbers = wider
      }
      held.numbers[index] = value
    },
  }
}
