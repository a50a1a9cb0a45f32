import { pageRuns } from '../../../casework/rules/page-marks.ts'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import type { Burned } from './use-redaction.ts'

const atMost = 12

/** Asks whether words from under the boxes may stand elsewhere in the copy, with the pages. */
export const StillDialog = ({
  name,
  asking,
  onKeep,
  onClose,
}: {
  readonly name: string
  readonly asking: Burned
  readonly onKeep: () => void
  readonly onClose: () => void
}) => (
  <ConfirmDialog
    title={`The same words still stand in ${name}`}
    open
    act="Let them stand"
    stay="Back to the boxes"
    onDo={onKeep}
    onClose={onClose}
  >
    <p>Nothing is left under the boxes. But words from under them can be read where no box is:</p>
    <ul className="redact-still">
      {asking.still.slice(0, atMost).map(({ text, pages }) => (
        <li key={text}>
          <b>{text}</b> <span className="dim">on page {pageRuns(pages)}</span>
        </li>
      ))}
    </ul>
    {asking.still.length > atMost && <p className="faint">and {asking.still.length - atMost} more</p>}
    <p className="dim">The edited copy was not kept. Mark them too, or say that they may stand.</p>
  </ConfirmDialog>
)
