import { useState } from 'react'
import { useDo } from '../../data/ask.ts'
import { useCaseCard } from '../../data/machine.ts'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { RecoveryKey } from '../lock/RecoveryKey.tsx'

/** Makes a further recovery key: shown once, printed, and kept by somebody who is not here. */
export function AnotherKey({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) {
  const make = useDo('holders.addRecoveryKey')
  const card = useCaseCard(caseId)
  const [made, setMade] = useState<string | null>(null)
  if (made !== null)
    return <RecoveryKey name={card?.name ?? 'this case'} recoveryKey={made} done="Done" onDone={onClose} />
  return (
    <ConfirmDialog
      title="Make another recovery key?"
      open
      act="Make a recovery key"
      busy={make.busy}
      onClose={onClose}
      onDo={() =>
        void make.run({ caseId }).then(
          ({ recoveryKey }) => setMade(recoveryKey),
          () => undefined,
        )
      }
    >
      <p>
        It opens the case when every passphrase is forgotten, and stands in the list of those who can open it.
        It is shown once, to be printed. The key made with the case goes on working until you remove it.
      </p>
      <ErrorNote error={make.error} />
    </ConfirmDialog>
  )
}
