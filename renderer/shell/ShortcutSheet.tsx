import { Button } from '../parts/Button.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Kbd } from '../parts/Marks.tsx'
import { useKeyLayers } from '../state/use-keys.ts'
import './shortcuts.css'

const inTables = [
  ['↑ ↓ or J K', 'Move up and down'],
  ['Enter', 'Open the row'],
  ['Space', 'Quick look'],
  ['Shift+↑ Shift+↓', 'Select several'],
  ['X', 'Add the row to the selection, or take it out'],
  ['Ctrl+A', 'Select every row'],
  ['Esc', 'Clear the selection; close what is open'],
] as const

/** Every key of this screen, grouped by what it is for. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const layers = useKeyLayers()
  const titles = [...new Set(layers.map((layer) => layer.title))].toReversed()
  const said = new Set<string>()
  const groups = titles.map((title) => ({
    title,
    rows: layers
      .filter((layer) => layer.title === title)
      .flatMap((layer) => layer.bindings.map((binding) => [binding.key, binding.does] as const))
      .filter(([, does]) => !said.has(does) && said.add(does)),
  }))
  return (
    <Dialog
      title="Keys of this screen"
      open
      wide
      onClose={onClose}
      acts={<Button onClick={onClose}>Close</Button>}
    >
      <div className="key-sheet">
        {[...groups, { title: 'In lists', rows: inTables }]
          .filter((group) => group.rows.length > 0)
          .map((group) => (
            <section key={group.title}>
              <h3>{group.title}</h3>
              <dl>
                {group.rows.map(([key, does]) => (
                  <div key={`${key} ${does}`}>
                    <dt>{does}</dt>
                    <dd>
                      <Kbd>{key}</Kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
      <p className="small faint">Single letters act only while no text field has the focus.</p>
    </Dialog>
  )
}
