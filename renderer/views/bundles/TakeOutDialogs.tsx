import { counted } from '../../../casework/rules/words.ts'
import { ConfirmDialog } from '../../parts/Dialog.tsx'

/** Before a frozen document is taken out: what that does, and what it does not. */
export const TakeOutDialog = ({
  name,
  range,
  onDo,
  onClose,
}: {
  readonly name: string
  /** Its numbers, as printed. */
  readonly range: string
  readonly onDo: () => void
  readonly onClose: () => void
}) => (
  <ConfirmDialog title={`Take out ${name}?`} open act={`Take out ${name}`} onDo={onDo} onClose={onClose}>
    <p>
      It was frozen as {range}. In the next version one page stands in its place and bears those numbers, so
      that every other page keeps its own.
    </p>
    <p className="dim">
      Versions already frozen or served keep it. You can put it back until the next version is frozen. The
      record itself stays in the case.
    </p>
  </ConfirmDialog>
)

/** The same before several documents are taken out, some of which are frozen. */
export const TakeOutSeveralDialog = ({
  documents,
  frozen,
  onDo,
  onClose,
}: {
  readonly documents: number
  /** What those that are frozen are called. */
  readonly frozen: readonly string[]
  readonly onDo: () => void
  readonly onClose: () => void
}) => {
  const whole = counted(documents, 'document')
  const listed = frozen.slice(0, 8).join(', ')
  return (
    <ConfirmDialog title={`Take out ${whole}?`} open act={`Take out ${whole}`} onDo={onDo} onClose={onClose}>
      <p>
        Frozen: {listed}
        {frozen.length > 8 && ` and ${frozen.length - 8} more`}. In the next version one page stands in the
        place of each and bears its numbers, so that every other page keeps its own.
      </p>
      <p className="dim">
        Versions already frozen or served keep them. You can put them back until the next version is frozen.
        The records themselves stay in the case.
      </p>
    </ConfirmDialog>
  )
}
