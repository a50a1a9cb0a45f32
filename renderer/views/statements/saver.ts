import { type ErrorShape, shapeOf } from '../../../casework/contract/errors.ts'

/** How the saving of one record stands, as the editor says it. */
export interface Saving {
  readonly state: 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
  readonly error: ErrorShape | null
}
export interface Saver<F extends object> {
  readonly now: () => Saving
  readonly subscribe: (hear: () => void) => () => void
  /** Takes what changed and saves it after a pause in the typing. */
  readonly put: (fields: Partial<F>) => void
  /** Saves what is waiting at once. Resolves true when nothing is left unsaved. */
  readonly flush: () => Promise<boolean>
  /** The version the next save is made over; and, after a conflict, on with what is waiting. */
  readonly over: (version: number) => void
  /** Forgets what is waiting: the saved record stands. */
  readonly drop: () => void
  /** The fields that are not saved yet. */
  readonly waiting: () => Partial<F>
  readonly version: () => number
}

const trouble = ({ state }: Saving): boolean => state === 'failed' || state === 'conflict'

/** Waits for the pause; tests hand in their own. Returns what calls the wait off. */
export type Later = (run: () => void, milliseconds: number) => () => void
const onTimer: Later = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/**
 * Saves one record by itself: what is put is kept here until the case has it, through failures and conflicts. One save
 * runs at a time, each over the version the last one made, so that a slow save never meets its own successor.
 */
export function createSaver<F extends object>({
  version,
  save,
  pause = 1_500,
  later = onTimer,
}: {
  readonly version: number
  /** Saves over a version; answers with the new one. */
  readonly save: (fields: Partial<F>, version: number) => Promise<number>
  readonly pause?: number
  readonly later?: Later
}): Saver<F> {
  const held: { version: number; waiting: Partial<F>; saving: Saving; running: Promise<void> | null } = {
    version,
    waiting: {},
    saving: { state: 'saved', error: null },
    running: null,
  }
  const timer: { stop: (() => void) | null } = { stop: null }
  const ears = new Set<() => void>()
  const say = (state: Saving['state'], error: ErrorShape | null = null) => {
    held.saving = { state, error }
    for (const hear of ears) hear()
  }
  const isWaiting = () => Object.keys(held.waiting).length > 0
  const quiet = () => {
    timer.stop?.()
    timer.stop = null
  }
  const attempt = async () => {
    const fields = held.waiting
    held.waiting = {}
    say('saving')
    try {
      held.version = await save(fields, held.version)
      say(isWaiting() ? 'waiting' : 'saved')
    } catch (thrown) {
      // What was typed meanwhile is newer than what failed.
      held.waiting = { ...fields, ...held.waiting }
      const error = shapeOf(thrown)
      say(error.code === 'conflict' ? 'conflict' : 'failed', error)
    }
  }
  const flush = async (): Promise<boolean> => {
    quiet()
    if (held.running !== null) await held.running
    if (held.running !== null || held.saving.state === 'conflict') return !isWaiting()
    if (!isWaiting()) return true
    held.running = attempt()
    await held.running
    held.running = null
    return trouble(held.saving) || !isWaiting() ? !isWaiting() : flush()
  }
  return {
    now: () => held.saving,
    subscribe: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
    put: (fields) => {
      held.waiting = { ...held.waiting, ...fields }
      if (held.saving.state === 'conflict') return
      if (held.saving.state !== 'saving') say('waiting')
      quiet()
      timer.stop = later(() => void flush(), pause)
    },
    flush,
    over: (next) => {
      held.version = next
      say(isWaiting() ? 'waiting' : 'saved')
    },
    drop: () => {
      quiet()
      held.waiting = {}
      say('saved')
    },
    waiting: () => held.waiting,
    version: () => held.version,
  }
}
