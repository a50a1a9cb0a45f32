import { type FormEvent, useRef, useState } from 'react'
import type { CaseCard } from '../../../casework/contract/shapes.ts'
import type { Progress } from '../../../casework/contract/wire.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { FlagField, TextField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { useShell } from '../../state/session.ts'
import { identityIn } from '../case-file/words.ts'
import { PassphraseField } from './PassphraseField.tsx'
import { typedKey } from './recovery-words.ts'

type Way = 'passphrase' | 'recoveryKey' | 'identity'
const ways: Readonly<Record<Way, string>> = {
  passphrase: 'passphrase',
  recoveryKey: 'recovery key',
  identity: 'identity',
}
/** What stops an opening until somebody has read why. */
const doubted = ['rollback-suspected', 'case-substituted']

/** Unlocks one case, by its passphrase, its recovery key or an identity of one's own. `onOpen` is told once it is open. */
export function UnlockForm({
  card,
  onOpen,
}: {
  readonly card: CaseCard
  readonly onOpen: (caseId: string, notices: readonly string[]) => void
}) {
  const [secret, setSecret] = useState('')
  const [way, setWay] = useState<Way>('passphrase')
  const [readOnly, setReadOnly] = useState(false)
  const [takeOver, setTakeOver] = useState(false)
  const [goOn, setGoOn] = useState(false)
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
        ...secretOf(way, secret),
        ...(readOnly ? { readOnly } : {}),
        ...(takeOver && !readOnly ? { takeOver } : {}),
        ...(goOn && !readOnly ? { goOn } : {}),
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
      {way === 'recoveryKey' ? (
        <TextField
          key="recovery"
          label="Recovery key"
          hint="The ten groups on the sheet printed when the case was made. Spaces and capitals do not matter."
          value={secret}
          onChange={setSecret}
          disabled={unlock.busy}
          autoFocus
        />
      ) : (
        <PassphraseField
          key={way}
          ref={field}
          label={way === 'passphrase' ? 'Passphrase' : 'Identity'}
          hint={
            way === 'identity'
              ? 'The line of your identity file that begins AGE-SECRET-KEY-. Choose the file, or paste it.'
              : undefined
          }
          value={secret}
          onChange={setSecret}
          disabled={unlock.busy}
          autoFocus
        />
      )}
      {way === 'identity' && <IdentityFile disabled={unlock.busy} onRead={setSecret} />}
      {error !== null && (error.code === 'held' || doubted.includes(error.code)) && (
        <FlagField label="Open it to read only" value={readOnly} onChange={setReadOnly} />
      )}
      {error?.code === 'held' && error.at === 'takeOver' && !readOnly && (
        <FlagField
          label="Nobody is working there: take the case over"
          hint="If somebody is, what they do from now on is not saved, and they are told so. It is entered in the history."
          value={takeOver}
          onChange={setTakeOver}
        />
      )}
      {error?.at === 'goOn' && doubted.includes(error.code) && !readOnly && (
        <FlagField
          label="I have read this: open it all the same"
          hint="It is entered in the history. What was in the newer state and is not in this one stays missing."
          value={goOn}
          onChange={setGoOn}
        />
      )}
      <div className="h unlock-ways">
        <Button look="first" size="big" submits disabled={unlock.busy}>
          {unlock.busy ? 'Unlocking' : 'Unlock'}
        </Button>
        {(Object.keys(ways) as Way[])
          .filter((each) => each !== way)
          .map((each) => (
            <Button
              key={each}
              look="link"
              disabled={unlock.busy}
              onClick={() => {
                setWay(each)
                setSecret('')
                unlock.clear()
              }}
            >
              Use {each === 'identity' ? 'an' : 'the'} {ways[each]}
            </Button>
          ))}
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
        <Note tone="soon" live title={`That ${ways[way]} did not open this case.`}>
          <p>
            {way === 'passphrase'
              ? `Check the keyboard layout${caps ? '. Caps Lock is on' : ' and Caps Lock'}, and that this is the right case. Nothing was changed.`
              : way === 'recoveryKey'
                ? 'Check each group against the printed sheet, and that this is the right case.'
                : 'Check that it is the identity whose recipient was added to this case, and that this is the right case.'}
          </p>
        </Note>
      )}
      {!unlock.busy && error !== null && !wrong && error.code !== 'cancelled' && <ErrorNote error={error} />}
    </form>
  )
}

function secretOf(way: Way, secret: string) {
  if (way === 'passphrase') return { passphrase: secret }
  return { recoveryKey: way === 'recoveryKey' ? typedKey(secret) : secret.trim() }
}

/** Reads an identity out of a file; the file stays where it is, and is not remembered. */
function IdentityFile({
  disabled,
  onRead,
}: {
  readonly disabled: boolean
  readonly onRead: (identity: string) => void
}) {
  const [wrong, setWrong] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  return (
    <div className="v">
      <input
        ref={box}
        type="file"
        hidden
        aria-label="Identity file"
        onChange={async (event) => {
          const file = event.target.files?.[0]
          if (file === undefined) return
          const identity = file.size > 65_536 ? '' : identityIn(await file.text())
          setWrong(identity === '')
          if (identity !== '') onRead(identity)
        }}
      />
      <Button disabled={disabled} onClick={() => box.current?.click()}>
        Choose the identity file…
      </Button>
      {wrong && (
        <Note
          tone="soon"
          live
          title="That file holds no identity, or several. It is one that age-keygen writes."
        />
      )}
    </div>
  )
}
