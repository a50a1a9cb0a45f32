import { BadgeCheck, CircleDashed, LoaderCircle, OctagonAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { useJobs } from '../../data/jobs.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { FindingList } from '../bundles/FindingList.tsx'
import { SealLine } from '../bundles/SealLine.tsx'

type Stood = Result<'reading.verify'>
const words = {
  matches: 'Matches its manifest',
  altered: 'Altered',
  'no-manifest': 'No manifest beside it',
} as const
const tones = { matches: 'good', altered: 'bad', 'no-manifest': '' } as const
const icons = { matches: BadgeCheck, altered: OctagonAlert, 'no-manifest': CircleDashed } as const

/** Whether the bundle is the one its manifest speaks of: checked once when it opens, and told in full when asked. */
export function VerifyBadge({ id }: { readonly id: string }) {
  const jobs = useJobs()
  const [stood, setStood] = useState<Stood | { readonly error: Error } | null>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const state = { gone: false }
    jobs.start('reading.verify', { id }, 'Comparing the bundle with its manifest').then(
      (result) => !state.gone && setStood(result),
      (error: Error) => !state.gone && setStood({ error }),
    )
    return () => {
      state.gone = true
    }
  }, [jobs, id])
  if (stood === null)
    return (
      <span className="reader-badge small dim" role="status">
        <LoaderCircle className="i s" aria-hidden /> Checking
      </span>
    )
  const told = 'error' in stood ? null : stood
  const Icon = told === null ? OctagonAlert : icons[told.stands]
  return (
    <>
      <button
        type="button"
        className={`reader-badge small ${told === null ? '' : tones[told.stands]}`}
        onClick={() => setOpen(true)}
      >
        <Icon className="i s" aria-hidden />
        <span className="cut">{told === null ? 'Not checked' : words[told.stands]}</span>
      </button>
      {open && (
        <Dialog
          title={told === null ? 'It could not be checked' : words[told.stands]}
          open
          wide
          onClose={() => setOpen(false)}
          acts={<Button onClick={() => setOpen(false)}>Close</Button>}
        >
          {told === null ? <ErrorNote error={'error' in stood ? stood.error : null} /> : <Told told={told} />}
        </Dialog>
      )}
    </>
  )
}

const sentences = {
  matches: 'Every byte is as it was when the bundle was built.',
  altered:
    'The file is not the one its manifest speaks of. Ask whoever sent it for a fresh copy before you rely on it.',
  'no-manifest':
    'Nothing beside the file says what it was when it was built, so nothing can be said of changes. Any PDF can still be read here.',
} as const

function Told({ told }: { readonly told: Stood }) {
  const { stands, findings } = told
  // Without a manifest most rules are of no meaning: the file need not be a bundle of ours at all.
  const shown = stands === 'no-manifest' ? [] : findings
  return (
    <>
      <Note tone={stands === 'matches' ? 'good' : stands === 'altered' ? 'bad' : 'calm'}>
        <p>{sentences[stands]}</p>
        {stands === 'matches' && <SealLine seal={told.seal} findings={findings} />}
      </Note>
      {shown.length > 0 && <FindingList findings={shown} />}
    </>
  )
}
