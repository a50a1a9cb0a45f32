import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import { useJobs } from '../../data/jobs.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { Picker } from '../picker/Picker.tsx'

type Compared = Result<'bundle.compare'>

/** How the bundle that is read differs from an earlier version of it, which is chosen first. */
export function CompareDialog({ file, onClose }: { readonly file: Place; readonly onClose: () => void }) {
  const jobs = useJobs()
  const [state, setState] = useState<'choosing' | 'working' | Compared | { readonly error: Error }>(
    'choosing',
  )
  if (state === 'choosing')
    return (
      <Picker
        title="Compare with an earlier version"
        show="bundles"
        act="Compare"
        onClose={onClose}
        onPick={([earlier]) => {
          if (earlier === undefined) return
          setState('working')
          jobs
            .start('bundle.compare', { a: earlier.id, b: file.id }, `Comparing with ${earlier.name}`)
            .then(setState, (error: Error) => setState({ error }))
        }}
      />
    )
  return (
    <Dialog
      title="Since the earlier version"
      open
      wide
      onClose={onClose}
      acts={
        <Button look="first" onClick={onClose}>
          Close
        </Button>
      }
    >
      {state === 'working' ? (
        <ProgressBar name="Comparing" done={0} total={0} />
      ) : 'error' in state ? (
        <ErrorNote error={state.error} title="They could not be compared" />
      ) : (
        <>
          <p className="dim">
            {state.fileNames.b} as against {state.fileNames.a}
          </p>
          {state.warnings.map((sentence) => (
            <Note key={sentence} tone="bad" live>
              <p>{sentence}</p>
            </Note>
          ))}
          <ul className="v" role="status">
            {state.said.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
