import { Check } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { Button } from './Button.tsx'

export interface ToastWords {
  readonly words: string
  /** Takes the act back. The toast then shows Undo. */
  readonly undo?: () => void
}
interface Shown extends ToastWords {
  readonly id: number
}

const shelf = (() => {
  const state: { shown: readonly Shown[]; last: number } = { shown: [], last: 0 }
  const ears = new Set<() => void>()
  const set = (shown: readonly Shown[]) => {
    state.shown = shown
    for (const hear of ears) hear()
  }
  return {
    shown: () => state.shown,
    subscribe: (hear: () => void) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
    add: (words: ToastWords) => set([...state.shown.slice(-2), { ...words, id: ++state.last }]),
    remove: (id: number) => set(state.shown.filter((each) => each.id !== id)),
    clear: () => set([]),
  }
})()

/** Says what was just done, and offers to undo it by name. */
export const toast = shelf.add
/** Takes every toast away: at lock, nothing may stay on the screen. */
export const clearToasts = shelf.clear

/** Where toasts stand. Put once, at the top. */
export function Toasts() {
  const shown = useSyncExternalStore(shelf.subscribe, shelf.shown)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((each) => (
        <OneToast key={each.id} {...each} />
      ))}
    </div>
  )
}

function OneToast({ id, words, undo }: Shown) {
  useEffect(() => {
    const timer = setTimeout(() => shelf.remove(id), undo ? 10_000 : 5_000)
    return () => clearTimeout(timer)
  }, [id, undo])
  return (
    <div className="toast">
      <Check className="i" aria-hidden />
      <span className="grow">{words}</span>
      {undo && (
        <Button
          size="slim"
          onClick={() => {
            undo()
            shelf.remove(id)
          }}
        >
          Undo
        </Button>
      )}
    </div>
  )
}
