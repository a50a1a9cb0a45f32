import { type FormEvent, useState } from 'react'
import { adviceOn } from '../../../casework/rules/passphrase-advice.ts'
import { useDo } from '../../data/ask.ts'
import { useCaseCard } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { FlagField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { toast } from '../../parts/Toast.tsx'
import { PassphraseField } from '../lock/PassphraseField.tsx'

/** Changes the passphrase of whoever has the case open, once they have given the present one. */
export function ChangePassphrase({
  caseId,
  onClose,
}: {
  readonly caseId: string
  readonly onClose: () => void
}) {
  const confirm = useDo('holders.confirm')
  const change = useDo('holders.changePassphrase')
  const card = useCaseCard(caseId)
  const [now, setNow] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [newKey, setNewKey] = useState(false)
  const [tried, setTried] = useState(false)
  const busy = confirm.busy || change.busy
  const advice = adviceOn(passphrase, card?.name ?? '')
  const faults = {
    now: now === '' ? 'The passphrase you opened the case with.' : undefined,
    passphrase:
      passphrase === ''
        ? 'Choose a new passphrase.'
        : passphrase === now
          ? 'That is the present one.'
          : undefined,
    again: passphrase !== again ? 'The two are not the same. Show them to compare.' : undefined,
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(faults).some((fault) => fault !== undefined)) return
    try {
      await confirm.run({ caseId, passphrase: now })
      await change.run({ caseId, passphrase, ...(newKey ? { newKey } : {}) })
      toast({ words: 'Your passphrase was changed' })
      onClose()
    } catch {
      // What went wrong stands below; nothing was changed.
    }
  }
  return (
    <Dialog title="Change your passphrase" open held={busy} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <PassphraseField
          label="Present passphrase"
          value={now}
          onChange={setNow}
          error={tried ? faults.now : undefined}
          disabled={busy}
          autoFocus
        />
        <PassphraseField
          label="New passphrase"
          value={passphrase}
          onChange={setPassphrase}
          error={tried ? faults.passphrase : undefined}
          disabled={busy}
        />
        {passphrase !== '' && <Note tone={advice.tone} title={advice.words} />}
        <PassphraseField
          label="The same again"
          value={again}
          onChange={setAgain}
          error={tried ? faults.again : undefined}
          disabled={busy}
        />
        <FlagField
          label="Somebody else may know the old one: give the case a new key as well"
          hint="An old copy of the case still opens with the old passphrase. With a new key it opens nothing written from now on."
          value={newKey}
          onChange={setNewKey}
          disabled={busy}
        />
        {busy && <ProgressBar name="Working the key out of the passphrase" done={0} total={0} />}
        {confirm.error?.code === 'wrong-passphrase' ? (
          <Note tone="soon" live title="The present passphrase is not that one. Nothing was changed." />
        ) : (
          <ErrorNote error={confirm.error ?? change.error} />
        )}
        <div className="acts">
          <Button look="first" submits disabled={busy}>
            Change the passphrase
          </Button>
          <Button disabled={busy} onClick={onClose}>
            Not now
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
