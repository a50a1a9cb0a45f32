import { useEffect } from 'react'
import type { Place } from '../../../casework/contract/shapes.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { ProgressBar } from '../../parts/Progress.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { ReaderDesk } from './ReaderDesk.tsx'
import { useOpenReading } from './use-reading.ts'
import './reader.css'
import './lists.css'
import './page-marks.css'
import './peek.css'
import './since.css'

/** The reader of bundles: no rail and no case. `onClose` leads back to where it was opened from. */
export function Reader({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const reading = useOpenReading(place)
  useEffect(() => {
    const was = document.title
    return () => {
      document.title = was
    }
  }, [])
  if (reading !== null && 'pdf' in reading)
    return <ReaderDesk reading={reading} place={place} onClose={onClose} />
  return <Waiting name={place.name} error={reading?.error ?? null} onClose={onClose} />
}

function Waiting({
  name,
  error,
  onClose,
}: {
  readonly name: string
  readonly error: Error | null
  readonly onClose: () => void
}) {
  useKeys('Reader', [
    { key: 'Alt+Backspace', does: 'Close the bundle', run: onClose },
    { key: 'Esc', does: 'Close the bundle', run: onClose },
  ])
  return (
    <main className="reader-waiting">
      {error === null ? (
        <>
          <p role="status">Opening {name}</p>
          <ProgressBar name="Opening" done={0} total={0} />
        </>
      ) : (
        <ErrorNote error={error} title={`${name} was not opened`} />
      )}
      <Button onClick={onClose}>{error === null ? 'Cancel' : 'Back'}</Button>
    </main>
  )
}
