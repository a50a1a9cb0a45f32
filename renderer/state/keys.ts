/** One key and what it does. `key` is written as people read it: `E`, `?`, `Enter`, `Ctrl+K`, `Shift+F6`, `Alt+←`. */
export interface KeyBinding {
  readonly key: string
  /** What it does, as a sentence without a full stop: the shortcut sheet and the palette show it. */
  readonly does: string
  readonly run: () => void
  /** Not offered in the palette: keys that only mean something where the focus is. */
  readonly quiet?: boolean
  /** Left to the text field while one is typed in: undo, above all. */
  readonly notTyping?: boolean
}
export interface KeyLayer {
  /** The heading of the group in the shortcut sheet. */
  readonly title: string
  readonly bindings: readonly KeyBinding[]
}
interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const arrows: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
  Escape: 'Esc',
}

/** The name of a pressed key with its modifiers. Shift is named only for letters with Ctrl or Alt and for named keys. */
export function comboOf(event: Pressed): string {
  const plain = arrows[event.key] ?? event.key
  const single = [...plain].length === 1
  const key = single ? plain.toUpperCase() : plain
  const letter = single && /\p{L}/u.test(plain)
  const modified = event.ctrlKey || event.metaKey || event.altKey
  const shift =
    event.shiftKey && (letter ? modified || plain !== plain.toLowerCase() : !single || arrows[event.key])
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+')
}

/** Whether a key is a bare character, which a text field would want for itself. */
export const isBare = (combo: string): boolean =>
  [...combo].length === 1 || /^Shift\+.$/u.test(combo) || combo === 'Space'

export interface Keys {
  readonly layers: () => readonly KeyLayer[]
  readonly subscribe: (hear: () => void) => () => void
  /** Adds a layer over the others until the returned function is called. */
  readonly add: (layer: KeyLayer) => () => void
  /** The binding a combination reaches: the newest layer that has it. Bare keys reach nothing while typing. */
  readonly find: (combo: string, typing: boolean) => KeyBinding | null
}

/** The registry of keys of one window. */
export function createKeys(): Keys {
  const state: { layers: readonly KeyLayer[] } = { layers: [] }
  const ears = new Set<() => void>()
  const set = (layers: readonly KeyLayer[]) => {
    state.layers = layers
    for (const hear of ears) hear()
  }
  return {
    layers: () => state.layers,
    subscribe: (hear) => {
      ears.add(hear)
      return () => void ears.delete(hear)
    },
    add: (layer) => {
      set([...state.layers, layer])
      return () => set(state.layers.filter((each) => each !== layer))
    },
    find: (combo, typing) => {
      if (typing && isBare(combo)) return null
      for (const layer of state.layers.toReversed()) {
        const found = layer.bindings.find(
          (binding) => binding.key === combo && !(typing && binding.notTyping),
        )
        if (found !== undefined) return found
      }
      return null
    },
  }
}
