import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import { comboOf, type KeyBinding, type KeyLayer, type Keys } from './keys.ts'

export const KeysContext = createContext<Keys | null>(null)

/** The window's key registry. */
export function useKeyRegistry(): Keys {
  const keys = useContext(KeysContext)
  if (keys === null) throw new Error('useKeys is used outside the desk')
  return keys
}

/**
 * Adds keys while the component is on screen. They show in the shortcut sheet under `title` and, unless quiet, in the
 * palette. The bindings may be made anew on each draw; the newest `run` is what runs.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const keys = useKeyRegistry()
  const latest = useRef(bindings)
  latest.current = bindings
  const shape = bindings.map((each) => `${each.key} ${each.does}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words decide; the functions are read when run
  useEffect(
    () =>
      keys.add({
        title,
        bindings: latest.current.map((each, index) => ({ ...each, run: () => latest.current[index]?.run() })),
      }),
    [keys, title, shape],
  )
}

/** Every layer of keys now in force, oldest first. */
export function useKeyLayers(): readonly KeyLayer[] {
  const keys = useKeyRegistry()
  return useSyncExternalStore(keys.subscribe, keys.layers)
}

/** Whether the focus is where letters are typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
}

/** Listens for the window's keys and runs what they reach. Put once, at the top. */
export function useKeyListener(keys: Keys): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const inDialog = document.querySelector('[role=dialog],[role=alertdialog],[role=menu]') !== null
      const combo = comboOf(event)
      const found = keys.find(combo, isTyping(event.target))
      if (found === null || (inDialog && combo !== 'Ctrl+Shift+L')) return
      event.preventDefault()
      found.run()
    }
    // A tab takes Enter for a press with Ctrl as well, and lets nobody above it hear of it.
    const hearFirst = (event: KeyboardEvent) => {
      if (comboOf(event) !== 'Ctrl+Enter') return
      hear(event)
      if (event.defaultPrevented) event.stopPropagation()
    }
    window.addEventListener('keydown', hearFirst, true)
    window.addEventListener('keydown', hear)
    return () => {
      window.removeEventListener('keydown', hearFirst, true)
      window.removeEventListener('keydown', hear)
    }
  }, [keys])
}
