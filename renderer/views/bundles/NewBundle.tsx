import { type FormEvent, useState } from 'react'
import { useAsk, useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { TextField } from '../../parts/Field.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProfileChoice } from './ProfileChoice.tsx'

/** A new bundle: its title, and the court's way it is to follow. It is filled as the profile says. */
export function NewBundle({
  caseId,
  onMade,
  onClose,
}: {
  readonly caseId: string
  readonly onMade: (id: string) => void
  readonly onClose: () => void
}) {
  const asked = useAsk('bundle.profiles', {})
  const create = useDo('bundle.create')
  const [title, setTitle] = useState('')
  const [profile, setProfile] = useState('general')
  const make = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || create.busy) return
    try {
      const { record } = await create.run({ caseId, profile, title: title.trim() })
      onMade(record.id)
    } catch {
      // The dialog shows it.
    }
  }
  return (
    <Dialog title="New bundle" open wide onClose={onClose}>
      <form className="form" onSubmit={(event) => void make(event)}>
        <ErrorNote error={create.error ?? asked.error} />
        <TextField
          label="Title"
          hint="As the cover says it: Trial bundle"
          value={title}
          onChange={setTitle}
          required
          autoFocus
        />
        <ProfileChoice profiles={asked.data?.profiles ?? []} value={profile} onChange={setProfile} />
        <div className="acts">
          <Button look="first" submits disabled={title.trim() === '' || create.busy}>
            Make the bundle
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}
