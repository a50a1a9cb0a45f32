import { CaseworkError } from '../../../casework/contract/errors.ts'
import {
  type AnyStored,
  entityOf,
  type RecordType,
  recordTypes,
  register,
  type StoredOf,
  type ValuesOf,
} from '../../../casework/entities/index.ts'
import type { Saved } from '../../../casework/rules/act-names.ts'
import type { BeforeSaving } from '../../../casework/rules/before-saving.ts'
import { beforeSaving } from '../../../casework/rules/before-saving.ts'
import { changedFields } from '../../../casework/rules/changes.ts'
import { givenForGood } from '../../../casework/rules/for-good.ts'
import { refOf } from '../../../casework/rules/references.ts'
import { bodiesOf, bodiesRead, withBodiesSealed } from './bodies.ts'
import { type RecordVersions, versionAt, versionsOf } from './past.ts'
import type { Note, Operation, RecordStore } from './store-slice.ts'

/** What a service that only reads records needs of them. */
export interface Reading {
  /** Live records of a kind, oldest first, with bodies left empty. Archived ones only when asked for. */
  list<T extends RecordType>(type: T, options?: { archived?: boolean }): readonly StoredOf<T>[]
  /** One record without its bodies. Throws `not-found`. */
  peek<T extends RecordType>(type: T, id: string): StoredOf<T>
  /** One record, bodies and all. Throws `not-found`. */
  get<T extends RecordType>(type: T, id: string): Promise<StoredOf<T>>
}

/** One record to be made, with values already read or still to be. */
export interface Addition<T extends RecordType = RecordType> {
  readonly type: T
  readonly fields: Partial<ValuesOf<T>>
  /** Its id, when another record of the same transaction must name it; a fresh one when left out. */
  readonly id?: string
}
/** An addition of some kind. */
export type AnyAddition = { [T in RecordType]: Addition<T> }[RecordType]
export interface Together {
  /** Sealed files that the records name; they reach the disk first. */
  readonly blobs?: readonly unknown[]
  readonly notes?: readonly Note[]
}

/** Records of a case, over its register: checked, numbered, versioned, each change one durable transaction. */
export interface Records extends Reading {
  add<T extends RecordType>(type: T, fields: Partial<ValuesOf<T>>, together?: Together): Promise<StoredOf<T>>
  /** Several records in one transaction: all are kept or none. */
  addAll(additions: readonly AnyAddition[], together?: Together): Promise<readonly AnyStored[]>
  /** Throws `conflict` when the record is no longer at `version`. */
  change<T extends RecordType>(
    type: T,
    id: string,
    version: number,
    fields: Partial<ValuesOf<T>>,
  ): Promise<StoredOf<T>>
  /** A change and further records in one transaction: all are kept or none. Throws as {@link change} does. */
  changeWith<T extends RecordType>(
    change: {
      readonly type: T
      readonly id: string
      readonly version: number
      readonly fields: Partial<ValuesOf<T>>
    },
    additions: readonly AnyAddition[],
    together?: Pick<Together, 'notes'>,
  ): Promise<StoredOf<T>>
  archive<T extends RecordType>(type: T, id: string, archived: boolean): Promise<StoredOf<T>>
  /**
   * Gives fields earlier values again, and the record its earlier place in or out of the archive, as one more version.
   * What was given for good stays. Throws `conflict` when the record is no longer at `version`, or a rule forbids it.
   */
  putBack<T extends RecordType>(
    type: T,
    id: string,
    version: number,
    to: { readonly fields: Partial<ValuesOf<T>>; readonly archived: boolean },
    detail: Note['detail'],
  ): Promise<StoredOf<T>>
  /** Versions newest first, each with what it changed. Throws `not-found`, `corrupt-journal`. */
  versionsOf(type: RecordType, id: string): Promise<RecordVersions>
  /** Makes version `to` the newest again, as {@link putBack} does. Throws `not-found` when `to` was not kept. */
  restore<T extends RecordType>(type: T, id: string, version: number, to: number): Promise<StoredOf<T>>
  /** Resolves when every change under way is done, or refused. */
  settled(): Promise<void>
  /** Counts on behind records that came in beside it, from a hand-over: a number is given once. */
  recount(): void
  /** Writes an audit entry by itself: a look at protected data, an export. */
  note(note: Note): Promise<void>
}

interface Surroundings {
  readonly now: () => number
  readonly newId: () => string
  readonly actor: string
  /** Hears each save of one record by itself once it is durable; those that take a save back are not told. */
  readonly saved?: (saved: Saved) => void
}

/** Opens the records of a store. Fails with `read-only-newer` on any change when the case is open for reading only. */
export function openRecords(store: RecordStore, { now, newId, actor, saved }: Surroundings): Records {
  const lastNumber = new Map<RecordType, number>()
  const recount = () => {
    for (const type of recordTypes)
      lastNumber.set(
        type,
        rows(store, type).reduce((most, { no }) => Math.max(most, no), lastNumber.get(type) ?? 0),
      )
  }
  recount()
  const stamp = () => ({ at: now(), by: actor })

  const peek = <T extends RecordType>(type: T, id: string): StoredOf<T> => {
    const found = store.get(type, id)
    if (found === undefined)
      throw new CaseworkError(
        'not-found',
        `That ${entityOf(type).name.one.toLowerCase()} is not in this case.`,
      )
    const stored = found as unknown as StoredOf<T>
    return withoutBodies(type, { ...stored, fields: entityOf(type).upgraded(stored.fields) })
  }
  const get = async <T extends RecordType>(type: T, id: string): Promise<StoredOf<T>> => {
    const bare = peek(type, id)
    const raw = store.get(type, id) as unknown as { fields: Record<string, unknown> }
    const now = entityOf(type).upgraded(raw.fields)
    const fields = await bodiesRead(type, now, (uid) => store.readText(uid))
    return { ...bare, fields: fields as unknown as ValuesOf<T> }
  }
  const settle = <T extends RecordType>(
    type: T,
    before: ValuesOf<T> | null,
    after: ValuesOf<T>,
    id: string | null,
  ): ValuesOf<T> => {
    const rule = beforeSaving[type] as BeforeSaving<T> | undefined
    return rule === undefined
      ? after
      : rule(
          before,
          after,
          rows(store, type).filter((each) => each.id !== id),
        )
  }
  const save = async (
    records: readonly AnyStored[],
    notes: readonly Note[],
    blobs: readonly unknown[] = [],
  ) => {
    refuseReadOnly(store)
    const sealed = await Promise.all(records.map((record) => withBodiesSealed(record, store)))
    const operations = sealed.map(({ record }): Operation => ['put', record.type, record.id, record])
    await store.commit({
      ops: operations,
      audit: notes,
      blobs: [...blobs, ...sealed.flatMap((each) => each.blobs)],
      actor,
    })
  }
  const made = <T extends RecordType>({ type, fields, id }: Addition<T>): StoredOf<T> => {
    const values = settle(type, null, entityOf(type).read(fields) as ValuesOf<T>, null)
    const no = lastNumber.get(type)! + 1
    lastNumber.set(type, no)
    const by = stamp()
    return {
      id: id ?? newId(),
      type,
      no,
      version: 1,
      made: by,
      changed: by,
      archived: null,
      fields: values,
    } as unknown as StoredOf<T>
  }
  const noteOf = (action: Note['action'], record: AnyStored, detail: Note['detail'] = {}): Note => ({
    action,
    target: { type: record.type, id: record.id, version: record.version },
    detail,
  })

  // One change at a time, each judged by what the one before it left: of two made at once over the same version, the
  // second is refused and does not silently take the first's place.
  const turns: { last: Promise<unknown> } = { last: Promise.resolve() }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turns.last.then(work)
    turns.last = done.catch(() => undefined)
    return done
  }
  const addTogether = async (additions: readonly AnyAddition[], together: Together) => {
    refuseReadOnly(store)
    const records = additions.map((each) => made(each as unknown as Addition))
    await save(
      records,
      [...records.map((record) => noteOf('collection', record)), ...(together.notes ?? [])],
      together.blobs,
    )
    const [only, ...others] = records
    // What came with a file, or with other records, came by import, which is taken back by archiving what is not wanted.
    if (only !== undefined && others.length === 0 && together.blobs === undefined)
      saved?.({ before: null, after: only })
    return records
  }
  const replace = async <T extends RecordType>(
    before: StoredOf<T>,
    part: Partial<StoredOf<T>>,
    detail: Note['detail'],
  ) => {
    const next = { ...before, ...part, version: before.version + 1, changed: stamp() } as StoredOf<T>
    const any = next as unknown as AnyStored
    await save([any], [noteOf('alteration', any, detail)])
    const restored = typeof detail['restored'] === 'number' ? detail['restored'] : undefined
    if (detail['turned'] === undefined)
      saved?.({ before: before as unknown as AnyStored, after: any, restored })
    return next
  }
  const refuseAppendOnly = (type: RecordType) => {
    if (register[type].appendOnly)
      throw new CaseworkError(
        'conflict',
        `${entityOf(type).name.one} entries are only added to, never changed.`,
      )
  }
  const refuseChanged = (before: AnyStored, version: number) => {
    if (before.version !== version)
      throw new CaseworkError(
        'conflict',
        `${refOf(before) || entityOf(before.type as RecordType).name.one} was changed by ${before.changed.by} meanwhile. Look at the new version, then make your change again.`,
      )
  }
  const addAll: Records['addAll'] = (additions, together = {}) =>
    inTurn(() => addTogether(additions, together))
  const putBackNow: Records['putBack'] = async (type, id, version, { fields, archived }, detail) => {
    refuseReadOnly(store)
    refuseAppendOnly(type)
    const before = await get(type, id)
    const any = before as unknown as AnyStored
    refuseChanged(any, version)
    const kept = { ...fields, ...givenForGood(any) }
    const changed = changedFields(type, before.fields as never, { ...before.fields, ...kept } as never)
    const values =
      changed.length === 0
        ? before.fields
        : settle(
            type,
            before.fields as ValuesOf<typeof type>,
            entityOf(type).read(kept, before.fields as never) as ValuesOf<typeof type>,
            id,
          )
    return replace(
      before,
      { fields: values, archived: archived ? (before.archived ?? stamp()) : null } as never,
      {
        ...detail,
        ...(changed.length === 0 ? {} : { fields: changed }),
        ...(archived === (before.archived !== null) ? {} : { archived }),
      },
    )
  }

  const putBack: Records['putBack'] = (...given) => inTurn(() => putBackNow(...given))

  return {
    list: (type, options = {}) =>
      rows(store, type)
        .filter((each) => options.archived === true || each.archived === null)
        .map((each) => withoutBodies(type, each)),
    peek,
    get,
    add: async (type, fields, together) =>
      (await addAll([{ type, fields: fields as never }], together))[0] as never,
    addAll,
    change: (type, id, version, fields) =>
      inTurn(async () => {
        refuseReadOnly(store)
        const before = await get(type, id)
        refuseAppendOnly(type)
        refuseChanged(before as unknown as AnyStored, version)
        const read = entityOf(type).read(fields, before.fields as never) as ValuesOf<typeof type>
        const settled = settle(type, before.fields as ValuesOf<typeof type>, read, id)
        return replace(before, { fields: settled } as never, { fields: Object.keys(fields) })
      }),
    changeWith: ({ type, id, version, fields }, additions, { notes = [] } = {}) =>
      inTurn(async () => {
        refuseReadOnly(store)
        const before = await get(type, id)
        refuseAppendOnly(type)
        refuseChanged(before as unknown as AnyStored, version)
        const read = entityOf(type).read(fields, before.fields as never) as ValuesOf<typeof type>
        const values = settle(type, before.fields as ValuesOf<typeof type>, read, id)
        const next = { ...before, fields: values, version: before.version + 1, changed: stamp() }
        const any = next as unknown as AnyStored
        const others = additions.map((each) => made(each as unknown as Addition))
        await save(
          [any, ...others],
          [
            noteOf('alteration', any, { fields: Object.keys(fields) }),
            ...others.map((record) => noteOf('collection', record)),
            ...notes,
          ],
        )
        saved?.({ before: before as unknown as AnyStored, after: any, restored: undefined })
        return next as never
      }),
    archive: (type, id, archived) =>
      inTurn(async () => {
        refuseReadOnly(store)
        const before = await get(type, id)
        if ((before.archived !== null) === archived) return before
        return replace(before, { archived: archived ? stamp() : null } as never, { archived })
      }),
    putBack,
    settled: async () => void (await turns.last),
    versionsOf: (type, id) => versionsOf(store, type, id),
    async restore(type, id, version, to) {
      if (version === to)
        throw new CaseworkError('conflict', `Version ${to} is the newest already. Choose an earlier one.`)
      refuseReadOnly(store)
      refuseChanged(peek(type, id) as unknown as AnyStored, version)
      const { fields, archived } = await versionAt(store, type, id, to)
      // A field that version did not know is empty in it; one that is no longer known is left behind.
      const was = fields as Readonly<Record<string, unknown>>
      const whole = Object.fromEntries(
        Object.entries(entityOf(type).blank).map(([key, empty]) => [key, was[key] ?? empty]),
      ) as never
      return putBack(type, id, version, { fields: whole, archived: archived !== null }, { restored: to })
    },
    recount,
    async note(note) {
      refuseReadOnly(store)
      await store.commit({ ops: [], audit: [note], blobs: [], actor })
    },
  }
}

const rows = <T extends RecordType>(store: RecordStore, type: T): readonly StoredOf<T>[] => {
  const all = store.list(type) as unknown as readonly StoredOf<T>[]
  const { upgrades, upgraded } = entityOf(type)
  return upgrades === undefined ? all : all.map((each) => ({ ...each, fields: upgraded(each.fields) }))
}

function withoutBodies<T extends RecordType>(type: T, record: StoredOf<T>): StoredOf<T> {
  const keys = bodiesOf(type)
  return keys.length === 0
    ? record
    : { ...record, fields: { ...record.fields, ...Object.fromEntries(keys.map((key) => [key, []])) } }
}

function refuseReadOnly(store: RecordStore): void {
  if (store.readOnly)
    throw new CaseworkError(
      'read-only-newer',
      'This case is open for reading only, so nothing in it can be changed. Open it for writing first.',
    )
}
