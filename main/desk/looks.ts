import type { RecordType } from '../../casework/entities/index.ts'
import { consulted, lookLasts, lookWaits } from '../../casework/rules/protected-data.ts'
import type { AuditNote, CaseStore, Change, Witness } from '../services/case-store/index.ts'

/** Looks at protected data in one open case, on their way into its history. */
export interface Looks {
  /**
   * Somebody looks at a record, its file, its print or its earlier versions. One look stands for those of the next 15
   * minutes. Throws when looks before this one could not be entered: what cannot be entered is not shown.
   */
  saw(type: RecordType, id: string, of?: 'file' | 'print' | 'versions'): Promise<void>
  /** The store, whose every change takes along the looks that wait. */
  readonly store: CaseStore
  /** Enters the looks that wait now. */
  flush(): Promise<void>
  /** The same at closing; what cannot be entered then, this machine remembers for the next opening. */
  finish(): Promise<void>
}

interface Surroundings {
  readonly now: () => number
  readonly user: string
  readonly witness?: Witness | undefined
}

/** The looks of one open case. Open for reading only it enters none: the opening itself is remembered. */
export function looksInto(store: CaseStore, { now, user, witness }: Surroundings): Looks {
  const last = new Map<string, number>()
  const state: {
    waiting: { note: AuditNote; at: number }[]
    failed: boolean
    timer: NodeJS.Timeout | undefined
    running: Promise<unknown>
  } = { waiting: [], failed: false, timer: undefined, running: Promise.resolve() }

  const enter = async (change: Change): Promise<void> => {
    const taken = state.waiting
    state.waiting = []
    clearTimeout(state.timer)
    const entered = taken.map(({ note, at }) => (state.failed ? { ...note, detail: late(note, at) } : note))
    try {
      await store.commit({ ...change, audit: [...entered, ...change.audit] })
      state.failed = false
    } catch (thrown) {
      state.waiting = [...taken, ...state.waiting]
      soon()
      throw thrown
    }
  }
  const commit = (change: Change): Promise<void> => {
    const done = enter(change)
    state.running = Promise.allSettled([state.running, done])
    return done
  }
  const flush = async (): Promise<void> => {
    if (state.waiting.length > 0) await commit({ ops: [], audit: [], actor: user })
  }
  const soon = () => {
    clearTimeout(state.timer)
    if (state.waiting.length === 0) return
    state.timer = setTimeout(() => {
      flush().catch(() => {
        state.failed = true
      })
    }, lookWaits)
    state.timer.unref()
  }

  return {
    async saw(type, id, of) {
      if (store.readOnly || !consulted[type]) return
      if (state.failed) await flush()
      const key = `${type}/${id}`
      const at = now()
      if (at - (last.get(key) ?? Number.NEGATIVE_INFINITY) < lookLasts) return
      last.set(key, at)
      const note = { action: 'consultation', target: { type, id }, detail: of === undefined ? {} : { of } }
      state.waiting.push({ note, at })
      if (state.waiting.length === 1) soon()
    },
    // The store's own methods, but for the one.
    store: Object.assign(Object.create(store) as CaseStore, { commit }),
    flush,
    async finish() {
      await state.running
      try {
        await flush()
      } catch (thrown) {
        clearTimeout(state.timer)
        if (witness === undefined) throw thrown
        for (const { note, at } of state.waiting)
          witness.owe(store.id, { what: 'entry', at, note: { target: null, detail: null, ...note } })
      }
    },
  }
}

const late = (note: AuditNote, at: number) => ({ ...(note.detail as object), at })
