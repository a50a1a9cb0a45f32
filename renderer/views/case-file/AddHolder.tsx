import { type FormEvent, useState } from 'react'
import { adviceOn } from '../../../casework/rules/passphrase-advice.ts'
import { useDo } from '../../data/ask.ts'
import { useCaseCard } from '../../data/machine.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ChoiceField, LinesField, TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { toast } from '../../parts/Toast.tsx'
import { PassphraseField } from '../lock/PassphraseField.tsx'
import { recipientFault } from './words.ts'

const ways = {
  passphrase: 'A passphrase, which they type here',
  identity: 'An identity of theirs (age1…)',
  escrow: 'The organisation’s escrow (age1…)',
} as const
type Way = keyof typeof ways

/** Lets somebody open the case. A passphrase is typed by themselves; a recipient is no secret. */
export function AddHolder({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) {
  const add = useDo('holders.add')
  const card = useCaseCard(caseId)
  const [label, setLabel] = useState('')
  const [way, setWay] = useState<Way>('passphrase')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [recipient, setRecipient] = useState('')
  const [tried, setTried] = useState(false)
  const byWord = way === 'passphrase'
  const advice = adviceOn(passphrase, card?.name ?? '')
  const faults = {
    label: label.trim() === '' ? 'Give their name, as the history is to show it.' : undefined,
    passphrase: byWord && passphrase === '' ? 'They choose a passphrase of their own.' : undefined,
    again: byWord && passphrase !== again ? 'The two are not the same. Show them to compare.' : undefined,
    recipient: byWord ? undefined : recipientFault(recipient),
  }
  const seen = <K extends keyof typeof faults>(of: K) => (tried ? faults[of] : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.values(faults).some((fault) => fault !== undefined)) return
    const how = byWord ? { passphrase } : { recipient: recipient.trim(), kind: way as 'identity' | 'escrow' }
    add.run({ caseId, label: label.trim(), ...how }).then(
      () => {
        toast({ words: `${label.trim()} can open the case now` })
        onClose()
      },
      () => undefined,
    )
  }
  return (
    <Dialog title="Let somebody open the case" open held={add.busy} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label="Name"
          hint="Rank or role and name. It stands in the history beside what they do."
          value={label}
          onChange={setLabel}
          error={seen('label')}
          disabled={add.busy}
          autoFocus
          required
        />
        <ChoiceField
          label="They open it with"
          value={way}
          onChange={(to) => setWay(to as Way)}
          options={ways}
          disabled={add.busy}
        />
        {byWord ? (
          <>
            <PassphraseField
              label="Passphrase"
              hint="They type it themselves, unseen. It opens this case only."
              value={passphrase}
              onChange={setPassphrase}
              error={seen('passphrase')}
              disabled={add.busy}
            />
            {passphrase !== '' && <Note tone={advice.tone} title={advice.words} />}
            <PassphraseField
              label="The same again"
              value={again}
              onChange={setAgain}
              error={seen('again')}
              disabled={add.busy}
            />
          </>
        ) : (
          <LinesField
            label="Recipient"
            hint="The line that begins age1, as they sent it. It is no secret; their identity is, and stays with them."
            value={recipient}
            onChange={setRecipient}
            error={seen('recipient')}
            disabled={add.busy}
          />
        )}
        {add.busy && <ProgressBar name="Writing the header anew" done={0} total={0} />}
        <ErrorNote error={add.error} />
        <div className="acts">
          <Button look="first" submits disabled={add.busy}>
            Add {label.trim() || 'them'}
          </Button>
          <Button disabled={add.busy} onClick={onClose}>
            Not now
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
