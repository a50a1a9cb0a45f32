import { useKeys } from '../../state/use-keys.ts'

interface Acts {
  /** Runs with the key of the current line, when something that can be worked on is chosen. */
  readonly onEntry: (run: (key: string) => void) => void
  readonly step: (key: string, way: -1 | 1) => void
  readonly nest: (key: string, depth: 0 | 1) => void
  readonly rename: (key: string) => void
  readonly takeOut: (key: string) => void
  /** Chooses every document. */
  readonly all: () => void
  /** Adds what the list at the left stands on. */
  readonly add: () => void
  readonly section: () => void
  readonly preview: () => void
  readonly freeze: () => void
  readonly build: () => void
}

/** The keys of the builder: each a twin of something the pointer does. Those about a line act on all that are chosen. */
export function useBuilderKeys(acts: Acts): void {
  const line = (key: string, does: string, run: (key: string) => void) => ({
    key,
    does,
    run: () => acts.onEntry(run),
    notTyping: true,
    quiet: true,
  })
  useKeys('Bundle', [
    line('Ctrl+Shift+↑', 'Move up', (key) => acts.step(key, -1)),
    line('Ctrl+Shift+↓', 'Move down', (key) => acts.step(key, 1)),
    line('Ctrl+]', 'Put under the one above', (key) => acts.nest(key, 1)),
    line('Ctrl+[', 'Stand for itself again', (key) => acts.nest(key, 0)),
    line('F2', 'Rename', acts.rename),
    line('Delete', 'Take out', acts.takeOut),
    { key: 'Ctrl+A', does: 'Choose every document', run: acts.all, notTyping: true, quiet: true },
    { key: 'B', does: 'Add what the list at the left stands on', run: acts.add, quiet: true },
    { key: 'N', does: 'New section', run: acts.section },
    { key: 'Ctrl+P', does: 'Preview', run: acts.preview },
    { key: 'Ctrl+Shift+F', does: 'Freeze the bundle', run: acts.freeze },
    { key: 'Ctrl+Enter', does: 'Build the bundle', run: acts.build },
  ])
}
