import { Compass } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { useDemonstration } from './use-demonstration.ts'

/** The way to the demonstration case for those who have cases already. */
export function Demonstration() {
  const { explore, busy, at, error } = useDemonstration()
  return (
    <>
      <Button
        look="link"
        disabled={busy}
        icon={<Compass className="i s" aria-hidden />}
        onClick={() => void explore()}
      >
        {busy ? at?.note || 'Making it' : 'Demonstration case'}
      </Button>
      <ErrorNote error={error} />
    </>
  )
}
