import { Check, LoaderCircle, OctagonAlert, PencilLine } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { Note } from '../../parts/Note.tsx'
import type { Saving } from './saver.ts'

/** How the saving stands, in a word. */
export function SavedLine({ saving }: { readonly saving: Saving }) {
  const [Icon, words] = {
    saved: [Check, 'Saved'],
    waiting: [PencilLine, 'Not saved yet'],
    saving: [LoaderCircle, 'Saving'],
    failed: [OctagonAlert, 'Not saved'],
    conflict: [OctagonAlert, 'Not saved'],
  }[saving.state] as [typeof Check, string]
  const bad = saving.state === 'failed' || saving.state === 'conflict'
  return (
    <span className={bad ? 'statements-saved bad' : 'statements-saved'}>
      <Icon className="i s" aria-hidden />
      {words}
    </span>
  )
}

/** What went wrong at saving, that the words are still here, and each way on. */
export function SavingTrouble({
  saving,
  signed,
  onAgain,
  onMine,
  onTheirs,
  onFurther,
}: {
  readonly saving: Saving
  /** Whether the statement, as saved, is signed by now. */
  readonly signed: boolean
  readonly onAgain: () => void
  readonly onMine: () => void
  readonly onTheirs: () => void
  readonly onFurther: () => void
}) {
  if (saving.state !== 'failed' && saving.state !== 'conflict') return null
  const conflict = saving.state === 'conflict'
  return (
    <Note tone="bad" live title="Your words are not saved yet. They are still here.">
      <p>{saving.error?.message}</p>
      <p className="h">
        {!conflict && (
          <Button size="slim" onClick={onAgain}>
            Try again
          </Button>
        )}
        {conflict && !signed && (
          <Button size="slim" onClick={onMine}>
            Keep mine
          </Button>
        )}
        {conflict && signed && (
          <Button size="slim" onClick={onFurther}>
            Put them in a further statement
          </Button>
        )}
        {conflict && (
          <Button size="slim" onClick={onTheirs}>
            {signed ? 'Show the signed statement' : 'Show the saved version'}
          </Button>
        )}
      </p>
    </Note>
  )
}
