import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { counted } from '../../../casework/rules/words.ts'
import { useDo } from '../../data/ask.ts'
import { useJobs } from '../../data/jobs.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { type CaseAct, useShell } from '../../state/session.ts'
import { SealLine } from '../bundles/SealLine.tsx'
import { Picker } from '../picker/Picker.tsx'
import { NewCase } from './NewCase.tsx'

/** What can be done without an open case: make one, find one, verify or read a bundle. */
export function CaseActs({
  act,
  onClose,
  onFound,
}: {
  readonly act: CaseAct
  readonly onClose: () => void
  /** Told the case that was found; it is in the list now, and still locked. */
  readonly onFound: (caseId: string) => void
}) {
  if (act === 'new') return <NewCase onClose={onClose} />
  if (act === 'open') return <OpenCase onClose={onClose} onFound={onFound} />
  if (act === 'read') return <ReadBundle onClose={onClose} />
  return <VerifyBundle onClose={onClose} />
}

function OpenCase({
  onClose,
  onFound,
}: {
  readonly onClose: () => void
  readonly onFound: (caseId: string) => void
}) {
  const find = useDo('cases.find')
  if (find.error !== null)
    return (
      <Dialog
        title="Open a case folder"
        open
        onClose={onClose}
        acts={<Button onClick={find.clear}>Choose another</Button>}
      >
        <ErrorNote error={find.error} />
      </Dialog>
    )
  return (
    <Picker
      title="Open a case folder"
      show="folders"
      casesOnly
      act="Open"
      onClose={onClose}
      onPick={([place]) => {
        if (place !== undefined)
          find.run({ place: place.id }).then(
            ({ caseId }) => onFound(caseId),
            () => undefined,
          )
      }}
    />
  )
}

function ReadBundle({ onClose }: { readonly onClose: () => void }) {
  const { read } = useShell()
  return (
    <Picker
      title="Open a bundle to read"
      show="bundles"
      act="Read"
      onClose={onClose}
      onPick={([bundle]) => {
        onClose()
        if (bundle !== undefined) read(bundle)
      }}
    />
  )
}

/** Verifies a bundle: choose it, then see what was found. */
export function VerifyBundle({ onClose }: { readonly onClose: () => void }) {
  const jobs = useJobs()
  const [state, setState] = useState<
    'choosing' | 'working' | Result<'bundle.verify'> | { readonly error: Error }
  >('choosing')
  if (state === 'choosing')
    return (
      <Picker
        title="Verify a bundle"
        show="bundles"
        act="Verify"
        onClose={onClose}
        onPick={([place]) => {
          if (place === undefined) return
          setState('working')
          jobs
            .start('bundle.verify', { file: place.id }, `Verifying ${place.name}`)
            .then(setState, (error: Error) => setState({ error }))
        }}
      />
    )
  const another = <Button onClick={() => setState('choosing')}>Verify another</Button>
  if (state === 'working')
    return (
      <Dialog title="Verify a bundle" open onClose={onClose}>
        <ProgressBar name="Verifying" done={0} total={0} />
        <p className="dim">Reading every page and comparing it with what was written when it was built.</p>
      </Dialog>
    )
  return (
    <Dialog
      title="Verify a bundle"
      open
      onClose={onClose}
      acts={
        <>
          {another}
          <Button look="first" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {'error' in state ? (
        <ErrorNote error={state.error} />
      ) : (
        <>
          <Note
            tone={state.ok ? 'good' : 'bad'}
            title={state.ok ? `${state.fileName} is intact` : `${state.fileName} did not pass`}
          >
            <p>
              {counted(state.documents, 'document')}, {counted(state.pages, 'page')}.
            </p>
            <SealLine seal={state.seal} findings={state.findings} />
          </Note>
          {state.findings.length > 0 && (
            <ul className="v">
              {state.findings.map((finding) => (
                <li key={`${finding.rule} ${finding.document} ${finding.page} ${finding.sentence}`}>
                  <span className="ref">{finding.rule}</span> {finding.sentence}{' '}
                  <span className="dim">
                    {finding.document ?? ''}
                    {finding.page === undefined ? '' : ` page ${finding.page}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Dialog>
  )
}
