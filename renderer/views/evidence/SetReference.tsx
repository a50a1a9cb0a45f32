import { type FormEvent, useState } from 'react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { areInitials, nextNumber } from '../../../casework/rules/references.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { toast } from '../../parts/Toast.tsx'
import type { EvidenceRow } from './rows.ts'

/** Gives the exhibits that have none the next references of whoever produced them. */
export function SetReference({
  rows,
  all,
  caseId,
  onClose,
}: {
  /** Those selected. */
  readonly rows: readonly EvidenceRow[]
  /** Every exhibit of the case, to foresee the numbers. */
  readonly all: readonly EvidenceRow[]
  readonly caseId: string
  readonly onClose: () => void
}) {
  const [initials, setInitials] = useState('')
  const give = useDo('evidence.reference')
  const bare = rows.filter((row) => row.ref === '')
  const kept = rows.length - bare.length
  const producer = initials.trim().toLocaleUpperCase('en')
  const sound = areInitials(producer)
  const first = sound
    ? nextNumber(
        producer,
        all.map((row) => row.record as StoredOf<'exhibit'>),
      )
    : 0

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!sound) return
    try {
      const { records } = await give.run({ caseId, ids: bare.map((row) => row.id), producer })
      toast({ words: `${counted(records.length, 'reference')} of ${producer} given` })
      onClose()
    } catch {
      // The field shows it.
    }
  }
  return (
    <Dialog title={`Set the reference of ${counted(bare.length, 'exhibit')}`} open onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <TextField
          label="Producer’s initials"
          hint="Who found or made it, not who booked it in. Two to four letters, as in JLB."
          value={initials}
          onChange={setInitials}
          autoFocus
          error={give.error?.message}
        />
        <p className="dim" role="status">
          {sound
            ? bare.length === 1
              ? `It becomes ${producer}/${first}.`
              : `They become ${producer}/${first} to ${producer}/${first + bare.length - 1}, in the order selected.`
            : 'A number is used once and never again.'}
          {kept > 0 &&
            ` ${kept} of the ${rows.length} selected already ${kept === 1 ? 'has' : 'have'} one and ${kept === 1 ? 'keeps' : 'keep'} it.`}
        </p>
        <div className="acts">
          <Button look="first" submits disabled={!sound || give.busy}>
            Set reference
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}
