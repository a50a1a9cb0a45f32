import { Printer } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Note } from '../../parts/Note.tsx'
import { askedGroups, groupsOf, keyStart, sameGroup } from './recovery-words.ts'

const chance = () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32

/** Shows a new recovery key once, in groups, and asks for two of them back before going on. */
export function RecoveryKey({
  name,
  recoveryKey,
  done = 'Open the case',
  onDone,
}: {
  readonly name: string
  readonly recoveryKey: string
  /** What the last button says. */
  readonly done?: string
  readonly onDone: () => void
}) {
  const groups = groupsOf(recoveryKey)
  const [asked] = useState(() => askedGroups(groups.length, chance(), chance()))
  const [step, setStep] = useState<'show' | 'confirm'>('show')
  const [typed, setTyped] = useState<readonly [string, string]>(['', ''])
  const [tried, setTried] = useState(false)
  const right = asked.map((at, index) => sameGroup(typed[index]!, groups[at]!))
  const wrong = (index: 0 | 1) =>
    tried && !right[index] ? 'That is not the group shown. Look again at your copy.' : undefined

  const confirm = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (right.every(Boolean)) onDone()
  }

  if (step === 'show')
    return (
      <Dialog
        title="Recovery key"
        open
        held
        onClose={() => undefined}
        acts={
          <>
            <Button icon={<Printer className="i s" aria-hidden />} onClick={() => window.print()}>
              Print
            </Button>
            <Button look="first" onClick={() => setStep('confirm')}>
              I have a copy
            </Button>
          </>
        }
      >
        <p>
          If the passphrase for <b>{name}</b> is lost, this key opens the case. It is shown once, now. Print
          it or write it down, and keep it where the case is not.
        </p>
        <p className="recovery-start">
          It begins <b className="mono">{keyStart}</b>, as every recovery key does. Then:
        </p>
        <ol className="recovery-key" aria-label="Recovery key, in groups">
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
            <li key={index}>
              <span className="faint small">{index + 1}</span>
              <span className="mono">{group}</span>
            </li>
          ))}
        </ol>
      </Dialog>
    )
  return (
    <Dialog title="Check your copy" open held onClose={() => undefined}>
      <form className="form" onSubmit={confirm} noValidate>
        <p>Type two groups of the recovery key from your copy.</p>
        {asked.map((at, index) => (
          <TextField
            key={at}
            label={`Group ${at + 1}`}
            value={typed[index]!}
            onChange={(text) => setTyped(index === 0 ? [text, typed[1]] : [typed[0], text])}
            error={wrong(index as 0 | 1)}
            autoFocus={index === 0}
          />
        ))}
        {tried && right.every(Boolean) && <Note tone="good" title="That is right." />}
        <div className="acts">
          <Button look="first" submits>
            {done}
          </Button>
          <Button onClick={() => setStep('show')}>Show the key again</Button>
        </div>
      </form>
    </Dialog>
  )
}
