/** Tells the workbench that someone is here, at most once every `every` milliseconds, and knows when it last did. */
export interface Activity {
  /** Someone pressed, moved or typed. */
  readonly felt: () => void
  /** How long until the lock, in milliseconds, when it comes `after` milliseconds of quiet. */
  readonly left: (after: number) => number
  readonly stop: () => void
}

/** `tell` is called at once for the first sign of life, then at the end of each spell that had another. */
export function createActivity(now: () => number, tell: () => void, every = 15_000): Activity {
  const state: { told: number; timer: ReturnType<typeof setTimeout> | null } = { told: now(), timer: null }
  const send = () => {
    state.timer = null
    state.told = now()
    tell()
  }
  return {
    felt: () => {
      if (state.timer !== null) return
      const since = now() - state.told
      if (since >= every) send()
      else state.timer = setTimeout(send, every - since)
    },
    left: (after) => state.told + after - now(),
    stop: () => {
      if (state.timer !== null) clearTimeout(state.timer)
      state.timer = null
    },
  }
}

/** "Locks in 8 min", "Locks in 40 s". Where the time is up and work goes on, the lock waits for the work. */
export function lockWords(left: number, busy = false): string {
  if (busy && left <= 0) return 'Locks when this work is done'
  const seconds = Math.max(0, Math.ceil(left / 1_000))
  return seconds > 60 ? `Locks in ${Math.ceil(seconds / 60)} min` : `Locks in ${seconds} s`
}
