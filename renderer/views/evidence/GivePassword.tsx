import { type FormEvent, useState } from 'react'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { toast } from '../../parts/Toast.tsx'
import { PassphraseField } from '../lock/PassphraseField.tsx'

/** Opens an exhibit's file that asks for a password. The file stays as it was taken in. */
export function GivePassword({
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
  const [password, setPassword] = useState('')
  const open = useDo('evidence.password')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (password === '') return
    try {
      const { record } = await open.run({ caseId, id, password })
      const pages = 'file' in record.fields ? record.fields.file?.pages : null
      toast({ words: `${name} opens: ${counted(pages ?? 1, 'page')}` })
      onClose()
    } catch {
      // The field shows it.
    }
  }
  return (
    <Dialog title={`Open ${name}`} open onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <PassphraseField
          label="Password of the file"
          hint="As whoever supplied it gave it. It is kept sealed in the case and stands in no print."
          value={password}
          onChange={(value) => {
            open.clear()
            setPassword(value)
          }}
          autoFocus
          error={open.error?.message}
        />
        <p className="dim">The file stays as it was taken in, byte for byte.</p>
        <div className="acts">
          <Button look="first" submits disabled={password === '' || open.busy}>
            Open the file
          </Button>
          <Button onClick={onClose}>Not now</Button>
        </div>
      </form>
    </Dialog>
  )
}
