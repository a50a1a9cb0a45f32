import type { CaseHolder } from '../../../casework/contract/holders.ts'
import { useDo } from '../../data/ask.ts'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'

/** Shuts somebody out of what the case will hold from now on, and says what that does not do. */
export function RemoveHolder({
  caseId,
  holder,
  onClose,
}: {
  readonly caseId: string
  readonly holder: CaseHolder
  readonly onClose: () => void
}) {
  const remove = useDo('holders.remove')
  return (
    <ConfirmDialog
      title={`Remove ${holder.label}?`}
      open
      act={`Remove ${holder.label}`}
      busy={remove.busy}
      onClose={onClose}
      onDo={() =>
        void remove.run({ caseId, slot: holder.slot }).then(
          () => {
            toast({ words: `${holder.label} can no longer open the case` })
            onClose()
          },
          () => undefined,
        )
      }
    >
      <p>
        The case gets a new key. From now on {holder.label} can read nothing that is written to it, with any
        key of theirs.
      </p>
      <p>
        What they could read until now they can still read, if they kept a copy of the case. No program can
        take that back.
      </p>
      <ErrorNote error={remove.error} />
    </ConfirmDialog>
  )
}
