import type { Entry } from '../../../casework/rules/arrangement.ts'

/** One change of a bundle, made over the version it was made from; answers with the version that came of it. */
export interface Edit {
  /** Two edits of one name, waiting one behind the other, are saved as the later one: a key that is held down. */
  readonly name: string
  /** The arrangement it leads to, shown at once; absent where only details change. */
  readonly entries?: readonly Entry[]
  readonly save: (version: number) => Promise<number>
}

/** Saves edits of a bundle one after the other, and knows what to show until the workbench has heard of them. */
export interface Arranger {
  /** The arrangement to show over a plan of this version; null when the plan itself is up to date. */
  readonly over: (version: number) => readonly Entry[] | null
  readonly edit: (edit: Edit, version: number) => void
  /** Resolves when nothing waits to be saved; false when saving failed. */
  readonly settled: () => Promise<boolean>
}

/** An arranger that calls `tell` whenever what is to be shown changes, and `fail` with what a save threw. */
export function createArranger(tell: () => void, fail: (thrown: unknown) => void): Arranger {
  const state: {
    waiting: Edit[]
    running: Promise<boolean> | null
    shown: readonly Entry[] | null
    version: number
  } = { waiting: [], running: null, shown: null, version: 0 }

  const run = async (): Promise<boolean> => {
    for (let next = state.waiting.shift(); next !== undefined; next = state.waiting.shift()) {
      try {
        state.version = await next.save(state.version)
      } catch (thrown) {
        state.waiting = []
        state.shown = null
        state.running = null
        fail(thrown)
        tell()
        return false
      }
    }
    state.running = null
    tell()
    return true
  }
  return {
    over: (version) =>
      state.shown !== null && (state.running !== null || version < state.version) ? state.shown : null,
    edit: (edit, version) => {
      if (state.running === null) state.version = Math.max(state.version, version)
      if (edit.entries !== undefined) state.shown = edit.entries
      const last = state.waiting.at(-1)
      if (last?.name === edit.name) state.waiting.pop()
      state.waiting.push(edit)
      state.running ??= run()
      tell()
    },
    settled: () => state.running ?? Promise.resolve(true),
  }
}
