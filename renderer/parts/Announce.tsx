import { useSyncExternalStore } from 'react'

export interface Announcer {
  /** Says a sentence to screen readers, politely. */
  readonly say: (sentence: string) => void
  readonly said: () => string
  readonly subscribe: (hear: () => void) => () => void
}

/** One polite voice for a window. */
export function createAnnouncer(): Announcer {
  const state = { said: '' }
  const ears = new Set<() => void>()
  return {
    say: (sentence) => {
      // The same sentence twice is only heard twice if the text differs.
      state.said = state.said === sentence ? `${sentence}\u00a0` : sentence
      for (const hear of ears) hear()
    },
    said: () => state.said,
    subscribe: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
  }
}

const voice = createAnnouncer()

/** Says a sentence to screen readers, politely: "17 selected", "S9, now pages 49 to 54". */
export const announce = voice.say

/** Takes away what was last said: it may be words of a case, which a lock leaves nowhere. */
export const hush = () => voice.say('')

/** Where the polite voice is heard. Put once, at the top. */
export function LiveRegion() {
  const said = useSyncExternalStore(voice.subscribe, voice.said)
  return (
    <div className="unseen" role="status" aria-live="polite">
      {said}
    </div>
  )
}
