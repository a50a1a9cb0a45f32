import { type FormEvent, useRef, useState } from 'react'
import type { CaseCard } from '../../../casework/contract/shapes.ts'
import type { Progress } from '../../../casework/contract/wire.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { FlagField, TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { useShell } from '../../state/session.ts'
import { PassphraseField } from './PassphraseField.tsx'
import { typedKey } from './recovery-words.ts'

/** Unlocks one case, by its passphrase or its recovery key. `onOpen` is told once it is open. */
export function UnlockForm({
  card,
  onOpen,
}: {
  readonly card: CaseCard
  readonly onOpen: (caseId: string, notices: readonly string[]) => void
}) {
  const [secret, setSecret] = useState('')
  const [way, setWay] = useState<'passphrase' | 'recoveryKey'>('passphrase')
  const [readOnly, setReadOnly] = useState(false)
  const [at, setAt] = useState<Progress | null>(null)
  const [caps, setCaps] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const unlock = useDo('cases.unlock')
  const { setOpening } = useShell()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (secret === '') {
      field.current?.focus()
      return
    }
    setOpening(true)
    try {
      const params = {
        caseId: card.caseId,
        [way]: way === 'recoveryKey' ? typedKey(secret) : secret,
        ...(readOnly ? { readOnly } : {}),
      }
      const opened = await unlock.run(params, { onProgress: setAt })
      setSecret('')
      onOpen(opened.caseId, opened.notices)
    } catch {
      setAt(null)
      requestAnimationFrame(() => field.current?.select())
    } finally {
      setOpening(false)
    }
  }
  const error = unlock.error
  const wrong = error?.code === 'wrong-passphrase' || error?.code === 'not-a-recipient'

  return (
    <form
      className="form unlock-form"
      onSubmit={submit}
      onKeyDown={(event) => setCaps(event.getModifierState('CapsLock'))}
    >
      {way === 'passphrase' ? (
        <PassphraseField
          key="passphrase"
          ref={field}
          label="Passphrase"
          value={secret}
          onChange={setSecret}
          disabled={unlock.busy}
          autoFocus
        />
      ) : (
        <TextField
          key="recovery"
          label="Recovery key"
          hint="The ten groups on the sheet printed when the case was made. Spaces and capitals do not matter."
          value={secret}
          onChange={setSecret}
          disabled={unlock.busy}
          autoFocus
        />
      )}
      {error?.code === 'held' && (
        <FlagField label="Open it to read only" value={readOnly} onChange={setReadOnly} />
      )}
      <div className="h">
        <Button look="first" size="big" submits disabled={unlock.busy}>
          {unlock.busy ? 'Unlocking' : 'Unlock'}
        </Button>
        <Button
          look="link"
          disabled={unlock.busy}
          onClick={() => {
            setWay(way === 'passphrase' ? 'recoveryKey' : 'passphrase')
            setSecret('')
            unlock.clear()
          }}
        >
          {way === 'passphrase' ? 'Use the recovery key' : 'Use the passphrase'}
        </Button>
      </div>
      {unlock.busy && (
        <div className="v" role="status">
          <ProgressBar name="Unlocking" done={at?.done ?? 0} total={at?.total ?? 0} />
          <span className="small dim">
            {at === null || at.note === ''
              ? 'Working the key out of the passphrase. This is slow on purpose.'
              : at.note}
          </span>
        </div>
      )}
      {!unlock.busy && wrong && (
        <Note
          tone="soon"
          live
          title={`That ${way === 'passphrase' ? 'passphrase' : 'recovery key'} did not open this case.`}
        >
          <p>
            {way === 'passphrase'
              ? `Check the keyboard layout${caps ? '. Caps Lock is on' : ' and Caps Lock'}, and that this is the right case. Nothing was changed.`
              : 'Check each group against the printed sheet, and that this is the right case.'}
          </p>
        </Note>
      )}
      {!unlock.busy && error !== null && !wrong && error.code !== 'cancelled' && <ErrorNote error={error} />}
    </form>
  )
}
