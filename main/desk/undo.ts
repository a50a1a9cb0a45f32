import { CaseworkError } from '../../casework/contract/errors.ts'
import { type AnyStored, entityOf, type RecordType } from '../../casework/entities/index.ts'
import { actName, type Saved, stoodName } from '../../casework/rules/act-names.ts'
import { changedFields, sameValue } from '../../casework/rules/changes.ts'
import { givenForGood, isForGood } from '../../casework/rules/for-good.ts'
import type { Records } from '../services/records/records.ts'

/** The names of what could be taken back, and done again; null for nothing. */
export interface Turns {
  readonly undo: string | null
  readonly redo: string | null
}

/** The same, with the ways whose next act stands: asked for, it is refused and given up. */
export interface TurnState extends Turns {
  readonly stands: ('undo' | 'redo')[]
}

/** What this session did in one open case and can take back. */
export interface Acts {
  /** Hears of a save; whether it becomes an act, joins the last one or only counts as seen is decided here. */
  heard(saved: Saved): void
  state(): TurnState
  /**
   * Takes back the last act, or does again what was last taken back: a version more, or what was added archived; nothing
   * is ever deleted. Throws `not-found` when there is none. Throws `conflict` when the record was changed since or a
   * rule forbids it: the act is then given up, so that those before it can still be reached.
   */
  turn(
    records: Records,
    way: 'undo' | 'redo',
  ): Promise<Turns & { readonly did: string; readonly type: RecordType }>
  /** Forgets everything. */
  clear(): void
}

interface Act {
  readonly name: string
  readonly before: AnyStored | null
  readonly after: AnyStored
  /** When the first save of it was made, and the last. */
  readonly from: number
  readonly at: number
  /** It cannot be taken back: the first time it is asked for, that is said, and the acts before it come next. */
  readonly stands?: true
}

type Fields = Readonly<Record<string, unknown>>

/** Saves of the same fields join when this close upon one another; together they span no more than `longestAct`. Milliseconds. */
const joinedWithin = 5_000
const longestAct = 30_000
/** Acts kept; older ones are still among the record's versions. */
const mostActs = 200

const ways = ['undo', 'redo'] as const
const keyOf = ({ type, id }: AnyStored) => `${type}/${id}`
const fieldsOf = (record: AnyStored) => record.fields as unknown as Fields
const versionOf = (record: AnyStored | null) => (record?.fields as Fields | undefined)?.['version']
const typeOf = (record: AnyStored) => record.type as RecordType

/**
 * The acts of one session, which end with it: they hold values, so they live no longer than the open case.
 *
 * An import of files and the merging of a hand-over are no acts. They bring in thousands of records, other people's
 * among them, and what was taken into evidence stays on the register: what is not wanted is archived, and says so. For
 * the same reason the ledger of custody, a reference given and a signature are not taken back.
 */
export function openActs(now: () => number): Acts {
  const done: Act[] = []
  const undone: Act[] = []
  // The version this session last made of each record: another one means that somebody else was there.
  const last = new Map<string, number>()
  // The version a bundle's record had when it was last frozen.
  const frozen = new Map<string, number>()
  const state: { running: Promise<unknown> } = { running: Promise.resolve() }

  const heard = (saved: Saved) => {
    const { before, after } = saved
    last.set(keyOf(after), after.version)
    const { appendOnly } = entityOf(typeOf(after))
    if (appendOnly || (before === null && after.type === 'case')) return
    if (isForGood(before, after)) {
      // Nobody who presses the key right after freezing means the act before it.
      if (after.type === 'bundle') {
        if (versionOf(before) !== versionOf(after)) frozen.set(keyOf(after), after.version)
        const at = now()
        done.push({ name: stoodName(after), before, after, from: at, at, stands: true })
      }
      return
    }
    undone.length = 0
    const at = now()
    const open = done.at(-1)
    if (
      open !== undefined &&
      before !== null &&
      saved.restored === undefined &&
      joins(open, before, after, at)
    ) {
      done.pop()
      if (!sameContent(open.before as AnyStored, after))
        done.push({ ...open, after, at, name: actName({ before: open.before, after }) })
      return
    }
    done.push({ name: actName(saved), before, after, from: at, at })
    if (done.length > mostActs) done.shift()
  }

  // How a bundle was arranged before it was frozen is what was frozen: the numbers it gave are out of anybody's hands.
  const sealed = ({ before, after }: Act) =>
    before !== null &&
    after.version < (frozen.get(keyOf(after)) ?? 0) &&
    changedFields(typeOf(after), fieldsOf(before), fieldsOf(after)).includes('entries')

  const turns = (): Turns => ({ undo: done.at(-1)?.name ?? null, redo: undone.at(-1)?.name ?? null })
  const standing = (act: Act | undefined) => act !== undefined && (act.stands === true || sealed(act))

  const turn: Acts['turn'] = async (records, way) => {
    // What was typed just before the key was pressed may still be on its way: it is then the last act.
    await records.settled()
    const [from, to] = way === 'undo' ? [done, undone] : [undone, done]
    const act = from.at(-1)
    if (act === undefined)
      throw new CaseworkError(
        'not-found',
        way === 'undo'
          ? 'Nothing was done in this session that can be undone.'
          : 'Nothing was undone that can be done again.',
      )
    if (act.stands) {
      from.pop()
      const next = from.at(-1)
      throw stood(act, next === undefined || sealed(next) ? undefined : next)
    }
    if (sealed(act)) {
      // All of that bundle's go at once: none of them will ever be taken back.
      const kept = from.filter((each) => keyOf(each.after) !== keyOf(act.after) || !sealed(each))
      from.splice(0, from.length, ...kept)
      throw frozenSince(act, way)
    }
    const { type, id } = act.after
    const [present, wanted] = way === 'undo' ? [act.after, act.before] : [act.before, act.after]
    try {
      const record = records.peek(type as RecordType, id) as unknown as AnyStored
      if (record.version !== last.get(keyOf(record))) throw changedSince(act, way)
      const whole = (await records.get(type as RecordType, id)) as unknown as AnyStored
      const keys =
        present === null || wanted === null
          ? []
          : changedFields(typeOf(whole), fieldsOf(present), fieldsOf(wanted))
      const given = givenForGood(whole)
      const stands = keys.every(
        (key) =>
          Object.hasOwn(given, key) || sameValue(fieldsOf(whole)[key], fieldsOf(present as AnyStored)[key]),
      )
      if (!stands) throw changedSince(act, way)
      const next = await records.putBack(
        type as RecordType,
        id,
        record.version,
        {
          fields: Object.fromEntries(keys.map((key) => [key, fieldsOf(wanted as AnyStored)[key]])) as never,
          // What was added and is to be as if it had not been is archived.
          archived: wanted === null || wanted.archived !== null,
        },
        { turned: way },
      )
      last.set(keyOf(act.after), next.version)
      from.splice(from.indexOf(act), 1)
      // A pause after it was taken back, or done again, ends the act: what follows is one of its own.
      to.push({ ...act, at: Number.NEGATIVE_INFINITY })
      return { did: act.name, ...turns(), type: type as RecordType }
    } catch (thrown) {
      if (thrown instanceof CaseworkError && thrown.code === 'conflict') from.splice(from.indexOf(act), 1)
      throw thrown
    }
  }

  return {
    heard,
    state: () => ({
      ...turns(),
      stands: ways.filter((way) => standing((way === 'undo' ? done : undone).at(-1))),
    }),
    // One at a time: a key held down must not take back the same act twice.
    turn: (records, way) => {
      const turning = state.running.then(() => turn(records, way))
      state.running = turning.catch(() => undefined)
      return turning
    },
    clear() {
      done.length = 0
      undone.length = 0
      last.clear()
      frozen.clear()
    },
  }
}

/**
 * Whether a save goes on with the act before it: the same fields of the same record, within seconds. The typing of a
 * statement, which saves itself at every pause, becomes acts of half a minute at most.
 */
function joins(open: Act, before: AnyStored, after: AnyStored, at: number): boolean {
  if (
    open.stands ||
    open.before === null ||
    keyOf(open.after) !== keyOf(after) ||
    open.after.version !== before.version
  )
    return false
  if (at - open.at > joinedWithin || at - open.from > longestAct) return false
  const same = (a: AnyStored, b: AnyStored) => (a.archived === null) === (b.archived === null)
  if (!same(open.before, open.after) || !same(before, after)) return false
  const first = changedFields(typeOf(after), fieldsOf(open.before), fieldsOf(open.after))
  // Lines that are data are arranged, not typed: each move is taken back by itself.
  if (first.some((key) => entityOf(typeOf(after)).fields[key]?.says !== undefined)) return false
  return sameValue(first, changedFields(typeOf(after), fieldsOf(before), fieldsOf(after)))
}

const sameContent = (a: AnyStored, b: AnyStored) =>
  (a.archived === null) === (b.archived === null) && sameValue(a.fields, b.fields)

const stood = ({ name }: Act, next: Act | undefined) =>
  new CaseworkError(
    'conflict',
    `${name.charAt(0).toUpperCase()}${name.slice(1)} can’t be undone.${next === undefined ? '' : ` Pressed again, undo goes on with what was done before it: ${next.name}.`}`,
  )

const frozenSince = ({ name }: Act, way: 'undo' | 'redo') =>
  new CaseworkError(
    'conflict',
    `${name.charAt(0).toUpperCase()}${name.slice(1)} can’t be ${way === 'undo' ? 'undone' : 'done again'}: the bundle was frozen since, and what was frozen stays. Change its arrangement, and freeze the next version.`,
  )

const changedSince = ({ name }: Act, way: 'undo' | 'redo') =>
  new CaseworkError(
    'conflict',
    `${name.charAt(0).toUpperCase()}${name.slice(1)} can’t be ${way === 'undo' ? 'undone' : 'done again'}: the record was changed since. Its versions hold every earlier state.`,
  )
