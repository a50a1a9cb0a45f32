import { type FormEvent, useState } from 'react'
import { areInitials } from '../../../casework/rules/references.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { DayField } from '../../parts/DayField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { LinesField, TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { toast } from '../../parts/Toast.tsx'

/** A new section: its letter, the next that is free unless told otherwise, and its name. */
export function SectionDialog({
  letter: free,
  taken,
  onMake,
  onClose,
}: {
  readonly letter: string
  /** Letters that sections have already. */
  readonly taken: readonly string[]
  readonly onMake: (letter: string, title: string) => void
  readonly onClose: () => void
}) {
  const [letter, setLetter] = useState(free)
  const [title, setTitle] = useState('')
  const wrong = !/^[A-Z]{1,2}[0-9]?$/.test(letter)
    ? 'One or two capitals, as in A or AB.'
    : taken.includes(letter)
      ? `Section ${letter} is there already.`
      : ''
  const make = (event: FormEvent) => {
    event.preventDefault()
    if (wrong === '' && title.trim() !== '') onMake(letter, title.trim())
  }
  return (
    <Dialog title="New section" open onClose={onClose}>
      <form className="form" onSubmit={make}>
        <TextField label="Title" value={title} onChange={setTitle} required autoFocus />
        <TextField
          label="Letter"
          value={letter}
          onChange={(text) => setLetter(text.toLocaleUpperCase('en').trim())}
          error={wrong || undefined}
        />
        <div className="acts">
          <Button look="first" submits disabled={wrong !== '' || title.trim() === ''}>
            Add the section
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** A page that names a document in place of its pages, with the reason the page gives. */
export function StandInDialog({
  name,
  reason: before,
  onDo,
  onClose,
}: {
  readonly name: string
  readonly reason: string
  readonly onDo: (reason: string) => void
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState(before)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() !== '') onDo(reason.trim().slice(0, 300))
  }
  return (
    <Dialog title={`A page that names ${name}`} open onClose={onClose}>
      <form className="form" onSubmit={save}>
        <p>One page with its reference and title stands in its place. The page gives your reason.</p>
        <LinesField
          label="Reason"
          hint="Whoever is served reads it: Held at Fenhithe police station, to be viewed by appointment"
          value={reason}
          onChange={setReason}
          required
          autoFocus
        />
        <div className="acts">
          <Button look="first" submits disabled={reason.trim() === ''}>
            Use this page
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Gives an exhibit that has none the next reference of whoever produced it. */
export function ReferenceDialog({
  caseId,
  id,
  name,
  onClose,
}: {
  readonly caseId: string
  readonly id: string
  readonly name: string
  readonly onClose: () => void
}) {
  const [initials, setInitials] = useState('')
  const give = useDo('evidence.reference')
  const producer = initials.trim().toLocaleUpperCase('en')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!areInitials(producer)) return
    try {
      await give.run({ caseId, ids: [id], producer })
      toast({ words: `A reference of ${producer} given` })
      onClose()
    } catch {
      // The field shows it.
    }
  }
  return (
    <Dialog title="Set the reference" open onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <p className="dim">{name}</p>
        <TextField
          label="Producer’s initials"
          hint="Who found or made it, not who booked it in. Two to four letters, as in JLB."
          value={initials}
          onChange={setInitials}
          autoFocus
          error={give.error?.message}
        />
        <div className="acts">
          <Button look="first" submits disabled={!areInitials(producer) || give.busy}>
            Set reference
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Notes that the newest frozen version was served: on whom, on what day. */
export function ServeDialog({
  caseId,
  bundle,
  version,
  today,
  onClose,
}: {
  readonly caseId: string
  readonly bundle: string
  readonly version: number
  readonly today: string
  readonly onClose: () => void
}) {
  const [to, setTo] = useState('')
  const [on, setOn] = useState<string | null>(today)
  const serve = useDo('bundle.serve')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (to.trim() === '' || on === null || serve.busy) return
    try {
      await serve.run({ caseId, bundle, to: to.trim(), on })
      toast({ words: `Version ${version} noted as served` })
      onClose()
    } catch {
      // The dialog shows it.
    }
  }
  return (
    <Dialog title="Whom was it served on?" open onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <ErrorNote error={serve.error} />
        <p className="dim">
          Turnstone sends nothing. It notes in the case that the version was served, so that what comes later
          is known to be late.
        </p>
        <TextField
          label="Served on"
          hint="The defence, the court, or somebody by name"
          value={to}
          onChange={setTo}
          required
          autoFocus
        />
        <DayField label="Day of service" value={on} onChange={setOn} required />
        <div className="acts">
          <Button look="first" submits disabled={to.trim() === '' || on === null || serve.busy}>
            Serve version {version}
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}
