import { createContext, useContext, useEffect, useRef } from 'react'

/** Files dropped on the window, kept until a screen takes them. */
export interface Drops {
  /** Hands the places of dropped files to the screen that listens, or keeps them for the next one. */
  readonly give: (places: readonly string[]) => void
  /** Listens, and is first given what was kept. */
  readonly take: (hear: (places: readonly string[]) => void) => () => void
  readonly isHeard: () => boolean
}

/** A place for dropped files to wait in. */
export function createDrops(): Drops {
  const state: { kept: readonly string[]; hear: ((places: readonly string[]) => void) | null } = {
    kept: [],
    hear: null,
  }
  return {
    give: (places) => {
      if (state.hear !== null) state.hear(places)
      else state.kept = [...state.kept, ...places]
    },
    take: (hear) => {
      state.hear = hear
      const kept = state.kept
      state.kept = []
      if (kept.length > 0) hear(kept)
      return () => {
        if (state.hear === hear) state.hear = null
      }
    },
    isHeard: () => state.hear !== null,
  }
}

export const DropsContext = createContext<Drops | null>(null)

/** Hears files dropped anywhere on the window, as place ids for `evidence.add`. For the Evidence screen. */
export function useDroppedFiles(hear: (places: readonly string[]) => void): void {
  const drops = useContext(DropsContext)
  const latest = useRef(hear)
  latest.current = hear
  useEffect(() => drops?.take((places) => latest.current(places)), [drops])
}
