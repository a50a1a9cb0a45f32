import { Folder } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import type { Progress } from '../../../casework/contract/wire.ts'
import { adviceOn } from '../../../casework/rules/passphrase-advice.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { useRouter } from '../../state/use-router.ts'
import { Picker } from '../picker/Picker.tsx'
import { PassphraseField } from './PassphraseField.tsx'
import { RecoveryKey } from './RecoveryKey.tsx'

/** Makes a case: its name, where it lies, its passphrase; then its recovery key, confirmed. */
export function NewCase({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter()
  const create = useDo('cases.create')
  const [name, setName] = useState('')
  const [place, setPlace] = useState<Place | null>(null)
  const [choosing, setChoosing] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [at, setAt] = useState<Progress | null>(null)
  const [tried, setTried] = useState(false)
  const [made, setMade] = useState<{ readonly caseId: string; readonly recoveryKey: string } | null>(null)
  const advice = adviceOn(passphrase, name)
  const faults = {
    name: name.trim() === '' ? 'Give the operation a name.' : undefined,
    place: place === null ? 'Choose where to keep it.' : undefined,
    passphrase: passphrase === '' ? 'Choose a passphrase.' : undefined,
    again: passphrase !== again ? 'The two are not the same. Show them to compare.' : undefined,
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (place === null || Object.values(faults).some((fault) => fault !== undefined)) return
    const params = { place: place.id, name: name.trim(), passphrase }
    const result = await create.run(params, { onProgress: setAt }).catch(() => null)
    setAt(null)
    if (result === null) return
    setPassphrase('')
    setAgain('')
    setMade(result)
  }

  if (made !== null)
    return (
      <RecoveryKey
        name={name.trim()}
        recoveryKey={made.recoveryKey}
        onDone={() => {
          onClose()
          router.go({ section: 'overview', caseId: made.caseId })
        }}
      />
    )
  if (choosing)
    return (
      <Picker
        title="Where to keep the case"
        show="folders"
        act="Keep it here"
        onClose={() => setChoosing(false)}
        onPick={([chosen]) => {
          setPlace(chosen ?? null)
          setChoosing(false)
        }}
      />
    )
  return (
    <Dialog title="New case" open onClose={onClose} held={create.busy}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label="Operation name"
          hint="It becomes the folder’s name, which can be read without the passphrase. Use the code name only."
          value={name}
          onChange={setName}
          error={tried ? faults.name : undefined}
          autoFocus
          disabled={create.busy}
          required
        />
        <div className="field">
          <span className="label">Place</span>
          <div className="h">
            <Button
              icon={<Folder className="i s" aria-hidden />}
              disabled={create.busy}
              onClick={() => setChoosing(true)}
            >
              {place === null ? 'Choose a folder' : 'Choose another'}
            </Button>
            <span className="cut">{place?.name}</span>
          </div>
          {tried && faults.place && <span className="wrong">{faults.place}</span>}
        </div>
        <PassphraseField
          label="Passphrase"
          value={passphrase}
          onChange={setPassphrase}
          error={tried ? faults.passphrase : undefined}
          disabled={create.busy}
          required
        />
        {passphrase !== '' && (
          <p className={`small ${advice.tone}`} role="status">
            {advice.words}
          </p>
        )}
        <PassphraseField
          label="The same passphrase again"
          value={again}
          onChange={setAgain}
          error={tried ? faults.again : undefined}
          disabled={create.busy}
          required
        />
        <p className="small dim">
          Nobody can open the case without the passphrase or the recovery key you are shown next. There is no
          other way in.
        </p>
        {create.busy && (
          <div className="v" role="status">
            <ProgressBar name="Making the case" done={at?.done ?? 0} total={at?.total ?? 0} />
            <span className="small dim">
              {at?.note || 'Working the key out of the passphrase. This is slow on purpose.'}
            </span>
          </div>
        )}
        <ErrorNote error={create.error} />
        <div className="acts">
          <Button look="first" submits disabled={create.busy}>
            Make the case
          </Button>
          <Button disabled={create.busy} onClick={onClose}>
            Not now
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
