import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ExhibitLabel } from '../../parts/Marks.tsx'
import { type CheckItems, troubled } from './check-summary.ts'

/** The files that are not as they came, each with what to do; stays until dealt with. */
export function CheckReport({
  items,
  onOpen,
  onClose,
}: {
  readonly items: CheckItems
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}) {
  const bad = troubled(items)
  return (
    <Dialog
      title={`${counted(bad.length, 'file')} not as ${bad.length === 1 ? 'it' : 'they'} came`}
      open
      onClose={onClose}
      role="alertdialog"
      acts={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        {items.length - bad.length} of {items.length} are in order. Each verdict is in the exhibit’s custody
        ledger.
      </p>
      <ul className="evidence-troubled">
        {bad.map(({ id, ref, sentence }) => (
          <li key={id}>
            <ExhibitLabel reference={ref} />
            <span className="grow">{sentence}</span>
            <Button size="slim" onClick={() => onOpen(id)}>
              Open
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
